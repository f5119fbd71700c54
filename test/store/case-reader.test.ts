import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { CaseReader } from '../../src/store/case-reader.js';
import type { CaseText } from '../../src/store/case-text.js';
import { takeDataFolder } from '../../src/store/data-folder.js';
import { type Disk, nodeDisk } from '../../src/store/disk.js';
import { openLowdbCaseStore } from '../../src/store/lowdb.js';
import { type Built, builtNow } from '../built.js';
import { freshFolder, named, opened } from './sample.js';

vi.mock('node:os', async (original) => ({ ...(await original<object>()), availableParallelism: () => 2 }));

const IDS = Array.from({ length: 120 }, (_, at) => `0630-a${String(at).padStart(3, '0')}`);
const [CHANGED = '', CUT = '', FOLDER = '', GONE = ''] = [IDS[7], IDS[60], IDS[61], IDS[119]];
let built: Built;
let thread: URL;

beforeAll(async () => {
  built = await builtNow();
  thread = pathToFileURL(join(built.dist, 'store/checking-thread.js'));
});
afterAll(() => built.remove());

/** 120 cases: one of them changed by hand, one cut off, one that is a folder, and one that goes before it is read. */
async function town(): Promise<string> {
  const folder = await freshFolder();
  const store = await openLowdbCaseStore(folder);
  for (const [at, id] of IDS.entries())
    await store.append(id, 0, [opened(id, { municipality: String(1_000 + at) }), named], []);
  await store.close();
  await rm(join(folder, 'heads.txt'));
  const path = (id: string) => join(folder, 'cases', `${id}.json`);
  await writeFile(path(CHANGED), (await readFile(path(CHANGED), 'utf8')).replace('Bo Berg', 'Bo Borg'));
  await writeFile(path(CUT), (await readFile(path(CUT), 'utf8')).slice(0, 200));
  for (const id of [FOLDER, GONE]) await rm(path(id));
  await mkdir(path(FOLDER));
  return folder;
}

async function allOf(folder: string, options: { thread?: URL; many?: number }, disk: Disk = nodeDisk) {
  const reader = new CaseReader(disk, join(folder, 'cases'), IDS, options);
  const all: CaseText[] = [];
  for await (const wave of reader.waves()) all.push(...wave);
  await reader.stop();
  return all;
}

const checks = (all: readonly CaseText[]) => all.map((one) => ('problem' in one ? one.problem : one.checked));

test('given many cases, then another thread checks them, and says of each that is damaged what is wrong', async () => {
  const all = await allOf(await town(), { thread, many: 1 });
  expect(all.map((one) => one.caseId)).toEqual(IDS.filter((id) => id !== GONE));
  const problems = new Map(all.flatMap((one) => ('problem' in one ? [[one.caseId, one.problem]] : [])));
  expect(Object.fromEntries(problems)).toEqual({
    [CHANGED]: 'the hash chain is broken at fact 1',
    [CUT]: 'the file is not valid JSON, perhaps cut off',
    [FOLDER]: 'the file cannot be read (EISDIR)',
  });
  expect(new Set(checks(all))).toEqual(new Set([true, ...problems.values()]));
});

test.each([
  ['few cases', { many: 1_000 }],
  ['sources that are not built', { thread: new URL('file:///nowhere/checking-thread.js'), many: 1 }],
])('given %s, then they are read without another thread, and are still to be checked', async (_what, options) => {
  const all = await allOf(await town(), { thread, ...options });
  expect(all).toHaveLength(IDS.length - 1);
  expect(new Set(checks(all))).toEqual(new Set([false, 'the file cannot be read (EISDIR)']));
});

test('given a thread that fails on the way, then the rest is read without it, each case once', async () => {
  const folder = await town();
  const broken = join(await freshFolder(), 'broken.mjs');
  const wave = JSON.stringify([{ caseId: IDS[0], text: 'of the thread', checked: true }]);
  await writeFile(
    broken,
    `import { parentPort } from 'node:worker_threads';
     parentPort.postMessage(${wave});
     parentPort.on('message', () => { throw new Error('out of memory'); });`,
  );
  const all = await allOf(folder, { thread: pathToFileURL(broken), many: 1 });
  expect(all.map((one) => one.caseId)).toEqual(IDS.filter((id) => id !== GONE));
  expect(all[0]).toMatchObject({ text: 'of the thread' });
  expect(new Set(checks(all.slice(1)))).toEqual(new Set([false, 'the file cannot be read (EISDIR)']));
});

test('given a folder opened with and without the thread, then the cases and those set aside are the same', async () => {
  const folder = await town();
  const opening = async (many: number) => {
    const aside: string[] = [];
    const taken = await takeDataFolder(folder, nodeDisk, { thread, many });
    const store = await openLowdbCaseStore(taken, { onSetAside: (_file, reason) => aside.push(reason) });
    const found = { list: await store.list(), aside, one: await store.read(IDS[0] ?? '') };
    await expect(store.read(CHANGED)).rejects.toThrow('hash chain is broken');
    await store.close();
    return found;
  };
  const beside = await opening(1);
  expect(beside.list).toHaveLength(IDS.length - 4);
  expect(beside.aside).toHaveLength(3);
  await rm(join(folder, 'heads.txt'));
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
