import type { Instant } from '../case/dates.js';
import type { World } from '../case/decision.js';
import type { Person } from '../case/people.js';
import type { CaseRecord, CaseStore, Delivery } from './ports.js';
import { dueReminder, insteadOfSending } from './send-order.js';

/** A delivery of one case, with the case as it was read. */
export interface CaseDelivery {
  readonly delivery: Delivery;
  readonly record: CaseRecord;
}

/**
 * The reminders of a person that one message can carry: this one and, when enough of their cases are due (task file:
 * `combineFrom`), all the others. After a long stop a person with ten cases would otherwise get ten messages at once.
 * Only cases for which `isQueued` is true are read.
 */
export async function combinedWith(
  first: CaseDelivery,
  person: Person,
  now: Instant,
  { store, world, isQueued }: { store: CaseStore; world: World; isQueued: (caseId: string) => boolean },
): Promise<readonly [CaseDelivery, ...CaseDelivery[]]> {
  const least = world.task.reminders.combineFrom;
  if (!dueReminder(first.record, person, now)) return [first];
  const entries = await store.casesOf(person);
  const others = entries.filter(({ open, id }) => open && id !== first.record.case.id && isQueued(id));
  if (others.length + 1 < least) return [first];
  const records = await Promise.all(others.map(({ id }) => store.read(id).catch(() => undefined)));
  const due = records.flatMap((record): CaseDelivery[] => {
    const delivery = record && dueReminder(record, person, now);
    return delivery && !insteadOfSending(delivery, record, now, world) ? [{ delivery, record }] : [];
  });
  return due.length + 1 < least ? [first] : [first, ...due];
}
