import type { Person } from '../case/people.js';
import type { CaseStore, CaseStoreOptions, ConversationReference, Directory, KnownPerson } from '../delivery/ports.js';
import { deepFreeze } from './canonical-json.js';
import type { CaseContent } from './case-index.js';
import { type Change, IndexedCaseStore } from './indexed-case-store.js';
import { KnownDirectory } from './known-directory.js';

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
}

/** A directory that forgets everything at its end. */
export function memoryDirectory(): Directory {
  return new MemoryDirectory();
}

class MemoryDirectory extends KnownDirectory {
  async meet(person: KnownPerson): Promise<void> {
    this.learnPerson(person);
  }

  async remember(reference: ConversationReference): Promise<void> {
    this.learnConversation(reference);
  }

  async forget(person: Person): Promise<void> {
    this.unlearn(person);
  }
}
