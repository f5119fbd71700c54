import { expect } from 'vitest';
import { type Case, currentStep } from '../src/case/case.js';
import type { Command } from '../src/case/commands.js';
import type { Calendar, Instant } from '../src/case/dates.js';
import { decide } from '../src/case/decide.js';
import type { CaseEvent, EventOf } from '../src/case/events.js';
import { evolve, replay } from '../src/case/evolve.js';
import type { Person } from '../src/case/people.js';
import { type Effect, react } from '../src/case/react.js';
import type { Refusal } from '../src/case/refusals.js';
import type { Fact, World } from '../src/case/rule.js';
import { STEPS, type StepId } from '../src/case/steps.js';
import { parseTask } from '../src/task/schema.js';
import sa09 from '../src/task/sa09-nemkonto.json' with { type: 'json' };

/** The made-up municipality's tenant, and another one that has no business here. */
export const TENANT = '6f1d0630-0000-4000-8000-000000000630';
export const OTHER_TENANT = '6f1d0461-0000-4000-8000-000000000461';

const person = (name: string, digit: string, tenant = TENANT): Person => ({
  tenant,
  id: `${digit.repeat(8)}-0000-4000-8000-00000000000a`,
  name,
});

export const coordinator = person('Karen Kjærgaard', '1');
export const officer = person('Søren Sikjær', '2');
export const adviser = person('Øjvind Økland', '3');
export const payer = person('Bente Bertelsen', '4');
/** Works in the house and has no part in the case until a test gives them one. */
export const colleague = person('Klaus Kollerup', '5');
/** Works in the house and never gets a part. */
export const outsider = person('Ulla Uldall', '6');
/** A guest of the tenant: ids look like anybody's, the flag of the asking says what they are. */
export const guest = person('Gitte Gæst', '7');
/** Has the coordinator's own id, in another tenant. */
export const foreigner: Person = { ...coordinator, tenant: OTHER_TENANT, name: 'Frida Fremmed' };

export const task = parseTask(sa09, 'sa09-nemkonto.json');

const FREE_DAYS: Readonly<Record<string, string>> = {
  '2026-05-14': 'Kristi himmelfartsdag',
  '2026-05-25': '2. pinsedag',
  '2026-06-05': 'grundlovsdag',
};

/** Knows the days off around the made-up case and no others. */
export const calendar: Calendar = {
  freeDay: (day) => {
    const name = FREE_DAYS[day];
    return name === undefined ? undefined : { da: name, en: name };
  },
};

export const world: World = { task, calendar };

type Values<T extends CaseEvent['type']> = Omit<EventOf<T>, 'type'>;

/** A maker of one kind of fact: what is usual, unless the test says otherwise. */
function fact<T extends CaseEvent['type']>(type: T, usual: Values<T>) {
  return (changes: Partial<Values<T>> = {}): EventOf<T> => ({ type, ...usual, ...changes }) as unknown as EventOf<T>;
}

const by = coordinator;

// The usual course, from a Monday in May to a Monday in June.
export const caseOpened = fact('CaseOpened', {
  at: '2026-05-04T07:00:00.000Z',
  by,
  caseId: '0630-k3f9',
  tenant: TENANT,
  municipality: '0630',
  goLive: '2026-11-02',
  taskStart: '2026-05-04',
  taskEnd: '2026-05-08',
  home: { kind: 'channel', id: '19:hjem@thread.tacv2' },
  language: 'da',
  coordinator,
});
export const officerSought = fact('OfficerSought', {
  at: '2026-05-04T07:30:00.000Z',
  by,
  adviser,
  office: 'financeManager',
});
export const officerNamed = fact('OfficerNamed', { at: '2026-05-04T08:00:00.000Z', by, officer });
export const officerAccepted = fact('OfficerAccepted', { at: '2026-05-05T08:00:00.000Z', by: officer });
export const officerDeclined = fact('OfficerDeclined', {
  at: '2026-05-05T08:00:00.000Z',
  by: officer,
  reason: 'Det er ikke mig',
});
export const numberGiven = fact('AgreementNumberGiven', { at: '2026-05-05T09:00:00.000Z', by, number: '123456' });
export const formCompleted = fact('WebFormCompleted', {
  at: '2026-05-06T09:00:00.000Z',
  by,
  filledOn: '2026-05-06',
  fields: { agreementNumber: '123456' },
});
export const signatureConfirmed = fact('SignatureConfirmed', {
  at: '2026-05-07T09:00:00.000Z',
  by: officer,
  signedOn: '2026-05-07',
});
export const signatureRefused = fact('SignatureRefused', {
  at: '2026-05-07T09:00:00.000Z',
  by: officer,
  reason: 'Formularen er ikke som Bilag 1',
});
export const agreementSent = fact('AgreementSent', { at: '2026-05-08T09:00:00.000Z', by, sentOn: '2026-05-08' });
export const markedInKlik = fact('MarkedInKlik', { at: '2026-05-08T10:00:00.000Z', by });
export const receiptConfirmed = fact('ReceiptConfirmed', {
  at: '2026-05-18T09:00:00.000Z',
  by,
  receivedOn: '2026-05-18',
});
export const invoiceRegistered = fact('InvoiceRegistered', {
  at: '2026-05-20T09:00:00.000Z',
  by,
  number: 'F-2026-17',
  amount: 404_028,
  due: '2026-06-19',
  payer,
});
export const invoicePaid = fact('InvoicePaid', { at: '2026-06-15T09:00:00.000Z', by: payer, paidOn: '2026-06-15' });
export const caseCancelled = fact('CaseCancelled', { at: '2026-06-16T09:00:00.000Z', by, reason: 'Udskudt et år' });
export const caseReopened = fact('CaseReopened', { at: '2026-06-17T09:00:00.000Z', by, reason: 'Vi går videre' });
export const officerReplaced = fact('OfficerReplaced', { at: '2026-05-19T09:00:00.000Z', by, to: colleague });
export const coordinatorChanged = fact('CoordinatorChanged', { at: '2026-05-19T09:00:00.000Z', by, to: colleague });
export const stepReopened = fact('StepReopened', { at: '2026-05-19T09:00:00.000Z', by, step: 'officer', falling: [] });
export const snoozed = fact('Snoozed', { at: '2026-05-19T09:00:00.000Z', by, days: 3, until: '2026-05-22' });
export const substituteNamed = fact('SubstituteNamed', {
  at: '2026-05-04T08:30:00.000Z',
  by: officer,
  absent: officer,
  substitute: colleague,
  from: '2026-05-04',
  until: '2026-12-31',
});
export const reminded = fact('Reminded', {
  at: '2026-05-19T06:00:00.000Z',
  by: 'clock',
  to: officer,
  step: 'officer',
  occasion: 'silence',
  rung: 1,
});
export const escalated = fact('Escalated', {
  at: '2026-05-19T06:00:00.000Z',
  by: 'clock',
  to: [officer, coordinator],
  step: 'officer',
  occasion: 'silence',
  rung: 4,
});

const CLOSING: { readonly [S in StepId]: () => readonly CaseEvent[] } = {
  officer: () => [officerNamed(), officerAccepted()],
  agreementNumber: () => [numberGiven()],
  webForm: () => [formCompleted()],
  signature: () => [signatureConfirmed()],
  dispatch: () => [agreementSent()],
  confirmation: () => [receiptConfirmed()],
  invoice: () => [invoiceRegistered()],
  payment: () => [invoicePaid()],
};

/** The log of a case that now waits for `step`; every step before it went its usual way. */
export function caseUntil(step: StepId | 'paid'): CaseEvent[] {
  const closed = step === 'paid' ? STEPS : STEPS.slice(0, STEPS.indexOf(step));
  return [caseOpened(), ...closed.flatMap((one) => CLOSING[one]())];
}

/** The case a log tells; for logs that are known to begin with an opening. */
export function caseOf(...events: readonly CaseEvent[]): Case {
  const told = replay(events);
  if (told === undefined) throw new Error('A log without facts tells no case');
  return told;
}

export interface Circumstances {
  /** When it is asked; an hour after the last fact unless said. */
  readonly at?: Instant;
  /** The version the pressed card showed; nothing for what was typed. */
  readonly seen?: number;
  readonly guest?: boolean;
}

/** What came of a command, as sentences that either hold or fail the test. */
export class Outcome {
  constructor(
    private readonly log: readonly CaseEvent[],
    readonly events: readonly CaseEvent[],
    readonly refusal?: Refusal,
  ) {}

  /** Exactly these facts, stamped with who asked and when. */
  happens(...facts: readonly Fact[]): this {
    expect(this.refusal).toBeUndefined();
    expect(this.events.map(({ at: _at, by: _by, ...rest }) => rest)).toEqual(facts);
    return this;
  }

  /** No fact, and a no with at least these facts in it. */
  isRefused(refusal: Partial<Refusal> & Pick<Refusal, 'reason'>): this {
    expect(this.refusal).toMatchObject(refusal);
    return this.isUnchanged();
  }

  isUnchanged(): this {
    expect(this.events).toEqual([]);
    return this;
  }

  /** The case waits for this step now; undefined once it is closed. */
  waitsFor(step: StepId | undefined): this {
    expect(currentStep(this.case)).toBe(step);
    return this;
  }

  get case(): Case {
    return caseOf(...this.log, ...this.events);
  }

  /** What people are told because of it. */
  get told(): Effect[] {
    const before = replay(this.log);
    return this.events.flatMap((event) => react(event, before, evolve(before, event)));
  }

  /** And then somebody asks for something more. */
  when(command: Command, asker: Person, circumstances: Circumstances = {}): Outcome {
    return given(...this.log, ...this.events).when(command, asker, circumstances);
  }
}

export function given(...events: readonly CaseEvent[]) {
  return {
    when(command: Command, asker: Person, { at, seen, guest: isGuest = false }: Circumstances = {}): Outcome {
      const last = events.at(-1)?.at ?? '2026-05-04T06:00:00.000Z';
      const now = at ?? new Date(Date.parse(last) + 3_600_000).toISOString();
      const asked = { by: asker, at: now, guest: isGuest, ...(seen !== undefined && { seen }) };
      const decision = decide(command, replay(events), asked, world);
      if ('refusal' in decision) return new Outcome(events, [], decision.refusal);
      for (const event of decision.events) expect(event).toMatchObject({ at: now, by: asker });
      return new Outcome(events, decision.events);
    },
  };
}
