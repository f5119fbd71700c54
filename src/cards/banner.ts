import type { Case } from '../case/case.js';
import type { CaseEvent } from '../case/events.js';
import { type Person, samePerson } from '../case/people.js';
import { deadlineOf } from '../case/reminders.js';
import { absenceAtDeadline, missesDeadline, restOf, rolesOf } from '../case/roles.js';
import type { StepId } from '../case/steps.js';
import { eventLine, ownEventLine } from '../texts/events.js';
import { controlCode, date, personName } from '../texts/format.js';
import {
  escalationSentence,
  noticeSentence,
  type Reason,
  reminderSentence,
  tellsLateness,
} from '../texts/sentences.js';
import { texts } from '../texts/texts.js';
import { type Button, type Show, show } from './buttons.js';
import type { Banner, CardContext } from './context.js';

/** Acts whose answer is a card about something else: it says above that they are done. */
const SAID_ABOVE: ReadonlySet<CaseEvent['type']> = new Set([
  'OfficerSought',
  'OfficerNamed',
  'OfficerAccepted',
  'CoordinatorChanged',
  'OfficerReplaced',
  'PayerReplaced',
  'KlikHandedOver',
  'PayerNamed',
  'AgreementFormRecorded',
  'ReturnDocumentRecorded',
  'FollowUpNamed',
  'MarkedInKlik',
  'SubstituteNamed',
  'AbsenceNoted',
  'GoLiveMoved',
  'Reminded',
]);

/**
 * "Du valgte ..." above the card that answers an act beside the steps. A step needs none, except those that leave
 * the presser with another step, and the signature: its code is to be written on the paper.
 */
export function doneBanner(
  event: CaseEvent | undefined,
  theCase: Case,
  reader: Person,
  ctx: CardContext,
): Banner | undefined {
  if (!event || event.by === 'clock') return undefined;
  const code = event.type === 'SignatureConfirmed' ? signatureCode(ctx) : '';
  if (code === '' && !SAID_ABOVE.has(event.type)) return undefined;
  const line = samePerson(event.by, reader) ? ownEventLine : eventLine;
  const sentences = [line(event, ctx.language), code, ...absenceTold(event, theCase, reader, ctx)];
  return { tone: 'good', text: sentences.filter((text) => text !== '').join(' ') };
}

/** The same for all that one press did: with a substitute an absence has the same days, and each reminder is named. */
export function actBanner(
  events: readonly CaseEvent[],
  theCase: Case,
  reader: Person,
  ctx: CardContext,
): Banner | undefined {
  const reminded = events.filter(({ type }) => type === 'Reminded');
  const newest = events.findLast(({ type }) => type !== 'AbsenceNoted') ?? events.at(-1);
  const told = reminded.length > 0 ? reminded : [newest];
  const banners = told.flatMap((event) => doneBanner(event, theCase, reader, ctx) ?? []);
  return banners.length > 0 ? { tone: 'good', text: banners.map(({ text }) => text).join(' ') } : undefined;
}

/** What an absence, or a deadline that was moved onto one, leads to. */
function absenceTold(event: CaseEvent, theCase: Case, reader: Person, ctx: CardContext): string[] {
  const { language, today } = ctx;
  const { noted, told } = texts(language).cards.away;
  const { coordinator, officer } = theCase;
  const away = absenceAtDeadline(theCase, today);
  if (event.type === 'GoLiveMoved' && away && officer)
    return [noticeSentence({ kind: 'officerAway', by: officer.person, ...away }, theCase, language)];
  if ((event.type !== 'AbsenceNoted' && event.type !== 'SubstituteNamed') || !samePerson(officer?.person, reader))
    return [];
  const isTold = missesDeadline(theCase, event, today) && !samePerson(coordinator, reader);
  return [noted, isTold ? told(personName(coordinator, language)) : ''];
}

/** The context with a line above the card's own content, if there is one. */
export function withBanner(ctx: CardContext, banner: Banner | undefined): CardContext {
  return banner ? { ...ctx, banner } : ctx;
}

/** The control code of the log up to the signature, with what it is for; empty without a signature. */
export function signatureCode(ctx: CardContext): string {
  const hash = ctx.codes?.signature;
  return hash === undefined ? '' : texts(ctx.language).files.code.signature(controlCode(hash));
}

/** While reminders are snoozed, the reader's own or all of them, the card they would be about says until when. */
export function snoozeBanner(theCase: Case, reader: Person, { language, today }: CardContext): Banner | undefined {
  const { snoozedUntil: all = '' } = theCase;
  const own = restOf(theCase, reader, today) ?? '';
  const until = own > all ? own : all;
  if (until <= today) return undefined;
  const { rested, snoozed } = texts(language).cards.wait;
  return { tone: 'accent', text: (own > all ? rested : snoozed)(date(until, language)) };
}

/**
 * The context of a personal card that is sent as a reminder: it says why it comes, and offers beside the act itself to
 * snooze or to hand the role over.
 */
export function asReminder(theCase: Case, reason: Reason, person: Person, ctx: CardContext): CardContext {
  const { buttons } = texts(ctx.language);
  const handOver = handOverView(theCase, reason.step, person);
  const beside: Button[] = [
    show(theCase, 'snooze', buttons.snooze),
    ...(handOver ? [show(theCase, handOver, buttons.notMe)] : []),
  ];
  const deadline = deadlineOf(theCase, ctx.task);
  const late = deadline !== undefined && deadline < ctx.today && reason.occasion !== 'silence';
  const banner: Banner = {
    tone: late ? 'attention' : 'warning',
    text: reminderSentence(theCase, reason, person, ctx, ctx.language),
    saysDeadline: tellsLateness(theCase, reason, ctx.today),
  };
  return { ...ctx, banner, beside };
}

/** The same for a person who is not waited for but can help. */
export function asEscalation(theCase: Case, step: StepId, person: Person, ctx: CardContext): CardContext {
  const text = escalationSentence(theCase, step, person, ctx, ctx.language);
  return { ...ctx, banner: { tone: 'attention', text } };
}

/** The KLIK question when it is repeated. */
export function asKlikReminder(ctx: CardContext): CardContext {
  return { ...ctx, banner: { tone: 'warning', text: texts(ctx.language).cards.klik.again } };
}

/** The view behind "Det er ikke mig". The card that asks the officer to accept has a no of its own. */
function handOverView(theCase: Case, step: StepId, person: Person): Show | undefined {
  const roles = rolesOf(theCase, person);
  if (step === 'officer' && roles.includes('officer')) return undefined;
  if (step === 'signature') return roles.includes('officer') ? 'replaceOfficer' : undefined;
  if (step === 'payment' && roles.includes('payer')) return 'replacePayer';
  return roles.includes('coordinator') ? 'handOver' : undefined;
}
