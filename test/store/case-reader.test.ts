import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { NextDue } from '../../src/delivery/instances.js';
import { type Found, foundIn } from '../../src/store/case-digest.js';
import { CaseReader, type ReaderOptions } from '../../src/store/case-reader.js';
import { takeDataFolder } from '../../src/store/data-folder.js';
import { nodeDisk } from '../../src/store/disk.js';
import { openLowdbCaseStore } from '../../src/store/lowdb.js';
import { derivingFrom } from '../../src/world.js';
import { type Built, builtNow } from '../built.js';
import { world } from '../given.js';
import { accepted, freshFolder, named, opened } from './sample.js';

vi.mock('node:os', async (original) => ({ ...(await original<object>()), availableParallelism: () => 2 }));

const IDS = Array.from({ length: 120 }, (_, at) => `0630-a${String(at).padStart(3, '0')}`);
const [CHANGED = '', CUT = '', FOLDER = '', SHORT = '', GONE = ''] = [IDS[7], IDS[60], IDS[61], IDS[62], IDS[119]];
let built: Built;
let thread: URL;

beforeAll(async () => {
  built = await builtNow();
  thread = pathToFileURL(join(built.dist, 'start-thread.js'));
});
afterAll(() => built.remove());

/** 120 cases: one of them changed by hand, two cut off, one that is a folder, and one that goes before it is read. */
async function town(): Promise<string> {
  const folder = await freshFolder();
  const store = await openLowdbCaseStore(folder);
  for (const [at, id] of IDS.entries())
    await store.append(id, 0, [opened(id, { municipality: String(1_000 + at) }), named], []);
  await store.append(SHORT, 2, [accepted], []);
  await store.close();
  const heads = await readFile(join(folder, 'heads.txt'), 'utf8');
  await writeFile(
    join(folder, 'heads.txt'),
    `${heads
      .split('\n')
      .filter((line) => line.startsWith(SHORT))
      .join('\n')}\n`,
  );
  const path = (id: string) => join(folder, 'cases', `${id}.json`);
  await writeFile(path(CHANGED), (await readFile(path(CHANGED), 'utf8')).replace('Bo Berg', 'Bo Borg'));
  await writeFile(path(CUT), (await readFile(path(CUT), 'utf8')).slice(0, 200));
  await writeFile(path(SHORT), `${(await readFile(path(SHORT), 'utf8')).split('\n')[0]}\n`);
  for (const id of [FOLDER, GONE]) await rm(path(id));
  await mkdir(path(FOLDER));
  return folder;
}

/** What reading all cases finds, and the ids of those read in this thread. The second thread is given a lead. */
async function reading(folder: string, options: ReaderOptions, lead = 0) {
  const reader = new CaseReader(nodeDisk, folder, join(folder, 'cases'), IDS, options);
  await vi.waitFor(() => expect(dealtOf(reader)).toBeGreaterThanOrEqual(lead), 20_000);
  const here: string[] = [];
  const all: Found[] = [];
  const understand = (caseId: string, text: string) => {
    here.push(caseId);
    return foundIn(caseId, text, undefined, derivingFrom(world));
  };
  for await (const found of reader.found(understand)) all.push(...found);
  await reader.stop();
  return { all: all.toSorted((a, b) => (a.caseId < b.caseId ? -1 : 1)), here: here.toSorted() };
}

function dealtOf(reader: CaseReader): number {
  return Atomics.load(reader.shares.dealt, 0);
}

const WHOLE = IDS.filter((id) => id !== GONE);
const problemsIn = (all: readonly Found[]) =>
  Object.fromEntries(all.flatMap((one) => ('problem' in one ? [[one.caseId, one.problem]] : [])));

test('given many cases, then another thread reads and checks them, and says of each that is damaged what is wrong', async () => {
  const { all, here } = await reading(await town(), { thread, many: 1 }, 3);
  expect(here).toEqual([]);
  expect(all.map((one) => one.caseId)).toEqual(WHOLE);
  expect(problemsIn(all)).toEqual({
    [CHANGED]: 'the hash chain is broken at fact 1',
    [CUT]: 'the file is not valid JSON, perhaps cut off',
    [FOLDER]: 'the file cannot be read (EISDIR)',
    [SHORT]: 'the end is cut off: of 3 facts 2 are left',
  });
});

test.each([
  ['few cases', { many: 1_000 }],
  ['nobody to help', { thread: undefined }],
  ['a program that is not there', { thread: new URL('file:///nowhere/start-thread.js') }],
])('given %s, then all of them are read in this thread', async (_what, options) => {
  const { all, here } = await reading(await town(), { thread, many: 1, ...options });
  expect(all.map((one) => one.caseId)).toEqual(WHOLE);
  expect(here).toEqual(WHOLE.filter((id) => id !== FOLDER));
});

test('given a thread that fails on the way, then what it has not told of is read here, each case once', async () => {
  const folder = await town();
  const broken = join(await freshFolder(), 'broken.mjs');
  await writeFile(
    broken,
    `import { parentPort, workerData } from 'node:worker_threads';
     Atomics.add(workerData.dealt, 0, 2);
     parentPort.postMessage({ share: 1, found: [{ caseId: '${IDS[50]}', problem: 'of the thread' }] });
     setImmediate(() => { throw new Error('out of memory'); });`,
  );
  const { all, here } = await reading(folder, { thread: pathToFileURL(broken), many: 1 }, 2);
  expect(problemsIn(all)[IDS[50] ?? '']).toBe('of the thread');
  const told = new Set(IDS.slice(50, 100));
  expect(here).toEqual(WHOLE.filter((id) => !told.has(id)));
});

test('given a folder opened with and without the thread, then the cases, what they wait for and those set aside are the same', async () => {
  const folder = await town();
  const opening = async (many: number) => {
    const aside = new Map<string, string>();
    const waiting = new Map<string, NextDue | undefined>();
    const taken = await takeDataFolder(folder, nodeDisk, { thread, many });
    if (many === 1) await vi.waitFor(() => expect(dealtOf(taken.reader)).toBeGreaterThanOrEqual(3), 20_000);
    const store = await openLowdbCaseStore(taken, {
      deriving: derivingFrom(world),
      onDue: ({ id }, due) => waiting.set(id, due),
      onSetAside: (file, reason) => aside.set(basename(file), reason),
      headsMs: 2 ** 31 - 1,
    });
    const found = { list: await store.list(), aside, waiting, one: await store.read(IDS[0] ?? '') };
    await expect(store.read(CHANGED)).rejects.toThrow('hash chain is broken');
    const copy = await readFile(join(folder, 'heads.txt'), 'utf8');
    await store.close();
    await writeFile(join(folder, 'heads.txt'), copy);
    return found;
  };
  const beside = await opening(1);
  expect(beside.list).toHaveLength(IDS.length - 5);
  expect(beside.aside.size).toBe(4);
  expect([...beside.waiting.values()].filter((due) => due !== undefined)).toHaveLength(IDS.length - 5);
  expect(await opening(1_000)).toEqual(beside);
});

test('given a start that ends before the cases are read, then the folder is free and nothing goes on', async () => {
  const folder = await town();
  const taken = await takeDataFolder(folder, nodeDisk, { thread, many: 1 });
  await expect(takeDataFolder(folder)).rejects.toThrow('in use by process');
  await taken.giveBack();
  await taken.giveBack();
  const again = await takeDataFolder(folder);
  await again.giveBack();
});
