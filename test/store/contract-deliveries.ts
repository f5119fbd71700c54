import { describe, expect, test } from 'vitest';
import type { CaseStore } from '../../src/delivery/ports.js';
import { AT, due, named, opened } from './sample.js';

/** How deliveries are kept: part of the contract of every case store. */
export function deliveriesContract(
  name: string,
  fresh: () => Promise<CaseStore>,
  withCase: () => Promise<CaseStore>,
): void {
  describe(`${name}: deliveries`, () => {
    test('given a due delivery, when it is recorded, then state, message and slots change in one go', async () => {
      const store = await withCase();
      const message = { conversationId: 'c', activityId: 'a' };
      await store.updateDelivery('0630-aaaa', '1.0', {
        state: 'pending',
        at: AT,
        attempts: 1,
        notBefore: '2026-05-05',
        why: 'outage',
      });
      expect((await store.read('0630-aaaa'))?.deliveries).toEqual([
        due('1.0', { attempts: 1, notBefore: '2026-05-05', why: 'outage' }),
      ]);
      const slots = { caseCard: message, 'personal:x': message };
      await store.updateDelivery('0630-aaaa', '1.0', {
        state: 'sent',
        at: '2026-05-06',
        attempts: 2,
        message,
        slots,
      });
      const record = await store.read('0630-aaaa');
      expect(record?.messages).toEqual(slots);
      expect(record?.deliveries).toEqual([
        due('1.0', { state: 'sent', at: '2026-05-06', attempts: 2, notBefore: '2026-05-05', message }),
      ]);
    });

    test('given slots, when null is recorded for one, then that one goes and the other stays', async () => {
      const store = await withCase();
      const message = { conversationId: 'c', activityId: 'a' };
      await store.updateDelivery('0630-aaaa', '1.0', {
        state: 'sent',
        at: AT,
        slots: { caseCard: message, 'personal:x': message },
      });
      await store.updateDelivery('0630-aaaa', '1.0', {
        state: 'sent',
        at: AT,
        slots: { 'personal:x': null, 'personal:y': null },
      });
      expect((await store.read('0630-aaaa'))?.messages).toEqual({ caseCard: message });
    });

    test('given what follows from a failure, when it is recorded twice, then both are there and the second is added once', async () => {
      const store = await withCase();
      const adds = [due('1.0.mention')];
      await store.updateDelivery('0630-aaaa', '1.0', { state: 'undelivered', why: 'blocked', at: AT, adds });
      await store.updateDelivery('0630-aaaa', '1.0.mention', { state: 'sent', at: AT });
      expect(await store.unfinished()).toEqual([]);
      await store.updateDelivery('0630-aaaa', '1.0', { state: 'undelivered', why: 'blocked', at: AT, adds });
      expect((await store.read('0630-aaaa'))?.deliveries).toEqual([
        due('1.0', { state: 'undelivered', why: 'blocked' }),
        due('1.0.mention', { state: 'sent' }),
      ]);
      await store.updateDelivery('0630-aaaa', '1.0', { state: 'undelivered', at: AT, adds: [due('1.0.card')] });
      expect(await store.unfinished()).toEqual(['0630-aaaa']);
    });

    test('given an unknown key or case, when it is recorded, then nothing changes', async () => {
      const store = await withCase();
      const before = await store.read('0630-aaaa');
      const slots = { caseCard: { conversationId: 'c', activityId: 'a' } };
      for (const id of ['0630-aaaa', '0630-bbbb', '../x'])
        await store.updateDelivery(id, '9.9', { state: 'sent', at: AT, slots });
      expect(await store.read('0630-aaaa')).toEqual(before);
      expect(await store.read('0630-bbbb')).toBeUndefined();
    });

    test.each(['pending', 'inFlight'] as const)(
      'given a delivery that is %s, then its case is unfinished',
      async (state) => {
        const store = await withCase();
        await store.append('0101-bbbb', 0, [opened('0101-bbbb')], []);
        await store.updateDelivery('0630-aaaa', '1.0', { state, at: AT });
        expect(await store.unfinished()).toEqual(['0630-aaaa']);
      },
    );

    test.each(['sent', 'undelivered', 'unknown', 'superseded'] as const)(
      'given all deliveries are %s, then none is left',
      async (state) => {
        const store = await withCase();
        await store.append('0630-aaaa', 1, [named], [due('2.0')]);
        await store.updateDelivery('0630-aaaa', '1.0', { state, at: AT });
        expect(await store.unfinished()).toEqual(['0630-aaaa']);
        await store.updateDelivery('0630-aaaa', '2.0', { state, at: AT });
        expect(await store.unfinished()).toEqual([]);
      },
    );

    test('given 40 deliveries recorded at once beside an append, then none of them is lost', async () => {
      const store = await fresh();
      const keys = Array.from({ length: 40 }, (_, number) => `1.${number}`);
      await store.append(
        '0630-aaaa',
        0,
        [opened('0630-aaaa')],
        keys.map((key) => due(key)),
      );
      const updates = keys.map((key) => store.updateDelivery('0630-aaaa', key, { state: 'sent', at: AT }));
      const [added] = await Promise.all([store.append('0630-aaaa', 1, [named], []), ...updates]);
      expect(added).toMatchObject({ kind: 'appended' });
      expect(await store.unfinished()).toEqual([]);
    });
  });
}
