import type { Tombstone } from '../case/case.js';
import type { CaseRecord, CaseStore, Delivery, Directory, MessageReference } from '../delivery/ports.js';
import type { Acquaintances } from './acquaintances.js';
import { canonicalJson } from './canonical.js';
import { hasUnfinished } from './case-rules.js';
import { verifyChain } from './chain.js';

/** A store and a directory that can be read from end to end. */
export interface Keeping {
  readonly store: CaseStore & { bury(stone: Tombstone): Promise<void> };
  readonly directory: Directory & { readonly known: Acquaintances };
}

/** What a move did. Repeated, it finds everything there. */
export interface Moved {
  /** Cases written now, and those that were there already, as they should be. */
  readonly written: number;
  readonly same: number;
  /** Tombstones of removed cases. */
  readonly removed: number;
  readonly people: number;
  readonly conversations: number;
  /** Cases that could not be moved, with the reason for operators. */
  readonly left: readonly { readonly caseId: string; readonly reason: string }[];
}

/**
 * Copies every case with its ledger and messages, and everybody the bot has met, into another store. What is there
 * already and is the beginning of the same log is continued; what is another log is left as it is, and told. Each case
 * is read back from the other side, and both hash chains are worked out anew.
 */
export async function move(from: Keeping, to: Keeping): Promise<Moved> {
  let [written, same] = [0, 0];
  const left: { caseId: string; reason: string }[] = from.store
    .setAside()
    .map(({ file, reason }) => ({ caseId: file, reason }));
  for (const { id } of await from.store.list()) {
    try {
      const changed = await moveCase(id, from.store, to.store);
      if (changed) written += 1;
      else same += 1;
    } catch (error) {
      left.push({ caseId: id, reason: error instanceof Error ? error.message : 'unknown' });
    }
  }
  const stones = await from.store.tombstones();
  for (const stone of stones) {
    await to.store.bury(stone);
    const stands = await to.store.tombstone(stone.id);
    if (canonicalJson(stands) !== canonicalJson(stone))
      left.push({ caseId: stone.id, reason: 'it was removed here and is there on the other side' });
  }
  const people = from.directory.known.everybody();
  const conversations = from.directory.known.everywhere();
  for (const one of people) await to.directory.meet(one);
  for (const one of conversations) await to.directory.remember(one);
  return { written, same, left, removed: stones.length, people: people.length, conversations: conversations.length };
}

/** Copies one case; true when something had to be written. */
async function moveCase(caseId: string, from: CaseStore, to: CaseStore): Promise<boolean> {
  const source = await from.read(caseId);
  if (!source) throw new Error('it is gone');
  proven(source, 'here');
  let target = await to.read(caseId);
  const there = target?.events.length ?? 0;
  if ((target?.hashes.at(-1) ?? '') !== (source.hashes[there - 1] ?? ''))
    throw new Error('there is another log of this id on the other side');
  const known = new Set(target?.deliveries.map((one) => one.key));
  let changed = false;
  if (there < source.events.length) {
    const news = source.deliveries.filter((one) => !known.has(one.key));
    const { kind } = await to.append(caseId, there, source.events.slice(there), news);
    if (kind !== 'appended') throw new Error(`the other side would not take it (${kind})`);
    target = await to.read(caseId);
    changed = true;
  }
  for (const delivery of source.deliveries) {
    const stands = target?.deliveries.find((one) => one.key === delivery.key);
    if (stands && canonicalJson(stands) === canonicalJson(delivery)) continue;
    await to.updateDelivery(caseId, delivery.key, { ...stateOf(delivery), slots: {} });
    changed = true;
  }
  const slots = slotsOf(source, target);
  const [any] = source.deliveries;
  if (any && Object.keys(slots).length > 0) {
    await to.updateDelivery(caseId, any.key, { ...stateOf(any), slots });
    changed = true;
  }
  const after = await to.read(caseId);
  if (!after) throw new Error('it cannot be found on the other side');
  proven(after, 'on the other side');
  if (canonicalJson(after.hashes) !== canonicalJson(source.hashes)) throw new Error('the logs differ afterwards');
  if (!tellsAll(after, source)) throw new Error('the ledgers differ afterwards');
  return changed;
}

function stateOf({ state, at, attempts, notBefore, why, message }: Delivery) {
  return { state, at, attempts, notBefore, ...(why && { why }), ...(message && { message }) };
}

/** What has to be said so that the messages of the target are those of the source. */
function slotsOf(source: CaseRecord, target: CaseRecord | undefined): Record<string, MessageReference | null> {
  const slots: Record<string, MessageReference | null> = {};
  for (const slot of Object.keys(target?.messages ?? {})) if (!source.messages[slot]) slots[slot] = null;
  for (const [slot, place] of Object.entries(source.messages))
    if (canonicalJson(target?.messages[slot]) !== canonicalJson(place)) slots[slot] = place;
  return slots;
}

/** True when the target has every delivery and message of the source; endings it kept longer do no harm. */
function tellsAll(target: CaseRecord, source: CaseRecord): boolean {
  const known = new Map(source.deliveries.map((one) => [one.key, canonicalJson(one)]));
  const same = target.deliveries.filter((one) => known.get(one.key) === canonicalJson(one));
  const strange = target.deliveries.filter((one) => !known.has(one.key));
  return (
    same.length === known.size &&
    !hasUnfinished(strange) &&
    canonicalJson(target.messages) === canonicalJson(source.messages)
  );
}

/** @throws when the hashes are not those of the facts. */
function proven({ events, hashes }: CaseRecord, where: string): void {
  const broken = verifyChain(events.map((event, at) => ({ event, hash: hashes[at] ?? '' })));
  if (broken !== undefined) throw new Error(`the hash chain is broken ${where} at fact ${broken}`);
}
