import { cp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { FolderSync } from '../../src/store/durable-file.js';
import { openLowdbCaseStore } from '../../src/store/lowdb.js';
import { AT, accepted, due, freshFolder, named, numbered, opened, refused, TENANT } from './sample.js';
import { setting } from './setting.js';
import { failOnce, gate, holdFirst, watchedDisk } from './watched-disk.js';

const one = '0630-aaaa.json';
const whole = [`create ${one}.tmp`, `write ${one}.tmp`, `sync ${one}.tmp`, `rename ${one}`, 'syncFolder cases'];
const line = [`append ${one}`];

test('given a file written whole, then the new one is synced before it takes the old one’s place, and the folder after', async () => {
  const { disk, store } = await setting({ older: true });
  await store.append('0630-aaaa', 1, [named], []);
  expect(disk.steps).toEqual(whole);
});

test('given an append to a known case, then one line is added to its file, in one step', async () => {
  const { disk, store, stored } = await setting();
  await store.append('0630-aaaa', 1, [named], []);
  expect(disk.steps).toEqual(line);
  expect((await stored('0630-aaaa')).entries).toHaveLength(2);
});

const HELD: readonly [step: string, older: boolean][] = [
  ['append', false],
  ['sync', true],
  ['rename', true],
  ['syncFolder', true],
];

test.each(HELD)('given a write held at its %s, then nobody is answered and nobody reads it', async (step, older) => {
  const { disk, store } = await setting({ older });
  const held = holdFirst(disk, step);
  let answered = false;
  const appending = store.append('0630-aaaa', 1, [named], [due('2.0')]).then(() => {
    answered = true;
  });
  await held.reached;
  expect((await store.read('0630-aaaa'))?.events).toHaveLength(1);
  expect(answered).toBe(false);
  held.open();
  await appending;
  expect((await store.read('0630-aaaa'))?.events).toHaveLength(2);
});

test('given writers that come while one writes, then they share the next write and all of it is on disk', async () => {
  const { disk, store, stored } = await setting();
  const held = holdFirst(disk, 'append');
  const first = store.append('0630-aaaa', 1, [named], []);
  await held.reached;
  const rest = [
    store.append('0630-aaaa', 2, [accepted], [due('3.0')]),
    store.append('0630-aaaa', 2, [numbered('5')], []),
    store.updateDelivery('0630-aaaa', '1.0', { state: 'sent', at: AT }),
    store.append('0630-aaaa', 3, [numbered('6')], []),
  ];
  held.open();
  expect(await Promise.all([first, ...rest])).toEqual([
    { kind: 'appended' },
    { kind: 'appended' },
    { kind: 'conflict' },
    undefined,
    { kind: 'appended' },
  ]);
  expect(disk.steps).toEqual([...line, ...line]);
  expect((await stored('0630-aaaa')).entries).toHaveLength(4);
});

const FULL: readonly [step: string, older: boolean][] = [
  ['append', false],
  ['create', true],
  ['write', true],
  ['sync', true],
  ['rename', true],
];

test.each(FULL)(
  'given a full disk at the %s, then only that writer is refused and nothing of it is seen',
  async (step, older) => {
    const { disk, store, stored, folder } = await setting({ older });
    const before = await store.read('0630-aaaa');
    failOnce(disk, step);
    await expect(store.append('0630-aaaa', 1, [refused('not on disk')], [due('2.0')])).rejects.toThrow('No space left');
    expect(await store.read('0630-aaaa')).toEqual(before);
    expect(await readdir(join(folder, 'cases'))).toEqual([one]);
    expect(await store.append('0630-aaaa', 1, [named], [due('2.0')])).toEqual({ kind: 'appended' });
    expect(JSON.stringify(await stored('0630-aaaa'))).not.toContain('not on disk');
  },
);

test('given a write that fails while another waits, then the other is decided anew on what the disk holds', async () => {
  const { disk, store, stored } = await setting();
  const arrival = gate();
  const leave = gate();
  disk.before = async (step) => {
    if (!step.startsWith('append')) return;
    disk.before = () => undefined;
    arrival.open();
    await leave.passed;
    throw new Error('No space left');
  };
  const failing = store.append('0630-aaaa', 1, [refused('not on disk')], []);
  const refusal = expect(failing).rejects.toThrow('No space left');
  await arrival.passed;
  const waiting = store.append('0630-aaaa', 1, [named], []);
  leave.open();
  await refusal;
  expect(await waiting).toEqual({ kind: 'appended' });
  expect((await stored('0630-aaaa')).entries).toHaveLength(2);
});

test('given a shared write that fails, then those who lost to its winner are decided anew', async () => {
  const { disk, store } = await setting();
  const held = holdFirst(disk, 'append');
  const first = store.updateDelivery('0630-aaaa', '1.0', { state: 'claimed', at: AT });
  await held.reached;
  failOnce(disk, 'append');
  const winner = store.append('0630-aaaa', 1, [numbered('1')], []);
  const loser = store.append('0630-aaaa', 1, [numbered('2')], []);
  const refusal = expect(winner).rejects.toThrow('No space left');
  held.open();
  await first;
  await refusal;
  expect(await loser).toEqual({ kind: 'appended' });
  expect((await store.read('0630-aaaa'))?.events[1]).toEqual(numbered('2'));
});

test('given a folder that cannot be synced, then the writer is refused and memory says what the disk says', async () => {
  const { disk, store, stored } = await setting({ older: true });
  failOnce(disk, 'syncFolder');
  await expect(store.append('0630-aaaa', 1, [named], [])).rejects.toThrow('No space left');
  expect((await store.read('0630-aaaa'))?.events).toHaveLength((await stored('0630-aaaa')).entries.length);
});

test('given a first write that fails, then the case is not there and the municipality is free', async () => {
  const { disk, store } = await setting();
  failOnce(disk, 'sync');
  await expect(store.append('0101-bbbb', 0, [opened('0101-bbbb')], [due('1.0')])).rejects.toThrow('No space left');
  expect(await store.read('0101-bbbb')).toBeUndefined();
  expect(await store.openCase(TENANT, '0101')).toBeUndefined();
  expect(await store.unfinished()).toEqual(['0630-aaaa']);
  expect(await store.append('0101-cccc', 0, [opened('0101-cccc')], [])).toEqual({ kind: 'appended' });
});

test('given an opening whose write fails, then the one that waited for its turn gets the municipality', async () => {
  const { disk, store } = await setting();
  failOnce(disk, 'sync');
  const failing = expect(store.append('0101-bbbb', 0, [opened('0101-bbbb')], [])).rejects.toThrow('No space left');
  const waiting = store.append('0101-cccc', 0, [opened('0101-cccc')], []);
  await failing;
  expect(await waiting).toEqual({ kind: 'appended' });
});

test('given a temporary file that a crash left behind, then the start removes it and the case stands', async () => {
  const { disk, store, folder } = await setting({ older: true });
  const held = holdFirst(disk, 'rename');
  const cut = store.append('0630-aaaa', 1, [named], []);
  await held.reached;
  const copy = await freshFolder();
  await cp(join(folder, 'cases'), join(copy, 'cases'), { recursive: true });
  held.open();
  await cut;
  expect(await readdir(join(copy, 'cases'))).toEqual([one, `${one}.tmp`]);
  const after = await openLowdbCaseStore(copy);
  onTestFinished(() => after.close());
  expect(after.setAside()).toEqual([]);
  expect((await after.read('0630-aaaa'))?.events).toHaveLength(1);
  expect(await readdir(join(copy, 'cases'))).toEqual([one]);
});

test('given more cases than fit in memory, then the one in use stays and the others are read from the disk again', async () => {
  const { disk, store } = await setting({ cached: 1 });
  await store.append('0101-bbbb', 0, [opened('0101-bbbb')], []);
  disk.steps.length = 0;
  await store.read('0101-bbbb');
  expect(disk.steps).toEqual([]);
  await store.read('0630-aaaa');
  expect(disk.steps).toEqual([`read ${one}`]);
  const held = holdFirst(disk, 'append');
  const writing = store.append('0630-aaaa', 1, [named], []);
  await held.reached;
  await store.read('0101-bbbb');
  disk.steps.length = 0;
  const next = store.append('0630-aaaa', 2, [accepted], []);
  held.open();
  expect([await writing, await next]).toEqual([{ kind: 'appended' }, { kind: 'appended' }]);
  expect(disk.steps.filter((step) => step.startsWith('read'))).toEqual([]);
});

test('given an open store with many cases, when one is appended to, then one file is written and none is read', async () => {
  const { disk, store } = await setting();
  for (let number = 1000; number < 1030; number++)
    await store.append(`${number}-aaaa`, 0, [opened(`${number}-aaaa`)], []);
  disk.steps.length = 0;
  await store.append('0630-aaaa', 1, [named], []);
  expect(disk.steps).toEqual(line);
});

test('given a disk without room, then the store says that it cannot take writes', async () => {
  const { disk, store, folder } = await setting();
  failOnce(disk, 'write');
  await expect(store.check()).rejects.toThrow('No space left');
  await store.check();
  expect((await readdir(folder)).sort()).toEqual(['bot.lock', 'cases', 'heads.txt']);
});

test('given renames that wait for a folder sync, then they share one that began after them', async () => {
  const folder = await freshFolder();
  const disk = watchedDisk();
  const held = holdFirst(disk, 'syncFolder');
  const sync = new FolderSync(disk, folder);
  const first = sync.sync();
  await held.reached;
  const later = [sync.sync(), sync.sync(), sync.sync()];
  held.open();
  await Promise.all([first, ...later]);
  expect(disk.steps).toHaveLength(2);
});

test('given a write under way, when the store is closed, then the folder stays locked until the write is on disk', async () => {
  const { disk, store, folder } = await setting();
  const held = holdFirst(disk, 'append');
  const writing = store.append('0630-aaaa', 1, [named], []);
  await held.reached;
  const closing = store.close();
  await expect(openLowdbCaseStore(folder)).rejects.toThrow('in use');
  held.open();
  await closing;
  expect(await writing).toEqual({ kind: 'appended' });
  const again = await openLowdbCaseStore(folder);
  onTestFinished(() => again.close());
  expect((await again.read('0630-aaaa'))?.events).toHaveLength(2);
});

test('given a lock that somebody took away, then the store says that it cannot take writes', async () => {
  const { store, folder } = await setting();
  await rm(join(folder, 'bot.lock'));
  await expect(store.check()).rejects.toThrow('no longer held');
});

test('given a case read from the disk, when its receiver tries to change it, then it cannot', async () => {
  const { store } = await setting({ cached: 1 });
  await store.append('0101-bbbb', 0, [opened('0101-bbbb')], []);
  const record = await store.read('0630-aaaa');
  for (const part of [record, record?.events, record?.events[0]?.by, record?.deliveries[0]?.effect, record?.messages])
    expect(Object.isFrozen(part)).toBe(true);
});
