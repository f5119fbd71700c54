import { type Day, dayOf, type Instant } from './dates.js';
import type { CaseEvent, FactsOf, SignedCopy } from './events.js';
import type { Author, Person } from './people.js';
import { STEP_RULES, STEPS, type StepId } from './steps.js';

/** What is known of each closed step: what its event said. A confirmation without a day means that the invoice came first. */
export interface StepFacts {
  officer: FactsOf<'OfficerAccepted'>;
  agreementNumber: FactsOf<'AgreementNumberGiven'>;
  webForm: FactsOf<'WebFormCompleted'>;
  signature: FactsOf<'SignatureConfirmed'>;
  dispatch: FactsOf<'AgreementSent'>;
  confirmation: Partial<FactsOf<'ReceiptConfirmed'>>;
  invoice: Omit<FactsOf<'InvoiceRegistered'>, 'payer'>;
  payment: FactsOf<'InvoicePaid'>;
}

/** When and by whom something was recorded. */
export interface Stamp {
  readonly by: Author;
  readonly at: Instant;
}

/** A paper from NemKonto; `since` is the version at which it was recorded. */
type Paper = Stamp & { readonly since: number };

/** One message that reminded people; an escalation goes to several at once. */
export type Reminder = Readonly<Omit<FactsOf<'Reminded'>, 'to'>> & {
  readonly to: readonly Person[];
  readonly at: Instant;
  readonly escalated: boolean;
};

/** `accepted` once they said yes themselves; `since` is the version at which they were named. */
interface Officer {
  readonly person: Person;
  readonly namedBy: Author;
  readonly accepted: boolean;
  readonly since: number;
  /** The days on which nothing is asked of them; an absence with a day in common with a newer one is replaced by it. */
  readonly away: readonly Readonly<FactsOf<'AbsenceNoted'>>[];
}

/** A case as its log tells it so far. Only `evolve` makes one, and nothing changes one. What is over is undefined. */
export interface Case extends Readonly<Omit<FactsOf<'CaseOpened'>, 'caseId' | 'coordinator'>> {
  readonly id: string;
  readonly opened: Stamp;
  readonly status: 'open' | 'paid' | 'cancelled';
  /** The last time the case was closed: paid or cancelled. */
  readonly closed?: (Stamp & Readonly<Partial<FactsOf<'CaseCancelled'>>>) | undefined;
  readonly coordinator: Person;
  readonly officer?: Officer | undefined;
  /** Who was asked to point the officer out. */
  readonly adviser?: { readonly person: Person } & Readonly<Omit<FactsOf<'OfficerSought'>, 'adviser'>>;
  /** The newest decline of the officer role or refusal of the signature, until the case moves on. */
  readonly objection?:
    | (Stamp & Readonly<{ kind: 'officer' } & FactsOf<'OfficerDeclined'>>)
    | (Stamp & Readonly<{ kind: 'signature' } & FactsOf<'SignatureRefused'>>)
    | undefined;
  /** That NemKonto sent the agreement back, until it is sent again. */
  readonly returned?: (Stamp & Readonly<Omit<FactsOf<'AgreementReturned'>, 'falling'>>) | undefined;
  readonly payer?: Person;
  /** Who chose the payer before the invoice came. */
  readonly payerNamedBy?: Author;
  /** Received with the invoice (seed step 7). */
  readonly agreementForm?: (Paper & Readonly<FactsOf<'AgreementFormRecorded'>>) | undefined;
  /** Returned afterwards; used for UI 23. */
  readonly returnDocument?: (Paper & Readonly<FactsOf<'ReturnDocumentRecorded'>>) | undefined;
  /** Who carries out UI 23. */
  readonly followUp?: Readonly<FactsOf<'FollowUpNamed'>> & Stamp;
  readonly done: { readonly [S in StepId]?: Readonly<StepFacts[S]> & Stamp };
  /** Falls when the signature it shows falls. */
  readonly signedCopy?: (Readonly<SignedCopy> & Stamp) | undefined;
  readonly klik?: Stamp | undefined;
  /** The colleague who sets the task to completed in KLIK instead of the coordinator. */
  readonly klikHandedOver?: (Readonly<FactsOf<'KlikHandedOver'>> & Stamp) | undefined;
  /**
   * On any day at most one for each absent person. A person may be away twice; an absence that has a day in common with a
   * newer one is replaced by it as a whole. That is how it is corrected or ended early.
   */
  readonly substitutes: readonly Readonly<FactsOf<'SubstituteNamed'>>[];
  /** No reminders until this day; ends when the step changes. */
  readonly snoozedUntil?: Day | undefined;
  /** No reminders to a person until a day; ends when the step they were asked for does. */
  readonly rests: readonly { readonly person: Person; readonly until: Day; readonly step: StepId }[];
  readonly reminders: readonly Reminder[];
  /** For each step that is awaited, the moment from which the wait counts: the last act that changed it, or who is asked. */
  readonly waits: { readonly [S in StepId]?: Instant };
  /** Everyone who ever had a part in the case, in order of appearance. */
  readonly people: readonly Person[];
  /** Counts what people did; reminders leave it alone, so they make no card stale. */
  readonly version: number;
  /** The version at which a step was last opened or reopened: an older card of it is out of date. */
  readonly since: { readonly [S in StepId]?: number };
  /** Number of events in the log. */
  readonly length: number;
}

type Progress = Pick<Case, 'status' | 'done'>;

/** The first step that is not closed, in the order in which they are told; undefined when the case is closed. */
export function currentStep(theCase: Progress): StepId | undefined {
  return theCase.status === 'open' ? STEPS.find((step) => theCase.done[step] === undefined) : undefined;
}

/** True for a step that may be closed now: all that it rests on is closed, and it is not. */
export function isOpen(theCase: Progress, step: StepId): boolean {
  return theCase.status === 'open' && theCase.done[step] === undefined && isFounded(theCase, step);
}

/** True when the steps it rests on are closed. */
function isFounded({ done }: Pick<Case, 'done'>, step: StepId): boolean {
  return STEP_RULES[step].restsOn.every((base) => done[base] !== undefined);
}

/** The first step that must be closed before this one; undefined when none is missing. */
export function missingFor(theCase: Pick<Case, 'done'>, step: StepId): StepId | undefined {
  const missing = STEP_RULES[step].restsOn.filter((base) => theCase.done[base] === undefined);
  const bases = missing.map((base) => missingFor(theCase, base) ?? base);
  return STEPS.find((one) => bases.includes(one));
}

/**
 * The steps somebody is asked for now, in order. The invoice may come before the confirmation mail, but is only asked for
 * after it.
 */
export function awaitedSteps(theCase: Progress): StepId[] {
  const isLater = (step: StepId) => step === 'invoice' && theCase.done.confirmation === undefined;
  return STEPS.filter((step) => isOpen(theCase, step) && !isLater(step));
}

/** Since when a step is waited for; of one that is not awaited, and without a step, since when the case waits or is closed. */
export function waitingSince(theCase: Case, step?: StepId): Instant {
  const { waits, closed, opened } = theCase;
  const current = currentStep(theCase);
  return (step && waits[step]) ?? (current && waits[current]) ?? (closed ?? opened).at;
}

/** True once there is something to sign: every step that the signature rests on is closed. */
export function isSignable(theCase: Pick<Case, 'done'>): boolean {
  return isFounded(theCase, 'signature');
}

/** A case with its whole log: the events, and the chained hash of each. The last hash stands for the whole log. */
export interface CaseLog {
  readonly case: Case;
  readonly events: readonly CaseEvent[];
  readonly hashes: readonly string[];
}

/**
 * The control codes of a case: hashes that each cover everything up to their event. Written down outside the bot, one
 * shows later that nothing before it was changed or cut off.
 */
export interface Codes {
  /** Of the newest event. */
  readonly head: string;
  /** Of the signature, while it stands. */
  readonly signature?: string;
}

/** The control codes of a log; undefined for one without hashes. */
export function codesOf({ case: theCase, events, hashes }: CaseLog): Codes | undefined {
  const head = hashes.at(-1);
  if (head === undefined) return undefined;
  const at = theCase.done.signature ? events.findLastIndex((event) => event.type === 'SignatureConfirmed') : -1;
  const signature = hashes[at];
  return { head, ...(signature !== undefined && { signature }) };
}

/**
 * What is left of a case that was removed: enough to show that an exported copy is the whole log, and to keep its id from
 * being used again. Nothing in it is about a person.
 */
export interface Tombstone {
  readonly id: string;
  readonly tenant: string;
  /** Four-digit municipality code. */
  readonly municipality: string;
  readonly ended: 'paid' | 'cancelled';
  /** The day it was closed. */
  readonly closed: Day;
  /** Number of events in the log. */
  readonly facts: number;
  /** The hash of the last event; it stands for the whole log. */
  readonly head: string;
  readonly removed: Instant;
}

/** The tombstone of a closed case; undefined while it is open, since an open case may not be removed. */
export function tombstoneOf(theCase: Case, hashes: readonly string[], removed: Instant): Tombstone | undefined {
  const head = hashes.at(-1);
  if (theCase.status === 'open' || theCase.closed === undefined || head === undefined) return undefined;
  const { id, tenant, municipality, status, closed } = theCase;
  return { id, tenant, municipality, ended: status, closed: dayOf(closed.at), facts: hashes.length, head, removed };
}

/** What a person asks about their case, where a sentence or two answer it. */
export type CaseFact =
  | 'next'
  | 'progress'
  | 'who'
  | 'deadline'
  | 'officer'
  | 'coordinator'
  | 'number'
  | 'invoiceNumber'
  | 'invoiceAmount'
  | 'invoiceDue'
  | 'payer'
  | 'paper'
  | 'form'
  | 'signed'
  | 'sent'
  | 'confirmed'
  | 'arrived'
  | 'paid'
  | 'goLive'
  | 'late'
  | 'why';
