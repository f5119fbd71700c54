import type { Tombstone } from '../case/case.js';
import type { CaseRecord, CaseStore, Delivery, DeliveryPatch, Directory, MessageReference } from '../delivery/ports.js';
import { hasUnfinished } from './append-rules.js';
import { canonicalJson } from './canonical-json.js';
import { verifyChain } from './event-chain.js';

/** A store and a directory that can be copied from and to. */
export interface Copyable {
  readonly store: CaseStore & { bury(stone: Tombstone): Promise<void> };
  readonly directory: Directory;
}

/** What was copied. Done again, everything is the same already. */
export interface Copied {
  /** Cases written now, and those that were there already, as they should be. */
  readonly written: number;
  readonly same: number;
  /** Tombstones of removed cases. */
  readonly removed: number;
  readonly people: number;
  readonly conversations: number;
  /** Cases that could not be copied, with the reason for operators. */
  readonly left: readonly { readonly caseId: string; readonly reason: string }[];
}

/**
 * Copies every case with its outbox and messages, all tombstones, people and conversations into another store. A log that
 * is there already and is the beginning of the same log is continued; another one is left as it is, and told. Each case
 * is read back from the other side, and both hash chains are worked out anew.
 */
export async function copyStore(from: Copyable, to: Copyable): Promise<Copied> {
  let [written, same] = [0, 0];
  const left = from.store.setAside().map(({ file, reason }) => ({ caseId: file, reason }));
  for (const { id } of await from.store.list()) {
    try {
      if (await copyCase(id, from.store, to.store)) written += 1;
      else same += 1;
    } catch (error) {
      left.push({ caseId: id, reason: error instanceof Error ? error.message : 'unknown' });
    }
  }
  const stones = await from.store.tombstones();
  for (const stone of stones) {
    await to.store.bury(stone);
    if (!isSame(await to.store.tombstone(stone.id), stone))
      left.push({ caseId: stone.id, reason: 'it was removed here and is there on the other side' });
  }
  const people = from.directory.everybody();
  const conversations = from.directory.conversations();
  for (const person of people) await to.directory.meet(person);
  for (const reference of conversations) await to.directory.remember(reference);
  return { written, same, left, removed: stones.length, people: people.length, conversations: conversations.length };
}

/** Copies one case; true when something had to be written. */
async function copyCase(caseId: string, from: CaseStore, to: CaseStore): Promise<boolean> {
  const source = await from.read(caseId);
  if (!source) throw new Error('it is gone');
  checkChain(source, 'here');
  const there = await to.read(caseId);
  const length = there?.events.length ?? 0;
  if ((there?.hashes.at(-1) ?? '') !== (source.hashes[length - 1] ?? ''))
    throw new Error('there is another log of this id on the other side');
  const appended = await appendRest(source, there, to);
  const updated = await updateDeliveries(source, appended ?? there, to);
  const after = await to.read(caseId);
  if (!after) throw new Error('it cannot be found on the other side');
  checkChain(after, 'on the other side');
  if (!isSame(after.hashes, source.hashes)) throw new Error('the logs differ afterwards');
  if (!holdsOutboxOf(after, source)) throw new Error('the outboxes differ afterwards');
  return appended !== undefined || updated;
}

/** Appends the facts that the other side lacks, with their deliveries; undefined when it lacks none. */
async function appendRest(
  source: CaseRecord,
  there: CaseRecord | undefined,
  to: CaseStore,
): Promise<CaseRecord | undefined> {
  const length = there?.events.length ?? 0;
  if (length === source.events.length) return undefined;
  const known = new Set(there?.deliveries.map(({ key }) => key));
  const deliveries = source.deliveries.filter(({ key }) => !known.has(key));
  const result = await to.append(source.case.id, length, source.events.slice(length), deliveries);
  if (result.kind !== 'appended') throw new Error(`the other side would not take it (${result.kind})`);
  return result.record;
}

/** Brings deliveries and messages to what the source says; true when something had to be written. */
async function updateDeliveries(source: CaseRecord, there: CaseRecord | undefined, to: CaseStore): Promise<boolean> {
  const known = new Map(there?.deliveries.map((one) => [one.key, one]));
  const patches = source.deliveries
    .filter((one) => !isSame(known.get(one.key), one))
    .map((one) => ({ key: one.key, patch: patchTo(one) }));
  const [first] = source.deliveries;
  const slots = slotsTo(source, there);
  if (first && Object.keys(slots).length > 0) patches.push({ key: first.key, patch: { ...patchTo(first), slots } });
  for (const { key, patch } of patches) await to.updateDelivery(source.case.id, key, patch);
  return patches.length > 0;
}

/** Everything that may change of a delivery. */
function patchTo({ key: _key, effect: _effect, replaces: _replaces, ...patch }: Delivery): DeliveryPatch {
  return patch;
}

/** The changes that make the messages of the target those of the source. */
function slotsTo(source: CaseRecord, target: CaseRecord | undefined): Record<string, MessageReference | null> {
  const slots: Record<string, MessageReference | null> = {};
  for (const slot of Object.keys(target?.messages ?? {})) if (!source.messages[slot]) slots[slot] = null;
  for (const [slot, message] of Object.entries(source.messages))
    if (!isSame(target?.messages[slot], message)) slots[slot] = message;
  return slots;
}

/** True when the target has every delivery and message of the source; endings it kept longer do no harm. */
function holdsOutboxOf(target: CaseRecord, source: CaseRecord): boolean {
  const known = new Map(target.deliveries.map((one) => [one.key, one]));
  const keys = new Set(source.deliveries.map(({ key }) => key));
  const others = target.deliveries.filter(({ key }) => !keys.has(key));
  return (
    source.deliveries.every((one) => isSame(known.get(one.key), one)) &&
    !hasUnfinished(others) &&
    isSame(target.messages, source.messages)
  );
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one) === canonicalJson(other);
}

/** @throws Error when the hashes are not those of the facts. */
function checkChain({ events, hashes }: CaseRecord, where: string): void {
  const broken = verifyChain(events.map((event, at) => ({ event, hash: hashes[at] ?? '' })));
  if (broken !== undefined) throw new Error(`the hash chain is broken ${where} at fact ${broken}`);
}
