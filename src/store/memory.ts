import type { CaseStore, CaseStoreOptions, Directory } from '../delivery/ports.js';
import type { CaseContent } from './case-index.js';
import { deepFreeze } from './frozen.js';
import { type Change, IndexedCaseStore } from './indexed-case-store.js';
import { KnownPeople } from './known-people.js';

/** A case store that forgets everything at its end: for tests, and the model of what every other store must do. */
export function memoryCaseStore(options: CaseStoreOptions): CaseStore {
  return new MemoryCaseStore(options);
}

class MemoryCaseStore extends IndexedCaseStore {
  private readonly contents = new Map<string, CaseContent>();

  readonly setAside = () => [];

  protected async checkWrites(): Promise<void> {}

  protected async find(caseId: string): Promise<CaseContent | undefined> {
    return this.contents.get(caseId);
  }

  protected async change<R>(caseId: string, decide: (before: CaseContent | undefined) => Change<R>): Promise<R> {
    const { answer, next } = decide(this.contents.get(caseId));
    if (next) {
      this.contents.set(caseId, deepFreeze(next));
      this.index.put(next);
    }
    return answer;
  }

  protected async end(): Promise<void> {}
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
