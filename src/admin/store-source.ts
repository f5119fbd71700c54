import { type CaseRecord, CaseSetAsideError, type CaseStore } from '../delivery/ports.js';
import { verifyChain } from '../store/event-chain.js';
import type { CaseSource, Found } from './case-source.js';

/** What the reading commands take of a case store; none of it writes. */
type ReadableStore = Pick<CaseStore, 'read' | 'list' | 'tombstone' | 'tombstones' | 'setAside'>;

/** The cases of any store that may be read beside a running bot, as a database. The hashes are worked out anew. */
export function storeSource(store: ReadableStore): CaseSource {
  const find = async (id: string): Promise<Found | undefined> => {
    try {
      const record = await store.read(id);
      if (record) return judged(id, record);
    } catch (error) {
      if (!(error instanceof CaseSetAsideError)) throw error;
      const { fact, reason } = error;
      return { kind: 'aside', id, reason, ...(fact !== undefined && { entry: fact + 1 }) };
    }
    const stone = await store.tombstone(id);
    return stone && { kind: 'removed', id, stone };
  };
  return {
    find,
    async *all() {
      const ids = [...(await store.list()), ...(await store.tombstones())].map(({ id }) => id);
      for (const id of ids.sort()) {
        const found = await find(id);
        if (found) yield found;
      }
      for (const { file, reason } of store.setAside()) yield { kind: 'aside', id: file, reason };
    },
  };
}

function judged(id: string, record: CaseRecord): Found {
  const { case: theCase, events, hashes } = record;
  const broken = verifyChain(events.map((event, at) => ({ event, hash: hashes[at] ?? '' })));
  if (broken !== undefined) {
    const reason = 'it was changed, removed, added or moved after it was written';
    return { kind: 'aside', id, reason, entry: broken + 1 };
  }
  if (theCase.id !== id) return { kind: 'aside', id, reason: 'the facts tell of another case' };
  return { kind: 'case', id, case: theCase, record };
}
