import type { Day, Instant } from './dates.js';
import type { Home, Occasion, Office } from './events.js';
import type { Author, Language, Person } from './people.js';
import type { SignedCopy } from './signed-copy.js';
import { STEPS, type StepId } from './steps.js';

/** What each closed step knows. A confirmation without a day means that the invoice came first (seed step 6). */
export interface StepFacts {
  officer: object;
  agreementNumber: { number: string };
  webForm: { filledOn: Day; fields: Record<string, string> };
  signature: { signedOn: Day };
  dispatch: { sentOn: Day };
  confirmation: { receivedOn?: Day };
  invoice: { number: string; amount: number; due: Day; note?: string };
  payment: { paidOn: Day };
}

/** When and by whom something was recorded. */
export interface Stamp {
  readonly by: Author;
  readonly at: Instant;
}

export type Done = { readonly [S in StepId]?: StepFacts[S] & Stamp };

export interface Reminder {
  readonly to: readonly Person[];
  readonly at: Instant;
  readonly step: StepId;
  readonly occasion: Occasion;
  readonly rung: number;
  readonly escalated: boolean;
}

/** A case as the log tells it so far. Only `evolve` makes one; nobody changes one. */
export interface Case {
  readonly id: string;
  readonly tenant: string;
  /** Four-digit municipality code, as in `0630`. */
  readonly municipality: string;
  readonly goLive: Day;
  readonly taskStart: Day;
  readonly taskEnd: Day;
  readonly home: Home;
  readonly language: Language;
  readonly opened: Stamp;
  readonly status: 'open' | 'paid' | 'cancelled';
  /** The last time the case was closed: paid or cancelled. */
  readonly closed?: Stamp & { readonly reason?: string };
  readonly coordinator: Person;
  /** Named by somebody; accepted once they said yes themselves. `since` is the version at which they were named. */
  readonly officer?: {
    readonly person: Person;
    readonly namedBy: Author;
    readonly accepted: boolean;
    readonly since: number;
  };
  /** Who was asked to point the officer out. */
  readonly adviser?: { readonly person: Person; readonly office: Office };
  /** The newest decline of the officer role or refusal of the signature, until somebody acts on it. */
  readonly objection?: Stamp & { readonly kind: 'officer' | 'signature'; readonly reason: string };
  readonly payer?: Person;
  readonly done: Done;
  /** The file of the signed agreement, as the officer sent it; it stands and falls with the signature. */
  readonly signedCopy?: SignedCopy & Stamp;
  readonly klik?: Stamp;
  /**
   * On any day at most one for each absent person. Somebody may be away twice; an absence that has a day in common with a
   * newer one is replaced by it as a whole. That is how it is corrected or ended early.
   */
  readonly substitutes: readonly { absent: Person; substitute: Person; from: Day; until: Day }[];
  /** Reminders rest until this day; set back when the step changes. */
  readonly snoozedUntil?: Day;
  readonly reminders: readonly Reminder[];
  /** The moment from which the current wait counts: the last act that changed what is waited for, or who is asked. */
  readonly waitingSince: Instant;
  /** Everybody who ever held a part, in order of appearance. */
  readonly people: readonly Person[];
  /** Counts what people did; reminders leave it alone, so they make no card stale. */
  readonly version: number;
  /** The version at which a step was last opened or taken up again: an older card of it is out of date. */
  readonly since: { readonly [S in StepId]?: number };
  /** Number of facts in the log. */
  readonly length: number;
}

/** The step the case waits for, or undefined when it is closed. */
export function currentStep(theCase: Pick<Case, 'status' | 'done'>): StepId | undefined {
  return theCase.status === 'open' ? STEPS.find((step) => theCase.done[step] === undefined) : undefined;
}
