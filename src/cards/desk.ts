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

const ASKS: { readonly [W in Wait]: (of: Case, part: Part, ctx: CardContext) => AdaptiveCard } = {
  nameOfficer: officerCard,
  acceptOfficer: (of, _part, ctx) => acceptCard(of, ctx),
  agreementNumber: agreementNumberCard,
  webForm: webFormCard,
  signature: (of, _part, ctx) => signatureCard(of, ctx),
  dispatch: dispatchCard,
  confirmation: confirmationCard,
  invoice: (of, part, ctx) => invoiceCard(of, ctx, part),
  payment: paymentCard,
};

/** What this person should do now in the case; when that is nothing, what is done and who is awaited. */
export function deskCard(of: Case, person: Person, ctx: CardContext): AdaptiveCard {
  if (of.status === 'cancelled') return cancelledCard(of, ctx);
  const wait = waitOf(of);
  if (!wait) return summaryCard(of, ctx);
  const { roles, personal } = actorsFor(wait);
  const part = partIn(of, person, ctx.today, roles, personal);
  if (!part) return waitCard(of, person, ctx);
  const banner = ctx.banner ?? (ctx.form ? undefined : restBanner(of, ctx));
  return ASKS[wait](of, part, banner ? { ...ctx, banner } : ctx);
}

/** Nothing to do for this person: what was done last, who is awaited, by when. */
export function waitCard(of: Case, person: Person, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const last = lastDone(of);
  const deadline = deadlineSentence(of, ctx.task, ctx.today, ctx.language);
  const step = currentStep(of);
  const others = (step ? asked(of, step, ctx.today) : []).filter((one) => !samePerson(one, person));
  const hasPart = partIn(of, person, ctx.today, ALL_ROLES) !== undefined;
  const remind = hasPart && others.length > 0;
  return tellCard(
    {
      heading: ctx.banner?.tone === 'attention' ? cards.wait.stuck : cards.wait.title,
      blocks: [
        {
          title: '',
          rows: [
            ...(last ? [row(cards.wait.done, doneSentence(last.step, last.stamp, of, ctx.language))] : []),
            row(cards.wait.next, nextSentence(of, ctx.language, ctx.today)),
            ...(deadline ? [row(cards.wait.by, deadline)] : []),
          ],
        },
      ],
      notes: [restBanner(of, ctx)?.text ?? ''],
      buttons: [
        ...(remind ? [beside('remindNow', buttons.remindNow, dataOf(of))] : []),
        show(of, 'status', buttons.theCase),
        ...(hasPart ? [show(of, 'more', buttons.more)] : []),
      ],
    },
    of,
    ctx,
  );
}

/** A reminder as a line above the desk card: what, why it comes, by when. */
export function reminderBanner(of: Case, occasion: Occasion, person: Person, ctx: CardContext): Banner {
  const deadline = deadlineOf(of, ctx.task);
  const late = deadline !== undefined && deadline < ctx.today;
  return { tone: late ? 'attention' : 'warning', text: reminderSentence(of, occasion, person, ctx, ctx.language) };
}

/** The same for somebody who can help with a step that is stuck. */
export function escalationBanner(of: Case, person: Person, ctx: CardContext): Banner {
  return { tone: 'attention', text: escalationSentence(of, person, ctx.today, ctx.language) };
}
