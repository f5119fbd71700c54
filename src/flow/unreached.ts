import type { Person } from '../case/people.js';
import type { Delivery, Undelivered } from './ports.js';

/** Edits of what was said before: they tell nobody anything new. */
const SETTLING: ReadonlySet<string> = new Set(['settle', 'retire', 'klikSettled', 'copyKept']);

/** The people whose newest message did not arrive, and why; once one arrives they are reached again. */
export function unreachedIn(deliveries: readonly Delivery[]): { person: Person; why: Undelivered }[] {
  const newest = new Map<string, { person: Person; why: Undelivered }>();
  for (const { effect, state, why } of deliveries) {
    if (!('to' in effect) || SETTLING.has(effect.kind)) continue;
    const failed = state === 'undelivered' || state === 'unknown';
    if (failed) newest.set(effect.to.id, { person: effect.to, why: why ?? 'noAnswer' });
    else if (state === 'sent') newest.delete(effect.to.id);
  }
  return [...newest.values()];
}
