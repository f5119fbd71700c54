import type { Day } from './dates.js';
import { AGAIN, type FactsOf, type Home, type SignedCopy } from './events.js';
import type { Language, Person } from './people.js';
import { STEPS } from './steps.js';
import {
  type FieldProblem,
  type Problem,
  type Read,
  readAmount,
  readDay,
  readEan,
  readInvoiceNumber,
  readText,
  withoutInvisible,
} from './typed-values.js';

/** How the municipality books the invoice. */
interface Billing {
  ean?: string | undefined;
  accounting?: string | undefined;
}

/**
 * What a person asks for, by the card verb that asks it; old cards in chats keep these names. A command that becomes an
 * event unchanged has the event's own facts, so that a new field of the event is one of the command too.
 */
interface Requests {
  openCase: Omit<FactsOf<'CaseOpened'>, 'tenant' | 'taskStart' | 'taskEnd' | 'coordinator' | keyof Billing> & Billing;
  nameOfficer: FactsOf<'OfficerNamed'> & { confirmed?: true | undefined };
  askForOfficer: Omit<FactsOf<'OfficerSought'>, 'adviser'> & { person: Person };
  acceptOfficer: FactsOf<'OfficerAccepted'> & { awayFrom?: Day | undefined; awayUntil?: Day | undefined };
  declineOfficer: FactsOf<'OfficerDeclined'>;
  giveAgreementNumber: { agreementNumber: string; confirmed: boolean };
  confirmWebForm: FactsOf<'WebFormCompleted'> & { annexFollowed: boolean };
  confirmSignature: FactsOf<'SignatureConfirmed'>;
  refuseSignature: FactsOf<'SignatureRefused'>;
  /** Without a copy when the bot no longer remembers the file. */
  keepSignedCopy: { copy?: SignedCopy | undefined };
  confirmDispatch: FactsOf<'AgreementSent'> & Billing & { payer?: Person | undefined };
  markInKlik: FactsOf<'MarkedInKlik'>;
  klikByAnother: Omit<FactsOf<'KlikHandedOver'>, 'to'> & { person: Person };
  confirmReceipt: FactsOf<'ReceiptConfirmed'>;
  agreementReturned: Omit<FactsOf<'AgreementReturned'>, 'falling'>;
  registerInvoice: FactsOf<'InvoiceRegistered'> & { confirmed?: true | undefined };
  namePayer: FactsOf<'PayerNamed'>;
  recordAgreementForm: FactsOf<'AgreementFormRecorded'>;
  recordReturnDocument: FactsOf<'ReturnDocumentRecorded'>;
  nameFollowUp: FactsOf<'FollowUpNamed'>;
  confirmPayment: FactsOf<'InvoicePaid'>;
  correctStep: Omit<FactsOf<'StepReopened'>, 'falling'>;
  handOver: Omit<FactsOf<'CoordinatorChanged'>, 'to'> & { person: Person };
  replaceOfficer: Omit<FactsOf<'OfficerReplaced'>, 'to'> & { person: Person; confirmed?: true | undefined };
  replacePayer: Omit<FactsOf<'PayerReplaced'>, 'to'> & { person: Person };
  /** Without a person only of the officer: they tell when they are away. */
  nameSubstitute: Omit<FactsOf<'SubstituteNamed'>, 'absent' | 'substitute'> & { person?: Person | undefined };
  moveGoLive: Omit<FactsOf<'GoLiveMoved'>, 'taskStart' | 'taskEnd'>;
  /** Until a number of working days have passed, or until a day: exactly one of the two. `everyone`: of the whole case. */
  snooze: { days?: number | undefined; until?: Day | undefined; everyone?: true | undefined };
  /** Without a person everyone whom the case waits for. */
  remindNow: { person?: Person | undefined };
  cancelCase: FactsOf<'CaseCancelled'>;
  reopenCase: FactsOf<'CaseReopened'>;
}

export type CommandType = keyof Requests;
export type Command = { [T in CommandType]: { type: T } & Requests[T] }[CommandType];
export type CommandOf<T extends CommandType> = Extract<Command, { type: T }>;

/** What a reader needs from outside. */
export interface Reading {
  /** The person behind an id; undefined for an id that is unknown in the tenant. */
  person(id: string): Person | 'guest' | undefined;
  /** For openCase: where it was pressed, the end of the id a new case would get, and the presser's language. */
  opening: { suffix: string; home: Home; language: Language };
  /** What was measured of a file the person sent a moment ago, by the key on its card; undefined once forgotten. */
  signedCopy?(file: string): SignedCopy | undefined;
}

const REASON_MAX = 500;
const NUMBER_MAX = 50;
const PLACE_MAX = 200;
const FILED_MAX = 100;
const ACCOUNTING_MAX = 100;
const FIELD_PREFIX = 'field.';

/** What a card can send: named scalars. Anything else (objects, arrays, functions of a prototype) is dropped. */
export type Inputs = Readonly<Record<string, string>>;

/** Keeps the scalar inputs of what was sent, without invisible characters; at most 100, each cut at 20,000 characters. */
export function readInputs(data: unknown): Inputs {
  const inputs: Record<string, string> = Object.create(null);
  if (typeof data !== 'object' || data === null) return inputs;
  for (const [key, value] of Object.entries(data).slice(0, 100)) {
    if (isScalar(value)) inputs[key] = withoutInvisible(String(value).slice(0, 20_000));
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

/** A command, or every field that is wrong; undefined for an unknown verb. */
export function readCommand(
  verb: string,
  inputs: Inputs,
  reading: Reading,
): { command: Command } | { problems: FieldProblem[] } | undefined {
  if (!isCommand(verb)) return undefined;
  const problems: FieldProblem[] = [];
  const facts = Object.entries(READERS[verb](new Fields(inputs, reading, problems)));
  if (problems.length > 0) return { problems };
  const given = facts.filter(([, value]) => value !== undefined);
  return { command: { type: verb, ...Object.fromEntries(given) } as Command };
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

  optionalDay(field: string): Day | undefined {
    return this.raw(field).trim() === '' ? undefined : this.day(field);
  }

  amount(field: string): number {
    return this.keep(field, readAmount(this.raw(field)), 0);
  }

  text(field: string, max = REASON_MAX): string {
    return this.keep(field, readText(this.raw(field), max), '');
  }

  optional(field: string): string | undefined {
    return this.keep(field, readText(this.raw(field), REASON_MAX, true), '') || undefined;
  }

  invoiceNumber(field: string): string {
    return this.keep(field, readInvoiceNumber(this.raw(field), NUMBER_MAX), '');
  }

  /** The confirmation counts for the value that was shown, not for one put in its place. */
  confirms(field: string): true | undefined {
    const isShown = this.raw(field).trim().toLowerCase() === this.raw('understood').trim().toLowerCase();
    return (this.is('confirmed') && isShown) || undefined;
  }

  /** A text on one line, which may be left out. */
  line(field: string, max: number): string | undefined {
    const text = this.raw(field).replace(/\s+/g, ' ');
    return this.keep(field, readText(text, max, true), '') || undefined;
  }

  /** NaN for what is no whole number. */
  optionalWhole(field: string): number | undefined {
    if (this.raw(field).trim() === '') return undefined;
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

  optionalPerson(field: string): Person | undefined {
    return this.raw(field).trim() === '' ? undefined : this.person(field);
  }

  /** The EAN number of an electronic invoice, which may be left out. */
  ean(field: string): string | undefined {
    return this.keep(field, readEan(this.raw(field)), '') || undefined;
  }

  oneOf<T extends string>(field: string, choices: readonly [T, ...T[]]): T {
    const chosen = choices.find((one) => one === this.raw(field));
    return this.keep(field, chosen ? { value: chosen } : { problem: { kind: 'notAChoice' } }, choices[0]);
  }

  /** The municipality's own fields of the web form; the rule checks them against the task file. */
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

/** The confirmation counts for the number that was shown, not for one typed after it. */
function confirmsNumber(f: Fields): boolean {
  const shown = f.raw('understood');
  const typed = f.raw('agreementNumber').replace(/\D/g, '').replace(/^0+/, '');
  return f.is('confirmed') && (shown === '' || typed === shown);
}

const billingOf = (f: Fields) => ({ ean: f.ean('ean'), accounting: f.line('accounting', ACCOUNTING_MAX) });

/** Reads each command's inputs. By `Required` a forgotten fact does not compile, not even an optional one. */
const READERS: { readonly [T in CommandType]: (f: Fields) => Required<Requests[T]> } = {
  openCase: (f) => ({
    caseId: `${f.raw('municipality')}-${f.reading.opening.suffix}`,
    municipality: f.raw('municipality'),
    goLive: f.day('goLive'),
    home: f.reading.opening.home,
    language: f.reading.opening.language,
    // Known from an earlier case, not typed: the command handler adds them.
    ean: undefined,
    accounting: undefined,
  }),
  nameOfficer: (f) => ({ officer: f.person('officer'), confirmed: f.confirms('officer') }),
  askForOfficer: (f) => ({
    person: f.person('person'),
    office: f.raw('office') === 'programmeManager' ? 'programmeManager' : 'financeManager',
  }),
  acceptOfficer: (f) => ({ awayFrom: f.optionalDay('awayFrom'), awayUntil: f.optionalDay('awayUntil') }),
  declineOfficer: (f) => ({ reason: f.text('reason') }),
  giveAgreementNumber: (f) => ({ agreementNumber: f.raw('agreementNumber'), confirmed: confirmsNumber(f) }),
  confirmWebForm: (f) => ({
    filledOn: f.day('filledOn'),
    annexFollowed: f.is('annexFollowed'),
    fields: f.formFields(),
    paperAt: f.line('paperAt', PLACE_MAX),
  }),
  confirmSignature: (f) => ({ signedOn: f.day('signedOn') }),
  refuseSignature: (f) => ({ reason: f.text('reason') }),
  keepSignedCopy: (f) => ({ copy: f.reading.signedCopy?.(f.raw('file')) }),
  confirmDispatch: (f) => ({ sentOn: f.day('sentOn'), payer: f.optionalPerson('payer'), ...billingOf(f) }),
  markInKlik: () => ({}),
  klikByAnother: (f) => ({ person: f.person('person') }),
  confirmReceipt: (f) => ({ receivedOn: f.day('receivedOn') }),
  agreementReturned: (f) => ({
    returnedOn: f.day('returnedOn'),
    reason: f.text('reason'),
    again: f.oneOf('again', AGAIN),
  }),
  registerInvoice: (f) => ({
    note: f.optional('note'),
    number: f.invoiceNumber('invoiceNumber'),
    confirmed: f.confirms('invoiceNumber'),
    amount: f.amount('invoiceAmount'),
    due: f.day('invoiceDue'),
    payer: f.person('payer'),
  }),
  namePayer: (f) => ({ payer: f.person('payer'), ...billingOf(f) }),
  recordAgreementForm: (f) => ({ receivedOn: f.day('receivedOn'), filedAs: f.line('filedAs', FILED_MAX) }),
  recordReturnDocument: (f) => ({ receivedOn: f.day('receivedOn'), filedAs: f.line('filedAs', FILED_MAX) }),
  nameFollowUp: (f) => ({ person: f.person('person') }),
  confirmPayment: (f) => ({ paidOn: f.day('paidOn') }),
  correctStep: (f) => ({ step: f.oneOf('step', STEPS) }),
  handOver: (f) => ({ person: f.person('person') }),
  replaceOfficer: (f) => ({ person: f.person('person'), confirmed: f.confirms('person') }),
  replacePayer: (f) => ({ person: f.person('person') }),
  nameSubstitute: (f) => ({ person: f.optionalPerson('person'), from: f.day('from'), until: f.day('until') }),
  moveGoLive: (f) => ({ goLive: f.day('goLive') }),
  snooze: (f) => ({
    days: f.optionalWhole('days'),
    until: f.optionalDay('until'),
    everyone: f.is('everyone') || undefined,
  }),
  remindNow: (f) => ({ person: f.optionalPerson('person') }),
  cancelCase: (f) => ({ reason: f.text('reason') }),
  reopenCase: (f) => ({ reason: f.text('reason') }),
};
