import { describe, expect, onTestFinished, test } from 'vitest';
import type { CaseStore, CaseStoreOptions } from '../../src/delivery/ports.js';
import { AT, accepted, bo, cancelled, due, named, opened, storeOptions, TENANT } from './sample.js';

/** What cases are kept in. If it is persistent, a store may be opened again once the one before it was closed. */
export interface Ground {
  readonly persistent: boolean;
  open(options: CaseStoreOptions): Promise<CaseStore>;
}

/** How a store begins and ends: part of the contract of every case store. */
export function lifetimeContract(name: string, make: () => Promise<Ground>): void {
  describe(`${name}: its life`, () => {
    test('given an open store, then it can take writes; given a closed one, then it says no', async () => {
      const ground = await make();
      const store = await ground.open(storeOptions);
      await store.check();
      await Promise.all([store.check(), store.check()]);
      await store.close();
      await store.close();
      await expect(store.check()).rejects.toThrow('closed');
      await expect(store.append('0630-aaaa', 0, [opened('0630-aaaa')], [])).rejects.toThrow('closed');
      await expect(store.read('0630-aaaa')).rejects.toThrow('closed');
    });

    test('given writes under way, when a persistent store is closed and opened again, then everything is as it was', async () => {
      const ground = await make();
      const store = await ground.open(storeOptions);
      const message = { conversationId: 'c', activityId: 'a' };
      await store.append('0630-aaaa', 0, [opened('0630-aaaa'), named], [due('1.0'), due('2.0')]);
      await store.append('0101-bbbb', 0, [opened('0101-bbbb'), cancelled], [due('1.0', { state: 'sent' })]);
      await store.updateDelivery('0630-aaaa', '1.0', {
        state: 'sent',
        at: AT,
        message,
        slots: { caseCard: message },
      });
      const before = await snapshot(store);
      const last = store.append('0147-cccc', 0, [opened('0147-cccc')], []);
      await store.close();
      expect(await last).toMatchObject({ kind: 'appended' });
      if (!ground.persistent) return;
      const again = await ground.open(storeOptions);
      onTestFinished(() => again.close());
      expect((await again.read('0147-cccc'))?.events).toEqual([opened('0147-cccc')]);
      await again.append('0147-cccc', 1, [cancelled], []);
      const after = await snapshot(again);
      expect(after).toEqual({ ...before, list: after.list });
      expect(after.due).toHaveLength(1);
      expect(after.list).toHaveLength(3);
      expect(await again.append('0630-aaaa', 2, [accepted], [])).toMatchObject({ kind: 'appended' });
      expect(await again.append('0630-dddd', 0, [opened('0630-dddd')], [])).toEqual({
        kind: 'openCase',
        caseId: '0630-aaaa',
      });
    });
  });
}

async function snapshot(store: CaseStore) {
  return {
    records: [await store.read('0630-aaaa'), await store.read('0101-bbbb')],
    list: await store.list(),
    bo: await store.casesOf(bo),
    open: [await store.openCase(TENANT, '0630'), await store.openCase(TENANT, '0101')],
    unfinished: await store.unfinished(),
    due: await store.due('2099-01-01T00:00:00.000Z'),
  };
}
