import type { Case } from '../case/case.js';
import type { Person } from '../case/people.js';
import { deadlineOf, urgency } from '../case/reminders.js';
import { rolesOf } from '../case/roles.js';
import type { StepId } from '../case/steps.js';
import { date, list, municipalityTitle } from '../texts/format.js';
import {
  deadlineSentence,
  escalationSentence,
  nextSentence,
  type Reason,
  reminderSentence,
  tellsLateness,
} from '../texts/sentences.js';
import { texts } from '../texts/texts.js';
import { ACTIONS_MAX, type Button, beside, type Show, show } from './buttons.js';
import type { AdaptiveCard, Banner, CardContext } from './context.js';
import { messageCard, row } from './form.js';

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

/**
 * Several waiting cases, the most urgent first, in one message instead of one each. Every button only shows something, so
 * the message never becomes out of date. Cases that do not fit are named, and the overview shows them.
 */
export function remindersCard(cases: readonly Case[], ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const { language, task, today } = ctx;
  const title = (theCase: Case) => municipalityTitle(theCase.municipality);
  const sorted = [...cases].sort((a, b) => (urgency(a, task) < urgency(b, task) ? -1 : 1));
  const shown = sorted.slice(0, sorted.length > ACTIONS_MAX ? ACTIONS_MAX - 1 : ACTIONS_MAX);
  const rest = sorted.slice(shown.length);
  return messageCard(
    {
      heading: cards.reminders.title(cases.length),
      paragraphs: [cards.reminders.lead(date(today, language))],
      blocks: shown.map((theCase) => ({
        title: title(theCase),
        rows: [
          row(
            cards.caseCard.next,
            `${nextSentence(theCase, language, today)} ${deadlineSentence(theCase, task, today, language)}`.trim(),
          ),
        ],
      })),
      notes: [rest.length > 0 ? cards.reminders.more(list(rest.map(title), language)) : '', cards.reminders.because],
      buttons: [
        ...shown.map((theCase) => show(theCase, 'personal', title(theCase))),
        ...(rest.length > 0 ? [beside('overview', buttons.allCases)] : []),
      ],
    },
    undefined,
    ctx,
  );
}

/** The view behind "Det er ikke mig". The card that asks the officer to accept has a no of its own. */
function handOverView(theCase: Case, step: StepId, person: Person): Show | undefined {
  const roles = rolesOf(theCase, person);
  if (step === 'officer' && roles.includes('officer')) return undefined;
  if (step === 'signature') return roles.includes('officer') ? 'replaceOfficer' : undefined;
  if (step === 'payment' && roles.includes('payer')) return 'replacePayer';
  return roles.includes('coordinator') ? 'handOver' : undefined;
}
