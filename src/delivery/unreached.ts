import type { Case } from '../case/case.js';
import type { Person } from '../case/people.js';
import type { Delivery, Undelivered } from './ports.js';

/** Edits of what was said before: they tell nobody anything new. */
const SETTLING: ReadonlySet<string> = new Set(['settle', 'retire', 'klikSettled', 'copyKept']);

/** The people whose newest message did not arrive, and why; once one arrives they are reached again. */
export function unreachedIn(deliveries: readonly Delivery[]): { person: Person; why: Undelivered }[] {
  // Most often nobody is missing, and it is asked for every message.
  if (!deliveries.some(hasFailed)) return [];
  const newest = new Map<string, { person: Person; why: Undelivered }>();
  for (const delivery of deliveries) {
    const { effect, state, why } = delivery;
    if (!('to' in effect) || SETTLING.has(effect.kind)) continue;
    if (hasFailed(delivery)) newest.set(effect.to.id, { person: effect.to, why: why ?? 'noAnswer' });
    else if (state === 'sent') newest.delete(effect.to.id);
  }
  return [...newest.values()];
}

function hasFailed({ state }: Delivery): boolean {
  return state === 'undelivered' || state === 'unknown';
}

/** Why nothing can be written where a case lives: the conversation is `gone`, or the bot is `shut` out of it. */
export type LostHome = 'gone' | 'shut';

const LOST: { readonly [U in Undelivered]?: LostHome } = {
  conversationGone: 'gone',
  noAddress: 'gone',
  notInstalled: 'shut',
  blocked: 'shut',
};

/**
 * Whether the conversation of several people in which a case lives can no longer be written to, by the newest message
 * there; one that arrives ends it. Somebody's own chat is no home to others: whom it concerns is not reached, see above.
 */
export function lostHomeIn({ home }: Case, deliveries: readonly Delivery[]): LostHome | undefined {
  if (home.kind === 'personal') return undefined;
  const newest = deliveries.findLast(
    ({ effect, state }) =>
      (effect.kind === 'caseCard' || effect.kind === 'mention') && (state === 'sent' || state === 'undelivered'),
  );
  return newest?.state === 'undelivered' && newest.why ? LOST[newest.why] : undefined;
}
