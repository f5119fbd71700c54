import type { Day } from './dates.js';
import type { Home, Office } from './events.js';
import type { Language, Person } from './people.js';
import type { FieldProblem, Problem } from './refusals.js';
import type { SignedCopy } from './signed-copy.js';
import { STEPS, type StepId } from './steps.js';
import { type Read, readAmount, readDay, readText } from './typed.js';

/** What a person asks for. The names are the card verbs of the contract; old cards keep pressing them. */
export type Command =
  | { type: 'openCase'; caseId: string; municipality: string; goLive: Day; home: Home; language: Language }
  | { type: 'nameOfficer'; officer: Person }
  | { type: 'askForOfficer'; person: Person; office: Office }
  | { type: 'acceptOfficer' }
  | { type: 'declineOfficer'; reason: string }
  | { type: 'giveAgreementNumber'; agreementNumber: string; confirmed: boolean }
  | { type: 'confirmWebForm'; filledOn: Day; annexFollowed: boolean; fields: Record<string, string> }
  | { type: 'confirmSignature'; signedOn: Day }
  | { type: 'refuseSignature'; reason: string }
  | { type: 'keepSignedCopy'; copy?: SignedCopy }
  | { type: 'confirmDispatch'; sentOn: Day }
  | { type: 'markInKlik' }
  | { type: 'confirmReceipt'; receivedOn: Day }
  | { type: 'registerInvoice'; number: string; amount: number; due: Day; payer: Person; note?: string }
  | { type: 'confirmPayment'; paidOn: Day }
  | { type: 'correctStep'; step: StepId }
  | { type: 'handOver'; person: Person }
  | { type: 'replaceOfficer'; person: Person }
  | { type: 'replacePayer'; person: Person }
  | { type: 'nameSubstitute'; person: Person; from: Day; until: Day }
  | { type: 'moveGoLive'; goLive: Day }
  | { type: 'snooze'; days: number }
  | { type: 'remindNow' }
  | { type: 'cancelCase'; reason: string }
  | { type: 'reopenCase'; reason: string };

export type CommandType = Command['type'];

/** What a reader needs from outside: the person behind an id (undefined = nobody here, 'guest' = not of the house). */
export interface Reading {
  person(id: string): Person | 'guest' | undefined;
  /** For openCase: where it was pressed, the end of the id a new case would get, and the presser's language. */
  opening: { suffix: string; home: Home; language: Language };
  /** What was measured of a file the person sent a moment ago, by the word its card carries; undefined once forgotten. */
  signedCopy?(file: string): SignedCopy | undefined;
}

const REASON_MAX = 500;
const NUMBER_MAX = 50;
const FIELD_PREFIX = 'field.';

/** What a card can send: named scalars. Anything else (objects, arrays, functions of a prototype) is dropped. */
export type Inputs = Readonly<Record<string, string>>;

/** Keeps the scalar inputs of whatever was sent; at most 100 of them, each cut at 20,000 characters. */
export function readInputs(data: unknown): Inputs {
  const inputs: Record<string, string> = Object.create(null);
  if (typeof data !== 'object' || data === null) return inputs;
  for (const [key, value] of Object.entries(data).slice(0, 100)) {
    if (isScalar(value)) inputs[key] = String(value).slice(0, 20_000);
  }
  return inputs;
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

/** True for a verb that asks for a command. */
export function isCommand(verb: string): verb is CommandType {
  return Object.hasOwn(READERS, verb);
}

/** A command, or every field that is wrong; undefined for a verb that is none of ours. */
export function readCommand(
  verb: string,
  inputs: Inputs,
  reading: Reading,
): { command: Command } | { problems: FieldProblem[] } | undefined {
  if (!isCommand(verb)) return undefined;
  const read = READERS[verb];
  const problems: FieldProblem[] = [];
  const command = read(new Fields(inputs, reading, problems));
  return problems.length > 0 ? { problems } : { command };
}

/** Takes typed values out of the inputs and notes what is wrong, so that every wrong field is named at once. */
class Fields {
  constructor(
    private readonly inputs: Inputs,
    readonly reading: Reading,
    private readonly problems: FieldProblem[],
  ) {}

  raw(field: string): string {
    return this.inputs[field] ?? '';
  }

  is(field: string): boolean {
    return this.raw(field) === 'true';
  }

  day(field: string): Day {
    return this.keep(field, readDay(this.raw(field)), '');
  }

  amount(field: string): number {
    return this.keep(field, readAmount(this.raw(field)), 0);
  }

  text(field: string, max = REASON_MAX): string {
    return this.keep(field, readText(this.raw(field), max), '');
  }

  optional(field: string): string {
    return this.keep(field, readText(this.raw(field), REASON_MAX, true), '');
  }

  whole(field: string): number {
    return /^\d{1,4}$/.test(this.raw(field).trim()) ? Number(this.raw(field)) : Number.NaN;
  }

  person(field: string): Person {
    const nobody: Person = { tenant: '', id: '', name: '' };
    const id = this.raw(field).trim();
    if (id === '') return this.keep(field, { problem: { kind: 'required' } }, nobody);
    if (id.includes(',')) return this.keep(field, { problem: { kind: 'onePersonOnly' } }, nobody);
    const found = this.reading.person(id);
    if (found === 'guest') return this.keep(field, { problem: { kind: 'guest' } }, nobody);
    return this.keep(field, found ? { value: found } : { problem: { kind: 'unknownPerson' } }, nobody);
  }

  signedCopy(): { copy?: SignedCopy } {
    const copy = this.reading.signedCopy?.(this.raw('file'));
    return copy ? { copy } : {};
  }

  step(field: string): StepId {
    const step = STEPS.find((one) => one === this.raw(field));
    return this.keep(field, step ? { value: step } : { problem: { kind: 'notAChoice' } }, 'officer');
  }

  formFields(): Record<string, string> {
    const ids = Object.keys(this.inputs).filter((key) => key.startsWith(FIELD_PREFIX));
    return Object.fromEntries(ids.map((key) => [key.slice(FIELD_PREFIX.length), this.raw(key)]));
  }

  private keep<T>(field: string, read: Read<T> | { problem: Problem }, otherwise: T): T {
    if ('value' in read) return read.value;
    this.problems.push({ field, problem: read.problem });
    return otherwise;
  }
}

/** A second look counts for the number that was shown, not for one typed after it. */
function understood(f: Fields): boolean {
  const shown = f.raw('understood');
  return shown === '' || f.raw('agreementNumber').replace(/\D/g, '').replace(/^0+/, '') === shown;
}

const READERS: { readonly [T in CommandType]: (f: Fields) => Extract<Command, { type: T }> } = {
  openCase: (f) => ({
    type: 'openCase',
    caseId: `${f.raw('municipality')}-${f.reading.opening.suffix}`,
    municipality: f.raw('municipality'),
    goLive: f.day('goLive'),
    home: f.reading.opening.home,
    language: f.reading.opening.language,
  }),
  nameOfficer: (f) => ({ type: 'nameOfficer', officer: f.person('officer') }),
  askForOfficer: (f) => ({
    type: 'askForOfficer',
    person: f.person('person'),
    office: f.raw('office') === 'programmeManager' ? 'programmeManager' : 'financeManager',
  }),
  acceptOfficer: () => ({ type: 'acceptOfficer' }),
  declineOfficer: (f) => ({ type: 'declineOfficer', reason: f.text('reason') }),
  giveAgreementNumber: (f) => ({
    type: 'giveAgreementNumber',
    agreementNumber: f.raw('agreementNumber'),
    confirmed: f.is('confirmed') && understood(f),
  }),
  confirmWebForm: (f) => ({
    type: 'confirmWebForm',
    filledOn: f.day('filledOn'),
    annexFollowed: f.is('annexFollowed'),
    fields: f.formFields(),
  }),
  confirmSignature: (f) => ({ type: 'confirmSignature', signedOn: f.day('signedOn') }),
  refuseSignature: (f) => ({ type: 'refuseSignature', reason: f.text('reason') }),
  keepSignedCopy: (f) => ({ type: 'keepSignedCopy', ...f.signedCopy() }),
  confirmDispatch: (f) => ({ type: 'confirmDispatch', sentOn: f.day('sentOn') }),
  markInKlik: () => ({ type: 'markInKlik' }),
  confirmReceipt: (f) => ({ type: 'confirmReceipt', receivedOn: f.day('receivedOn') }),
  registerInvoice: (f) => {
    const note = f.optional('note');
    return {
      type: 'registerInvoice',
      number: f.text('invoiceNumber', NUMBER_MAX),
      amount: f.amount('invoiceAmount'),
      due: f.day('invoiceDue'),
      payer: f.person('payer'),
      ...(note !== '' && { note }),
    };
  },
  confirmPayment: (f) => ({ type: 'confirmPayment', paidOn: f.day('paidOn') }),
  correctStep: (f) => ({ type: 'correctStep', step: f.step('step') }),
  handOver: (f) => ({ type: 'handOver', person: f.person('person') }),
  replaceOfficer: (f) => ({ type: 'replaceOfficer', person: f.person('person') }),
  replacePayer: (f) => ({ type: 'replacePayer', person: f.person('person') }),
  nameSubstitute: (f) => ({
    type: 'nameSubstitute',
    person: f.person('person'),
    from: f.day('from'),
    until: f.day('until'),
  }),
  moveGoLive: (f) => ({ type: 'moveGoLive', goLive: f.day('goLive') }),
  snooze: (f) => ({ type: 'snooze', days: f.whole('days') }),
  remindNow: () => ({ type: 'remindNow' }),
  cancelCase: (f) => ({ type: 'cancelCase', reason: f.text('reason') }),
  reopenCase: (f) => ({ type: 'reopenCase', reason: f.text('reason') }),
};
