import { type Case, currentStep } from '../case/case.js';
import { urgency } from '../case/deadlines.js';
import type { Occasion } from '../case/events.js';
import type { Person } from '../case/people.js';
import { rolesOf } from '../case/roles.js';
import { date, list, municipalityTitle } from '../texts/format.js';
import { deadlineSentence, nextSentence } from '../texts/story.js';
import { texts } from '../texts/texts.js';
import { row, tellCard } from './ask.js';
import { ACTIONS_MAX, type Button, beside, type Show, show } from './buttons.js';
import type { AdaptiveCard, CardContext } from './context.js';
import { escalationBanner, reminderBanner } from './desk.js';

/**
 * The context of a desk card that is sent as a reminder: it says why it comes, and offers to rest or to pass the part on
 * beside the act itself.
 */
export function asReminder(theCase: Case, occasion: Occasion, person: Person, ctx: CardContext): CardContext {
  const { buttons } = texts(ctx.language);
  const passOn = passOnView(theCase, person);
  const beside: Button[] = [
    show(theCase, 'snooze', buttons.snooze),
    ...(passOn ? [show(theCase, passOn, buttons.notMe)] : []),
  ];
  return { ...ctx, banner: reminderBanner(theCase, occasion, person, ctx), beside };
}

/** The same for somebody who is not waited for but can help. */
export function asEscalation(theCase: Case, person: Person, ctx: CardContext): CardContext {
  return { ...ctx, banner: escalationBanner(theCase, person, ctx) };
}

/**
 * Several cases that wait, the worst first, in one message instead of one each. Every button only looks something up,
 * so the message may stand for ever. What does not fit is named, and the overview shows it.
 */
export function remindersCard(cases: readonly Case[], ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const { language, task, today } = ctx;
  const title = (theCase: Case) => municipalityTitle(theCase.municipality);
  const sorted = [...cases].sort((a, b) => (urgency(a, task) < urgency(b, task) ? -1 : 1));
  const shown = sorted.slice(0, sorted.length > ACTIONS_MAX ? ACTIONS_MAX - 1 : ACTIONS_MAX);
  const rest = sorted.slice(shown.length);
  return tellCard(
    {
      heading: cards.reminders.title(cases.length),
      paragraphs: [cards.reminders.lead(date(today, language))],
      blocks: shown.map((theCase) => ({
        title: title(theCase),
        rows: [
          row(
            cards.home.next,
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

/** Where "Det er ikke mig" leads. The card that asks the officer to accept has a no of its own. */
function passOnView(theCase: Case, person: Person): Show | undefined {
  const step = currentStep(theCase);
  const roles = rolesOf(theCase, person);
  if (step === 'officer' && roles.includes('officer')) return undefined;
  if (step === 'signature') return roles.includes('officer') ? 'replaceOfficer' : undefined;
  if (step === 'payment' && roles.includes('payer')) return 'replacePayer';
  return roles.includes('coordinator') ? 'handOver' : undefined;
}
