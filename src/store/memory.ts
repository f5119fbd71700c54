import type { CaseRecord, CaseStore, CaseStoreOptions, Directory } from '../delivery/ports.js';
import { appendTo, checkedAddition, isRemovable, opensIn, withPatch } from './append-rules.js';
import { CaseIndex } from './case-index.js';
import { StoreClosedError } from './errors.js';
import { deepFreeze, frozenCopy } from './frozen.js';
import { KnownPeople } from './known-people.js';

/** A case store that forgets everything at its end: for tests, and the model of what every other store must do. */
export function memoryCaseStore({ nextReminderOf }: CaseStoreOptions): CaseStore {
  const cases = new Map<string, CaseRecord>();
  const index = new CaseIndex(nextReminderOf);
  let closed = false;
  const mustBeOpen = (): void => {
    if (closed) throw new StoreClosedError();
  };
  const keep = (record: CaseRecord): void => {
    cases.set(record.case.id, deepFreeze(record));
    index.put(record);
  };
  return {
    async read(caseId) {
      mustBeOpen();
      return cases.get(caseId);
    },
    async append(caseId, expectedLength, events, deliveries) {
      mustBeOpen();
      const addition = checkedAddition(caseId, expectedLength, events, deliveries);
      if (index.tombstone(caseId)) return { kind: 'conflict' };
      const before = cases.get(caseId);
      const opening = opensIn(before, addition);
      const otherOpen = opening && index.openCase(opening.tenant, opening.municipality, caseId);
      const result = appendTo(before, addition, otherOpen);
      if (result.kind === 'appended') keep(result.record);
      return result;
    },
    async updateDelivery(caseId, key, patch) {
      mustBeOpen();
      const before = cases.get(caseId);
      const after = before && withPatch(before, key, patch);
      if (after) keep(after);
    },
    async openCase(tenant, municipality) {
      mustBeOpen();
      return index.openCase(tenant, municipality);
    },
    async casesOf(person) {
      mustBeOpen();
      return index.casesOf(person);
    },
    async list(tenant) {
      mustBeOpen();
      return index.list(tenant);
    },
    async due(at) {
      mustBeOpen();
      return index.due(at);
    },
    async unfinished() {
      mustBeOpen();
      return index.unfinished();
    },
    async remove(stone) {
      mustBeOpen();
      const record = cases.get(stone.id);
      if (!record || !isRemovable(record, stone)) return false;
      cases.delete(stone.id);
      index.bury(frozenCopy(stone));
      return true;
    },
    async tombstone(caseId) {
      mustBeOpen();
      return index.tombstone(caseId);
    },
    async tombstones() {
      mustBeOpen();
      return index.tombstones();
    },
    setAside: () => [],
    async check() {
      mustBeOpen();
    },
    async close() {
      closed = true;
    },
  };
}

/** A directory that forgets everything at its end. */
export function memoryDirectory(): Directory {
  const known = new KnownPeople();
  return {
    person: (tenant, id) => known.person(tenant, id),
    people: (tenant) => known.people(tenant),
    ownerOf: (conversationId) => known.ownerOf(conversationId),
    conversation: (id) => known.conversation(id),
    everybody: () => known.everybody(),
    conversations: () => known.conversations(),
    async meet(person) {
      known.meet(person);
    },
    async remember(reference) {
      known.remember(reference);
    },
    async forget(person) {
      known.forget(person);
    },
    async close() {},
  };
}
