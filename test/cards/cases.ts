import { readFileSync } from 'node:fs';
import type { CardContext } from '../../src/cards/context.js';
import { compileTemplates, TEMPLATE_NAMES, type TemplateName } from '../../src/cards/templates.js';
import type { Case } from '../../src/case/case.js';
import { taskDates } from '../../src/case/case-rules.js';
import type { Calendar, Day, Instant } from '../../src/case/dates.js';
import type { CaseEvent } from '../../src/case/events.js';
import { evolve } from '../../src/case/evolve.js';
import type { Language, Person } from '../../src/case/people.js';
import { parseTask, type Task } from '../../src/task/schema.js';

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));

export const sources = Object.fromEntries(TEMPLATE_NAMES.map((name) => [name, read(`cards/${name}.json`)])) as Record<
  TemplateName,
  unknown
>;
export const templates = compileTemplates(sources);
export const task: Task = parseTask(read('src/task/sa09-nemkonto.json'), 'sa09-nemkonto.json');

const person = (number: number, name: string): Person => ({
  tenant: 't-1',
  id: `00000000-0000-4000-8000-00000000000${number}`,
  name,
});
export const anne = person(1, 'Anne Holm');
export const mette = person(2, 'Mette Krogh Andersen');
export const bo = person(3, 'Bo Lund');
export const carl = person(4, 'Carl-Emil Østergaard');
export const dorte = person(5, 'Dorte Friis');
export const everybody = [anne, mette, bo, carl, dorte];

export const calendar: Calendar = {
  freeDay: (day) => (day === '2027-05-06' ? { da: 'Kristi himmelfartsdag', en: 'Ascension Day' } : undefined),
};

/** Monday; the task then runs from Monday 3 to Friday 7 May 2027. */
const GO_LIVE: Day = '2027-11-01';
export const TODAY: Day = '2027-05-04';

export function contextIn(language: Language, more: Partial<CardContext> = {}): CardContext {
  const codes = { head: '9f3c07b2e1d4'.padEnd(64, '0'), signature: '51ab6e90c2f8'.padEnd(64, '0') };
  return { templates, language, today: TODAY, task, calendar, people: everybody, practice: false, codes, ...more };
}

type Bare = CaseEvent extends infer E ? (E extends CaseEvent ? Omit<E, 'at'> & { at?: Instant } : never) : never;

/** A log of a few days, a minute between events. */
export function log(...events: readonly Bare[]): CaseEvent[] {
  return events.map(
    (event, at) => ({ at: `2027-05-0${1 + Math.min(at, 3)}T08:${10 + at}:00.000Z`, ...event }) as CaseEvent,
  );
}

export function caseOf(events: readonly CaseEvent[]): Case {
  const theCase = events.reduce<Case | undefined>(evolve, undefined);
  if (!theCase) throw new Error('an empty log is no case');
  return theCase;
}

export const opened: Bare = {
  type: 'CaseOpened',
  by: anne,
  caseId: '0630-k3f9',
  tenant: 't-1',
  municipality: '0630',
  goLive: GO_LIVE,
  ...taskDates(GO_LIVE, task),
  home: { kind: 'channel', id: '19:x' },
  language: 'da',
  coordinator: anne,
};

const story: readonly Bare[] = [
  opened,
  { type: 'OfficerSought', by: anne, adviser: carl, office: 'financeManager' },
  { type: 'OfficerNamed', by: carl, officer: mette },
  { type: 'OfficerAccepted', by: mette },
  { type: 'AgreementNumberGiven', by: mette, number: '123456' },
  { type: 'WebFormCompleted', by: anne, filledOn: '2027-05-03', fields: { agreementNumber: '123456' } },
  { type: 'SignatureConfirmed', by: mette, signedOn: '2027-05-04' },
  { type: 'AgreementSent', by: anne, sentOn: '2027-05-04' },
  { type: 'ReceiptConfirmed', by: anne, receivedOn: '2027-05-04' },
  {
    type: 'InvoiceRegistered',
    by: anne,
    number: '70012345',
    amount: 404028,
    due: '2027-06-05',
    payer: bo,
    note: 'Aftaleskemaet ligger i ESDH-sag 27/1042.',
  },
  { type: 'InvoicePaid', by: bo, paidOn: '2027-05-04' },
];

/** The log of the example case after its first `count` events. */
export function storyLog(count: number): CaseEvent[] {
  return log(...story.slice(0, count));
}

/** A file the officer vouched for. */
export const signedCopy = { name: 'Underskrevet aftale.pdf', size: 123_456, sha256: '9f3c'.repeat(16) };

/** The example case at each of its waits, and with what may come beside them. */
export const STATES = {
  new: caseOf(storyLog(1)),
  sought: caseOf(storyLog(2)),
  named: caseOf(storyLog(3)),
  declined: caseOf(
    log(...story.slice(0, 3), {
      type: 'OfficerDeclined',
      by: mette,
      reason: 'Jeg skiftede afdeling. Spørg Dorte Friis.',
    }),
  ),
  agreementNumber: caseOf(storyLog(4)),
  webForm: caseOf(storyLog(5)),
  signature: caseOf(storyLog(6)),
  refused: caseOf(
    log(...story.slice(0, 6), { type: 'SignatureRefused', by: mette, reason: 'CVR-nummeret på side 2 er forkert.' }),
  ),
  dispatch: caseOf(storyLog(7)),
  confirmation: caseOf(storyLog(8)),
  invoice: caseOf(storyLog(9)),
  payment: caseOf(storyLog(10)),
  paid: caseOf(storyLog(11)),
  away: caseOf(log(...story.slice(0, 4), { type: 'AbsenceNoted', by: mette, from: '2027-05-05', until: '2027-05-21' })),
  returned: caseOf(
    log(...story.slice(0, 8), {
      ...{ type: 'AgreementReturned', by: anne, returnedOn: '2027-05-04', reason: 'Side 2 mangler i det, I sendte.' },
      ...{ again: 'webForm', falling: ['webForm', 'signature', 'dispatch'] },
    }),
  ),
  papers: caseOf(
    log(
      ...story.slice(0, 7),
      { type: 'SignedCopyRecorded', by: mette, ...signedCopy },
      ...story.slice(7, 9),
      { type: 'PayerNamed', by: anne, payer: bo, ean: '5798009876543', accounting: 'Fagsystemer, konto 6451' },
      { type: 'AgreementFormRecorded', by: anne, receivedOn: '2027-05-04', filedAs: '27/1042-3' },
      { type: 'ReturnDocumentRecorded', by: anne, receivedOn: '2027-05-04' },
      { type: 'FollowUpNamed', by: anne, person: dorte },
      { type: 'KlikHandedOver', by: anne, to: carl },
    ),
  ),
  cancelled: caseOf(
    log(...story.slice(0, 4), { type: 'CaseCancelled', by: anne, reason: 'Vi bruger et andet system.' }),
  ),
} satisfies Record<string, Case>;
