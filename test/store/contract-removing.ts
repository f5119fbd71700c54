import { describe, expect, onTestFinished, test } from 'vitest';
import type { Tombstone } from '../../src/case/case.js';
import type { CaseStore } from '../../src/delivery/ports.js';
import type { Ground } from './contract-lifetime.js';
import { AT, anna, cancelled, due, named, opened, reopened, storeOptions, TENANT } from './sample.js';

const ID = '0630-aaaa';

/** The tombstone of the sample case as it stands now. */
async function stoneOf(store: CaseStore, changes: Partial<Tombstone> = {}): Promise<Tombstone> {
  const hashes = (await store.read(ID))?.hashes ?? [];
  return {
    ...{ id: ID, tenant: TENANT, municipality: '0630', ended: 'cancelled', closed: '2026-05-04' },
    ...{ facts: hashes.length, head: hashes.at(-1) ?? '', removed: AT },
    ...changes,
  };
}

/** How a closed case is removed for good: part of the contract of every case store. */
export function removingContract(name: string, make: () => Promise<Ground>): void {
  /** A store with a cancelled case that has something to deliver, and an open case. */
  const withClosed = async (): Promise<{ store: CaseStore; ground: Ground }> => {
    const ground = await make();
    const store = await ground.open(storeOptions);
    onTestFinished(() => store.close());
    await store.append(ID, 0, [opened(ID), cancelled], [due('1.0')]);
    await store.append('0101-bbbb', 0, [opened('0101-bbbb')], []);
    return { store, ground };
  };

  describe(`${name}: removing`, () => {
    test('given a closed case, when it is removed, then only its tombstone is left, also after a restart', async () => {
      const { store, ground } = await withClosed();
      const stone = await stoneOf(store);
      expect(await store.remove(stone)).toBe(true);
      const gone = async (now: CaseStore) => {
        expect(await now.read(ID)).toBeUndefined();
        expect((await now.list()).map((entry) => entry.id)).toEqual(['0101-bbbb']);
        expect((await now.casesOf(anna)).map((entry) => entry.id)).toEqual(['0101-bbbb']);
        expect(await now.unfinished()).toEqual([]);
        expect(await now.tombstone(ID)).toEqual(stone);
        expect(await now.tombstones()).toEqual([stone]);
        expect(now.setAside()).toEqual([]);
      };
      await gone(store);
      if (!ground.persistent) return;
      await store.close();
      const again = await ground.open(storeOptions);
      onTestFinished(() => again.close());
      await gone(again);
    });

    test('given a removed case, then its id is never used again and nothing is recorded of it', async () => {
      const { store } = await withClosed();
      await store.remove(await stoneOf(store));
      expect(await store.append(ID, 0, [opened(ID)], [])).toEqual({ kind: 'conflict' });
      expect(await store.append(ID, 2, [reopened], [])).toEqual({ kind: 'conflict' });
      await store.updateDelivery(ID, '1.0', { state: 'sent', at: AT });
      expect(await store.read(ID)).toBeUndefined();
      expect(await store.unfinished()).toEqual([]);
      expect(await store.append('0630-cccc', 0, [opened('0630-cccc')], [])).toMatchObject({ kind: 'appended' });
    });

    test('given an open case, or a log that went on or is another, when it is to be removed, then it is kept', async () => {
      const { store } = await withClosed();
      const stale = await stoneOf(store);
      for (const wrong of [{ head: 'f'.repeat(64) }, { facts: 3 }, { id: '0630-none' }])
        expect(await store.remove({ ...stale, ...wrong })).toBe(false);
      await store.append(ID, 2, [reopened], []);
      expect(await store.remove(stale)).toBe(false);
      expect(await store.remove(await stoneOf(store))).toBe(false);
      expect((await store.read(ID))?.events).toHaveLength(3);
      expect(await store.tombstone(ID)).toBeUndefined();
      expect(await store.tombstones()).toEqual([]);
    });

    test('given a removal and a reopening at once, then one of them wins and the other is told', async () => {
      const { store } = await withClosed();
      const stone = await stoneOf(store);
      const [removed, result] = await Promise.all([store.remove(stone), store.append(ID, 2, [reopened], [])]);
      expect(result.kind).toBe(removed ? 'conflict' : 'appended');
      expect((await store.read(ID))?.events.length).toBe(removed ? undefined : 3);
      expect(await store.remove(stone)).toBe(false);
    });

    test('given a closed case, then the list says since when, and an open one says nothing', async () => {
      const { store } = await withClosed();
      await store.append('0101-bbbb', 1, [named], []);
      const closed = Object.fromEntries((await store.list()).map((entry) => [entry.id, entry.closed]));
      expect(closed).toEqual({ [ID]: AT, '0101-bbbb': undefined });
    });
  });
}
