import type { Case, CaseLog, Codes, Tombstone } from '../case/case.js';
import type { Day, Instant } from '../case/dates.js';
import type { CaseEvent } from '../case/events.js';
import type { Language, Person } from '../case/people.js';
import type { Effect } from '../case/react.js';

/** Where a message stands: enough to edit it later. */
export interface MessageReference {
  readonly conversationId: string;
  readonly activityId: string;
}

/**
 * The bot keeps at most one live message per slot and case: `caseCard` is the case card in the home conversation,
 * `personal:<person id>` the card that asks a person to act, `klik:<person id>` the KLIK question. A newer message of a
 * slot takes the older one out of the chat, or settles it. `list:<person id>` is the newest message that reminded the
 * person of several cases at once; it only looks cases up and is never settled.
 */
export type Slot = 'caseCard' | `personal:${string}` | `klik:${string}` | `list:${string}`;

/**
 * `pending` waits for its time. From `inFlight` on the request may have reached Teams. The rest are ends; a delivery
 * that ended as `unknown` is never sent again.
 */
export type DeliveryState = 'pending' | 'inFlight' | 'sent' | 'undelivered' | 'unknown' | 'superseded';

/** One effect on its way to one recipient: a row of the outbox. */
export interface Delivery {
  /**
   * Unique within the case: `<position of the fact>.<number of the effect>`, and `<key>.<what>` for what followed from a
   * delivery that failed. The same key is the same message.
   */
  readonly key: string;
  readonly effect: Effect;
  /** The message the person pressed in, when this effect edits it instead of writing a new one. */
  readonly replaces?: MessageReference;
  readonly state: DeliveryState;
  /** Failed tries so far. */
  readonly attempts: number;
  /** Not to be tried before this moment. */
  readonly notBefore: Instant;
  /** Where it stands once it was sent. */
  readonly message?: MessageReference;
  /** The older message of the person that it replaced, once that one is gone from the chat. */
  readonly removed?: MessageReference;
  /** Why it is undelivered, unknown or tried again; the texts explain each word. */
  readonly why?: Undelivered;
  /** When the state was last changed. */
  readonly at: Instant;
}

/** Why a message did not reach its recipient. */
export type Undelivered =
  | 'notInstalled'
  | 'blocked'
  /** They have removed the bot from their chat. */
  | 'removed'
  /** The organisation's administrator has shut the bot out. */
  | 'adminBlocked'
  | 'conversationGone'
  | 'noAddress'
  | 'refused'
  | 'outage'
  | 'noAnswer';

/** Everything stored about one case. */
export interface CaseRecord extends CaseLog {
  /** The outbox, oldest first. Old endings are dropped in time. */
  readonly deliveries: readonly Delivery[];
  /** The live message of each slot. */
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
  /** The ids of everybody who has or had a part. */
  readonly people: readonly string[];
}

/** When the next reminder of a case may go out, and how pressing it is beside others: the smallest rank comes first. */
export interface NextReminder {
  readonly at: Instant;
  readonly rank: string;
}

/** A case whose next reminder is due. */
export interface DueCase extends NextReminder {
  readonly caseId: string;
  readonly tenant: string;
}

/** `conflict`: another writer was faster, read and decide again. `openCase`: the municipality has an open case already. */
export type AppendResult =
  | { kind: 'appended'; record: CaseRecord }
  | { kind: 'conflict' }
  | { kind: 'openCase'; caseId: string };

/** Changes to one delivery, to the messages of the case and to the rest of its outbox, written together. */
export interface DeliveryPatch
  extends Pick<Delivery, 'state' | 'at'>,
    Partial<Pick<Delivery, 'attempts' | 'notBefore' | 'why' | 'message' | 'removed'>> {
  /** The new message of a slot; null empties the slot. */
  readonly slots?: Readonly<Record<string, MessageReference | null>>;
  /** Deliveries that follow from this outcome, as the mention of somebody who could not be reached. A known key stays. */
  readonly adds?: readonly Delivery[];
}

/** The stored case cannot be trusted, so it is neither read nor continued. The reason is for operators; it names no person. */
export class CaseSetAsideError extends Error {
  override readonly name = 'CaseSetAsideError';

  constructor(
    readonly caseId: string,
    readonly reason: string,
    /** The position (0-based) of the first fact that is not what was written, where that is what is wrong. */
    readonly fact?: number,
  ) {
    super(`Case ${caseId} is set aside: ${reason}`);
  }
}

/** This process no longer is the one that sends: another one took the lease over. Nothing was changed. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

/**
 * The event log of every case and its outbox. `append` is the lock: it succeeds only when the log still has the expected
 * length, and what it accepted is on disk before it resolves. Events and their deliveries are written in one go.
 * Every method that names a case which is set aside rejects with a `CaseSetAsideError`.
 */
export interface CaseStore {
  read(caseId: string): Promise<CaseRecord | undefined>;
  append(
    caseId: string,
    expectedLength: number,
    events: readonly CaseEvent[],
    deliveries: readonly Delivery[],
  ): Promise<AppendResult>;
  /**
   * Writes how a delivery went; durable when it resolves. Unknown cases and keys are ignored. Where several processes
   * share the store, `inFlight` is written only while this process holds the sender lease.
   * @throws LeaseLostError (rejects) otherwise.
   */
  updateDelivery(caseId: string, key: string, patch: DeliveryPatch): Promise<void>;
  /** The open case of a municipality in a tenant, if any. */
  openCase(tenant: string, municipality: string): Promise<string | undefined>;
  /** Every case in which a person has or had a part, open ones first, newest first. */
  casesOf(person: Person): Promise<readonly CaseEntry[]>;
  /** Every case of a tenant, or of all tenants, in the same order. */
  list(tenant?: string): Promise<readonly CaseEntry[]>;
  /** Cases whose next reminder is due at a moment, the earliest first; takes none. */
  due(at: Instant): Promise<readonly DueCase[]>;
  /** Cases with deliveries that are pending or in flight. */
  unfinished(): Promise<readonly string[]>;
  /**
   * Removes a closed case for good, with its outbox and messages, and leaves the tombstone: both in one go and durable
   * when it resolves. False, and nothing changed, when there is no such case, it is open, or its log is not the one the
   * tombstone tells of. The id is never used again: to `append` it is a conflict, to `read` there is nothing.
   */
  remove(stone: Tombstone): Promise<boolean>;
  /** What is left of a removed case. */
  tombstone(caseId: string): Promise<Tombstone | undefined>;
  /** Every tombstone, newest first. */
  tombstones(): Promise<readonly Tombstone[]>;
  /** Cases that could not be read, with the reason for operators; the others go on. */
  setAside(): readonly { readonly file: string; readonly reason: string }[];
  /** Resolves when the store can take writes; rejects otherwise. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The right to send: of all processes that share a store one at a time ticks and sends. A process that has its store
 * for itself holds it from the start.
 */
export interface SenderLease {
  /** True while this process may send. */
  readonly held: boolean;
  /** Calls back each time this process begins (true) or ceases (false) to be the sender; at once if it is the sender now. */
  onChange(listener: (held: boolean) => void): void;
}

/** What a store is opened with: what it keeps beside the events of a case is worked out by these. */
export interface CaseStoreOptions {
  /** When the next reminder of a case may go out; undefined when there is none. Pure. */
  readonly nextReminderOf: (theCase: Case) => NextReminder | undefined;
  /** Told of every file or case that is set aside, at the start and later, with the reason for operators. */
  readonly onSetAside?: (file: string, reason: string) => void;
}

/** How to reach a conversation: plain data, kept from every activity. */
export interface ConversationReference {
  readonly serviceUrl: string;
  /** A chat's id; in a channel with `;messageid=` = that thread. */
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
  /** They have blocked the bot: nothing is written to their chat until they write or press something. */
  readonly blocked?: boolean;
  /** They have removed the bot: the same holds. */
  readonly removed?: boolean;
  /** Something did not reach them. It goes out with the next sign of life. */
  readonly missed?: boolean;
  /** Their app's language, from the newest activity. */
  readonly locale?: Language;
  /** Chosen with `sprog`; wins over the locale. */
  readonly language?: Language;
  /** The day of their newest activity; a day and no moment, so that it costs one write a day. */
  readonly seen?: Day;
}

/** The people and conversations the bot has met, kept over restarts. Reads come from memory: every answer needs some. */
export interface Directory {
  person(tenant: string, id: string): KnownPerson | undefined;
  /** The people of a tenant the bot has met, by name. */
  people(tenant: string): readonly KnownPerson[];
  /** Whose own chat with the bot a conversation is; undefined for conversations of several people. */
  ownerOf(conversationId: string): KnownPerson | undefined;
  conversation(id: string): ConversationReference | undefined;
  /** Adds what is new about a person; missing fields erase nothing. Durable when it resolves. */
  meet(person: KnownPerson): Promise<void>;
  /** Everybody the bot has met, of all tenants. */
  everybody(): readonly KnownPerson[];
  /** Every conversation the bot has met. */
  conversations(): readonly ConversationReference[];
  /** Forgets a person and the chat with them; after their next activity they are known anew. */
  forget(person: Person): Promise<void>;
  remember(reference: ConversationReference): Promise<void>;
  close(): Promise<void>;
}

/**
 * One delivery for the messenger: the case as it stands now, the messages that exist, and the outbox, which tells what an
 * older message was about.
 */
export interface Outgoing
  extends Pick<CaseRecord, 'case' | 'messages' | 'deliveries'>,
    Pick<Delivery, 'effect' | 'replaces'> {
  /** `<case id>/<delivery key>`. */
  readonly key: string;
  /** The event that caused the effect. */
  readonly event?: CaseEvent | undefined;
  /** The hashes that prove the log as it stands now. */
  readonly codes?: Codes | undefined;
  /** The person's other cases whose reminders are due too: one message tells of all of them. */
  readonly alsoAbout?: readonly Case[];
  /** Who could not be reached so far; the case card says so. */
  readonly unreached: readonly { readonly person: Person; readonly why: Undelivered }[];
  /**
   * Called just before the request of a new message leaves; writes `inFlight` to disk in every case the message is about.
   * False when nothing may leave: a case has changed meanwhile, or the lease is lost. Then the outcome is `stale`.
   */
  readonly beforeSend: () => Promise<boolean>;
}

/**
 * What came of a delivery. `retry` may be tried later; `superseded` means that there is nothing to tell any more,
 * `stale` that the case changed before the message left, so that it must be made anew. `removed` is an older card of the
 * person that is gone from the chat, `unsettled` one that should have lost its buttons and has not.
 */
export type Outcome =
  | {
      kind: 'sent';
      message?: MessageReference;
      slots?: Readonly<Record<string, MessageReference | null>>;
      removed?: MessageReference;
      unsettled?: { readonly message: MessageReference; readonly afterMs?: number };
    }
  | { kind: 'retry'; why: Undelivered; afterMs?: number }
  | { kind: 'undelivered'; why: Undelivered }
  | { kind: 'unknown' }
  | { kind: 'stale' }
  | { kind: 'superseded' };

/** The way out to people. Never rejects for what goes wrong outside. */
export interface Messenger {
  send(message: Outgoing): Promise<Outcome>;
}

/** Now, as an ISO instant. Practice has its own. */
export interface Clock {
  now(): Instant;
}

/** The computer's own time. */
export const systemClock: Clock = { now: () => new Date().toISOString() };
