import type { Task } from '../task/schema.js';
import { awaitedSteps, type Case, currentStep, type Reminder, waitingSince } from './case.js';
import {
  addDays,
  addWorkdays,
  type Calendar,
  type Day,
  dayOf,
  type Instant,
  instantAt,
  isWorkday,
  latest,
  minuteOfDay,
  workdayFrom,
} from './dates.js';
import type { World } from './decision.js';
import type { CaseEvent, EventOf, Occasion } from './events.js';
import { klikDue, klikReminder } from './klik.js';
import { distinctPeople, includesPerson, type Person, samePerson } from './people.js';
import { absenceOf, asked, restOf } from './roles.js';
import type { StepId } from './steps.js';

/** The next reminder of a case: not before `at`, for the reason `occasion`. */
export interface Due {
  readonly at: Instant;
  readonly day: Day;
  readonly step: StepId;
  readonly occasion: Occasion;
  /** 1 for the first reminder of this wait, 2 for the second ... */
  readonly rung: number;
  /** Also to the coordinator, the adviser and the home conversation, not only to the person waited for. */
  readonly escalates: boolean;
  /** A copy goes to the coordinator. */
  readonly copies: boolean;
}

/** The day by which the current step should be done: the task's end, the confirmation's wait, or the invoice's due day. */
export function deadlineOf(theCase: Case, task: Task): Day | undefined {
  const step = currentStep(theCase);
  if (!step) return undefined;
  if (step === 'payment') return theCase.done.invoice?.due;
  if (step === 'confirmation' && theCase.done.dispatch)
    return addDays(theCase.done.dispatch.sentOn, task.waitDays.confirmationLate);
  return step === 'invoice' || step === 'confirmation' ? undefined : theCase.taskEnd;
}

/** Sorts cases: past their deadline first, then by deadline, then by how long they have waited; closed ones last. */
export function urgency(theCase: Case, task: Task): string {
  return `${currentStep(theCase) ? (deadlineOf(theCase, task) ?? '9999') : '99999'} ${waitingSince(theCase)}`;
}

/** When the next reminder of a case is due, and its rank among others that are due; undefined when none is left. */
export function nextReminderOf(theCase: Case, world: World): { at: Instant; rank: string } | undefined {
  const [at] = [nextDue(theCase, world)?.at, klikDue(theCase, world)?.at].filter((one) => one !== undefined).sort();
  return at === undefined ? undefined : { at, rank: urgency(theCase, world.task) };
}

type Candidate = { day: Day; occasion: Occasion; escalates?: boolean };

/**
 * The next reminder, worked out from the log alone; undefined once the case is closed. Never stored: a missed moment is
 * still due, and a recorded reminder moves the next one. A late one gives the reason that holds `today`, not the one of
 * the day it was due.
 */
export function nextDue(theCase: Case, world: World, today?: Day): Due | undefined {
  return duesOf(theCase, world, today)[0];
}

/** The next reminder of each step that people are waited for, the earliest first. */
function duesOf(theCase: Case, world: World, today?: Day): Due[] {
  const steps = awaitedSteps(theCase);
  // Who is asked for several steps is reminded of the first: their card shows the others too.
  const isOwn = (step: StepId, at: number) =>
    asked(theCase, step).some(
      (person) => !steps.slice(0, at).some((earlier) => includesPerson(asked(theCase, earlier), person)),
    );
  const dues = steps.filter(isOwn).map((step) => dueOf(theCase, step, world, today));
  return dues.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function dueOf(theCase: Case, step: StepId, world: World, today?: Day): Due {
  const { calendar } = world;
  const { escalateFrom, copyCoordinatorFrom, window } = world.task.reminders;
  const wait = waitFor(theCase, step);
  const pace = paceOf(theCase, step, world);
  const candidates = candidatesFor(step, theCase, wait, pace, world);
  const first = candidates.reduce((a, b) => (b.day < a.day ? b : a));
  const earliest = workdayFrom(latest(first.day, theCase.snoozedUntil, dayAfterOther(theCase, step)), calendar);
  const looked = latest(earliest, today);
  const reached = dayReached(theCase, step, looked, calendar);
  const day = reached > looked ? reached : earliest;
  const on = latest(day, today);
  const passed = candidates.filter((one) => one === first || one.day <= on);
  const newest = passed.reduce((a, b) => (b.day > a.day ? b : a));
  const pressed = on < pace.helpFrom ? 0 : pressedIn(wait, pace.full) + 1;
  return {
    at: instantAt(day, window.fromHour * 60),
    day,
    step,
    occasion: newest.occasion,
    rung: wait.reminders.length + 1,
    escalates: passed.some((one) => one.escalates) || (pressed >= escalateFrom && escalationRested(wait, on, world)),
    copies: pressed >= copyCoordinatorFrom,
  };
}

/** The days from which a step is asked for at full pace, and from which others are told of the silence. */
interface Pace {
  readonly full: Day;
  readonly helpFrom: Day;
}

/** A task that starts in half a year is nobody's fault yet; what NemKonto or the payer is waited for has dates of its own. */
function paceOf(theCase: Case, step: StepId, { task, calendar }: World): Pace {
  if (theCase.done.dispatch && step !== 'dispatch') return { full: '', helpFrom: '' };
  const full = addWorkdays(theCase.taskStart, -task.reminders.fullPaceBefore, calendar);
  return { full, helpFrom: theCase.taskStart };
}

/** The rounds at full pace. */
function pressedIn(wait: Wait, full: Day): number {
  return wait.reminders.filter((one) => dayOf(one.at) >= full).length;
}

/** The day after the last reminder of another step to one of the people this one would reach: one a day is enough. */
function dayAfterOther(theCase: Case, step: StepId): Day | undefined {
  const reached = [...asked(theCase, step), ...theCase.substitutes.map((one) => one.substitute), ...helpers(theCase)];
  const last = theCase.reminders.findLast(
    (one) => one.step !== step && one.to.some((to) => includesPerson(reached, to)),
  );
  return last && addDays(dayOf(last.at), 1);
}

/** Those a step is asked of on a day who get reminders then: nobody who is away or has asked for a rest. */
function reachedOn(theCase: Case, step: StepId, day: Day): Person[] {
  return asked(theCase, step, day).filter((person) => restOf(theCase, person, day) === undefined);
}

/** The first working day, from a day on, on which somebody gets reminders of the step: after absences and rests. */
function dayReached(theCase: Case, step: StepId, from: Day, calendar: Calendar): Day {
  const day = workdayFrom(from, calendar);
  if (reachedOn(theCase, step, day).length > 0) return day;
  const people = distinctPeople([...asked(theCase, step), ...asked(theCase, step, day)]);
  const ends = people.flatMap((person) => {
    const absence = absenceOf(theCase, person, day);
    return [absence && addDays(absence.until, 1), restOf(theCase, person, day)].filter((one) => one !== undefined);
  });
  const [next] = ends.sort();
  return next === undefined ? day : dayReached(theCase, step, next, calendar);
}

/** The events of the reminders that are due at this moment; none outside working hours, and none twice a day. */
export function remindersDue(theCase: Case, at: Instant, world: World): CaseEvent[] {
  const today = dayOf(at);
  if (!inWorkingHours(at, world)) return [];
  const reached: Person[] = [];
  const events = duesOf(theCase, world, today).flatMap((due) => {
    if (due.at > at) return [];
    const round = roundOf(theCase, due, at, world);
    const people = round.flatMap(({ to }) => to);
    // Another step has come to one of them first; this one has its turn on the next working day.
    if (people.some((person) => includesPerson(reached, person))) return [];
    reached.push(...people);
    return round;
  });
  const klik = klikReminder(theCase, at, world);
  return klik && !includesPerson(reached, klik.to) ? [...events, klik] : events;
}

/** One round of reminders of a step: to those it waits for, with a copy or a request for help when it is time. */
function roundOf(theCase: Case, due: Due, at: Instant, world: World): (EventOf<'Reminded'> | EventOf<'Escalated'>)[] {
  const { step, occasion, rung, escalates, copies } = due;
  const waitedFor = reachedOn(theCase, step, dayOf(at));
  const common = { step, occasion, rung, at, by: 'clock' } as const;
  const rested = helpers(theCase).filter((one) => hasRested(theCase, one, dayOf(at), world));
  const others = escalates ? rested : copies ? [theCase.coordinator] : [];
  const isThere = (one: Person) => !absenceOf(theCase, one, dayOf(at)) && !restOf(theCase, one, dayOf(at));
  const reached = distinctPeople([...waitedFor, ...others]).filter(isThere);
  if (escalates) return [{ type: 'Escalated', to: reached, ...common }];
  return reached.map((to) => ({ type: 'Reminded', to, ...common }));
}

/** The first moment from `now` on at which a due reminder may go out. */
export function dueMoment(due: Instant, now: Instant, world: World): Instant {
  return due >= now || inWorkingHours(now, world) ? due : nextWindow(now, world);
}

/** True on working days between the window's hours, Danish time; the last minute of the window is still in it. */
export function inWorkingHours(at: Instant, { task, calendar }: World): boolean {
  const { fromHour, untilHour } = task.reminders.window;
  const minute = minuteOfDay(at);
  return isWorkday(dayOf(at), calendar) && minute >= fromHour * 60 && minute < untilHour * 60;
}

/** When the next window of working hours opens: later today or on the next working day. */
export function nextWindow(now: Instant, { task, calendar }: World): Instant {
  const today = dayOf(now);
  const opens = task.reminders.window.fromHour * 60;
  const beforeToday = isWorkday(today, calendar) && minuteOfDay(now) < opens;
  return instantAt(beforeToday ? today : addWorkdays(today, 1, calendar), opens);
}

interface Wait {
  /** The day the wait began. */
  readonly since: Day;
  /** One for each round of reminders in this wait; a round may go to several people. */
  readonly reminders: readonly Reminder[];
  /** The day of the last reminder, or of the beginning: the next one comes on a later day. */
  readonly last: Day;
}

function waitFor(theCase: Case, step: StepId): Wait {
  const began = waitingSince(theCase, step);
  const ofStep = theCase.reminders.filter((one) => one.step === step && one.at > began);
  const rounds = ofStep
    .filter((one) => one.occasion !== 'asked')
    .filter((one, at, all) => one.rung !== all[at - 1]?.rung);
  const newest = ofStep.at(-1);
  return { since: dayOf(began), reminders: rounds, last: dayOf(newest ? newest.at : began) };
}

/** At least one. */
function candidatesFor(step: StepId, theCase: Case, wait: Wait, pace: Pace, world: World): Candidate[] {
  switch (step) {
    case 'confirmation':
      return confirmationDays(theCase, wait, world);
    case 'invoice':
      return [weekly(wait, world)];
    case 'payment':
      return invoiceDays(theCase, wait, world);
    default:
      // On the same day a date is the better reason than no answer, so it comes first.
      return [
        ...taskDays(theCase, wait, world),
        ranOver(theCase, wait) ? weekly(wait, world) : silence(wait, world, pace.full),
      ];
  }
}

/**
 * Once a week until the full pace begins; then after two working days without an answer, every second, and after as many
 * rounds as bring an escalation once a week.
 */
function silence(wait: Wait, world: World, full: Day): Candidate {
  const { firstAfter, thenEvery, escalateFrom } = world.task.reminders;
  const inAWeek = weekly(wait, world);
  if (wait.last < full) {
    const first = addWorkdays(full, firstAfter, world.calendar);
    return inAWeek.day < first ? inAWeek : { day: first, occasion: 'silence' };
  }
  const sent = pressedIn(wait, full);
  if (sent >= escalateFrom) return inAWeek;
  return { day: addWorkdays(wait.last, sent === 0 ? firstAfter : thenEvery, world.calendar), occasion: 'silence' };
}

function weekly(wait: Wait, { task, calendar }: World): Candidate {
  return { day: addWorkdays(wait.last, task.reminders.weeklyEvery, calendar), occasion: 'silence' };
}

/** True once the wait has gone on past the task's end and that has been said: from then on once a week is enough. */
function ranOver({ taskEnd }: Case, wait: Wait): boolean {
  return wait.since <= taskEnd && taskEnd < wait.last;
}

/** The task's own dates; that its end has passed is said once. Dates before the wait began do not count. */
function taskDays(theCase: Case, wait: Wait, { task, calendar }: World): Candidate[] {
  const near = addWorkdays(theCase.taskEnd, -task.reminders.beforeTaskEnd, calendar);
  const ahead: Candidate[] = [
    { day: theCase.taskStart, occasion: 'taskStart' },
    { day: near, occasion: 'taskEndNear' },
    { day: theCase.taskEnd, occasion: 'taskEnd' },
  ];
  const coming = ahead.filter(({ day }) => day > wait.last);
  return wait.last <= theCase.taskEnd ? [...coming, overdue(theCase.taskEnd, wait, 'taskEnd', calendar)] : coming;
}

function confirmationDays(theCase: Case, wait: Wait, world: World): Candidate[] {
  const { task, calendar } = world;
  const sentOn = theCase.done.dispatch?.sentOn ?? wait.since;
  const halfway = addDays(sentOn, task.waitDays.confirmationHalfway);
  // "Up to 14 days" is over on the day after.
  const late = addDays(sentOn, task.waitDays.confirmationLate + 1);
  const told = wait.reminders.some((one) => one.occasion === 'confirmationLate');
  if (told) return [{ ...silence(wait, world, ''), occasion: 'confirmationLate' }];
  const lateDay = late > wait.last ? late : addWorkdays(wait.last, 1, calendar);
  return [
    ...(halfway > wait.last ? [{ day: halfway, occasion: 'confirmationHalfway' as const }] : []),
    { day: lateDay, occasion: 'confirmationLate', escalates: true },
  ];
}

function invoiceDays(theCase: Case, wait: Wait, { task, calendar }: World): Candidate[] {
  const due = theCase.done.invoice?.due ?? wait.since;
  const near = addWorkdays(due, -task.reminders.beforeInvoiceDue, calendar);
  const ahead: Candidate[] = [
    { day: near, occasion: 'invoiceDueNear' },
    { day: due, occasion: 'invoiceDue' },
  ];
  return [...ahead.filter(({ day }) => day > wait.last), overdue(due, wait, 'invoiceDue', calendar)];
}

/** The first working day after both a date and the last reminder. */
function overdue(date: Day, wait: Wait, occasion: Occasion, calendar: Calendar): Candidate {
  return { day: addWorkdays(latest(date, wait.last), 1, calendar), occasion };
}

/** The coordinator and the adviser get an escalation at most once a week. */
function escalationRested(wait: Wait, day: Day, { task, calendar }: World): boolean {
  const last = wait.reminders.findLast((one) => one.escalated);
  return !last || addWorkdays(dayOf(last.at), task.reminders.weeklyEvery, calendar) <= day;
}

/** The adviser hears of what is stuck at most once a week, whichever step it is; the coordinator of each. */
function hasRested(theCase: Case, helper: Person, day: Day, { task, calendar }: World): boolean {
  if (!samePerson(helper, theCase.adviser?.person) || samePerson(helper, theCase.coordinator)) return true;
  const last = theCase.reminders.findLast((one) => one.escalated && includesPerson(one.to, helper));
  return !last || addWorkdays(dayOf(last.at), task.reminders.adviserEvery, calendar) <= day;
}

function helpers(theCase: Case): Person[] {
  return [theCase.coordinator, ...(theCase.adviser ? [theCase.adviser.person] : [])];
}
