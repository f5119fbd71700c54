import type { Case, Codes, Tombstone } from '../case/case.js';
import type { Day, Instant } from '../case/dates.js';
import type { CaseEvent } from '../case/events.js';
import type { Language, Person } from '../case/people.js';
import type { Effect } from '../case/react.js';
import type { Claim } from './instances.js';

/** Where a message stands: enough to edit it later. */
export interface MessageReference {
  readonly conversationId: string;
  readonly activityId: string;
}

/**
 * The bot keeps at most one live message per slot and case: `home` is the case card, `personal:<person id>` the card that
 * asks a person to act, `klik:<person id>` the KLIK question. A newer message of a slot settles the older one.
 * `list:<person id>` is the newest message that reminded the person of several cases at once. It only looks cases up, so
 * it is never settled; it is known so that an act pressed in it does not turn it into the card of one case.
 */
export type Slot = 'caseCard' | `personal:${string}` | `klik:${string}` | `list:${string}`;

/**
 * One effect on its way to its recipient. `due` waits for its time; `claimed` is taken by a worker, which may die; from
 * `inflight` on the request may have reached Teams; the rest are ends. `unknown` is never sent again blindly.
 */
export type DeliveryState = 'pending' | 'claimed' | 'inFlight' | 'sent' | 'undelivered' | 'unknown' | 'superseded';

export interface Delivery {
  /**
   * Stable within the case: `<position of the fact>.<number of the effect>`, and `<key>.<what>` for what followed from
   * a delivery that failed; the same key is the same message.
   */
  readonly key: string;
  readonly effect: Effect;
  /** The message the person pressed in, when this effect should take its place instead of writing a new one. */
  readonly replaces?: MessageReference;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** Not to be tried before this moment. */
  readonly notBefore: Instant;
  readonly message?: MessageReference;
  /** Why it is undelivered or unknown, in a fixed word that the texts explain. */
  readonly why?: Undelivered;
  readonly at: Instant;
}

/** Why a message did not reach somebody. */
export type Undelivered =
  | 'notInstalled'
  | 'blocked'
  | 'conversationGone'
  | 'noAddress'
  | 'refused'
  | 'outage'
  | 'noAnswer';

/** Everything stored about one case. */
export interface CaseRecord {
  readonly events: readonly CaseEvent[];
  /** The hash of each fact, chained onto the one before it; the last one stands for the whole log. */
  readonly hashes: readonly string[];
  readonly deliveries: readonly Delivery[];
  readonly messages: Readonly<Record<string, MessageReference>>;
}

/** What an overview or a lookup needs to find a case without reading it. */
export interface CaseEntry {
  readonly id: string;
  readonly tenant: string;
  readonly municipality: string;
  readonly open: boolean;
  /** When it was closed; absent while it is open. */
  readonly closed?: Instant;
  readonly people: readonly string[];
}

/** `conflict`: somebody else was faster, read and decide again. `openCase`: the municipality has an open case already. */
export type AppendResult = { kind: 'appended' } | { kind: 'conflict' } | { kind: 'openCase'; caseId: string };

/** Changes to one delivery, to the slots of the case and to the rest of the ledger, written together. */
export interface DeliveryPatch {
  readonly state: DeliveryState;
  readonly at: Instant;
  readonly attempts?: number;
  readonly notBefore?: Instant;
  readonly why?: Undelivered;
  readonly message?: MessageReference;
  readonly slots?: Readonly<Record<string, MessageReference | null>>;
  /** Deliveries that follow from this outcome, as the mention of somebody who could not be reached. A known key stays. */
  readonly adds?: readonly Delivery[];
}

/** The stored case cannot be trusted, so nobody reads or continues it; the sentence is for operators and names no person. */
export class CaseSetAsideError extends Error {
  override readonly name: string = 'CaseSetAsideError';

  constructor(
    readonly caseId: string,
    readonly reason: string,
  ) {
    super(`Case ${caseId} is set aside: ${reason}`);
  }
}

/**
 * The log of every case and its delivery ledger. `append` is the lock: it succeeds only when the log still has the
 * expected length, and what it accepted is on disk before it resolves. Facts and their deliveries are written in one go.
 * Whatever names a case that is set aside throws a `CaseSetAsideError`.
 */
export interface CaseStore {
  /** `lately`: what others wrote in the last milliseconds may be missing; an append that is too late brings it. */
  read(caseId: string, lately?: boolean): Promise<CaseRecord | undefined>;
  /** Somebody acts in a case, so an append may follow at once: what that takes may be got ready meanwhile. */
  expectAppend?(caseId: string): void;
  append(
    caseId: string,
    expectedLength: number,
    events: readonly CaseEvent[],
    deliveries: readonly Delivery[],
  ): Promise<AppendResult>;
  /** The open case of a municipality in a tenant, if any. */
  openCase(tenant: string, municipality: string): Promise<string | undefined>;
  /** Every case in which a person has or had a part, open ones first, newest first. */
  casesOf(person: Person): Promise<readonly CaseEntry[]>;
  /** Every case of a tenant, or of all tenants; for overviews and operators. */
  list(tenant?: string): Promise<readonly CaseEntry[]>;
  /** Writes how a delivery went. Unknown keys are ignored. Rejects when the claim it was done under has passed on. */
  updateDelivery(caseId: string, key: string, patch: DeliveryPatch, claim?: Claim): Promise<void>;
  /**
   * The same for what may be done twice without harm, as an edit: whoever reads finds it at once, but it is on disk only
   * with the next change of the case, or a while later.
   */
  recordSoon?(caseId: string, key: string, patch: DeliveryPatch): Promise<void>;
  /**
   * Removes a closed case for good, with its ledger and messages, and leaves the tombstone: both in one go and durable
   * before it resolves. False, and nothing changed, when there is no such case, it is open, or its log is not the one the
   * tombstone tells of. The id is never used again: to `append` it is a conflict, to `read` there is nothing.
   */
  remove(stone: Tombstone): Promise<boolean>;
  /** What is left of a removed case. */
  tombstone(caseId: string): Promise<Tombstone | undefined>;
  /** Every tombstone, newest first. */
  tombstones(): Promise<readonly Tombstone[]>;
  /** Cases with deliveries that are due, claimed or in flight, so that a restart goes on with them. */
  unfinished(): Promise<readonly string[]>;
  /** Cases that could not be read, with the reason for operators; the others go on. */
  setAside(): readonly { readonly file: string; readonly reason: string }[];
  /** Resolves when the store can take writes; throws otherwise. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** How to reach a conversation: plain data, kept from every activity. */
export interface ConversationReference {
  readonly serviceUrl: string;
  readonly conversationId: string;
  readonly kind: 'personal' | 'groupChat' | 'channel';
  /** The tenant the conversation belongs to. */
  readonly tenantId: string;
  /** The bot's own id in Teams (`28:...`). */
  readonly botId: string;
}

/** What the bot knows of a person: name, the id Teams writes to, the chat with the bot, the chosen language. */
export interface KnownPerson {
  readonly person: Person;
  /** The person's id in Teams (`29:...`), needed for mentions and for opening a chat. */
  readonly teamsId?: string;
  /** Of another organisation, says the roster; undefined until the roster was asked. */
  readonly guest?: boolean;
  readonly personal?: ConversationReference;
  /** They have shut the bot out of their chat: nothing is written there until they write or press something. */
  readonly blocked?: boolean;
  /** Their app's language, from the newest activity. */
  readonly locale?: Language;
  /** Chosen with `sprog`; wins over the locale. */
  readonly language?: Language;
  /** The day of their newest sign of life; a day and no moment, so that it costs one write a day. */
  readonly seen?: Day;
}

/** The people and conversations the bot has met, kept over restarts. Reads come from memory: they are on every answer's path. */
export interface Directory {
  person(tenant: string, id: string): KnownPerson | undefined;
  /** The people of a tenant the bot has met, by name, as they are known now: the list itself changes with the next news. */
  people(tenant: string): readonly KnownPerson[];
  /** Whose own chat with the bot a conversation is; undefined for rooms of several people. */
  ownerOf(conversationId: string): KnownPerson | undefined;
  conversation(id: string): ConversationReference | undefined;
  meet(acquaintance: KnownPerson): Promise<void>;
  /** Everybody the bot has met, of all tenants. */
  everybody(): readonly KnownPerson[];
  /** Forgets a person and the chat with them; whoever writes again is met anew. */
  forget(person: Person): Promise<void>;
  remember(address: ConversationReference): Promise<void>;
  close(): Promise<void>;
}

/** One effect to perform: the case as it stands now and the messages that exist. */
export interface Outgoing {
  readonly key: string;
  /** The fact that caused the effect. */
  readonly event?: CaseEvent | undefined;
  readonly effect: Effect;
  readonly replaces?: MessageReference;
  readonly messages: Readonly<Record<string, MessageReference>>;
  readonly case: Case;
  /** What proves the log as it stands now. */
  readonly codes?: Codes | undefined;
  /**
   * The person's other cases whose reminders are due at the same time: one message tells of all of them, and how it
   * went is recorded in each.
   */
  readonly together?: readonly Case[];
  /** Who could not be reached so far; the case card says so. */
  readonly unreached: readonly { readonly person: Person; readonly why: Undelivered }[];
  /**
   * Called just before the first request leaves, and again if it then has to wait once more; it writes `inflight` to
   * disk, in every case the message is about.
   * False when one of them has changed meanwhile: then nothing may leave, and the errand ends as `stale`.
   */
  readonly beforeSend: () => Promise<boolean>;
}

/**
 * How an errand went. `again` may be tried later; `superseded` means that there is nothing to tell any more,
 * `stale` that the case changed before the message left, so that it must be made anew. `unsettled` is an older card of
 * the person that should have lost its buttons and has not.
 */
export type Outcome =
  | {
      kind: 'sent';
      message?: MessageReference;
      slots?: Readonly<Record<string, MessageReference | null>>;
      unsettled?: MessageReference;
    }
  | { kind: 'retry'; why: Undelivered; afterMs?: number }
  | { kind: 'undelivered'; why: Undelivered }
  | { kind: 'unknown' }
  | { kind: 'stale' }
  | { kind: 'superseded' };

/** The way out to people. The same key is the same message; never throws for what goes wrong outside. */
export interface Messenger {
  send(errand: Outgoing): Promise<Outcome>;
}

/** Now, as an ISO instant. Practice has its own. */
export interface Clock {
  now(): Instant;
}
