import type { Delivery, Place } from '../delivery/ports.js';
import type { Entry } from './chain.js';
import type { StoredCase } from './shapes.js';

/** What one write changed in a case: a line of its file, after the first. What is missing has not changed. */
export interface CaseChange {
  readonly entries?: readonly Entry[];
  /** New deliveries, and known ones as they are now. */
  readonly deliveries?: readonly Delivery[];
  /** Keys of deliveries that left the ledger. */
  readonly gone?: readonly string[];
  /** Slots by name; null for one that is free again. */
  readonly places?: Readonly<Record<string, Place | null>>;
}

/** What leads from one version to a later one. What did not change is the same object in both, so that nothing is compared. */
export function changeBetween(before: StoredCase, after: StoredCase): CaseChange {
  const entries = after.entries.slice(before.entries.length);
  const known = new Set(before.deliveries);
  const deliveries = after.deliveries.filter((one) => !known.has(one));
  const kept = new Set(after.deliveries.map((one) => one.key));
  const gone = before.deliveries.flatMap(({ key }) => (kept.has(key) ? [] : [key]));
  const places: Record<string, Place | null> = {};
  for (const slot of Object.keys(before.places)) if (!(slot in after.places)) places[slot] = null;
  for (const [slot, place] of Object.entries(after.places)) if (before.places[slot] !== place) places[slot] = place;
  return {
    ...(entries.length > 0 && { entries }),
    ...(deliveries.length > 0 && { deliveries }),
    ...(gone.length > 0 && { gone }),
    ...(Object.keys(places).length > 0 && { places }),
  };
}

/** The version that a change leads to. */
export function withChange(before: StoredCase, { entries, deliveries, gone, places }: CaseChange): StoredCase {
  return {
    ...before,
    entries: entries ? [...before.entries, ...entries] : before.entries,
    deliveries: deliveries || gone ? ledgerAfter(before.deliveries, deliveries ?? [], gone ?? []) : before.deliveries,
    places: places ? placesAfter(before.places, places) : before.places,
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
export function placesAfter(
  before: StoredCase['places'],
  changed: Readonly<Record<string, Place | null>>,
): StoredCase['places'] {
  const places: Record<string, Place> = { ...before };
  for (const [slot, place] of Object.entries(changed)) {
    if (place === null) delete places[slot];
    else places[slot] = place;
  }
  return places;
}
