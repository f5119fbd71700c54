import { municipalityName } from '../task/municipalities.js';
import type { Task } from '../task/schema.js';
import type { Case } from './case.js';
import type { CommandOf, CommandType } from './commands.js';
import { addDays, addWorkdays, type Day, dayOf, daysBetween, type Instant, workdaysUntil } from './dates.js';
import {
  type Asked,
  already,
  type Decision,
  happened,
  isAsker,
  type NewEvent,
  type RulesFor,
  type World,
  wrong,
} from './decision.js';
import { includesPerson, type Person, samePerson } from './people.js';
import { ALL_ROLES, actingRole, askedNow, restOf, stepAskedOf } from './roles.js';
import { ownOfficer, periodProblem } from './step-rules.js';
import { fallingWith, type Role, STEP_RULES, STEPS } from './steps.js';

const HOUR_MS = 3_600_000;
/** A substitute acts for at most a year at a time: longer is a new holder. */
const SUBSTITUTE_DAYS_MAX = 366;

/** Start and end of the task, counted back from go-live in calendar days (seed: end = go-live - 178, start = end - 4). */
export function taskDates(goLive: Day, task: Task): { taskStart: Day; taskEnd: Day } {
  const taskEnd = addDays(goLive, task.offsets.endFromGoLive);
  return { taskEnd, taskStart: addDays(taskEnd, task.offsets.startFromEnd) };
}

/** The person who opens a case becomes its coordinator. The same press again finds that case and changes nothing. */
export function openCase(
  { type: _type, ...facts }: CommandOf<'openCase'>,
  before: Case | undefined,
  asked: Asked,
  { task }: World,
): Decision {
  if (before) return { refusal: { reason: 'caseExists', caseId: before.id } };
  if (municipalityName(facts.municipality) === undefined) return wrong('municipality', { kind: 'unknownMunicipality' });
  const dates = taskDates(facts.goLive, task);
  return happened(asked, {
    type: 'CaseOpened',
    ...facts,
    ...dates,
    tenant: asked.by.tenant,
    coordinator: asked.by,
  });
}

/** What may be asked at any time beside the steps: corrections, people, dates, reminders, the end of the case. */
export const caseRules = {
  correctStep: {
    roles: (_before, command) => {
      const steps = command ? [command.step] : STEPS;
      return [...new Set<Role>(['coordinator', ...steps.flatMap((step) => STEP_RULES[step].actors)])];
    },
    already: ({ step }, before) =>
      before.status === 'open' && before.done[step] === undefined ? { reason: 'stepOpen', step } : undefined,
    decide: ({ type: _type, ...facts }, before, asked) => {
      const falling = fallingWith(facts.step).filter((one) => before.done[one] !== undefined);
      return happened(asked, { type: 'StepReopened', ...facts, falling });
    },
  },
  handOver: {
    roles: () => ['coordinator', 'adviser'],
    already: ({ person }, before) =>
      samePerson(person, before.coordinator) ? already({ kind: 'coordinator', person: before.coordinator }) : undefined,
    decide: ({ type: _type, person: to, ...facts }, _before, asked) =>
      happened(asked, { type: 'CoordinatorChanged', to, ...facts }),
  },
  replaceOfficer: {
    roles: () => ['coordinator', 'officer', 'adviser'],
    already: ({ person }, before) =>
      before.officer && samePerson(person, before.officer.person)
        ? already({ kind: 'officerNamed', officer: before.officer.person, accepted: before.officer.accepted })
        : undefined,
    decide: ({ type: _type, person, confirmed, ...facts }, before, asked) =>
      ownOfficer(person, confirmed, before, asked) ??
      (before.officer
        ? happened(asked, { type: 'OfficerReplaced', to: person, ...facts })
        : happened(asked, { type: 'OfficerNamed', officer: person, ...facts })),
  },
  replacePayer: {
    roles: () => ['coordinator', 'payer'],
    already: ({ person }, before) =>
      before.payer && samePerson(person, before.payer) ? already({ kind: 'payer', person: before.payer }) : undefined,
    decide: ({ type: _type, person: to, ...facts }, before, asked) =>
      before.payer
        ? happened(asked, { type: 'PayerReplaced', to, ...facts })
        : { refusal: { reason: 'stepOpen', step: 'invoice' } },
  },
  nameSubstitute: {
    personal: true,
    roles: () => ALL_ROLES,
    already: ({ person, from, until }, before, asked) => {
      if (!person) {
        const known = isAsker(before.officer?.person, asked) ? before.officer?.away : undefined;
        const isKnown = known?.some((one) => one.from === from && one.until === until);
        return isKnown ? already({ kind: 'absence', from, until }) : undefined;
      }
      const same = before.substitutes.some(
        (one) =>
          isAsker(one.absent, asked) && samePerson(one.substitute, person) && one.from === from && one.until === until,
      );
      return same ? already({ kind: 'substitute', person, from, until }) : undefined;
    },
    decide: ({ type: _type, person, ...facts }, before, asked) => {
      const { from, until } = facts;
      const today = dayOf(asked.at);
      const isOfficer = isAsker(before.officer?.person, asked);
      if (!person && !isOfficer) return wrong('person', { kind: 'required' });
      if (person && isAsker(person, asked)) return wrong('person', { kind: 'samePerson', person });
      const problem = periodProblem('until', from, until, today);
      if (problem) return problem;
      if (daysBetween(from, until) > SUBSTITUTE_DAYS_MAX)
        return wrong('until', { kind: 'dayOutOfRange', first: from, last: addDays(from, SUBSTITUTE_DAYS_MAX) });
      const named: NewEvent[] = person
        ? [{ type: 'SubstituteNamed', absent: asked.by, substitute: person, ...facts }]
        : [];
      // Nobody signs in the officer's place: while they are away their signature waits.
      const absence: NewEvent[] = isOfficer ? [{ type: 'AbsenceNoted', ...facts }] : [];
      return happened(asked, ...named, ...absence);
    },
  },
  moveGoLive: {
    roles: () => ['coordinator'],
    already: ({ goLive }, before) => (before.goLive === goLive ? already({ kind: 'goLive', goLive }) : undefined),
    decide: ({ type: _type, ...facts }, _before, asked, { task }) =>
      happened(asked, { type: 'GoLiveMoved', ...facts, ...taskDates(facts.goLive, task) }),
  },
  snooze: {
    roles: () => ALL_ROLES,
    already: (command, before, asked) => {
      const today = dayOf(asked.at);
      const until = snoozesCase(before, asked, command) ? before.snoozedUntil : restOf(before, asked.by, today);
      return until && asked.seen !== undefined && asked.seen < before.version
        ? already({ kind: 'snoozed', until })
        : undefined;
    },
    decide: (command, before, asked, world) => {
      const today = dayOf(asked.at);
      const days = snoozedDays(command, today, world);
      if (typeof days !== 'number') return days;
      const until = addWorkdays(today, days, world.calendar);
      const whose = snoozesCase(before, asked, command) ? {} : { person: asked.by };
      return happened(asked, { type: 'Snoozed', days, until, ...whose });
    },
  },
  remindNow: {
    roles: () => ALL_ROLES,
    since: () => 0,
    decide: ({ person }, before, asked, { task }) => {
      const today = dayOf(asked.at);
      const others = askedNow(before, today).flatMap((to) => {
        const step = stepAskedOf(before, to, today);
        return step && !isAsker(to, asked) ? [{ step, to }] : [];
      });
      const wanted = person ? others.filter(({ to }) => samePerson(to, person)) : others;
      if (wanted.length === 0) return { refusal: { reason: 'nobodyToRemind' } };
      const lately = wanted.map(({ to }) => remindedLately(to, before, asked.at, task));
      const due = wanted.filter((_one, at) => lately[at] === undefined);
      const [soonest] = lately.flatMap((one) => one ?? []).sort((a, b) => (a.again < b.again ? -1 : 1));
      if (due.length === 0 && soonest) return { refusal: { reason: 'remindedLately', ...soonest } };
      return happened(asked, ...due.map((one): NewEvent => ({ type: 'Reminded', ...one, occasion: 'asked', rung: 0 })));
    },
  },
  cancelCase: {
    roles: () => ['coordinator'],
    decide: ({ type: _type, ...facts }, _before, asked) => happened(asked, { type: 'CaseCancelled', ...facts }),
  },
  reopenCase: {
    roles: () => ['coordinator', 'adviser'],
    whenClosed: () => true,
    already: (_command, before) => (before.status === 'open' ? already({ kind: 'open' }) : undefined),
    decide: ({ type: _type, ...facts }, _before, asked) => happened(asked, { type: 'CaseReopened', ...facts }),
  },
} satisfies Partial<RulesFor<CommandType>>;

/** The coordinator may rest the whole case, and does so when nothing is asked of them; everyone else rests for themselves. */
function snoozesCase(before: Case, asked: Asked, { everyone }: CommandOf<'snooze'>): boolean {
  const today = dayOf(asked.at);
  if (!actingRole(before, asked.by, today, ['coordinator'])) return false;
  return everyone === true || !includesPerson(askedNow(before, today), asked.by);
}

/** The working days of a snooze; one until a day that is free lasts until the next working day. */
function snoozedDays({ days, until }: CommandOf<'snooze'>, today: Day, { task, calendar }: World): number | Decision {
  const max = task.reminders.snoozeMaxDays;
  if (days !== undefined && until !== undefined) return wrong('until', { kind: 'daysAndDay' });
  if (until !== undefined) {
    const [first, last] = [addDays(today, 1), addWorkdays(today, max, calendar)];
    if (until < first || until > last) return wrong('until', { kind: 'dayOutOfRange', first, last });
    return workdaysUntil(today, until, calendar);
  }
  if (days === undefined) return wrong('days', { kind: 'daysOrDay' });
  return Number.isInteger(days) && days >= 1 && days <= max
    ? days
    : wrong('days', { kind: 'daysOutOfRange', min: 1, max });
}

/** When a person was last reminded because somebody asked for it, and from when on they may be again; undefined from then on. */
function remindedLately(to: Person, { reminders }: Case, now: Instant, task: Task) {
  const last = reminders.findLast((one) => one.occasion === 'asked' && includesPerson(one.to, to));
  if (!last) return undefined;
  const again = new Date(Date.parse(last.at) + task.reminders.askAgainAfterHours * HOUR_MS).toISOString();
  return now < again ? { at: last.at, again } : undefined;
}
