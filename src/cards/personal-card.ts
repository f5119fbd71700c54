import { type Case, currentStep, type Stamp } from '../case/case.js';
import { type Person, samePerson } from '../case/people.js';
import {
  type ActingRole,
  ALL_ROLES,
  type AwaitedAct,
  actingRole,
  asked,
  awaitedAct,
  rolesForAct,
} from '../case/roles.js';
import { STEPS, type StepId } from '../case/steps.js';
import { deadlineSentence, doneSentence, nextSentence } from '../texts/sentences.js';
import { texts } from '../texts/texts.js';
import { snoozeBanner } from './banner.js';
import { beside, dataOf, show } from './buttons.js';
import { caseCard } from './case-card.js';
import type { AdaptiveCard, CardContext, Reach } from './context.js';
import { messageCard, row } from './form.js';
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

/** What this person should do now in the case; when that is nothing, what is done and who is awaited. */
export function personalCard(theCase: Case, person: Person, ctx: CardContext): AdaptiveCard {
  if (theCase.status === 'cancelled') return cancelledCard(theCase, ctx);
  const act = awaitedAct(theCase);
  if (!act) return summaryCard(theCase, ctx);
  const role = roleInAct(theCase, act, person, ctx);
  if (!role) return waitCard(theCase, person, ctx);
  const banner = ctx.banner ?? (ctx.form ? undefined : snoozeBanner(theCase, ctx));
  return FORMS[act](theCase, role, banner ? { ...ctx, banner } : ctx, person);
}

/**
 * The case card as one person sees it in a shared conversation: what the case waits for, when it is theirs to do, with
 * the way back to the whole case; the neutral card for everyone else.
 */
export function ownCard(theCase: Case, person: Person, ctx: CardContext, reach: Reach): AdaptiveCard {
  const act = awaitedAct(theCase);
  if (!act || !roleInAct(theCase, act, person, ctx)) return caseCard(theCase, ctx, reach);
  return personalCard(theCase, person, {
    ...ctx,
    beside: [show(theCase, 'status', texts(ctx.language).buttons.theCase)],
  });
}

function roleInAct(theCase: Case, act: AwaitedAct, person: Person, ctx: CardContext): ActingRole | undefined {
  const { roles, personal } = rolesForAct(act);
  return actingRole(theCase, person, ctx.today, roles, personal);
}

/** Nothing to do for this person: what was done last, who is awaited, by when. */
function waitCard(theCase: Case, person: Person, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const last = lastDone(theCase);
  const deadline = deadlineSentence(theCase, ctx.task, ctx.today, ctx.language);
  const step = currentStep(theCase);
  const others = (step ? asked(theCase, step, ctx.today) : []).filter((one) => !samePerson(one, person));
  const hasRole = actingRole(theCase, person, ctx.today, ALL_ROLES) !== undefined;
  const remind = hasRole && others.length > 0;
  return messageCard(
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
      notes: [snoozeBanner(theCase, ctx)?.text ?? ''],
      buttons: [
        ...(remind ? [beside('remindNow', buttons.remindNow, dataOf(theCase))] : []),
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
