import type { Case, Stamp } from '../case/case.js';
import { type Person, samePerson } from '../case/people.js';
import {
  type ActingRole,
  ALL_ROLES,
  type AwaitedAct,
  actingRole,
  actOf,
  askedNow,
  roleInStep,
  stepsFor,
} from '../case/roles.js';
import { STEPS, type StepId } from '../case/steps.js';
import { deadlineSentence, doneSentence, nextSentence } from '../texts/sentences.js';
import { texts } from '../texts/texts.js';
import { snoozeBanner } from './banner.js';
import { type Button, beside, dataOf, show } from './buttons.js';
import { caseCard } from './case-card.js';
import type { AdaptiveCard, CardContext, Reach } from './context.js';
import { messageCard, row, untitled } from './form.js';
import { agreementNumberCard, dispatchCard, signatureCard, webFormCard } from './personal-agreement.js';
import { confirmationCard, invoiceCard, paymentCard } from './personal-invoice.js';
import { acceptCard, officerCard } from './personal-officer.js';
import { cancelledCard, summaryCard } from './summary.js';

const FORMS: {
  readonly [A in AwaitedAct]: (theCase: Case, role: ActingRole, ctx: CardContext, reader: Person) => AdaptiveCard;
} = {
  nameOfficer: officerCard,
  acceptOfficer: (theCase, _role, ctx) => acceptCard(theCase, ctx),
  agreementNumber: agreementNumberCard,
  webForm: webFormCard,
  signature: (theCase, _role, ctx) => signatureCard(theCase, ctx),
  dispatch: dispatchCard,
  confirmation: confirmationCard,
  invoice: (theCase, role, ctx) => invoiceCard(theCase, ctx, role),
  payment: paymentCard,
};

/**
 * What this person should do now in the case, with a way to the other steps that are theirs; when that is nothing, what is
 * done and who is awaited.
 */
export function personalCard(theCase: Case, person: Person, ctx: CardContext): AdaptiveCard {
  if (theCase.status === 'cancelled') return cancelledCard(theCase, ctx);
  if (theCase.status === 'paid') return summaryCard(theCase, ctx);
  const [first, ...others] = ownSteps(theCase, person, ctx);
  if (!first) return waitCard(theCase, person, ctx);
  return formOf(theCase, first, others, person, ctx);
}

/** The steps whose form a person gets: the coordinator may confirm a payment, but is not asked for that of somebody else. */
function ownSteps(theCase: Case, person: Person, { today }: CardContext): StepId[] {
  return stepsFor(theCase, person, today).filter(
    (step) => step !== 'payment' || roleInStep(theCase, step, person, today)?.role === 'payer',
  );
}

/** The form of one of several open steps; what the person should do now when that step is not theirs, or not open. */
export function stepCard(theCase: Case, step: StepId, person: Person, ctx: CardContext): AdaptiveCard {
  const steps = stepsFor(theCase, person, ctx.today);
  if (!steps.includes(step)) return personalCard(theCase, person, ctx);
  return formOf(
    theCase,
    step,
    steps.filter((one) => one !== step),
    person,
    ctx,
  );
}

function formOf(
  theCase: Case,
  step: StepId,
  others: readonly StepId[],
  person: Person,
  ctx: CardContext,
): AdaptiveCard {
  const role = roleInStep(theCase, step, person, ctx.today);
  if (!role) return waitCard(theCase, person, ctx);
  const banner = ctx.banner ?? (ctx.form ? undefined : snoozeBanner(theCase, person, ctx));
  const toOthers = others.map((other) => toStep(theCase, other, ctx));
  const beside = [...toOthers, ...(ctx.beside ?? [])];
  return FORMS[actOf(theCase, step)](theCase, role, { ...ctx, beside, ...(banner && { banner }) }, person);
}

/** The way to a step that is open beside the one shown; the first one is the card itself. */
function toStep(theCase: Case, step: StepId, ctx: CardContext): Button {
  if (step === 'agreementNumber' || step === 'webForm')
    return show(theCase, step, ctx.task.steps[step].title[ctx.language]);
  return show(theCase, 'personal', texts(ctx.language).buttons.back);
}

/**
 * The case card as one person sees it in a shared conversation: what the case waits for, when it is theirs to do, with
 * the way back to the whole case; the neutral card for everyone else.
 */
export function ownCard(theCase: Case, person: Person, ctx: CardContext, reach: Reach): AdaptiveCard {
  if (ownSteps(theCase, person, ctx).length === 0) return caseCard(theCase, ctx, reach);
  return personalCard(theCase, person, {
    ...ctx,
    beside: [show(theCase, 'status', texts(ctx.language).buttons.theCase)],
  });
}

/** Nothing to do for this person: what was done last, who is awaited, by when. */
function waitCard(theCase: Case, person: Person, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const last = lastDone(theCase);
  const deadline = ctx.banner?.saysDeadline ? '' : deadlineSentence(theCase, ctx.task, ctx.today, ctx.language);
  const others = askedNow(theCase, ctx.today).filter((one) => !samePerson(one, person));
  const hasRole = actingRole(theCase, person, ctx.today, ALL_ROLES) !== undefined;
  const remind = hasRole && others.length > 0;
  const mayPay = stepsFor(theCase, person, ctx.today).includes('payment');
  return messageCard(
    {
      heading: ctx.banner?.tone === 'attention' ? cards.wait.stuck : cards.wait.title,
      blocks: [
        untitled(
          ...(last ? [row(cards.wait.done, doneSentence(last.step, last.stamp, theCase, ctx.language))] : []),
          row(cards.wait.next, nextSentence(theCase, ctx.language, ctx.today)),
          ...(deadline ? [row(cards.wait.by, deadline)] : []),
        ),
      ],
      notes: [snoozeBanner(theCase, person, ctx)?.text ?? ''],
      buttons: [
        ...(remind ? [beside('remindNow', buttons.remindNow, dataOf(theCase))] : []),
        ...(mayPay ? [show(theCase, 'payment', buttons.payment)] : []),
        show(theCase, 'status', buttons.theCase),
        ...(hasRole ? [show(theCase, 'more', buttons.more)] : []),
      ],
    },
    theCase,
    ctx,
  );
}

/** The newest step that stands, by the moment it was recorded. */
function lastDone(theCase: Case): { step: StepId; stamp: Stamp } | undefined {
  const done = STEPS.flatMap((step) => {
    const stamp = theCase.done[step];
    return stamp ? [{ step, stamp }] : [];
  });
  return done.reduce<(typeof done)[number] | undefined>(
    (newest, one) => (newest && newest.stamp.at > one.stamp.at ? newest : one),
    undefined,
  );
}
