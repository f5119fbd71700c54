import type { Case } from '../case/case.js';
import { addWorkdays } from '../case/dates.js';
import { AGAIN } from '../case/events.js';
import { isKlikOpen, klikColleague } from '../case/klik.js';
import { includesPerson, type Person, samePerson } from '../case/people.js';
import { deadlineOf } from '../case/reminders.js';
import { ALL_ROLES, actingRole, askedNow, exporters } from '../case/roles.js';
import { fallingWith, type Role, STEP_RULES, STEPS } from '../case/steps.js';
import type { Texts } from '../texts/da.js';
import { capital, date, dayAndMonth, list, personName } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { act, type Button, beside, dataOf, instead, type Show, show, stop } from './buttons.js';
import type { AdaptiveCard, CardContext } from './context.js';
import { field, personField } from './fields.js';
import { actOrConfirm, callout, doubtCallouts, type FormContent, formCard, messageCard } from './form.js';

/** The views of the menu; each has a button with its name. */
type MenuView = Show & keyof Texts['buttons'];

/** Everything this person may do beside the steps, in groups. */
export function moreCard(theCase: Case, person: Person, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const may = (...roles: Role[]) => actingRole(theCase, person, ctx.today, roles) !== undefined;
  const view = (name: MenuView, allowed: boolean): Button[] => (allowed ? [show(theCase, name, buttons[name])] : []);
  const open = theCase.status === 'open';
  const others = askedNow(theCase, ctx.today).filter((one) => !samePerson(one, person));
  const remind = open && others.length > 0 && may(...ALL_ROLES);
  const groups = [
    [
      ...(remind ? [beside('remindNow', buttons.remindNow, dataOf(theCase))] : []),
      ...view('snooze', open && may(...ALL_ROLES)),
    ],
    [
      ...view('handOver', open && may('coordinator', 'adviser')),
      ...view('replaceOfficer', open && may('coordinator', 'officer', 'adviser') && theCase.officer !== undefined),
      ...view('replacePayer', open && may('coordinator', 'payer') && theCase.payer !== undefined),
      ...(open && actingRole(theCase, person, ctx.today, ALL_ROLES, true) !== undefined
        ? [show(theCase, 'substitute', isOfficer(theCase, person) ? buttons.away : buttons.substitute)]
        : []),
    ],
    [
      ...view('correct', open && correctable(theCase, person, ctx).length > 0),
      ...view('returned', mayReturn(theCase) && may(...STEP_RULES.dispatch.actors)),
      ...view('moveGoLive', open && may('coordinator')),
      ...view('cancel', open && may('coordinator')),
      ...view('klik', isAskedForKlik(theCase, person, ctx)),
      ...view('reopen', !open && may('coordinator', 'adviser')),
      ...(may(...exporters(theCase)) ? [beside('exportCase', buttons.exportCase, dataOf(theCase))] : []),
    ],
  ];
  const sent = theCase.done.dispatch !== undefined && theCase.status !== 'cancelled';
  groups.push([
    ...view('namePayer', open && sent && theCase.done.invoice === undefined && may('coordinator')),
    ...view('agreementForm', sent && may('coordinator', 'payer')),
    ...view('returnDocument', sent && may('coordinator', 'payer')),
    ...view('followUp', theCase.status !== 'cancelled' && may('coordinator')),
  ]);
  const some = groups.some((group) => group.length > 0);
  const titles = [cards.more.reminders, cards.more.people, cards.more.theCase, cards.papers.group];
  return messageCard(
    {
      heading: cards.more.title,
      paragraphs: [some ? '' : cards.more.nothing],
      groups: groups.map((group, at) => ({ title: titles[at] ?? '', buttons: group })),
      buttons: [show(theCase, 'personal', buttons.back)],
    },
    theCase,
    ctx,
  );
}

/** Between the dispatch and the invoice NemKonto may send the agreement back. */
function mayReturn({ status, done }: Case): boolean {
  return status === 'open' && done.dispatch !== undefined && done.invoice === undefined;
}

/** NemKonto has sent the agreement back: when, why, and from where it is done again. */
export function returnedCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const { title: heading, lead } = cards.returned;
  const fields = [
    field('returnedOn', 'date', ctx, { value: ctx.today }),
    field('again', 'list', ctx, { choices: AGAIN.map((value) => ({ value, title: cards.returned[value] })) }),
    field('reason', 'long', ctx),
  ];
  return caseForm(
    theCase,
    ctx,
    { heading, lead, fields },
    stop('agreementReturned', buttons.agreementReturned, dataOf(theCase, 'dispatch')),
  );
}

/** True for a person who may answer the KLIK question. */
function isAskedForKlik(theCase: Case, person: Person, ctx: CardContext): boolean {
  if (!isKlikOpen(theCase)) return false;
  return (
    samePerson(klikColleague(theCase), person) || actingRole(theCase, person, ctx.today, ['coordinator']) !== undefined
  );
}

/** The done steps this person may reopen. */
function correctable(theCase: Case, person: Person, ctx: CardContext) {
  return STEPS.filter(
    (step) =>
      theCase.done[step] &&
      actingRole(theCase, person, ctx.today, ['coordinator', ...STEP_RULES[step].actors]) !== undefined,
  );
}

/** Which step to reopen; every choice says what falls with it. */
export function correctCard(theCase: Case, person: Person, ctx: CardContext): AdaptiveCard {
  const { buttons, cards, words } = texts(ctx.language);
  const steps = correctable(theCase, person, ctx);
  const choices = steps.map((step) => {
    const fallen = fallingWith(step).filter((one) => one !== step && theCase.done[one]);
    const falls =
      fallen.length > 0
        ? cards.correct.falls(
            list(
              fallen.map((one) => words.results[one]),
              ctx.language,
            ),
          )
        : cards.correct.alone;
    return { value: step, title: `${capital(words.results[step])} (${falls})` };
  });
  if (choices.length === 0)
    return messageCard(
      {
        heading: cards.correct.title,
        paragraphs: [cards.correct.nothing],
        buttons: [show(theCase, 'personal', buttons.back)],
      },
      theCase,
      ctx,
    );
  const { title: heading, lead, voids } = cards.correct;
  const callouts = theCase.done.signature ? [callout(voids)] : [];
  const fields = [field('step', 'list', ctx, { choices })];
  return caseForm(
    theCase,
    ctx,
    { heading, lead, callouts, fields },
    stop('correctStep', buttons.doCorrect, dataOf(theCase)),
  );
}

/** Another person becomes coordinator. */
export function handOverCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const lead = cards.handOver.lead(personName(theCase.coordinator, ctx.language));
  const fields = [personField('person', ctx, { without: [theCase.coordinator] })];
  return caseForm(
    theCase,
    ctx,
    { heading: cards.handOver.title, lead, fields },
    act('handOver', buttons.handOver, dataOf(theCase)),
  );
}

/** Another person becomes the security officer. */
export function replaceOfficerCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const fields = [personField('person', ctx, { without: [theCase.officer?.person] })];
  const notes = [theCase.done.signature ? cards.replaceOfficer.signed : ''];
  const { title: heading, lead } = cards.replaceOfficer;
  return caseForm(
    theCase,
    ctx,
    { heading, lead, fields, notes, callouts: doubtCallouts(theCase, ctx) },
    ...actOrConfirm('replaceOfficer', buttons.askThem, dataOf(theCase), ctx),
  );
}

/** Another person pays the invoice. */
export function replacePayerCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const fields = [personField('person', ctx, { without: [theCase.payer] })];
  const { title: heading, lead } = cards.replacePayer;
  return caseForm(theCase, ctx, { heading, lead, fields }, act('replacePayer', buttons.chooseThem, dataOf(theCase)));
}

const isOfficer = ({ officer }: Case, person: Person) => samePerson(officer?.person, person);

/** Who acts for the reader while they are away. The officer may be away without anybody acting for them. */
export function substituteCard(theCase: Case, person: Person, ctx: CardContext): AdaptiveCard {
  if (isOfficer(theCase, person)) return awayCard(theCase, person, ctx);
  const { buttons, cards } = texts(ctx.language);
  const fields = [
    personField('person', ctx, { without: [person] }),
    field('from', 'date', ctx, { value: ctx.today }),
    field('until', 'date', ctx),
  ];
  const { title: heading, lead, personal } = cards.substitute;
  return caseForm(
    theCase,
    ctx,
    { heading, lead, fields, notes: [personal] },
    act('nameSubstitute', buttons.substitute, dataOf(theCase)),
  );
}

function awayCard(theCase: Case, person: Person, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const { title: heading, lead, substitute: label, instead } = cards.away;
  const fields = [
    field('from', 'date', ctx, { value: ctx.today }),
    field('until', 'date', ctx),
    personField('person', ctx, { without: [person], label, optional: true }),
  ];
  return caseForm(
    theCase,
    ctx,
    { heading, lead, fields, notes: [`${instead} ${cards.substitute.personal}`] },
    act('nameSubstitute', buttons.noteAway, dataOf(theCase)),
  );
}

/** Another day of go-live; the task's dates follow. */
export function moveGoLiveCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const lead = cards.moveGoLive.lead(date(theCase.goLive, ctx.language));
  const fields = [field('goLive', 'date', ctx, { value: theCase.goLive })];
  return caseForm(
    theCase,
    ctx,
    { heading: cards.moveGoLive.title, lead, fields },
    act('moveGoLive', buttons.doMove, dataOf(theCase)),
  );
}

/** No reminders for some working days, to the reader or, from the coordinator, to all; a deadline inside them is named. */
export function snoozeCard(theCase: Case, person: Person, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const choices = Array.from({ length: ctx.task.reminders.snoozeMaxDays }, (_none, at) => ({
    value: String(at + 1),
    title: cards.snooze.choice(at + 1, dayAndMonth(addWorkdays(ctx.today, at + 1, ctx.calendar), ctx.language)),
  }));
  const last = addWorkdays(ctx.today, ctx.task.reminders.snoozeMaxDays, ctx.calendar);
  const deadline = deadlineOf(theCase, ctx.task);
  const near = deadline !== undefined && deadline >= ctx.today && deadline <= last;
  const callouts = near ? [callout(cards.snooze.pastDeadline(date(deadline, ctx.language)))] : [];
  const fields = [
    field('days', 'choice', ctx, { choices, example: true, optional: true }),
    field('until', 'date', ctx, { words: 'remindOn', optional: true }),
  ];
  const now = askedNow(theCase, ctx.today);
  const isAsked = includesPerson(now, person);
  const mayAll = actingRole(theCase, person, ctx.today, ['coordinator']) !== undefined;
  const all = { ...dataOf(theCase), everyone: 'true' };
  const own = isAsked || !mayAll ? [act('snooze', buttons.doSnooze, dataOf(theCase))] : [];
  const forAll = isAsked ? instead('snooze', buttons.snoozeAll, all) : act('snooze', buttons.snoozeAll, all);
  const { title: heading, lead, leadAll } = cards.snooze;
  return caseForm(
    theCase,
    ctx,
    { heading, lead: own.length > 0 ? lead : leadAll, callouts, fields },
    ...own,
    ...(mayAll && (!isAsked || now.length > 1) ? [forAll] : []),
  );
}

/** Stops the case, with a reason. */
export function cancelCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const { title: heading, lead } = cards.cancel;
  return caseForm(
    theCase,
    ctx,
    { heading, lead, fields: [field('reason', 'long', ctx)] },
    stop('cancelCase', buttons.cancel, dataOf(theCase)),
  );
}

/** Reopens a closed case, with a reason. */
export function reopenCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const { title: heading, lead } = cards.reopen;
  return caseForm(
    theCase,
    ctx,
    { heading, lead, fields: [field('reason', 'long', ctx)] },
    act('reopenCase', buttons.reopen, dataOf(theCase)),
  );
}

/** A form with one act and the way back. */
function caseForm(theCase: Case, ctx: CardContext, form: Omit<FormContent, 'buttons'>, ...own: Button[]): AdaptiveCard {
  const back = show(theCase, theCase.status === 'open' ? 'more' : 'personal', texts(ctx.language).buttons.back);
  return formCard({ ...form, buttons: [...own, back] }, theCase, ctx);
}
