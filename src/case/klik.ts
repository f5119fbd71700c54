import type { Case } from './case.js';
import { addWorkdays, type Day, dayOf, type Instant, instantAt, latest, workdayFrom } from './dates.js';
import type { World } from './decision.js';
import type { CaseEvent } from './events.js';
import { distinctPeople, includesPerson, type Person, samePerson } from './people.js';
import { restOf, substituteFor } from './roles.js';

/** True from the dispatch until the task is marked as completed in KLIK; the payment does not end the question. */
export function isKlikOpen(theCase: Case): boolean {
  return theCase.done.dispatch !== undefined && theCase.klik === undefined && theCase.status !== 'cancelled';
}

/** The colleague who marks the task instead of the coordinator, if one was named. */
export function klikColleague({ klikHandedOver, coordinator }: Case): Person | undefined {
  return samePerson(klikHandedOver?.to, coordinator) ? undefined : klikHandedOver?.to;
}

/** Who is asked to mark the task: the colleague who was named, else the coordinator or today's substitute. */
export function askedForKlik(theCase: Case, today: Day): Person | undefined {
  if (!isKlikOpen(theCase)) return undefined;
  const { coordinator } = theCase;
  return klikColleague(theCase) ?? substituteFor(theCase, coordinator, today) ?? coordinator;
}

/** Everyone who can have a card with the question. */
export function everAskedForKlik(theCase: Case): Person[] {
  const { coordinator, klikHandedOver, reminders, substitutes, done } = theCase;
  const sent = done.dispatch ? dayOf(done.dispatch.at) : '';
  const standIns = substitutes.filter((one) => samePerson(one.absent, coordinator) && sent <= one.until);
  const reminded = reminders.filter((one) => one.occasion === 'klik').flatMap((one) => one.to);
  return distinctPeople([
    coordinator,
    ...(klikHandedOver ? [klikHandedOver.to] : []),
    ...standIns.map((one) => one.substitute),
    ...reminded,
  ]);
}

/**
 * When the question is repeated: on the next working day, then once a week. Not once a colleague was named, and not on a
 * day on which the person already got a reminder of the case.
 */
export function klikDue(theCase: Case, { task, calendar }: World): { at: Instant; rung: number } | undefined {
  const { dispatch } = theCase.done;
  if (!dispatch || !isKlikOpen(theCase) || klikColleague(theCase)) return undefined;
  const { klikAfter, weeklyEvery, window } = task.reminders;
  const repeated = theCase.reminders.filter((one) => one.occasion === 'klik' && one.at > dispatch.at);
  const last = repeated.at(-1);
  const wanted = last
    ? addWorkdays(dayOf(last.at), weeklyEvery, calendar)
    : addWorkdays(dayOf(dispatch.at), klikAfter, calendar);
  const first = askedForKlik(theCase, wanted);
  const rested = latest(wanted, theCase.snoozedUntil, first && restOf(theCase, first, wanted));
  const day = workdayFrom(rested, calendar);
  const to = askedForKlik(theCase, day);
  const newest = theCase.reminders.findLast((one) => includesPerson(one.to, to));
  const free = newest && dayOf(newest.at) >= day ? addWorkdays(dayOf(newest.at), 1, calendar) : day;
  return { at: instantAt(free, window.fromHour * 60), rung: repeated.length + 1 };
}

/** The reminder of the mark in KLIK that is due at this moment. */
export function klikReminder(theCase: Case, at: Instant, world: World): (CaseEvent & { type: 'Reminded' }) | undefined {
  const due = klikDue(theCase, world);
  const to = askedForKlik(theCase, dayOf(at));
  if (!due || due.at > at || !to) return undefined;
  return { type: 'Reminded', to, step: 'dispatch', occasion: 'klik', rung: due.rung, at, by: 'clock' };
}
