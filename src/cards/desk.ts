import type { Case } from '../case/case.js';
import { currentStep } from '../case/case.js';
import { deadlineOf } from '../case/deadlines.js';
import type { Occasion } from '../case/events.js';
import { type Person, samePerson } from '../case/people.js';
import { asked } from '../case/roles.js';
import {
  deadlineSentence,
  doneSentence,
  escalationSentence,
  lastDone,
  nextSentence,
  reminderSentence,
  type Wait,
  waitOf,
} from '../texts/story.js';
import { texts } from '../texts/texts.js';
import { row, tellCard } from './ask.js';
import { restBanner } from './banner.js';
import { beside, dataOf, show } from './buttons.js';
import type { AdaptiveCard, Banner, CardContext } from './context.js';
import { agreementNumberCard, dispatchCard, signatureCard, webFormCard } from './desk-agreement.js';
import { confirmationCard, invoiceCard, paymentCard } from './desk-invoice.js';
import { acceptCard, officerCard } from './desk-officer.js';
import { ALL_ROLES, actorsFor, type Part, partIn } from './parts.js';
import { cancelledCard, summaryCard } from './summary.js';

const ASKS: { readonly [W in Wait]: (theCase: Case, part: Part, ctx: CardContext) => AdaptiveCard } = {
  nameOfficer: officerCard,
  acceptOfficer: (theCase, _part, ctx) => acceptCard(theCase, ctx),
  agreementNumber: agreementNumberCard,
  webForm: webFormCard,
  signature: (theCase, _part, ctx) => signatureCard(theCase, ctx),
  dispatch: dispatchCard,
  confirmation: confirmationCard,
  invoice: (theCase, part, ctx) => invoiceCard(theCase, ctx, part),
  payment: paymentCard,
};

/** What this person should do now in the case; when that is nothing, what is done and who is awaited. */
export function personalCard(theCase: Case, person: Person, ctx: CardContext): AdaptiveCard {
  if (theCase.status === 'cancelled') return cancelledCard(theCase, ctx);
  const wait = waitOf(theCase);
  if (!wait) return summaryCard(theCase, ctx);
  const { roles, personal } = actorsFor(wait);
  const part = partIn(theCase, person, ctx.today, roles, personal);
  if (!part) return waitCard(theCase, person, ctx);
  const banner = ctx.banner ?? (ctx.form ? undefined : restBanner(theCase, ctx));
  return ASKS[wait](theCase, part, banner ? { ...ctx, banner } : ctx);
}

/** Nothing to do for this person: what was done last, who is awaited, by when. */
export function waitCard(theCase: Case, person: Person, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const last = lastDone(theCase);
  const deadline = deadlineSentence(theCase, ctx.task, ctx.today, ctx.language);
  const step = currentStep(theCase);
  const others = (step ? asked(theCase, step, ctx.today) : []).filter((one) => !samePerson(one, person));
  const hasPart = partIn(theCase, person, ctx.today, ALL_ROLES) !== undefined;
  const remind = hasPart && others.length > 0;
  return tellCard(
    {
      heading: ctx.banner?.tone === 'attention' ? cards.wait.stuck : cards.wait.title,
      blocks: [
        {
          title: '',
          rows: [
            ...(last ? [row(cards.wait.done, doneSentence(last.step, last.stamp, theCase, ctx.language))] : []),
            row(cards.wait.next, nextSentence(theCase, ctx.language, ctx.today)),
            ...(deadline ? [row(cards.wait.by, deadline)] : []),
          ],
        },
      ],
      notes: [restBanner(theCase, ctx)?.text ?? ''],
      buttons: [
        ...(remind ? [beside('remindNow', buttons.remindNow, dataOf(theCase))] : []),
        show(theCase, 'status', buttons.theCase),
        ...(hasPart ? [show(theCase, 'more', buttons.more)] : []),
      ],
    },
    theCase,
    ctx,
  );
}

/** A reminder as a line above the desk card: what, why it comes, by when. */
export function reminderBanner(theCase: Case, occasion: Occasion, person: Person, ctx: CardContext): Banner {
  const deadline = deadlineOf(theCase, ctx.task);
  const late = deadline !== undefined && deadline < ctx.today;
  return { tone: late ? 'attention' : 'warning', text: reminderSentence(theCase, occasion, person, ctx, ctx.language) };
}

/** The same for somebody who can help with a step that is stuck. */
export function escalationBanner(theCase: Case, person: Person, ctx: CardContext): Banner {
  return { tone: 'attention', text: escalationSentence(theCase, person, ctx.today, ctx.language) };
}
