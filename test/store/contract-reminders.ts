import { describe, expect, onTestFinished, test } from 'vitest';
import type { CaseEvent } from '../../src/case/events.js';
import type { CaseStore } from '../../src/delivery/ports.js';
import type { Ground } from './contract-lifetime.js';
import { AT, anna, cancelled, due, named, opened, reopened, storeOptions, TENANT } from './sample.js';

const moved = (goLive: string): CaseEvent => ({
  type: 'GoLiveMoved',
  at: AT,
  by: anna,
  goLive,
  taskStart: '2026-06-01',
  taskEnd: '2026-07-31',
});
const at = (day: string): string => `${day}T06:00:00.000Z`;

/** How cases with a reminder due are found: part of the contract of every case store. */
export function remindersContract(name: string, fresh: () => Promise<CaseStore>, make: () => Promise<Ground>): void {
  /** Three cases: 0147 goes live first, the others on the same day. */
  const filled = async (store: CaseStore): Promise<CaseStore> => {
    for (const [id, goLive] of [
      ['0630-aaaa', '2026-09-01'],
      ['0101-bbbb', '2026-09-01'],
      ['0147-cccc', '2026-08-01'],
    ] as const)
      await store.append(id, 0, [opened(id, { goLive })], [due('1.0')]);
    return store;
  };
  const idsAt = async (store: CaseStore, day: string) => (await store.due(at(day))).map(({ caseId }) => caseId);

  describe(`${name}: reminders`, () => {
    test('given cases, then those are due whose moment has come, the earliest first, then by rank, and asking takes none', async () => {
      const store = await filled(await fresh());
      expect(await store.due('2026-08-01T05:59:59.999Z')).toEqual([]);
      expect(await store.due(at('2026-08-01'))).toEqual([
        { caseId: '0147-cccc', tenant: TENANT, at: at('2026-08-01'), rank: '0147' },
      ]);
      for (let times = 0; times < 2; times++)
        expect(await idsAt(store, '2026-09-02')).toEqual(['0147-cccc', '0101-bbbb', '0630-aaaa']);
    });

    test('given a fact that moves the reminder, then the new moment counts; a delivery that is sent changes nothing', async () => {
      const store = await filled(await fresh());
      await store.append('0147-cccc', 1, [moved('2026-12-01')], []);
      await store.append('0101-bbbb', 1, [named], []);
      await store.updateDelivery('0101-bbbb', '1.0', { state: 'sent', at: AT });
      expect(await idsAt(store, '2026-09-01')).toEqual(['0101-bbbb', '0630-aaaa']);
      await store.append('0147-cccc', 2, [moved('2026-07-01')], []);
      expect(await idsAt(store, '2026-07-01')).toEqual(['0147-cccc']);
    });

    test('given a closed case, then nothing is due in it until it is reopened', async () => {
      const store = await filled(await fresh());
      await store.append('0147-cccc', 1, [cancelled], []);
      expect(await idsAt(store, '2026-08-01')).toEqual([]);
      await store.append('0147-cccc', 2, [reopened], []);
      expect(await idsAt(store, '2026-08-01')).toEqual(['0147-cccc']);
    });

    test('given a persistent store that is opened again, then the same cases are due', async () => {
      const ground = await make();
      const store = await filled(await ground.open(storeOptions));
      await store.append('0147-cccc', 1, [moved('2026-09-01')], []);
      const before = await store.due(at('2026-09-01'));
      expect(before).toHaveLength(3);
      await store.close();
      if (!ground.persistent) return;
      const again = await ground.open(storeOptions);
      onTestFinished(() => again.close());
      expect(await again.due(at('2026-09-01'))).toEqual(before);
    });
  });
}
