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
export function moreCard(of: Case, person: Person, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const may = (...roles: Role[]) => partIn(of, person, ctx.today, roles) !== undefined;
  const view = (name: Show, allowed: boolean): Button[] => (allowed ? [show(of, name, buttons[titleOf(name)])] : []);
  const open = of.status === 'open';
  const step = currentStep(of);
  const others = (step ? asked(of, step, ctx.today) : []).filter((one) => !samePerson(one, person));
  const remind = open && others.length > 0 && may(...ALL_ROLES);
  const groups = [
    [
      ...(remind ? [beside('remindNow', buttons.remindNow, dataOf(of))] : []),
      ...view('snooze', open && may(...ALL_ROLES)),
    ],
    [
      ...view('handOver', open && may('coordinator', 'adviser')),
      ...view('replaceOfficer', open && may('coordinator', 'officer', 'adviser') && of.officer !== undefined),
      ...view('replacePayer', open && may('coordinator', 'payer') && of.payer !== undefined),
      ...view('substitute', open && partIn(of, person, ctx.today, ALL_ROLES, true) !== undefined),
    ],
    [
      ...view('correct', open && correctable(of, person, ctx).length > 0),
      ...view('moveGoLive', open && may('coordinator')),
      ...view('cancel', open && may('coordinator')),
      ...view('reopen', !open && may('coordinator', 'adviser')),
      ...(may(...exporters(of)) ? [beside('exportCase', buttons.exportCase, dataOf(of))] : []),
    ],
  ];
  const some = groups.some((group) => group.length > 0);
  const titles = [cards.more.reminders, cards.more.people, cards.more.theCase];
  return tellCard(
    {
      heading: cards.more.title,
      paragraphs: [some ? '' : cards.more.nothing],
      groups: groups.map((group, at) => ({ title: titles[at] ?? '', buttons: group })),
      buttons: [show(of, 'desk', buttons.back)],
    },
    of,
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
function correctable(of: Case, person: Person, ctx: CardContext) {
  return STEPS.filter(
    (step) => of.done[step] && partIn(of, person, ctx.today, ['coordinator', ...STEP_RULES[step].actors]) !== undefined,
  );
}

/** Which step to take up again; every choice says what falls with it. */
export function correctCard(of: Case, person: Person, ctx: CardContext): AdaptiveCard {
  const { buttons, cards, words } = texts(ctx.language);
  const steps = correctable(of, person, ctx);
  const choices = steps.map((step) => {
    const fallen = fallingWith(step).filter((one) => one !== step && of.done[one]);
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
      { heading: cards.correct.title, paragraphs: [cards.correct.nothing], buttons: [show(of, 'desk', buttons.back)] },
      of,
      ctx,
    );
  return askCard(
    {
      heading: cards.correct.title,
      lead: cards.correct.lead,
      callouts: of.done.signature ? [{ tone: 'warning', title: '', text: cards.correct.voids }] : [],
      fields: [field('step', 'list', ctx, { choices })],
      buttons: [stop('correctStep', buttons.doCorrect, dataOf(of)), show(of, 'more', buttons.back)],
    },
    of,
    ctx,
  );
}

/** Somebody else becomes coordinator. */
export function handOverCard(of: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const lead = cards.handOver.lead(personName(of.coordinator, ctx.language));
  const fields = [personField('person', ctx, { without: [of.coordinator] })];
  return small(of, ctx, { heading: cards.handOver.title, lead, fields }, act('handOver', buttons.handOver, dataOf(of)));
}

/** Somebody else is the security officer. */
export function replaceOfficerCard(of: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const fields = [personField('person', ctx, { without: [of.officer?.person] })];
  const notes = [of.done.signature ? cards.replaceOfficer.signed : ''];
  const { title: heading, lead } = cards.replaceOfficer;
  return small(of, ctx, { heading, lead, fields, notes }, act('replaceOfficer', buttons.askThem, dataOf(of)));
}

/** Somebody else pays the invoice. */
export function replacePayerCard(of: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const fields = [personField('person', ctx, { without: [of.payer] })];
  const { title: heading, lead } = cards.replacePayer;
  return small(of, ctx, { heading, lead, fields }, act('replacePayer', buttons.chooseThem, dataOf(of)));
}

/** Who stands in while the reader is away. */
export function substituteCard(of: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const fields = [
    personField('person', ctx),
    field('from', 'date', ctx, { value: ctx.today }),
    field('until', 'date', ctx),
  ];
  const { title: heading, lead, personal } = cards.substitute;
  return small(
    of,
    ctx,
    { heading, lead, fields, notes: [personal] },
    act('nameSubstitute', buttons.substitute, dataOf(of)),
  );
}

/** Another day of go-live; the task's dates follow. */
export function moveGoLiveCard(of: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const lead = cards.moveGoLive.lead(date(of.goLive, ctx.language));
  const fields = [field('goLive', 'date', ctx, { value: of.goLive })];
  return small(
    of,
    ctx,
    { heading: cards.moveGoLive.title, lead, fields },
    act('moveGoLive', buttons.doMove, dataOf(of)),
  );
}

/** Reminders rest for some working days; a deadline inside them is named. */
export function snoozeCard(of: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const choices = Array.from({ length: ctx.task.reminders.snoozeMaxDays }, (_none, at) => ({
    value: String(at + 1),
    title: cards.snooze.choice(at + 1, dayAndMonth(addWorkdays(ctx.today, at + 1, ctx.calendar), ctx.language)),
  }));
  const last = addWorkdays(ctx.today, ctx.task.reminders.snoozeMaxDays, ctx.calendar);
  const deadline = deadlineOf(of, ctx.task);
  const near = deadline !== undefined && deadline >= ctx.today && deadline <= last;
  const callouts = near
    ? [{ tone: 'warning' as const, title: '', text: cards.snooze.pastDeadline(date(deadline, ctx.language)) }]
    : [];
  const fields = [field('days', 'choice', ctx, { choices, value: choices[2]?.value ?? '1' })];
  const { title: heading, lead } = cards.snooze;
  return small(of, ctx, { heading, lead, callouts, fields }, act('snooze', buttons.doSnooze, dataOf(of)));
}

/** Stops the case, with a reason. */
export function cancelCard(of: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const { title: heading, lead } = cards.cancel;
  return small(
    of,
    ctx,
    { heading, lead, fields: [field('reason', 'long', ctx)] },
    stop('cancelCase', buttons.cancel, dataOf(of)),
  );
}

/** Takes a closed case up again, with a reason. */
export function reopenCard(of: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const { title: heading, lead } = cards.reopen;
  return small(
    of,
    ctx,
    { heading, lead, fields: [field('reason', 'long', ctx)] },
    act('reopenCase', buttons.reopen, dataOf(of)),
  );
}

type Small = Omit<Parameters<typeof askCard>[0], 'buttons' | 'step' | 'absent'>;

function small(of: Case, ctx: CardContext, ask: Small, button: Button): AdaptiveCard {
  const back = show(of, of.status === 'open' ? 'more' : 'desk', texts(ctx.language).buttons.back);
  return askCard({ ...ask, buttons: [button, back] }, of, ctx);
}
