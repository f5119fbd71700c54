import type { Case } from '../case/case.js';
import type { Person } from '../case/people.js';
import type { ActingRole } from '../case/roles.js';
import { authorName, capital, date, momentDate, personName } from '../texts/format.js';
import { deadlineSentence } from '../texts/sentences.js';
import { texts } from '../texts/texts.js';
import { act, actionsOf, type Button, dataOf, show, stop } from './buttons.js';
import type { AdaptiveCard, CardContext } from './context.js';
import { field, inputs, personField } from './fields.js';
import { actOrConfirm, callout, doubtCallouts, type FormContent, formCard } from './form.js';

/** Step 1, first half: the coordinator, or the adviser who was asked, names the officer. */
export function officerCard(theCase: Case, part: ActingRole, ctx: CardContext): AdaptiveCard {
  const { buttons, cards, words } = texts(ctx.language);
  const { nameOfficer, acceptOfficer } = cards;
  const office = theCase.adviser ? words.offices[theCase.adviser.office] : '';
  const asAdviser = part.role === 'adviser';
  const coordinator = capital(personName(theCase.coordinator, ctx.language));
  const adviser = theCase.adviser && capital(personName(theCase.adviser.person, ctx.language));
  return formCard(
    {
      step: 'officer',
      heading: asAdviser ? nameOfficer.titleAdviser : nameOfficer.title,
      absent: part.absent,
      lead: asAdviser ? nameOfficer.leadAdviser(coordinator, office) : ctx.task.steps.officer.guidance[ctx.language],
      deadline: deadlineSentence(theCase, ctx.task, ctx.today, ctx.language),
      callouts: [...objectionOf(theCase, ctx), ...doubtCallouts(theCase, ctx)],
      hints: asAdviser
        ? [acceptOfficer.what, nameOfficer.howLongAdviser]
        : [adviser ? nameOfficer.asked(adviser, office) : ''],
      fields: [personField('officer', ctx, { without: [whoDeclined(theCase)] })],
      buttons: [
        ...actOrConfirm('nameOfficer', buttons.nameOfficer, dataOf(theCase), ctx),
        ...(asAdviser ? [] : [show(theCase, 'askForOfficer', buttons.showAsk)]),
        show(theCase, 'more', buttons.more),
      ],
    },
    theCase,
    ctx,
  );
}

/** Who has just said no is not offered again. */
function whoDeclined({ objection }: Case): Person | undefined {
  return objection?.kind === 'officer' && objection.by !== 'clock' ? objection.by : undefined;
}

/** Step 1, when the coordinator does not know: who could name the officer. */
export function askForOfficerCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards, words } = texts(ctx.language);
  return formCard(
    {
      step: 'officer',
      heading: cards.askForOfficer.title,
      lead: cards.askForOfficer.lead,
      fields: [
        personField('person', ctx, { without: [theCase.coordinator] }),
        field('office', 'choice', ctx, {
          value: 'financeManager',
          example: true,
          choices: (['financeManager', 'programmeManager'] as const).map((value) => ({
            value,
            title: capital(words.offices[value]),
          })),
        }),
      ],
      buttons: [act('askForOfficer', buttons.askForOfficer, dataOf(theCase)), show(theCase, 'personal', buttons.back)],
    },
    theCase,
    ctx,
  );
}

/** Step 1, second half: the named officer says yes, or no with a reason. */
export function acceptCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  if (ctx.form?.problems.some((one) => one.field === 'reason')) return declineCard(theCase, ctx);
  const { buttons, cards } = texts(ctx.language);
  const { title, lead, what, yes, yesNumberKnown, howLong, away } = cards.acceptOfficer;
  const by = theCase.officer ? capital(authorName(theCase.officer.namedBy, ctx.language)) : '';
  return formCard(
    {
      step: 'officer',
      heading: title,
      lead: lead(by),
      deadline: deadlineSentence(theCase, ctx.task, ctx.today, ctx.language),
      hints: [what, theCase.done.agreementNumber ? yesNumberKnown : yes, howLong, away],
      fields: [field('awayFrom', 'date', ctx, { optional: true }), field('awayUntil', 'date', ctx, { optional: true })],
      buttons: [
        act('acceptOfficer', buttons.acceptOfficer, dataOf(theCase)),
        reveal(buttons.notMe, declineForm(theCase, ctx), ctx),
        show(theCase, 'more', buttons.more),
      ],
    },
    theCase,
    ctx,
  );
}

/** The decline on a card of its own: after a missing reason, or when the person asked for it in words. */
export function declineCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  return ownFormCard(declineForm(theCase, ctx), theCase, ctx);
}

function declineForm(theCase: Case, ctx: CardContext): FormContent {
  const { buttons, cards } = texts(ctx.language);
  return {
    step: 'officer',
    heading: cards.acceptOfficer.declineTitle,
    lead: cards.acceptOfficer.declineLead,
    fields: [field('reason', 'long', ctx)],
    buttons: [stop('declineOfficer', buttons.declineOfficer, dataOf(theCase))],
  };
}

/** A button that unfolds a small form below the card. */
export function reveal(title: string, form: FormContent, ctx: CardContext): Button {
  const { lead = '', fields = [], buttons } = form;
  return { kind: 'reveal', title, lead, fields: inputs(fields, ctx), actions: actionsOf(buttons, ctx) };
}

/** The same form on a card of its own, with the way back. */
export function ownFormCard(form: FormContent, theCase: Case, ctx: CardContext): AdaptiveCard {
  const back = show(theCase, 'personal', texts(ctx.language).buttons.back);
  return formCard({ ...form, buttons: [...form.buttons, back] }, theCase, ctx);
}

/**
 * Why the step is asked for anew: the newest decline or refusal while the case has not moved on, or that NemKonto sent the
 * agreement back.
 */
export function objectionOf(theCase: Case, ctx: CardContext): NonNullable<FormContent['callouts']> {
  const { objection, returned } = theCase;
  const { cards } = texts(ctx.language);
  const back = returned
    ? [callout(returned.reason, 'warning', cards.returned.callout(date(returned.returnedOn, ctx.language)))]
    : [];
  if (!objection) return back;
  const who = capital(authorName(objection.by, ctx.language));
  const on = momentDate(objection.at, ctx.language);
  const title = objection.kind === 'officer' ? cards.objection.officer(who, on) : cards.webForm.refused(who, on);
  return [callout(objection.reason, 'warning', title), ...back];
}
