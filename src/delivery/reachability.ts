import type { Case } from '../case/case.js';
import type { Person } from '../case/people.js';
import type { Effect } from '../case/react.js';
import type { Delivery, Directory, KnownPerson, Undelivered } from './ports.js';

/** Writes down that something did not reach a person whom the bot has met; it goes out with their next sign of life. */
export async function noteMissed(directory: Directory, { home }: Case, effect: Effect): Promise<void> {
  const owner = home.kind === 'personal' ? directory.ownerOf(home.id)?.person : undefined;
  const person = 'to' in effect ? effect.to : owner;
  if (person && directory.person(person.tenant, person.id)) await directory.meet({ person, missed: true });
}

/** Edits of earlier messages: they tell nothing new. */
const EDITS: ReadonlySet<string> = new Set(['refresh', 'settle', 'retire', 'klikSettled', 'copyKept']);

/** The people whose newest message did not arrive, and why; once one arrives they are reached again. */
export function unreachedIn(deliveries: readonly Delivery[]): { person: Person; why: Undelivered }[] {
  const newest = new Map<string, { person: Person; why: Undelivered }>();
  for (const { effect, state, why } of deliveries) {
    if (!('to' in effect) || EDITS.has(effect.kind)) continue;
    if (state === 'undelivered' || state === 'unknown')
      newest.set(effect.to.id, { person: effect.to, why: why ?? 'noAnswer' });
    else if (state === 'sent') newest.delete(effect.to.id);
  }
  return [...newest.values()];
}

/** Why nothing can be written in the home conversation: it is `gone`, or the bot is `shut` out of it. */
export type LostHome = 'gone' | 'shut';

const LOST: { readonly [U in Undelivered]?: LostHome } = {
  conversationGone: 'gone',
  noAddress: 'gone',
  notInstalled: 'shut',
  blocked: 'shut',
  removed: 'shut',
  adminBlocked: 'shut',
};

/**
 * Why the home conversation of several people can no longer be written to, by the newest message there; a message that
 * arrives ends it. Undefined when it can, and for a home that is one person's chat: there `unreachedIn` tells.
 */
export function lostHomeIn({ home }: Case, deliveries: readonly Delivery[]): LostHome | undefined {
  if (home.kind === 'personal') return undefined;
  const newest = deliveries.findLast(
    ({ effect, state }) =>
      (effect.kind === 'caseCard' || effect.kind === 'mention') && (state === 'sent' || state === 'undelivered'),
  );
  return newest?.state === 'undelivered' && newest.why ? LOST[newest.why] : undefined;
}

/** How a person has shut the bot out of their own chat; undefined while they have not. */
export function whyShutOut(known: KnownPerson | undefined): 'removed' | 'blocked' | undefined {
  if (known?.removed) return 'removed';
  return known?.blocked ? 'blocked' : undefined;
}
