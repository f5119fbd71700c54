import { cp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CaseEvent } from '../../src/case/events.js';
import { AT, accepted, bo, due, freshFolder, named, numbered, opened, refused, TENANT } from './sample.js';
import { opening, pathOf, setting } from './setting.js';
import { failOnce, gate, holdFirst, watchedDisk } from './watched-disk.js';

const one = '0630-aaaa.json';
const written = [`create ${one}.tmp`, `write ${one}.tmp`, `sync ${one}.tmp`, `rename ${one}`, 'syncFolder cases'];

test('given a write, then the new file is synced before it takes the place of the old one, and the folder after', async () => {
  const { disk, store, stored } = await setting();
  await store.append('0630-aaaa', 1, [named], []);
  expect(disk.steps).toEqual(written);
  expect((await stored('0630-aaaa')).events).toHaveLength(2);
});

test('given an open store with many cases, when one is appended to, then one file is written and none is read', async () => {
  const { disk, store } = await setting();
  for (let number = 1000; number < 1030; number++)
    await store.append(`${number}-aaaa`, 0, [opened(`${number}-aaaa`)], []);
  disk.steps.length = 0;
  await store.append('0630-aaaa', 1, [named], []);
  expect(disk.steps).toEqual(written);
});

test.each(['create', 'write', 'sync', 'rename', 'syncFolder'])(
  'given a write held at its %s, then it is not acknowledged and readers get what was there before',
  async (step) => {
    const { disk, store } = await setting();
    const held = holdFirst(disk, step);
    let answered = false;
    const appending = store.append('0630-aaaa', 1, [named], [due('2.0')]).then(() => {
      answered = true;
    });
    await held.reached;
    expect((await store.read('0630-aaaa'))?.events).toHaveLength(1);
    expect(await store.casesOf(bo)).toEqual([]);
    expect(answered).toBe(false);
    held.open();
    await appending;
    expect((await store.read('0630-aaaa'))?.events).toHaveLength(2);
    expect(await store.casesOf(bo)).toHaveLength(1);
  },
);

test('given writers that come while one writes, then each is decided on what the one before it wrote', async () => {
  const { disk, store, stored } = await setting();
  const held = holdFirst(disk, 'sync');
  const first = store.append('0630-aaaa', 1, [named], []);
  await held.reached;
  const rest = [
    store.append('0630-aaaa', 2, [accepted], [due('3.0')]),
    store.append('0630-aaaa', 2, [numbered('5')], []),
    store.updateDelivery('0630-aaaa', '1.0', { state: 'sent', at: AT }),
    store.append('0630-aaaa', 3, [numbered('6')], []),
  ];
  held.open();
  const kinds = (await Promise.all([first, ...rest])).map((result) => result?.kind);
  expect(kinds).toEqual(['appended', 'appended', 'conflict', undefined, 'appended']);
  expect((await stored('0630-aaaa')).events).toEqual([opened('0630-aaaa'), named, accepted, numbered('6')]);
});

test.each(['create', 'write', 'sync', 'rename'])(
  'given a full disk at the %s, then the writer is refused, nothing of it is seen, and the next one succeeds',
  async (step) => {
    const { disk, store, stored, folder } = await setting();
    const before = await store.read('0630-aaaa');
    failOnce(disk, step);
    await expect(store.append('0630-aaaa', 1, [refused('not on disk')], [due('2.0')])).rejects.toThrow('No space left');
    expect(await store.read('0630-aaaa')).toEqual(before);
    expect(await readdir(join(folder, 'cases'))).toEqual([one]);
    expect(await store.append('0630-aaaa', 1, [named], [due('2.0')])).toMatchObject({ kind: 'appended' });
    expect(JSON.stringify(await stored('0630-aaaa'))).not.toContain('not on disk');
  },
);

test('given a folder that cannot be synced, then the writer is refused and the store says what the disk says', async () => {
  const { disk, store, stored } = await setting();
  failOnce(disk, 'syncFolder');
  await expect(store.append('0630-aaaa', 1, [named], [])).rejects.toThrow('No space left');
  expect(await store.read('0630-aaaa')).toEqual(await stored('0630-aaaa'));
  expect(await store.casesOf(bo)).toHaveLength(1);
});

test('given a write that fails while another waits, then the other is decided anew on what the disk holds', async () => {
  const { disk, store, stored } = await setting();
  const arrival = gate();
  const leave = gate();
  disk.before = async (step) => {
    if (!step.startsWith('sync')) return;
    disk.before = () => undefined;
    arrival.open();
    await leave.passed;
    throw new Error('No space left');
  };
  const refusal = expect(store.append('0630-aaaa', 1, [refused('not on disk')], [])).rejects.toThrow('No space left');
  await arrival.passed;
  const waiting = store.append('0630-aaaa', 1, [named], []);
  leave.open();
  await refusal;
  expect(await waiting).toMatchObject({ kind: 'appended' });
  expect((await stored('0630-aaaa')).events).toHaveLength(2);
});

test('given a failed write after which the file tells another story, then people find the case by what it says now', async () => {
  const carla = { ...bo, id: 'c0000000-0000-4000-8000-00000000cccc' };
  const other = await setting();
  await other.store.append('0630-aaaa', 1, [{ ...named, officer: carla } as CaseEvent], []);
  const { disk, folder, store } = await setting();
  disk.rename = async () => {
    await cp(pathOf(other.folder), pathOf(folder));
    throw new Error('I/O error');
  };
  await expect(store.append('0630-aaaa', 1, [named], [])).rejects.toThrow('I/O error');
  expect(await store.casesOf(carla)).toHaveLength(1);
  expect(await store.casesOf(bo)).toEqual([]);
});

test('given a first write that fails, then the case is not there and the municipality is free', async () => {
  const { disk, store } = await setting();
  failOnce(disk, 'sync');
  await expect(store.append('0101-bbbb', 0, [opened('0101-bbbb')], [due('1.0')])).rejects.toThrow('No space left');
  expect(await store.read('0101-bbbb')).toBeUndefined();
  expect(await store.openCase(TENANT, '0101')).toBeUndefined();
  expect(await store.unfinished()).toEqual(['0630-aaaa']);
  expect(await store.append('0101-cccc', 0, [opened('0101-cccc')], [])).toMatchObject({ kind: 'appended' });
});

test('given an opening whose write fails, then the one that waited for it gets the municipality', async () => {
  const { disk, store } = await setting();
  failOnce(disk, 'sync');
  const failing = expect(store.append('0101-bbbb', 0, [opened('0101-bbbb')], [])).rejects.toThrow('No space left');
  const waiting = store.append('0101-cccc', 0, [opened('0101-cccc')], []);
  await failing;
  expect(await waiting).toMatchObject({ kind: 'appended' });
});

test('given a temporary file that a crash left behind, then the start removes it and the case is as it was', async () => {
  const { disk, store, folder } = await setting();
  const held = holdFirst(disk, 'rename');
  const cut = store.append('0630-aaaa', 1, [named], []);
  await held.reached;
  const copy = await freshFolder();
  await cp(join(folder, 'cases'), join(copy, 'cases'), { recursive: true });
  held.open();
  await cut;
  expect(await readdir(join(copy, 'cases'))).toEqual([one, `${one}.tmp`]);
  const after = await opening(copy);
  expect(after.setAside()).toEqual([]);
  expect((await after.read('0630-aaaa'))?.events).toHaveLength(1);
  expect(await readdir(join(copy, 'cases'))).toEqual([one]);
});

test('given a crash before the folder was synced, then the start syncs it before anything relies on the files', async () => {
  const { store, folder } = await setting();
  await store.close();
  const disk = watchedDisk();
  await opening(folder, { disk });
  expect(disk.steps.indexOf('syncFolder cases')).toBeLessThan(disk.steps.indexOf(`read ${one}`));
  expect(disk.steps).toContain('syncFolder cases');
});

test('given more cases than fit in memory, then the one used last stays and the others are read from the disk again', async () => {
  const { disk, store } = await setting({ cached: 2 });
  for (const id of ['0101-bbbb', '0147-cccc']) {
    await store.append(id, 0, [opened(id)], []);
    await store.read('0630-aaaa');
  }
  disk.steps.length = 0;
  await store.read('0630-aaaa');
  await store.read('0147-cccc');
  expect(disk.steps).toEqual([]);
  await store.read('0101-bbbb');
  expect(disk.steps).toEqual(['read 0101-bbbb.json']);
});

test('given a disk without room, then the store says that it cannot take writes', async () => {
  const { disk, store, folder } = await setting();
  failOnce(disk, 'write');
  await expect(store.check()).rejects.toThrow('No space left');
  await store.check();
  expect((await readdir(folder)).sort()).toEqual(['bot.lock', 'cases']);
});

test('given a lock that was taken away, then the store says that it cannot take writes', async () => {
  const { store, folder } = await setting();
  await rm(join(folder, 'bot.lock'));
  await expect(store.check()).rejects.toThrow('no longer held');
});

test('given a write under way, when the store is closed, then the folder stays locked until the write is on disk', async () => {
  const { disk, store, folder } = await setting();
  const held = holdFirst(disk, 'rename');
  const writing = store.append('0630-aaaa', 1, [named], []);
  await held.reached;
  const closing = store.close();
  await expect(opening(folder)).rejects.toThrow('in use');
  expect(disk.steps.some((step) => step.includes('heads'))).toBe(false);
  held.open();
  await closing;
  expect(await writing).toMatchObject({ kind: 'appended' });
  expect((await (await opening(folder)).read('0630-aaaa'))?.events).toHaveLength(2);
});

test('given a case read from the disk, when its receiver tries to change it, then it cannot', async () => {
  const { store, folder } = await setting();
  await store.close();
  const record = await (await opening(folder)).read('0630-aaaa');
  expect(record).toBeDefined();
  for (const part of [
    ...[record, record?.case, record?.case.people, record?.events, record?.events[0]?.by],
    ...[record?.hashes, record?.deliveries[0]?.effect, record?.messages],
  ])
    expect(Object.isFrozen(part)).toBe(true);
});

test('given a store that cannot read a case, then only that question fails, and the next one succeeds', async () => {
  const { disk, store } = await setting({ cached: 1 });
  await store.append('0101-bbbb', 0, [opened('0101-bbbb')], []);
  disk.before = () => {
    disk.before = () => undefined;
    throw Object.assign(new Error('too many open files'), { code: 'EMFILE' });
  };
  await expect(store.read('0630-aaaa')).rejects.toThrow('too many open files');
  expect((await store.read('0630-aaaa'))?.events).toHaveLength(1);
  expect(store.setAside()).toEqual([]);
});
