import type { Delivery, MessageReference } from '../delivery/ports.js';
import type { Entry } from './event-chain.js';
import type { StoredCase } from './shapes.js';

/** What one write changed in a case: a line of its file, after the first. What is missing has not changed. */
export interface CaseChange {
  readonly entries?: readonly Entry[];
  /** New deliveries, and known ones as they are now. */
  readonly deliveries?: readonly Delivery[];
  /** Keys of deliveries that left the ledger. */
  readonly gone?: readonly string[];
  /** Slots by name; null for one that is free again. */
  readonly messages?: Readonly<Record<string, MessageReference | null>>;
}

/** What leads from one version to a later one. What did not change is the same object in both, so that nothing is compared. */
export function changeBetween(before: StoredCase, after: StoredCase): CaseChange {
  const entries = after.entries.slice(before.entries.length);
  const known = new Set(before.deliveries);
  const deliveries = after.deliveries.filter((one) => !known.has(one));
  const kept = new Set(after.deliveries.map((one) => one.key));
  const gone = before.deliveries.flatMap(({ key }) => (kept.has(key) ? [] : [key]));
  const messages: Record<string, MessageReference | null> = {};
  for (const slot of Object.keys(before.messages)) if (!(slot in after.messages)) messages[slot] = null;
  for (const [slot, place] of Object.entries(after.messages))
    if (before.messages[slot] !== place) messages[slot] = place;
  return {
    ...(entries.length > 0 && { entries }),
    ...(deliveries.length > 0 && { deliveries }),
    ...(gone.length > 0 && { gone }),
    ...(Object.keys(messages).length > 0 && { messages }),
  };
}

/** The version that a change leads to. */
export function withChange(before: StoredCase, { entries, deliveries, gone, messages }: CaseChange): StoredCase {
  return {
    ...before,
    entries: entries ? [...before.entries, ...entries] : before.entries,
    deliveries: deliveries || gone ? ledgerAfter(before.deliveries, deliveries ?? [], gone ?? []) : before.deliveries,
    messages: messages ? messagesAfter(before.messages, messages) : before.messages,
  };
}

/** Known deliveries stay in their place, new ones come last. */
function ledgerAfter(
  before: readonly Delivery[],
  changed: readonly Delivery[],
  gone: readonly string[],
): readonly Delivery[] {
  const ledger = new Map(before.map((one) => [one.key, one]));
  for (const key of gone) ledger.delete(key);
  for (const one of changed) ledger.set(one.key, one);
  return [...ledger.values()];
}

/** The slots after a change: null empties one. A new object. */
export function messagesAfter(
  before: StoredCase['messages'],
  changed: Readonly<Record<string, MessageReference | null>>,
): StoredCase['messages'] {
  const messages: Record<string, MessageReference> = { ...before };
  for (const [slot, place] of Object.entries(changed)) {
    if (place === null) delete messages[slot];
    else messages[slot] = place;
  }
  return messages;
}
