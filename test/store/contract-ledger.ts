import { describe, expect, test } from 'vitest';
import type { CaseStore } from '../../src/delivery/ports.js';
import { AT, due, named, opened } from './sample.js';

/** How deliveries are kept: part of the contract of every case store. */
export function ledgerContract(
  name: string,
  fresh: () => Promise<CaseStore>,
  withCase: () => Promise<CaseStore>,
): void {
  describe(`${name}: the delivery ledger`, () => {
    test('given a due delivery, when it is recorded, then state, place and slots change in one go', async () => {
      const store = await withCase();
      const place = { conversationId: 'c', activityId: 'a' };
      await store.record('0630-aaaa', '1.0', {
        state: 'due',
        at: AT,
        attempts: 1,
        notBefore: '2026-05-05',
        why: 'outage',
      });
      expect((await store.read('0630-aaaa'))?.deliveries).toEqual([
        due('1.0', { attempts: 1, notBefore: '2026-05-05', why: 'outage' }),
      ]);
      const slots = { home: place, 'desk:x': place };
      await store.record('0630-aaaa', '1.0', { state: 'sent', at: '2026-05-06', attempts: 2, place, slots });
      const record = await store.read('0630-aaaa');
      expect(record?.places).toEqual(slots);
      expect(record?.deliveries).toEqual([
        due('1.0', { state: 'sent', at: '2026-05-06', attempts: 2, notBefore: '2026-05-05', place }),
      ]);
    });

    test('given slots, when null is recorded for one, then that one goes and the other stays', async () => {
      const store = await withCase();
      const place = { conversationId: 'c', activityId: 'a' };
      await store.record('0630-aaaa', '1.0', { state: 'sent', at: AT, slots: { home: place, 'desk:x': place } });
      await store.record('0630-aaaa', '1.0', { state: 'sent', at: AT, slots: { 'desk:x': null, 'desk:y': null } });
      expect((await store.read('0630-aaaa'))?.places).toEqual({ home: place });
    });

    test('given what follows from a failure, when it is recorded twice, then both are there and the second is added once', async () => {
      const store = await withCase();
      const adds = [due('1.0.mention')];
      await store.record('0630-aaaa', '1.0', { state: 'undelivered', why: 'blocked', at: AT, adds });
      await store.record('0630-aaaa', '1.0.mention', { state: 'sent', at: AT });
      expect(await store.undelivered()).toEqual([]);
      await store.record('0630-aaaa', '1.0', { state: 'undelivered', why: 'blocked', at: AT, adds });
      expect((await store.read('0630-aaaa'))?.deliveries).toEqual([
        due('1.0', { state: 'undelivered', why: 'blocked' }),
        due('1.0.mention', { state: 'sent' }),
      ]);
      await store.record('0630-aaaa', '1.0', { state: 'undelivered', at: AT, adds: [due('1.0.card')] });
      expect(await store.undelivered()).toEqual(['0630-aaaa']);
    });

    test('given an unknown key or case, when it is recorded, then nothing changes', async () => {
      const store = await withCase();
      const before = await store.read('0630-aaaa');
      const slots = { home: { conversationId: 'c', activityId: 'a' } };
      for (const id of ['0630-aaaa', '0630-bbbb', '../x'])
        await store.record(id, '9.9', { state: 'sent', at: AT, slots });
      expect(await store.read('0630-aaaa')).toEqual(before);
      expect(await store.read('0630-bbbb')).toBeUndefined();
    });

    test.each(['due', 'claimed', 'inflight'] as const)(
      'given a delivery that is %s, then its case is undelivered',
      async (state) => {
        const store = await withCase();
        await store.append('0101-bbbb', 0, [opened('0101-bbbb')], []);
        await store.record('0630-aaaa', '1.0', { state, at: AT });
        expect(await store.undelivered()).toEqual(['0630-aaaa']);
      },
    );

    test.each(['sent', 'undelivered', 'unknown', 'superseded'] as const)(
      'given all deliveries are %s, then none is left',
      async (state) => {
        const store = await withCase();
        await store.append('0630-aaaa', 1, [named], [due('2.0')]);
        await store.record('0630-aaaa', '1.0', { state, at: AT });
        expect(await store.undelivered()).toEqual(['0630-aaaa']);
        await store.record('0630-aaaa', '2.0', { state, at: AT });
        expect(await store.undelivered()).toEqual([]);
      },
    );

    test('given 40 deliveries recorded at once beside an append, then none of the news is lost', async () => {
      const store = await fresh();
      const keys = Array.from({ length: 40 }, (_, number) => `1.${number}`);
      await store.append(
        '0630-aaaa',
        0,
        [opened('0630-aaaa')],
        keys.map((key) => due(key)),
      );
      const news = keys.map((key) => store.record('0630-aaaa', key, { state: 'sent', at: AT }));
      const [added] = await Promise.all([store.append('0630-aaaa', 1, [named], []), ...news]);
      expect(added).toEqual({ kind: 'appended' });
      expect(await store.undelivered()).toEqual([]);
    });
  });
}
