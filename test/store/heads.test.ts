import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CaseSetAsideError } from '../../src/delivery/ports.js';
import { HEADS_FILE } from '../../src/store/lowdb/heads-file.js';
import { AT, accepted, cancelled, freshFolder, named, numbered, opened, TENANT } from './sample.js';
import { NEVER, opening, pathOf } from './setting.js';
import { gate, holdFirst, watchedDisk } from './watched-disk.js';

const ID = '0630-aaaa';
const OTHER = '0101-bbbb';
const HASH = /^[0-9a-f]{64}$/;

async function headsOf(folder: string): Promise<Record<string, { facts: number; head: string }>> {
  return JSON.parse(await readFile(join(folder, HEADS_FILE), 'utf8')).heads;
}

/** A folder with a case of four facts and another of one, and a copy of the first one's file after each fact. */
async function written(): Promise<{ folder: string; copies: string[] }> {
  const folder = await freshFolder();
  const store = await opening(folder);
  const copies: string[] = [];
  for (const [at, fact] of [opened(ID), named, accepted, numbered('1')].entries()) {
    await store.append(ID, at, [fact], []);
    copies.push(await readFile(pathOf(folder), 'utf8'));
  }
  await store.append(OTHER, 0, [opened(OTHER)], []);
  await store.close();
  return { folder, copies };
}

test('given an older copy of a case file in its place, then the next start sets it aside and leaves it as it is', async () => {
  for (const left of [1, 2, 3]) {
    const { folder, copies } = await written();
    const text = copies[left - 1] ?? '';
    await writeFile(pathOf(folder), text);
    const store = await opening(folder);
    const reason = `the end is cut off: of 4 facts ${left} are left`;
    expect(store.setAside()).toEqual([{ file: pathOf(folder), reason }]);
    await expect(store.append(ID, left, [named], [])).rejects.toThrow(CaseSetAsideError);
    expect(await readFile(pathOf(folder), 'utf8')).toBe(text);
    expect(await store.append(OTHER, 1, [named], [])).toMatchObject({ kind: 'appended' });
    // It is told again at every start, not only at the first.
    await store.close();
    expect((await opening(folder)).setAside()).toHaveLength(1);
  }
});

test('given the last entries cut out of a case file, then it is set aside', async () => {
  const { folder, copies } = await written();
  const file = JSON.parse(copies[3] ?? '');
  await writeFile(pathOf(folder), JSON.stringify({ ...file, entries: file.entries.slice(0, 3) }));
  expect((await opening(folder)).setAside()).toMatchObject([{ reason: 'the end is cut off: of 4 facts 3 are left' }]);
});

test('given another log in the place of a case, longer and right in itself, or the file gone, then it is set aside', async () => {
  const elsewhere = await freshFolder();
  const other = await opening(elsewhere);
  await other.append(ID, 0, [opened(ID), named, accepted, numbered('2'), numbered('3')], []);
  await other.close();
  const { folder } = await written();
  await cp(pathOf(elsewhere), pathOf(folder));
  const exchanged = await opening(folder);
  expect(exchanged.setAside()).toMatchObject([{ reason: 'fact 4 is another one than was written' }]);
  await exchanged.close();
  await rm(pathOf(folder));
  const store = await opening(folder);
  expect(store.setAside()).toEqual([{ file: pathOf(folder), reason: 'the file is gone' }]);
  await expect(store.append(ID, 0, [opened(ID)], [])).rejects.toThrow('the file is gone');
});

test('given an older copy put in place under a running store, then its next reader is told', async () => {
  const { folder, copies } = await written();
  const store = await opening(folder, { cached: 1 });
  await store.append(ID, 4, [numbered('2')], []);
  await store.read(OTHER);
  await writeFile(pathOf(folder), copies[3] ?? '');
  await expect(store.read(ID)).rejects.toThrow('of 5 facts 4 are left');
});

test('given a store that is killed, then the heads it wrote by itself meanwhile tell', async () => {
  const folder = await freshFolder();
  const disk = watchedDisk();
  const there = gate();
  const { rename } = disk;
  disk.rename = async (from, to) => {
    await rename(from, to);
    if (to.endsWith(HEADS_FILE)) there.open();
  };
  const store = await opening(folder, { disk, headsMs: 1 });
  await store.append(ID, 0, [opened(ID)], []);
  await there.passed;
  expect(await headsOf(folder)).toEqual({ [ID]: { facts: 1, head: expect.stringMatching(HASH) } });
});

test('given many appends, then the heads are written in one go, and no append waits for them', async () => {
  const folder = await freshFolder();
  const disk = watchedDisk();
  const store = await opening(folder, { disk, headsMs: NEVER });
  disk.steps.length = 0;
  for (const [at, fact] of [opened(ID), named, accepted].entries()) await store.append(ID, at, [fact], []);
  expect(disk.steps.filter((step) => step.includes(HEADS_FILE))).toEqual([]);
  await store.close();
  expect(disk.steps.filter((step) => step === `rename ${HEADS_FILE}`)).toHaveLength(1);
  expect(await headsOf(folder)).toMatchObject({ [ID]: { facts: 3 } });
});

test('given a fact that is still on its way to the disk, then no head tells of it', async () => {
  const { folder } = await written();
  const disk = watchedDisk();
  const store = await opening(folder, { disk, headsMs: 1 });
  const held = holdFirst(disk, `sync ${ID}`);
  const appended = store.append(ID, 4, [numbered('2')], []);
  await held.reached;
  const there = gate();
  const { rename } = disk;
  disk.rename = async (from, to) => {
    await rename(from, to);
    if (to.endsWith(HEADS_FILE)) there.open();
  };
  await store.append(OTHER, 1, [named], []);
  await there.passed;
  expect(await headsOf(folder)).toMatchObject({ [ID]: { facts: 4 }, [OTHER]: { facts: 2 } });
  held.open();
  await appended;
  await store.close();
  expect(await headsOf(folder)).toMatchObject({ [ID]: { facts: 5 }, [OTHER]: { facts: 2 } });
});

test('given a write that failed after its rename, then losing it in a power loss is no fault', async () => {
  const { folder, copies } = await written();
  const disk = watchedDisk();
  const store = await opening(folder, { disk });
  disk.syncFolder = async () => {
    throw new Error('I/O error');
  };
  await expect(store.append(ID, 4, [numbered('2')], [])).rejects.toThrow('I/O error');
  expect((await store.read(ID))?.events).toHaveLength(5);
  await store.close();
  await writeFile(pathOf(folder), copies[3] ?? '');
  expect((await opening(folder)).setAside()).toEqual([]);
});

test('given a disk that does not take the heads, then nothing fails for it, and the next write takes them along', async () => {
  const folder = await freshFolder();
  const disk = watchedDisk();
  const failed = gate();
  const store = await opening(folder, { disk, headsMs: 1 });
  disk.before = (step) => {
    if (step !== `create ${HEADS_FILE}.tmp`) return;
    failed.open();
    throw new Error('No space left on the device');
  };
  expect(await store.append(ID, 0, [opened(ID)], [])).toMatchObject({ kind: 'appended' });
  await failed.passed;
  disk.before = () => undefined;
  await store.close();
  expect(await headsOf(folder)).toMatchObject({ [ID]: { facts: 1 } });
});

test('given a folder without heads, then all is well and they are written anew', async () => {
  const { folder } = await written();
  const before = await headsOf(folder);
  await rm(join(folder, HEADS_FILE));
  const store = await opening(folder);
  expect(store.setAside()).toEqual([]);
  await store.close();
  expect(await headsOf(folder)).toEqual(before);
});

test('given a removed case, then its tombstone must tell of the log that was there', async () => {
  const { folder } = await written();
  const store = await opening(folder);
  await store.append(ID, 4, [cancelled], []);
  const head = (await store.read(ID))?.hashes.at(-1) ?? '';
  const stone = { id: ID, tenant: TENANT, municipality: '0630', ended: 'cancelled', closed: '2026-05-04' } as const;
  expect(await store.remove({ ...stone, facts: 5, head, removed: AT })).toBe(true);
  await store.close();
  const again = await opening(folder);
  expect(again.setAside()).toEqual([]);
  await again.close();
  const text = await readFile(pathOf(folder), 'utf8');
  for (const [from, to, reason] of [
    ['"facts":5', '"facts":4', 'of 5 facts 4 are left'],
    [head, 'f'.repeat(64), 'fact 5 is another one'],
  ] as const) {
    await writeFile(pathOf(folder), text.replace(from, to));
    const changed = await opening(folder);
    expect(changed.setAside()).toMatchObject([{ reason: expect.stringContaining(reason) }]);
    await changed.close();
  }
});
