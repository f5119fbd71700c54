import type { Case } from './case.js';
import { addDays, type Day, dayOf, type Instant } from './dates.js';

/**
 * What is left of a case that was removed: enough to show that an exported copy is the whole log, and to keep its id from
 * being used again. Nothing in it is about a person.
 */
export interface Tombstone {
  readonly id: string;
  readonly tenant: string;
  /** Four-digit municipality code. */
  readonly municipality: string;
  readonly ended: 'paid' | 'cancelled';
  /** The day it was closed. */
  readonly closed: Day;
  /** Number of facts in the log. */
  readonly facts: number;
  /** The hash of the last fact; it stands for the whole log. */
  readonly head: string;
  readonly removed: Instant;
}

/** The tombstone of a closed case; undefined while it is open, for then nobody may remove it. */
export function tombstoneOf(theCase: Case, hashes: readonly string[], removed: Instant): Tombstone | undefined {
  const head = hashes.at(-1);
  if (theCase.status === 'open' || theCase.closed === undefined || head === undefined) return undefined;
  const { id, tenant, municipality, status, closed } = theCase;
  return { id, tenant, municipality, ended: status, closed: dayOf(closed.at), facts: hashes.length, head, removed };
}

/**
 * True when something that ended at `since` has been kept for `days` whole days and may be kept no longer. Without a
 * number of days everything is kept. Days are Danish ones, so that summer time shortens nobody's time.
 */
export function isOverTime(since: Day | Instant, days: number | undefined, now: Instant): boolean {
  return days !== undefined && addDays(since.length === 10 ? since : dayOf(since), days) < dayOf(now);
}
