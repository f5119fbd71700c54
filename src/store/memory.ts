import type { Case } from '../case/case.js';
import type { CaseRecord, CaseStore, Directory } from '../delivery/ports.js';
import { Acquaintances } from './acquaintances.js';
import { CaseIndex } from './case-index.js';
import { addition, grown, recorded, removable } from './append-rules.js';
import { StoreClosedError } from './errors.js';
import { frozenCopy } from './frozen.js';

/** A case store that forgets everything at its end: for tests, and as the model of what every other store must do. */
export function memoryCaseStore(): CaseStore {
  const cases = new Map<string, CaseRecord>();
  const index = new CaseIndex();
  let closed = false;
  const open = (): void => {
    if (closed) throw new StoreClosedError();
  };
  /** The cases as they were last folded: a log only ever grows here, so only what is new is folded. */
  const folded = new Map<string, Case>();
  const keep = (caseId: string, record: CaseRecord): void => {
    const theCase = index.put(caseId, record, folded.get(caseId));
    if (theCase) folded.set(caseId, theCase);
    cases.set(caseId, record);
  };
  return {
    async read(caseId) {
      open();
      return cases.get(caseId);
    },
    async append(caseId, expectedLength, events, deliveries) {
      open();
      const added = addition(caseId, expectedLength, events, deliveries);
      if (index.tombstone(caseId)) return { kind: 'conflict' };
      const [first] = cases.get(caseId)?.events ?? added.events;
      const other = first?.type === 'CaseOpened' && index.openCase(first.tenant, first.municipality, caseId);
      const { result, record } = grown(cases.get(caseId), added, other || undefined);
      if (record) keep(caseId, record);
      return result;
    },
    async openCase(tenant, municipality) {
      open();
      return index.openCase(tenant, municipality);
    },
    async casesOf(person) {
      open();
      return index.casesOf(person);
    },
    async list(tenant) {
      open();
      return index.list(tenant);
    },
    async updateDelivery(caseId, key, patch) {
      open();
      const before = cases.get(caseId);
      const after = before && recorded(before, key, patch);
      if (after) keep(caseId, after);
    },
    async remove(stone) {
      open();
      const record = cases.get(stone.id);
      if (!record || !removable(record, stone)) return false;
      cases.delete(stone.id);
      folded.delete(stone.id);
      index.bury(frozenCopy(stone));
      return true;
    },
    async tombstone(caseId) {
      open();
      return index.tombstone(caseId);
    },
    async tombstones() {
      open();
      return index.tombstones();
    },
    async unfinished() {
      open();
      return index.undelivered();
    },
    setAside: () => [],
    async check() {
      open();
    },
    async close() {
      closed = true;
    },
  };
}

/** A directory that forgets everything at its end. */
export function memoryDirectory(): Directory {
  const known = new Acquaintances();
  return {
    person: (tenant, id) => known.person(tenant, id),
    people: (tenant) => known.people(tenant),
    ownerOf: (conversationId) => known.ownerOf(conversationId),
    conversation: (id) => known.conversation(id),
    async meet(acquaintance) {
      known.meet(acquaintance);
    },
    async remember(address) {
      known.remember(address);
    },
    everybody: () => known.everybody(),
    async forget(person) {
      known.forget(person);
    },
    async close() {},
  };
}
