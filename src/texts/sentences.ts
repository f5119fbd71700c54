import { awaitedSteps, type Case, currentStep, type Stamp, waitingSince } from '../case/case.js';
import { type Day, dayOf, daysBetween, workdayFrom } from '../case/dates.js';
import type { World } from '../case/decision.js';
import type { Occasion } from '../case/events.js';
import { includesPerson, type Language, type Person, samePerson } from '../case/people.js';
import type { Effect, Notice } from '../case/react.js';
import { deadlineOf, nextDue } from '../case/reminders.js';
import { actOf, asked, isAskedFor, rolesOf, substituteFor } from '../case/roles.js';
import { type Role, STEPS, type StepId } from '../case/steps.js';
import type { Task } from '../task/schema.js';
import {
  authorName,
  capital,
  clean,
  date,
  momentDate,
  municipalityTitle,
  people,
  personName,
  shortDate,
  withStop,
} from './format.js';
import { texts } from './texts.js';

/** "Mette Holm bekræftede underskriften mandag den 2. november 2026." */
export function doneSentence(step: StepId, stamp: Stamp, theCase: Case | undefined, language: Language): string {
  const { outcomes } = texts(language);
  const who = authorName(stamp.by, language);
  const on = momentDate(stamp.at, language);
  const invoiceFirst = step === 'confirmation' && theCase?.done.confirmation && !theCase.done.confirmation.receivedOn;
  return capital(invoiceFirst ? outcomes.invoiceFirst(who, on) : outcomes[step](who, on));
}

/** Who must do what next, a sentence for each step that is awaited, or that nothing is left to do. */
export function nextSentence(theCase: Case, language: Language, today?: Day): string {
  const { next } = texts(language);
  const steps = awaitedSteps(theCase);
  if (steps.length === 0) return theCase.status === 'paid' ? next.paid : next.cancelled;
  return [...steps.map((step) => stepSentence(theCase, step, language, today)), awaySentence(theCase, language, today)]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** That the officer is away, or soon will be, while their signature is awaited. */
function awaySentence({ officer, done }: Case, language: Language, today?: Day): string {
  const away = today === undefined ? undefined : officer?.away.find((one) => one.until >= today);
  if (!officer || !away || done.signature) return '';
  const who = capital(personName(officer.person, language));
  return texts(language).next.away(who, date(away.from, language), date(away.until, language));
}

/** Who must do what to close a step. */
export function stepSentence(theCase: Case, step: StepId, language: Language, today?: Day): string {
  const now = asked(theCase, step, today);
  const waitedFor = now.length > 0 ? now : asked(theCase, step);
  return waitedFor.length === 0
    ? ''
    : capital(texts(language).next[actOf(theCase, step)](people(waitedFor, language, true)));
}

/**
 * "Senest fredag den 6. november 2026."; empty without a deadline. Once the task's end has gone the line says how many days
 * ago, and the day itself only when it is `dated`.
 */
export function deadlineSentence(theCase: Case, task: Task, today: Day, language: Language, dated = false): string {
  const { next } = texts(language);
  const day = deadlineOf(theCase, task);
  if (day === undefined) return '';
  const shown = date(day, language);
  const step = currentStep(theCase);
  if (step === 'confirmation') return (day < today ? next.expectedLate : next.expected)(shown);
  if (day === today) return next.today(shown);
  if (day > today) return next.by(shown);
  return dated || step === 'payment' ? next.late(shown) : next.daysOver(daysBetween(day, today));
}

/** The text of a notice. */
export function noticeSentence(notice: Notice, theCase: Case, language: Language): string {
  const { notices, words } = texts(language);
  const name = (person: Person) => personName(person, language);
  switch (notice.kind) {
    case 'roleEnded':
      return capital(notices.roleEnded(name(notice.by), name(notice.successor), words.roles[notice.role]));
    case 'officerAfterSignature':
      return capital(notices.officerAfterSignature(name(notice.by)));
    case 'roleBegun':
      return capital(notices.roleBegun(name(notice.by)));
    case 'signatureVoid':
      return capital(notices.signatureVoid(name(notice.by), words.results[notice.step]));
    case 'workFell':
      return capital(notices.workFell(name(notice.by), words.steps[notice.step]));
    case 'agreementReturned':
      return capital(
        notices.agreementReturned(
          name(notice.by),
          date(notice.returnedOn, language),
          withStop(clean(notice.reason)),
          notice.again,
        ),
      );
    case 'substituteFor':
      return capital(
        notices.substituteFor(name(notice.absent), date(notice.from, language), date(notice.until, language)),
      );
    case 'substituteEnded':
      return capital(
        notices.substituteEnded(
          name(notice.absent),
          name(notice.successor),
          date(notice.from, language),
          date(notice.until, language),
        ),
      );
    case 'officerAway':
      return capital(
        notices.officerAway(
          name(notice.by),
          date(notice.from, language),
          date(notice.until, language),
          date(theCase.taskEnd, language),
        ),
      );
    case 'goLiveMoved':
      return capital(
        notices.goLiveMoved(name(notice.by), date(theCase.goLive, language), date(theCase.taskEnd, language)),
      );
    case 'cancelled':
    case 'reopened':
      return capital(notices[notice.kind](name(notice.by), clean(notice.reason)));
  }
}

/** What a role is called; who was asked about the officer is called by their office. */
export function roleName(role: Role, { adviser }: Case, language: Language): string {
  const { words } = texts(language);
  return role === 'adviser' && adviser ? words.offices[adviser.office] : words.roles[role];
}

/** "3 af 8 udført" */
export function progressWords({ done }: Case, language: Language): string {
  return texts(language).words.doneOf(STEPS.filter((step) => done[step]).length, STEPS.length);
}

/** Why the reader gets a message: the role they hold, or the absent person they substitute for. */
export function becauseSentence(theCase: Case, step: StepId, person: Person, today: Day, language: Language): string {
  const { reminders } = texts(language);
  const absent = asked(theCase, step).find((one) => samePerson(substituteFor(theCase, one, today), person));
  const roles = rolesOf(theCase, person);
  const role =
    step === 'payment' && roles.includes('payer')
      ? 'payer'
      : step === 'signature' || actOf(theCase, step) === 'acceptOfficer'
        ? (roles.find((one) => one === 'officer') ?? roles[0])
        : roles[0];
  if (absent && !includesPerson(asked(theCase, step), person))
    return reminders.becauseSubstitute(personName(absent, language));
  if (!role) return reminders.becausePart;
  return reminders.because(roleName(role, theCase, language));
}

/** What a reminder is about. */
export interface Reason {
  readonly step: StepId;
  readonly occasion: Occasion;
}

/** True for the one reminder that says that the task's end has passed; the card below it does not repeat it. */
export function tellsLateness(theCase: Case, { occasion }: Reason, today: Day): boolean {
  return occasion === 'taskEnd' && theCase.taskEnd < today;
}

/** A reminder in full: what is missing, why now, and why to this reader. By when stands on the card below it. */
export function reminderSentence(
  theCase: Case,
  reason: Reason,
  person: Person,
  facts: { task: Task; today: Day },
  language: Language,
): string {
  const { reminders } = texts(language);
  const { step, occasion } = reason;
  return [
    isAskedFor(theCase, step, person, facts.today)
      ? reminders.missing[actOf(theCase, step)]
      : stepSentence(theCase, step, language, facts.today),
    reminders.occasions[occasion],
    tellsLateness(theCase, reason, facts.today)
      ? deadlineSentence(theCase, facts.task, facts.today, language, true)
      : '',
    becauseSentence(theCase, step, person, facts.today, language),
    reminders.howToStop,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** A request for help to a person who can move a stuck step on. */
export function escalationSentence(
  theCase: Case,
  step: StepId,
  person: Person,
  { task, today }: { task: Task; today: Day },
  language: Language,
): string {
  const { reminders } = texts(language);
  const { dispatch } = theCase.done;
  const silent = asked(theCase, step, today);
  const since = momentDate(waitingSince(theCase, step), language);
  const nemKontoIsSilent = dispatch && (step === 'confirmation' || step === 'invoice');
  const stuck = nemKontoIsSilent
    ? reminders.nemKontoSilent(date(dispatch.sentOn, language), task.support.name[language], task.support.phone)
    : silent.length > 0 && capital(reminders.stuck(people(silent, language, true), since));
  return [stuck, becauseSentence(theCase, step, person, today, language), reminders.howToStop]
    .filter(Boolean)
    .join(' ');
}

/** The weekly line to the adviser: which municipality, who is silent since when on which step, and by when it should be done. */
export function onlookerSentence(
  theCase: Case,
  step: StepId,
  { task, today }: { task: Task; today: Day },
  language: Language,
): string {
  const { onlooker } = texts(language).reminders;
  const town = municipalityTitle(theCase.municipality);
  const { dispatch } = theCase.done;
  const deadline = deadlineOf(theCase, task);
  const by = deadline === undefined ? '' : date(deadline, language);
  if (dispatch && step === 'confirmation') return onlooker.confirmation(town, date(dispatch.sentOn, language), by);
  if (dispatch && step === 'invoice') return onlooker.invoice(town, date(dispatch.sentOn, language));
  const now = asked(theCase, step, today);
  const silent = people(now.length > 0 ? now : asked(theCase, step), language);
  const since = momentDate(waitingSince(theCase, step), language);
  const stuck = onlooker.stuck(town, silent, task.steps[step].title[language], since);
  const due = deadline === undefined ? '' : (deadline < today ? onlooker.was : onlooker.by)(by);
  return `${stuck}${due}.`;
}

/** The papers of step 7 beside the invoice, which closes it. */
export const PAPERS = ['agreementForm', 'returnDocument'] as const;
export type PaperKind = (typeof PAPERS)[number];

/** Each paper and what is known of it, once NemKonto has answered; open ones stay visible until they are recorded. */
export function paperStates(theCase: Case, language: Language): { paper: PaperKind; label: string; value: string }[] {
  const { papers } = texts(language).cards;
  const { dispatch, confirmation, invoice } = theCase.done;
  if (!dispatch || (!confirmation && !invoice) || theCase.status === 'cancelled') return [];
  return PAPERS.map((paper) => {
    const known = theCase[paper];
    const value = known ? papers.received(date(known.receivedOn, language), known.filedAs ?? '') : papers.missing;
    return { paper, label: papers[paper], value };
  });
}

/** Who got the newest reminder and when the next one may come, or until when they are snoozed; empty once it is closed. */
export function remindersSentence(theCase: Case, world: World, today: Day, language: Language): string {
  const { caseCard, wait } = texts(language).cards;
  const due = nextDue(theCase, world, today);
  if (!due) return '';
  const last = theCase.reminders.at(-1);
  const round = theCase.reminders.filter((one) => one.at === last?.at).flatMap((one) => one.to);
  const lastSent =
    last && round.length > 0 ? caseCard.lastReminder(people(round, language), shortDate(dayOf(last.at), language)) : '';
  if (theCase.snoozedUntil && theCase.snoozedUntil > today)
    return `${wait.snoozed(date(theCase.snoozedUntil, language))} ${lastSent}`.trim();
  const day = due.day < today ? workdayFrom(today, world.calendar) : due.day;
  return `${lastSent} ${caseCard.nextReminder(date(day, language))}`.trim();
}

/** The short line Teams shows in a notification; every message carries one. A copy speaks of the one who is asked. */
export function summaryText(effect: Effect, theCase: Case, today: Day, language: Language): string {
  const { toasts, words, notices, reminders, cards } = texts(language);
  const town = municipalityTitle(theCase.municipality);
  switch (effect.kind) {
    case 'caseCard':
      return toasts.about(town, progressWords(theCase, language));
    case 'request':
      return toasts.about(
        town,
        actOf(theCase, effect.step) === 'acceptOfficer' ? cards.acceptOfficer.title : capital(words.steps[effect.step]),
      );
    case 'settle':
    case 'refresh':
    case 'retire':
      return toasts.settled(town);
    case 'notice':
      return toasts.about(town, notices.titles[effect.notice.kind]);
    case 'reminder':
    case 'escalation':
      if (isAskedFor(theCase, effect.step, effect.to, today))
        return toasts.reminder(town, reminders.missing[actOf(theCase, effect.step)]);
      return effect.kind === 'escalation'
        ? toasts.escalation(town)
        : toasts.reminder(town, stepSentence(theCase, effect.step, language, today));
    case 'mention':
      return toasts.about(town, stepSentence(theCase, effect.step, language, today));
    default:
      return toasts[effect.kind](town);
  }
}

/** Why a person could not be reached: the fixed words of the delivery ledger. */
export type Unreached =
  | 'notInstalled'
  | 'blocked'
  | 'removed'
  | 'adminBlocked'
  | 'conversationGone'
  | 'noAddress'
  | 'refused'
  | 'outage'
  | 'noAnswer';

/** The reasons that end when the person opens their chat with the bot. */
const CAN_OPEN: ReadonlySet<Unreached> = new Set([
  'notInstalled',
  'blocked',
  'removed',
  'conversationGone',
  'noAddress',
]);

/** Why a message did not arrive and what happens now. */
export function undeliveredSentence(
  who: Person,
  why: Unreached,
  next: 'inHome' | 'tryAgain' | 'tellThem' | 'both',
  language: Language,
): string {
  const { undelivered } = texts(language);
  const cause = capital(undelivered[why](personName(who, language)));
  if (next === 'tellThem' && CAN_OPEN.has(why)) return `${cause} ${undelivered.openIt}`;
  const then = next === 'both' ? `${undelivered.inHome} ${undelivered.tryAgain}` : undelivered[next];
  return `${cause} ${then}`;
}
