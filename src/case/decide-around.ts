import { currentStep } from './case.js';
import { addWorkdays, type Day, dayOf } from './dates.js';
import { taskDates } from './decide-open.js';
import { samePerson } from './people.js';
import type { Already } from './refusals.js';
import { asked as askedFor } from './roles.js';
import { happened, isAsker, type RulesFor, wrong } from './rule.js';
import { fallingWith, type Role, STEP_RULES, STEPS } from './steps.js';

type AroundCommand =
  | 'correctStep'
  | 'handOver'
  | 'replaceOfficer'
  | 'replacePayer'
  | 'nameSubstitute'
  | 'moveGoLive'
  | 'snooze'
  | 'remindNow'
  | 'cancelCase'
  | 'reopenCase';

const HOUR_MS = 3_600_000;
/** A substitute may stand in for at most a year at a time: longer is a new holder. */
const SUBSTITUTE_DAYS_MAX = 366;

const already = (what: Already) => ({ reason: 'already', what }) as const;

/** What may be asked at any time around the steps: corrections, people, dates, rest, the end. */
export const aroundRules: RulesFor<AroundCommand> = {
  correctStep: {
    roles: (_before, command) => {
      const steps = command ? [command.step] : STEPS;
      return [...new Set<Role>(['coordinator', ...steps.flatMap((step) => STEP_RULES[step].actors)])];
    },
    already: ({ step }, before) =>
      before.status === 'open' && before.done[step] === undefined ? { reason: 'stepOpen', step } : undefined,
    decide: ({ step }, before, asked) =>
      happened(asked, {
        type: 'StepReopened',
        step,
        falling: fallingWith(step).filter((one) => before.done[one] !== undefined),
      }),
  },
  handOver: {
    roles: () => ['coordinator', 'adviser'],
    already: ({ person }, before) =>
      samePerson(person, before.coordinator) ? already({ kind: 'coordinator', person: before.coordinator }) : undefined,
    decide: ({ person }, _before, asked) => happened(asked, { type: 'CoordinatorChanged', to: person }),
  },
  replaceOfficer: {
    roles: () => ['coordinator', 'officer', 'adviser'],
    already: ({ person }, before) =>
      before.officer && samePerson(person, before.officer.person)
        ? already({ kind: 'officerNamed', officer: before.officer.person, accepted: before.officer.accepted })
        : undefined,
    decide: ({ person }, before, asked) =>
      happened(
        asked,
        before.officer ? { type: 'OfficerReplaced', to: person } : { type: 'OfficerNamed', officer: person },
      ),
  },
  replacePayer: {
    roles: () => ['coordinator', 'payer'],
    already: ({ person }, before) =>
      before.payer && samePerson(person, before.payer) ? already({ kind: 'payer', person: before.payer }) : undefined,
    decide: ({ person }, before, asked) =>
      before.payer
        ? happened(asked, { type: 'PayerReplaced', to: person })
        : { refusal: { reason: 'stepOpen', step: 'invoice' } },
  },
  nameSubstitute: {
    personal: true,
    roles: () => ['coordinator', 'officer', 'adviser', 'payer'],
    already: ({ person, from, until }, before, asked) => {
      const same = before.substitutes.some(
        (one) =>
          isAsker(one.absent, asked) && samePerson(one.substitute, person) && one.from === from && one.until === until,
      );
      return same ? already({ kind: 'substitute', person, from, until }) : undefined;
    },
    decide: ({ person, from, until }, _before, asked) => {
      const today = dayOf(asked.at);
      if (isAsker(person, asked)) return wrong('person', { kind: 'samePerson', person });
      if (until < from) return wrong('until', { kind: 'beforeFrom' });
      if (until < today) return wrong('until', { kind: 'inPast', today });
      if (spanTooLong(from, until)) return wrong('until', { kind: 'daysOutOfRange', min: 1, max: SUBSTITUTE_DAYS_MAX });
      return happened(asked, { type: 'SubstituteNamed', absent: asked.by, substitute: person, from, until });
    },
  },
  moveGoLive: {
    roles: () => ['coordinator'],
    already: ({ goLive }, before) => (before.goLive === goLive ? already({ kind: 'goLive', goLive }) : undefined),
    decide: ({ goLive }, _before, asked, { task }) =>
      happened(asked, { type: 'GoLiveMoved', goLive, ...taskDates(goLive, task) }),
  },
  snooze: {
    roles: () => ['coordinator', 'officer', 'adviser', 'payer'],
    already: (_command, before, asked) =>
      before.snoozedUntil && asked.seen !== undefined && asked.seen < before.version
        ? already({ kind: 'snoozed', until: before.snoozedUntil })
        : undefined,
    decide: ({ days }, _before, asked, { task, calendar }) => {
      const max = task.reminders.snoozeMaxDays;
      if (!Number.isInteger(days) || days < 1 || days > max)
        return wrong('days', { kind: 'daysOutOfRange', min: 1, max });
      return happened(asked, { type: 'Snoozed', days, until: addWorkdays(dayOf(asked.at), days, calendar) });
    },
  },
  remindNow: {
    roles: () => ['coordinator', 'officer', 'adviser', 'payer'],
    since: () => 0,
    decide: (_command, before, asked, { task }) => {
      const step = currentStep(before);
      const waitedFor = step ? askedFor(before, step, dayOf(asked.at)) : [];
      const to = waitedFor.find((person) => !isAsker(person, asked));
      if (!step || !to) return { refusal: { reason: 'nobodyToRemind' } };
      const last = before.reminders.findLast((one) => one.occasion === 'asked');
      const again = last && new Date(Date.parse(last.at) + task.reminders.askAgainAfterHours * HOUR_MS).toISOString();
      if (last && again && asked.at < again) return { refusal: { reason: 'remindedLately', at: last.at, again } };
      return happened(asked, { type: 'Reminded', to, step, occasion: 'asked', rung: 0 });
    },
  },
  cancelCase: {
    roles: () => ['coordinator'],
    decide: ({ reason }, _before, asked) => happened(asked, { type: 'CaseCancelled', reason }),
  },
  reopenCase: {
    roles: () => ['coordinator', 'adviser'],
    whenClosed: () => true,
    already: (_command, before) => (before.status === 'open' ? already({ kind: 'open' }) : undefined),
    decide: ({ reason }, _before, asked) => happened(asked, { type: 'CaseReopened', reason }),
  },
};

function spanTooLong(from: Day, until: Day): boolean {
  return (Date.parse(until) - Date.parse(from)) / (24 * HOUR_MS) > SUBSTITUTE_DAYS_MAX;
}
