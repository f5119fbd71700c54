import type { Case } from '../case/case.js';
import type { Instant } from '../case/dates.js';
import type { CaseStore } from './ports.js';

/** The right to carry out what is due in a case: one worker has it at a time, over all instances. */
export interface Claim {
  readonly caseId: string;
  /** True when whoever had the case before has left nothing half done. */
  readonly tidy: boolean;
  /** False once another worker may have it: nothing may be sent under it any more. */
  holds(): boolean;
  release(): Promise<void>;
}

/** Who may carry out what is due. A store of one process grants everything at once. */
export interface Claims {
  /** True when other instances carry out deliveries of the same store. */
  readonly shared: boolean;
  /** Claims a case; undefined while another instance has it. */
  take(caseId: string): Promise<Claim | undefined>;
  /** Claims some cases, `limit` at most, in which something has been due for a while and nobody living is at it. */
  adopt(now: Instant, limit: number): Promise<readonly (Claim & { readonly tenant: string })[]>;
}

/** The turn in a conversation. */
export interface Entered {
  /** Milliseconds after which the request may leave; when nothing is booked, after which there is room to book it. */
  readonly waitMs: number;
  /** False while the conversation has no room: a place in the tenant's pace would keep the others of the tenant waiting. */
  readonly booked: boolean;
  /** Ends the turn. */
  readonly leave: () => void;
}

/** Turns in the conversations, and the pace of requests, over all instances together. */
export interface SharedPace {
  /** A question that answers false from the moment on at which this instance may count as dead. */
  standing(): () => boolean;
  /** Takes the turn in a conversation and books one request; undefined while another instance has the turn. */
  enter(conversation: string, tenant: string): Promise<Entered | undefined>;
  /** Counts a request that leaves now, whether there is room for it or not. */
  spend(conversation: string, tenant: string): void;
}

/** When somebody is to be reminded next in a case, and how pressing that is beside others (the least comes first). */
export interface NextDue {
  readonly at: Instant;
  readonly rank: string;
}

/** A case whose moment has come. */
export interface DueCase {
  readonly caseId: string;
  readonly tenant: string;
  readonly rank: string;
}

/** The cases that wait for a reminder, by moment. A case that is due is handed to one instance at a time. */
export interface Waitlist {
  /** Open cases of the store whose moment has to be worked out anew. */
  unknown(store: CaseStore): Promise<readonly string[]>;
  /** Sets the moment of a case, worked out when somebody asks for it; undefined = nobody is to be reminded. */
  put(theCase: Case, due: () => NextDue | undefined): void;
  /** The first moment of all. */
  soonest(): Promise<Instant | undefined>;
  /** How many cases are due at a moment; takes none. */
  count(moment: Instant): Promise<number>;
  /** Cases that are due now, some or all; whoever gets them is expected to see to them within seconds. */
  take(now: Instant): Promise<readonly DueCase[]>;
}

/** Another instance has taken the case over: nothing is written or sent under the old claim any more. */
export class ClaimLostError extends Error {
  override readonly name = 'ClaimLostError';

  constructor(readonly caseId: string) {
    super(`Another instance has taken case ${caseId} over`);
  }
}
