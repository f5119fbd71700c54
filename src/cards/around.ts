import { type Case, currentStep } from '../case/case.js';
import { addWorkdays } from '../case/dates.js';
import { deadlineOf } from '../case/deadlines.js';
import { exporters } from '../case/export-right.js';
import { type Person, samePerson } from '../case/people.js';
import { asked } from '../case/roles.js';
import { fallingWith, type Role, STEP_RULES, STEPS } from '../case/steps.js';
import { capital, date, dayAndMonth, list, personName } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { askCard, tellCard } from './ask.js';
import { act, type Button, beside, dataOf, type Show, show, stop } from './buttons.js';
import type { AdaptiveCard, CardContext } from './context.js';
import { field, personField } from './fields.js';
import { ALL_ROLES, partIn } from './parts.js';

/** Everything this person may do around the steps, in groups. */
export function moreCard(theCase: Case, person: Person, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const may = (...roles: Role[]) => partIn(theCase, person, ctx.today, roles) !== undefined;
  const view = (name: Show, allowed: boolean): Button[] =>
    allowed ? [show(theCase, name, buttons[titleOf(name)])] : [];
  const open = theCase.status === 'open';
  const step = currentStep(theCase);
  const others = (step ? asked(theCase, step, ctx.today) : []).filter((one) => !samePerson(one, person));
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
      ...view('substitute', open && partIn(theCase, person, ctx.today, ALL_ROLES, true) !== undefined),
    ],
    [
      ...view('correct', open && correctable(theCase, person, ctx).length > 0),
      ...view('moveGoLive', open && may('coordinator')),
      ...view('cancel', open && may('coordinator')),
      ...view('reopen', !open && may('coordinator', 'adviser')),
      ...(may(...exporters(theCase)) ? [beside('exportCase', buttons.exportCase, dataOf(theCase))] : []),
    ],
  ];
  const some = groups.some((group) => group.length > 0);
  const titles = [cards.more.reminders, cards.more.people, cards.more.theCase];
  return tellCard(
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

type Titled =
  | 'snooze'
  | 'handOver'
  | 'replaceOfficer'
  | 'replacePayer'
  | 'substitute'
  | 'correct'
  | 'moveGoLive'
  | 'cancel'
  | 'reopen'
  | 'more';

function titleOf(view: Show): Titled {
  const titled: readonly Titled[] = [
    'snooze',
    'handOver',
    'replaceOfficer',
    'replacePayer',
    'substitute',
    'correct',
    'moveGoLive',
    'cancel',
    'reopen',
  ];
  return titled.find((one) => one === view) ?? 'more';
}

/** The done steps this person may take up again. */
function correctable(theCase: Case, person: Person, ctx: CardContext) {
  return STEPS.filter(
    (step) =>
      theCase.done[step] &&
      partIn(theCase, person, ctx.today, ['coordinator', ...STEP_RULES[step].actors]) !== undefined,
  );
}

/** Which step to take up again; every choice says what falls with it. */
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
    return tellCard(
      {
        heading: cards.correct.title,
        paragraphs: [cards.correct.nothing],
        buttons: [show(theCase, 'personal', buttons.back)],
      },
      theCase,
      ctx,
    );
  return askCard(
    {
      heading: cards.correct.title,
      lead: cards.correct.lead,
      callouts: theCase.done.signature ? [{ tone: 'warning', title: '', text: cards.correct.voids }] : [],
      fields: [field('step', 'list', ctx, { choices })],
      buttons: [stop('correctStep', buttons.doCorrect, dataOf(theCase)), show(theCase, 'more', buttons.back)],
    },
    theCase,
    ctx,
  );
}

/** Somebody else becomes coordinator. */
export function handOverCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const lead = cards.handOver.lead(personName(theCase.coordinator, ctx.language));
  const fields = [personField('person', ctx, { without: [theCase.coordinator] })];
  return small(
    theCase,
    ctx,
    { heading: cards.handOver.title, lead, fields },
    act('handOver', buttons.handOver, dataOf(theCase)),
  );
}

/** Somebody else is the security officer. */
export function replaceOfficerCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const fields = [personField('person', ctx, { without: [theCase.officer?.person] })];
  const notes = [theCase.done.signature ? cards.replaceOfficer.signed : ''];
  const { title: heading, lead } = cards.replaceOfficer;
  return small(theCase, ctx, { heading, lead, fields, notes }, act('replaceOfficer', buttons.askThem, dataOf(theCase)));
}

/** Somebody else pays the invoice. */
export function replacePayerCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const fields = [personField('person', ctx, { without: [theCase.payer] })];
  const { title: heading, lead } = cards.replacePayer;
  return small(theCase, ctx, { heading, lead, fields }, act('replacePayer', buttons.chooseThem, dataOf(theCase)));
}

/** Who stands in while the reader is away. */
export function substituteCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const fields = [
    personField('person', ctx),
    field('from', 'date', ctx, { value: ctx.today }),
    field('until', 'date', ctx),
  ];
  const { title: heading, lead, personal } = cards.substitute;
  return small(
    theCase,
    ctx,
    { heading, lead, fields, notes: [personal] },
    act('nameSubstitute', buttons.substitute, dataOf(theCase)),
  );
}

/** Another day of go-live; the task's dates follow. */
export function moveGoLiveCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const lead = cards.moveGoLive.lead(date(theCase.goLive, ctx.language));
  const fields = [field('goLive', 'date', ctx, { value: theCase.goLive })];
  return small(
    theCase,
    ctx,
    { heading: cards.moveGoLive.title, lead, fields },
    act('moveGoLive', buttons.doMove, dataOf(theCase)),
  );
}

/** Reminders rest for some working days; a deadline inside them is named. */
export function snoozeCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const choices = Array.from({ length: ctx.task.reminders.snoozeMaxDays }, (_none, at) => ({
    value: String(at + 1),
    title: cards.snooze.choice(at + 1, dayAndMonth(addWorkdays(ctx.today, at + 1, ctx.calendar), ctx.language)),
  }));
  const last = addWorkdays(ctx.today, ctx.task.reminders.snoozeMaxDays, ctx.calendar);
  const deadline = deadlineOf(theCase, ctx.task);
  const near = deadline !== undefined && deadline >= ctx.today && deadline <= last;
  const callouts = near
    ? [{ tone: 'warning' as const, title: '', text: cards.snooze.pastDeadline(date(deadline, ctx.language)) }]
    : [];
  const fields = [field('days', 'choice', ctx, { choices, value: choices[2]?.value ?? '1' })];
  const { title: heading, lead } = cards.snooze;
  return small(theCase, ctx, { heading, lead, callouts, fields }, act('snooze', buttons.doSnooze, dataOf(theCase)));
}

/** Stops the case, with a reason. */
export function cancelCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const { title: heading, lead } = cards.cancel;
  return small(
    theCase,
    ctx,
    { heading, lead, fields: [field('reason', 'long', ctx)] },
    stop('cancelCase', buttons.cancel, dataOf(theCase)),
  );
}

/** Takes a closed case up again, with a reason. */
export function reopenCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const { title: heading, lead } = cards.reopen;
  return small(
    theCase,
    ctx,
    { heading, lead, fields: [field('reason', 'long', ctx)] },
    act('reopenCase', buttons.reopen, dataOf(theCase)),
  );
}

type Small = Omit<Parameters<typeof askCard>[0], 'buttons' | 'step' | 'absent'>;

function small(theCase: Case, ctx: CardContext, ask: Small, button: Button): AdaptiveCard {
  const back = show(theCase, theCase.status === 'open' ? 'more' : 'personal', texts(ctx.language).buttons.back);
  return askCard({ ...ask, buttons: [button, back] }, theCase, ctx);
}
