import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openLowdbCaseStore } from '../../src/store/lowdb.js';
import { AT, accepted, due, named, opened } from './sample.js';
import { type Setting, setting } from './setting.js';
import { failOnce, holdFirst } from './watched-disk.js';

const ID = '0630-aaaa';
const place = { conversationId: 'c', activityId: 'm' };
const edited = { state: 'sent', at: AT, place, slots: { caseCard: place } } as const;

/** What a restart would find while the store is still open. */
async function onDisk({ stored }: Setting) {
  const { deliveries, messages, entries } = await stored(ID);
  return { states: deliveries.map((one) => one.state), messages, facts: entries.length };
}

test('given news that may wait, then whoever reads has them at once, and nothing is written', async () => {
  const at = await setting();
  await at.store.recordSoon(ID, '1.0', edited);
  expect(await at.store.read(ID)).toMatchObject({
    deliveries: [{ state: 'sent', place }],
    messages: { caseCard: place },
  });
  expect(await at.store.unfinished()).toEqual([]);
  expect(at.disk.steps).toEqual([]);
  expect(await onDisk(at)).toEqual({ states: ['pending'], messages: {}, facts: 1 });
});

test('given the next fact of the case, then one line tells of both', async () => {
  const at = await setting();
  await at.store.recordSoon(ID, '1.0', edited);
  await at.store.append(ID, 1, [named], [due('2.0')]);
  expect(at.disk.steps).toEqual([`append ${ID}.json`]);
  expect(await onDisk(at)).toEqual({ states: ['sent', 'pending'], messages: { caseCard: place }, facts: 2 });
});

test('given news that may wait and some that may not, told in one go, then one line tells of both', async () => {
  const at = await setting();
  await at.store.append(ID, 1, [named], [due('2.0')]);
  at.disk.steps.length = 0;
  await Promise.all([
    at.store.recordSoon(ID, '1.0', edited),
    at.store.updateDelivery(ID, '2.0', { state: 'inFlight', at: AT }),
  ]);
  expect(at.disk.steps).toEqual([`append ${ID}.json`]);
  expect((await onDisk(at)).states).toEqual(['sent', 'inFlight']);
});

test('given nothing else that is written, then they are written after a while, once', async () => {
  const at = await setting({ soonMs: 20 });
  await at.store.recordSoon(ID, '1.0', edited);
  await expect.poll(() => onDisk(at)).toMatchObject({ states: ['sent'], messages: { caseCard: place } });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(at.disk.steps).toEqual([`append ${ID}.json`]);
});

test('given an orderly end, then they are written before it', async () => {
  const at = await setting();
  await at.store.recordSoon(ID, '1.0', edited);
  await at.store.close();
  expect((await onDisk(at)).states).toEqual(['sent']);
});

test('given an end without order, then they are due again, and no fact is lost', async () => {
  const at = await setting();
  await at.store.append(ID, 1, [named], [due('2.0')]);
  await at.store.recordSoon(ID, '2.0', edited);
  expect(await onDisk(at)).toEqual({ states: ['pending', 'pending'], messages: {}, facts: 2 });
});

test('given a line that cannot be written, then they are due again and the case goes on', async () => {
  const at = await setting();
  await at.store.recordSoon(ID, '1.0', edited);
  failOnce(at.disk, 'append');
  await expect(at.store.append(ID, 1, [named], [])).rejects.toThrow('No space left');
  expect(await at.store.unfinished()).toEqual([ID]);
  expect((await at.store.read(ID))?.deliveries).toEqual([due('1.0')]);
  expect(await at.store.append(ID, 1, [named], [])).toEqual({ kind: 'appended' });
});

test('given a line that takes the news along while they were about to be written, then nothing is written twice', async () => {
  const at = await setting({ soonMs: 20 });
  await at.store.recordSoon(ID, '1.0', edited);
  const { reached, open } = holdFirst(at.disk, 'append');
  const appended = at.store.append(ID, 1, [named], []);
  await reached;
  await new Promise((resolve) => setTimeout(resolve, 100));
  open();
  await appended;
  await at.store.close();
  expect(at.disk.steps.filter((step) => step.includes(ID))).toEqual([`append ${ID}.json`]);
});

test('given news that a failed line took away, then there is nothing left to write at the end', async () => {
  const at = await setting();
  await at.store.recordSoon(ID, '1.0', edited);
  failOnce(at.disk, 'append');
  await expect(at.store.append(ID, 1, [named], [])).rejects.toThrow('No space left');
  at.disk.steps.length = 0;
  await at.store.close();
  expect(at.disk.steps.filter((step) => step.includes(ID))).toEqual([]);
});

test('given no room in memory for the case, then no second copy of it comes to be', async () => {
  const at = await setting({ cached: 1 });
  await at.store.recordSoon(ID, '1.0', edited);
  await at.store.append('0147-bbbb', 0, [opened('0147-bbbb', { municipality: '0147' })], []);
  expect((await at.store.read(ID))?.deliveries).toMatchObject([{ state: 'sent' }]);
  await at.store.append(ID, 1, [named], []);
  await at.store.append('0147-bbbb', 1, [accepted], []);
  expect(await onDisk(at)).toEqual({ states: ['sent'], messages: { caseCard: place }, facts: 2 });
});

test('given any order of news, facts and other cases, then a restart reads what memory held', async () => {
  const act = fc.record({
    kind: fc.constantFrom('soon', 'soon', 'record', 'append', 'other'),
    at: fc.nat(9),
    state: fc.constantFrom('sent', 'superseded', 'pending', 'undelivered'),
    slot: fc.constantFrom('home', 'personal'),
    free: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 30 }), async (acts) => {
      const { store, folder } = await setting({ cached: 1 });
      await store.append('0147-bbbb', 0, [opened('0147-bbbb', { municipality: '0147' })], []);
      for (const [number, { kind, at, state, slot, free }] of acts.entries()) {
        const { events = [], deliveries = [] } = (await store.read(ID)) ?? {};
        const key = deliveries[at % deliveries.length]?.key ?? '';
        const news = {
          state,
          at: `2026-05-05T08:00:00.${100 + number}Z`,
          slots: { [slot]: free ? null : place },
        } as const;
        if (kind === 'append') await store.append(ID, events.length, [named], [due(`${number + 2}.0`)]);
        else if (kind === 'other') await store.read('0147-bbbb');
        else if (kind === 'soon') await store.recordSoon(ID, key, news);
        else await store.updateDelivery(ID, key, news);
      }
      const held = await store.read(ID);
      await store.close();
      const again = await openLowdbCaseStore(folder);
      expect(await again.read(ID)).toEqual(held);
      await again.close();
    }),
    { numRuns: 40 },
  );
});
