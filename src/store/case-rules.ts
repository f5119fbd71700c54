import type { Tombstone } from '../case/case.js';
import { type CaseEvent, eventSchema } from '../case/events.js';
import { replay } from '../case/evolve.js';
import type { AppendResult, CaseRecord, Delivery, DeliveryPatch } from '../delivery/ports.js';
import { messagesAfter } from './case-change.js';
import { isCaseId } from './case-names.js';
import { chained } from './chain.js';
import { frozenCopy } from './frozen.js';

/** What somebody wants to append, checked and copied, so that its giver cannot change it while it waits. */
export interface Addition {
  readonly caseId: string;
  readonly expectedLength: number;
  readonly events: readonly CaseEvent[];
  readonly deliveries: readonly Delivery[];
}

/**
 * Checks what does not depend on the log. Throws, since only a bug of the caller gets here: a fact that the schema does
 * not know would make the stored case unreadable at the next start.
 */
export function addition(
  caseId: string,
  expectedLength: number,
  events: readonly CaseEvent[],
  deliveries: readonly Delivery[],
): Addition {
  if (!isCaseId(caseId)) throw new Error(`Not a case id: ${JSON.stringify(caseId).slice(0, 60)}`);
  if (events.length === 0) throw new Error(`Nothing to append to case ${caseId}`);
  for (const [number, event] of events.entries()) {
    if (!eventSchema.safeParse(event).success) throw new Error(`Fact ${number} (${event.type}) is not of the schema`);
    const opens = expectedLength === 0 && number === 0;
    if ((event.type === 'CaseOpened') !== opens) throw new Error(`CaseOpened must be the first fact of ${caseId}`);
    if (event.type === 'CaseOpened' && event.caseId !== caseId)
      throw new Error(`CaseOpened of ${event.caseId} appended to ${caseId}`);
  }
  return { caseId, expectedLength, events: frozenCopy(events), deliveries: frozenCopy(deliveries) };
}

/** True when the facts make a case open, so that no other case of the municipality may be open already. */
export function opensCase(added: Addition): boolean {
  return added.events.some((event) => event.type === 'CaseOpened' || event.type === 'CaseReopened');
}

/** The record with what was added, or why it may not be. `otherOpen` is another open case of the same municipality. */
export function grown(
  before: CaseRecord | undefined,
  added: Addition,
  otherOpen: string | undefined,
): { result: AppendResult; record?: CaseRecord } {
  if ((before?.events.length ?? 0) !== added.expectedLength) return { result: { kind: 'conflict' } };
  if (otherOpen !== undefined && opensCase(added)) return { result: { kind: 'openCase', caseId: otherOpen } };
  const told = stillTold(before?.deliveries ?? []);
  const keys = new Set(added.deliveries.map((one) => one.key));
  if (keys.size < added.deliveries.length || told.some((one) => keys.has(one.key)))
    throw new Error(`A delivery key came twice in case ${added.caseId}`);
  const deliveries = [...told, ...added.deliveries];
  const hashes = chained(before?.hashes.at(-1) ?? '', added.events).map((entry) => entry.hash);
  const record: CaseRecord = {
    events: Object.freeze([...(before?.events ?? []), ...added.events]),
    hashes: Object.freeze([...(before?.hashes ?? []), ...hashes]),
    deliveries: Object.freeze(deliveries),
    messages: before?.messages ?? Object.freeze({}),
  };
  return { result: { kind: 'appended' }, record: Object.freeze(record) };
}

/** True when the case is closed and its log is the one the tombstone tells of: a case that went on meanwhile is kept. */
export function removable({ events, hashes }: CaseRecord, stone: Tombstone): boolean {
  const status = replay(events)?.status;
  const closed = status === 'paid' || status === 'cancelled';
  return closed && hashes.length === stone.facts && hashes.at(-1) === stone.head;
}

/** The record after news of one delivery, or undefined when it has no such delivery. */
export function recorded(before: CaseRecord, key: string, patch: DeliveryPatch): CaseRecord | undefined {
  // What there is news of is mostly new itself.
  const at = before.deliveries.findLastIndex((one) => one.key === key);
  const known = before.deliveries[at];
  if (!known) return undefined;
  const { slots, adds = [], ...news } = frozenCopy(patch);
  const deliveries = [...before.deliveries];
  deliveries[at] = patched(known, news);
  deliveries.push(...adds.filter((added) => !deliveries.some((one) => one.key === added.key)));
  return Object.freeze({
    events: before.events,
    hashes: before.hashes,
    deliveries: Object.freeze(deliveries),
    messages: slots ? Object.freeze(messagesAfter(before.messages, slots)) : before.messages,
  });
}

/** Fields that the news does not name stay; only an old reason goes when the message arrived or became pointless. */
function patched(before: Delivery, news: Omit<DeliveryPatch, 'slots' | 'adds'>): Delivery {
  const { why, ...rest } = before;
  const settled = news.state === 'sent' || news.state === 'superseded';
  return Object.freeze({ ...rest, ...(why !== undefined && !settled && { why }), ...news });
}

/**
 * Ended deliveries kept for whoever looks after a fault; more would only make every write of the case longer. The old
 * ones go ten at a time, so that not every append sorts them.
 */
const ENDED_KEPT = 30;
const ENDED_MOST = ENDED_KEPT + 10;

/**
 * The ledger without old endings: what is on its way stays, the newest endings, and the newest one of each kind for each
 * person: whether somebody was reached is told by the newest message to them, not by the newest edit.
 */
function stillTold(deliveries: readonly Delivery[]): readonly Delivery[] {
  if (deliveries.length <= ENDED_MOST) return deliveries;
  const ended = deliveries.filter((one) => !isUnfinished(one));
  if (ended.length <= ENDED_MOST) return deliveries;
  const newestFor = new Map(
    ended.flatMap((one) =>
      'to' in one.effect && one.state !== 'superseded'
        ? [[`${one.effect.kind} ${one.effect.to.id}`, one] as const]
        : [],
    ),
  );
  const kept = new Set([...ended.slice(-ENDED_KEPT), ...newestFor.values()]);
  return deliveries.filter((one) => isUnfinished(one) || kept.has(one));
}

function isUnfinished({ state }: Delivery): boolean {
  return state === 'pending' || state === 'claimed' || state === 'inFlight';
}

/** True while a delivery of the case is due or on its way. */
export function hasUnfinished(deliveries: readonly Delivery[]): boolean {
  return deliveries.findLast(isUnfinished) !== undefined;
}
