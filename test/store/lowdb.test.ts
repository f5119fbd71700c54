import { readFile, stat } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DeliveryPatch } from '../../src/delivery/ports.js';
import { openLowdbCaseStore } from '../../src/store/lowdb/case-store.js';
import { caseStoreContract } from './contract.js';
import { AT, cancelled, due, freshFolder, named, numbered, opened, TENANT } from './sample.js';
import { opening, pathOf, setting } from './setting.js';

for (const cached of [500, 1])
  caseStoreContract(`lowdb with ${cached} cases in memory`, async () => {
    const folder = await freshFolder();
    return { persistent: true, open: (options) => openLowdbCaseStore(folder, { ...options, cached }) };
  });

test('given a case, then its file holds schema, id, hashed facts, deliveries and messages, and only its owner reads it', async () => {
  const folder = await freshFolder();
  const store = await opening(folder);
  await store.append('0630-aaaa', 0, [opened('0630-aaaa'), named], [due('1.0')]);
  const file = JSON.parse(await readFile(pathOf(folder), 'utf8'));
  expect(Object.keys(file)).toEqual(['schema', 'id', 'entries', 'deliveries', 'messages']);
  expect(file).toMatchObject({ schema: 1, id: '0630-aaaa', deliveries: [due('1.0')], messages: {} });
  expect(file.entries.map((entry: { hash: string }) => entry.hash)).toEqual([
    expect.stringMatching(/^[0-9a-f]{64}$/),
    expect.stringMatching(/^[0-9a-f]{64}$/),
  ]);
  if (process.platform !== 'win32') expect((await stat(pathOf(folder))).mode & 0o077).toBe(0);
});

test('given facts with a field of a newer program, when another fact is appended, then the field and its hash survive', async () => {
  const folder = await freshFolder();
  const store = await opening(folder);
  const newer = { ...opened('0630-aaaa'), inventedLater: { deep: [1, 2] } };
  await store.append('0630-aaaa', 0, [newer], []);
  await store.append('0630-aaaa', 1, [named], []);
  await store.close();
  expect((await (await opening(folder)).read('0630-aaaa'))?.events).toEqual([newer, named]);
});

test('given a tombstone of another store, then it takes an id that is free, and no other', async () => {
  const { store, folder } = await setting();
  const stone = { tenant: TENANT, municipality: '0630', ended: 'paid', closed: '2026-05-04' } as const;
  const left = { ...stone, facts: 3, head: 'a'.repeat(64), removed: AT };
  await store.bury({ ...left, id: '0101-bbbb' });
  await store.bury({ ...left, id: '0101-bbbb', facts: 4 });
  await store.bury({ ...left, id: '0630-aaaa' });
  expect(await store.tombstones()).toEqual([{ ...left, id: '0101-bbbb' }]);
  expect((await store.read('0630-aaaa'))?.events).toHaveLength(1);
  await store.close();
  const again = await opening(folder);
  expect(again.setAside()).toEqual([]);
  expect(await again.append('0101-bbbb', 0, [opened('0101-bbbb')], [])).toEqual({ kind: 'conflict' });
});

test('given a removed case, then nothing of it is left in its file', async () => {
  const { store, folder } = await setting();
  await store.append('0630-aaaa', 1, [cancelled], []);
  const { hashes = [] } = (await store.read('0630-aaaa')) ?? {};
  const stone = {
    id: '0630-aaaa',
    tenant: TENANT,
    municipality: '0630',
    ended: 'cancelled',
    closed: '2026-05-04',
  } as const;
  const removed = { ...stone, facts: 2, head: hashes.at(-1) ?? '', removed: AT };
  expect(await store.remove(removed)).toBe(true);
  expect(JSON.parse(await readFile(pathOf(folder), 'utf8'))).toEqual({ schema: 1, removed });
});

const message = fc.constantFrom(
  null,
  { conversationId: 'c', activityId: 'm1' },
  { conversationId: 'c', activityId: 'm2' },
);
const step = fc.oneof(
  fc.record({ kind: fc.constant('append' as const), due: fc.nat(3) }),
  fc.record({
    kind: fc.constant('update' as const),
    at: fc.nat(200),
    state: fc.constantFrom('sent' as const, 'undelivered' as const, 'pending' as const, 'superseded' as const),
    slots: fc.dictionary(fc.constantFrom('caseCard', 'personal:a', 'klik:b', '__proto__'), message, { maxKeys: 2 }),
    adds: fc.boolean(),
  }),
);

test('given any writes one after the other, then a restart reads what memory held', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
      const { store, stored } = await setting();
      for (const [number, one] of steps.entries()) {
        const { events = [], deliveries = [] } = (await store.read('0630-aaaa')) ?? {};
        if (one.kind === 'append') {
          const added = Array.from({ length: one.due }, (_, at) => due(`${events.length + 1}.${at}`));
          await store.append('0630-aaaa', events.length, [numbered(String(number))], added);
        } else {
          const { state, slots } = one;
          const patch: DeliveryPatch = { state, at: AT, slots, ...(one.adds && { adds: [due(`${number}.later`)] }) };
          const key = deliveries[one.at % Math.max(1, deliveries.length)]?.key ?? 'none';
          await store.updateDelivery('0630-aaaa', key, patch);
        }
      }
      expect(await stored('0630-aaaa')).toEqual(await store.read('0630-aaaa'));
    }),
    { numRuns: 25 },
  );
});
