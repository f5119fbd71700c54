import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { CaseEvent } from '../../src/case/events.js';
import type { CaseStore, DeliveryPatch } from '../../src/delivery/ports.js';
import { DamagedCaseError } from '../../src/store/errors.js';
import { openLowdbCaseStore } from '../../src/store/lowdb.js';
import { readStoredCase } from '../../src/store/shapes.js';
import { AT, accepted, bo, due, freshFolder, named, numbered } from './sample.js';
import { setting } from './setting.js';
import { watchedDisk } from './watched-disk.js';

const ID = '0630-aaaa';

/** A store over a case whose file has this text. */
async function over(text: string, disk = watchedDisk()): Promise<{ store: CaseStore; path: string }> {
  const folder = await freshFolder();
  const first = await openLowdbCaseStore(folder);
  await first.close();
  const path = join(folder, 'cases', `${ID}.json`);
  await writeFile(path, text);
  const store = await openLowdbCaseStore(folder, { disk });
  onTestFinished(() => store.close());
  return { store, path };
}

/** The text of a file of three lines: the case, a fact with a delivery, and how that delivery went. */
async function threeLines(): Promise<string> {
  const { store, text } = await setting();
  await store.append(ID, 1, [named], [due('2.0')]);
  await store.updateDelivery(ID, '2.0', {
    state: 'sent',
    at: AT,
    slots: { caseCard: { conversationId: 'c', activityId: 'm' } },
  });
  const written = await text();
  expect(written.split('\n')).toHaveLength(4);
  return written;
}

const place = fc.constantFrom(
  null,
  { conversationId: 'c', activityId: 'm1' },
  { conversationId: 'c', activityId: 'm2' },
);
const act = fc.oneof(
  fc.record({ kind: fc.constant('append' as const), due: fc.nat(3) }),
  fc.record({
    kind: fc.constant('record' as const),
    at: fc.nat(200),
    state: fc.constantFrom('sent' as const, 'undelivered' as const, 'pending' as const, 'superseded' as const),
    slots: fc.dictionary(fc.constantFrom('home', 'personal:a', 'klik:b', '__proto__'), place, { maxKeys: 2 }),
    adds: fc.boolean(),
  }),
);

test('given any writes one after the other, then a restart reads line by line what memory held', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 60 }), async (acts) => {
      const { store, stored } = await setting();
      for (const [number, one] of acts.entries()) {
        const { events = [], deliveries = [] } = (await store.read(ID)) ?? {};
        if (one.kind === 'append') {
          const news = Array.from({ length: one.due }, (_, at) => due(`${events.length + 1}.${at}`));
          await store.append(ID, events.length, [numbered(String(number))], news);
        } else {
          const { state, slots } = one;
          const adds = one.adds ? { adds: [due(`${number}.later`)] } : {};
          const patch: DeliveryPatch = { state, at: AT, slots, ...adds };
          await store.updateDelivery(ID, deliveries[one.at % Math.max(1, deliveries.length)]?.key ?? 'none', patch);
        }
      }
      const { entries, deliveries, messages } = await stored(ID);
      const memory = await store.read(ID);
      expect({ deliveries, messages }).toEqual({ deliveries: memory?.deliveries, messages: memory?.messages });
      expect(entries.map((entry) => entry.event)).toEqual(memory?.events);
    }),
    { numRuns: 25 },
  );
});

test('given a last line cut off anywhere, then it does not count, and the next write is of the whole file', async () => {
  const text = await threeLines();
  const end = text.lastIndexOf('\n', text.length - 2) + 1;
  for (const cut of [end + 1, end + 20, text.length - 1]) {
    const disk = watchedDisk();
    const { store, path } = await over(text.slice(0, cut), disk);
    expect(store.setAside()).toEqual([]);
    expect((await store.read(ID))?.deliveries.map((one) => one.state)).toEqual(['pending', 'pending']);
    disk.steps.length = 0;
    await store.append(ID, 2, [accepted], []);
    await store.append(ID, 3, [numbered('7')], []);
    expect(disk.steps.filter((step) => /rename|append/.test(step))).toEqual([`rename ${ID}.json`, `append ${ID}.json`]);
    expect(readStoredCase(ID, await readFile(path, 'utf8')).entries).toHaveLength(4);
  }
});

test('given blanks of the disk in the last line, then it does not count; in another one, then the file is set aside', async () => {
  const text = await threeLines();
  const holed = (line: number) =>
    text
      .split('\n')
      .map((one, at) => (at === line ? `${one.slice(0, 9)}\0\0\0${one.slice(12)}` : one))
      .join('\n');
  const { store, path } = await over(holed(2));
  expect((await store.read(ID))?.deliveries.map((one) => one.state)).toEqual(['pending', 'pending']);
  await store.append(ID, 2, [accepted], []);
  expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(2);
  const other = await over(holed(1));
  expect(other.store.setAside()).toEqual([{ file: other.path, reason: 'line 2 of the file is no change of a case' }]);
});

const DAMAGES: readonly [what: string, damage: (lines: string[]) => string[], reason: string][] = [
  ['a line in no known shape', (lines) => lines.toSpliced(1, 1, '{"deliveries":[{}]}'), 'line 2'],
  ['a last line that is no JSON', (lines) => lines.toSpliced(2, 1, '{"deliveries":'), 'line 3'],
  ['an empty line', (lines) => lines.toSpliced(1, 0, ''), 'line 2'],
  ['a line twice', (lines) => lines.toSpliced(1, 0, lines[1] ?? ''), 'broken at fact 2'],
  ['a fact changed', (lines) => lines.with(1, lines[1]?.replace('Bo Berg', 'Bo Bjerg') ?? ''), 'broken at fact 1'],
];

test.each(DAMAGES)(
  'given a file with %s, then it is set aside and nothing follows it',
  async (_what, damage, reason) => {
    const text = damage((await threeLines()).split('\n')).join('\n');
    const { store, path } = await over(text);
    expect(store.setAside()).toEqual([{ file: path, reason: expect.stringContaining(reason) }]);
    await expect(store.append(ID, 2, [accepted], [])).rejects.toThrow(DamagedCaseError);
    expect(await readFile(path, 'utf8')).toBe(text);
  },
);

test('given an append that failed halfway or in its sync, then no line follows what it left', async () => {
  for (const share of [0, 0.5, 1]) {
    const { disk, store, text, stored } = await setting({ cached: 1 });
    const append = disk.append;
    disk.append = async (path, line) => {
      await writeFile(path, line.slice(0, line.length * share), { flag: 'a' });
      throw new Error('I/O error');
    };
    await expect(store.append(ID, 1, [named], [due('2.0')])).rejects.toThrow('I/O error');
    disk.append = append;
    const known = (await store.read(ID))?.events.length ?? 0;
    expect(known).toBe(share === 1 ? 2 : 1);
    // Another case takes its place in memory, so that the file is read again.
    await store.read('0101-bbbb');
    disk.steps.length = 0;
    expect(await store.append(ID, known, [numbered('7')], [])).toEqual({ kind: 'appended' });
    expect(disk.steps).toContain(`rename ${ID}.json`);
    expect((await text()).split('\n')).toHaveLength(2);
    await store.append(ID, known + 1, [numbered('8')], []);
    expect(disk.steps.at(-1)).toBe(`append ${ID}.json`);
    expect((await stored(ID)).entries).toHaveLength(known + 2);
  }
});

test('given a file that news of deliveries have made long, then it is written anew, but not while a fact is awaited', async () => {
  const { disk, store, text } = await setting();
  let longest = 0;
  for (let number = 0; number < 400 && !disk.steps.includes(`rename ${ID}.json`); number++) {
    await store.updateDelivery(ID, '1.0', { state: 'pending', at: AT, attempts: number, notBefore: AT });
    longest = Math.max(longest, (await text()).length);
  }
  expect(disk.steps.at(-2)).toBe(`rename ${ID}.json`);
  expect((await text()).split('\n')).toHaveLength(2);
  expect(longest).toBeLessThan(40_000);
  disk.steps.length = 0;
  for (let number = 1; number < 160; number++) await store.append(ID, number, [numbered(String(number))], []);
  expect(new Set(disk.steps)).toEqual(new Set([`append ${ID}.json`]));
});

test('given a failed write after which the file tells another story, then people find the case by what it says now', async () => {
  const carla = { ...bo, id: 'c0000000-0000-4000-8000-00000000cccc' };
  const other = await setting();
  await other.store.append(ID, 1, [{ ...named, officer: carla } as CaseEvent, accepted], []);
  const { disk, folder, store } = await setting();
  const append = disk.append;
  disk.append = async (path, line) => {
    await append(path, line);
    throw new Error('I/O error');
  };
  await expect(store.append(ID, 1, [named], [])).rejects.toThrow('I/O error');
  expect(await store.casesOf(bo)).toHaveLength(1);
  disk.rename = async () => {
    await writeFile(join(folder, 'cases', `${ID}.json`), await other.text());
    throw new Error('I/O error');
  };
  await expect(store.append(ID, 2, [numbered('7')], [])).rejects.toThrow('I/O error');
  expect(await store.casesOf(carla)).toHaveLength(1);
  expect(await store.casesOf(bo)).toEqual(await other.store.casesOf(bo));
});

test('given a file removed under a running store, then nothing is added to a file that nobody would find', async () => {
  const { store, folder } = await setting();
  await rm(join(folder, 'cases', `${ID}.json`));
  await expect(store.append(ID, 1, [named], [])).rejects.toThrow('ENOENT');
  await expect(store.append(ID, 1, [named], [])).rejects.toThrow('the file is gone');
});

test('given a file of schema 1, or one laid out by hand, then it is read as it was and written anew by the next write', async () => {
  const older = await readFile(fileURLToPath(new URL('fixtures/case-schema-1.txt', import.meta.url)), 'utf8');
  const byHand = JSON.stringify(JSON.parse(older), null, 2);
  for (const text of [older, byHand]) {
    const { store, path } = await over(text);
    const record = await store.read(ID);
    const { entries, deliveries, messages } = JSON.parse(older);
    expect(record).toMatchObject({ deliveries, messages, hashes: entries.map((one: { hash: string }) => one.hash) });
    expect(await readFile(path, 'utf8')).toBe(text);
    await store.append(ID, 2, [accepted], []);
    const now = await readFile(path, 'utf8');
    expect(now.split('\n')).toHaveLength(2);
    expect(readStoredCase(ID, now)).toMatchObject({ schema: 2, messages, deliveries });
  }
});
