import type { Tombstone } from '../case/case.js';
import { type CaseEvent, eventSchema } from '../case/events.js';
import { evolve } from '../case/evolve.js';
import {
  type AppendResult,
  type CaseRecord,
  CaseSetAsideError,
  type Delivery,
  type DeliveryPatch,
  type MessageReference,
} from '../delivery/ports.js';
import { deepFreeze, frozenCopy } from './canonical-json.js';
import { chained, type Entry, verifyChain } from './event-chain.js';

/** Four-digit municipality code and a short suffix: safe in file names and addresses. */
const CASE_ID = /^[0-9]{4}-[a-z0-9]{4,12}$/;

export function isCaseId(text: string): boolean {
  return CASE_ID.test(text);
}

/** Events and deliveries to append, checked and copied, so that their giver cannot change them while they wait. */
export interface Addition {
  readonly caseId: string;
  readonly expectedLength: number;
  readonly events: readonly CaseEvent[];
  readonly deliveries: readonly Delivery[];
}

/**
 * Checks what does not depend on the log.
 * @throws Error for what only a bug of the caller can bring: an event that the schema does not know would make the
 * stored case unreadable at the next start.
 */
export function checkedAddition(
  caseId: string,
  expectedLength: number,
  events: readonly CaseEvent[],
  deliveries: readonly Delivery[],
): Addition {
  if (!isCaseId(caseId)) throw new Error(`Not a case id: ${JSON.stringify(caseId).slice(0, 60)}`);
  if (events.length === 0) throw new Error(`Nothing to append to case ${caseId}`);
  for (const [number, event] of events.entries()) {
    if (!eventSchema.safeParse(event).success) throw new Error(`Event ${number} (${event.type}) is not of the schema`);
    const opens = expectedLength === 0 && number === 0;
    if ((event.type === 'CaseOpened') !== opens) throw new Error(`CaseOpened must be the first event of ${caseId}`);
    if (event.type === 'CaseOpened' && event.caseId !== caseId)
      throw new Error(`CaseOpened of ${event.caseId} appended to ${caseId}`);
  }
  return { caseId, expectedLength, events: frozenCopy(events), deliveries: frozenCopy(deliveries) };
}

/** True when the events make a case open, so that no other case of the municipality may be open already. */
export function opensCase({ events }: Pick<Addition, 'events'>): boolean {
  return events.some((event) => event.type === 'CaseOpened' || event.type === 'CaseReopened');
}

/** The municipality in which the events make this case an open one; undefined when they open nothing. */
export function opensIn(
  before: CaseRecord | undefined,
  addition: Addition,
): Pick<CaseRecord['case'], 'tenant' | 'municipality'> | undefined {
  if (!opensCase(addition)) return undefined;
  const [first] = addition.events;
  return before?.case ?? (first?.type === 'CaseOpened' ? first : undefined);
}

/**
 * The record with what was added, or why it may not be. `otherOpen` is another open case of the municipality in which the
 * addition opens one.
 */
export function appendTo(
  before: CaseRecord | undefined,
  addition: Addition,
  otherOpen: string | undefined,
): AppendResult {
  if ((before?.events.length ?? 0) !== addition.expectedLength) return { kind: 'conflict' };
  if (otherOpen !== undefined) return { kind: 'openCase', caseId: otherOpen };
  const kept = withoutOldEndings(before?.deliveries ?? []);
  const keys = new Set(addition.deliveries.map((one) => one.key));
  if (keys.size < addition.deliveries.length || kept.some((one) => keys.has(one.key)))
    throw new Error(`A delivery key came twice in case ${addition.caseId}`);
  const hashes = chained(before?.hashes.at(-1) ?? '', addition.events).map((entry) => entry.hash);
  const theCase = addition.events.reduce<CaseRecord['case'] | undefined>(evolve, before?.case);
  if (!theCase) throw new Error(`Nothing to append to case ${addition.caseId}`);
  const record: CaseRecord = {
    case: theCase,
    events: [...(before?.events ?? []), ...addition.events],
    hashes: [...(before?.hashes ?? []), ...hashes],
    deliveries: [...kept, ...addition.deliveries],
    messages: before?.messages ?? {},
  };
  return { kind: 'appended', record };
}

/**
 * The record that was stored of a case. Its facts are kept as they are, with fields that a newer program may have added:
 * the hashes cover those too.
 * @throws CaseSetAsideError unless all facts are known, none is another one than was written, and the log opens this case,
 * once and first.
 */
export function recordOf(
  caseId: string,
  entries: readonly Entry[],
  { deliveries, messages }: Pick<CaseRecord, 'deliveries' | 'messages'>,
): CaseRecord {
  for (const [position, { event }] of entries.entries())
    if (!eventSchema.safeParse(event).success)
      throw new CaseSetAsideError(caseId, `fact ${position + 1} is none that this program knows`);
  const broken = verifyChain(entries);
  if (broken !== undefined)
    throw new CaseSetAsideError(caseId, `the hash chain is broken at fact ${broken + 1}`, broken);
  const events = entries.map(({ event }) => event);
  const [first, ...later] = events;
  if (first?.type !== 'CaseOpened' || first.caseId !== caseId || later.some(({ type }) => type === 'CaseOpened'))
    throw new CaseSetAsideError(caseId, 'the facts do not begin with the opening of this case');
  const theCase = later.reduce(evolve, evolve(undefined, first));
  return deepFreeze({ case: theCase, events, hashes: entries.map(({ hash }) => hash), deliveries, messages });
}

/** True when the case is closed and its log is the one the tombstone tells of: a case that went on meanwhile is kept. */
export function isRemovable({ case: theCase, hashes }: CaseRecord, stone: Tombstone): boolean {
  return theCase.status !== 'open' && hashes.length === stone.facts && hashes.at(-1) === stone.head;
}

/** The record after a change to one delivery, or undefined when it has no such delivery. */
export function withPatch(before: CaseRecord, key: string, patch: DeliveryPatch): CaseRecord | undefined {
  const at = before.deliveries.findLastIndex((one) => one.key === key);
  const known = before.deliveries[at];
  if (!known) return undefined;
  const { slots, adds = [], ...changes } = frozenCopy(patch);
  const deliveries = [...before.deliveries];
  deliveries[at] = patched(known, changes);
  deliveries.push(...adds.filter((added) => !deliveries.some((one) => one.key === added.key)));
  return { ...before, deliveries, messages: slots ? withSlots(before.messages, slots) : before.messages };
}

/** The live messages after a change; null empties a slot. */
function withSlots(
  before: CaseRecord['messages'],
  slots: Readonly<Record<string, MessageReference | null>>,
): CaseRecord['messages'] {
  const messages = Object.entries({ ...before, ...slots });
  return Object.fromEntries(messages.filter((entry): entry is [string, MessageReference] => entry[1] !== null));
}

/** Fields that the patch does not name stay; an old reason goes when the message arrived or became pointless. */
function patched(before: Delivery, patch: Omit<DeliveryPatch, 'slots' | 'adds'>): Delivery {
  const { why, ...rest } = before;
  const settled = patch.state === 'sent' || patch.state === 'superseded';
  return { ...rest, ...(why !== undefined && !settled && { why }), ...patch };
}

/**
 * Ended deliveries kept for an operator who looks into a fault; more would only make every write of the case longer. The
 * oldest are dropped ten at a time.
 */
const ENDED_KEPT = 30;
const ENDED_MOST = ENDED_KEPT + 10;

/**
 * The outbox without old endings. What is under way stays, and the newest ending of each kind for each person: it tells
 * whether a person was reached.
 */
function withoutOldEndings(deliveries: readonly Delivery[]): readonly Delivery[] {
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
  return state === 'pending' || state === 'inFlight';
}

/** True while a delivery of the case is pending or in flight. */
export function hasUnfinished(deliveries: readonly Delivery[]): boolean {
  return deliveries.some(isUnfinished);
}
