import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { StorageUnusableError } from '../../src/store/errors.js';
import { openLowdbCaseStore } from '../../src/store/lowdb/case-store.js';
import { nodeDisk } from '../../src/store/lowdb/disk.js';
import {
  FolderInUseError,
  type FolderLock,
  LOCK_FILE,
  type LockOwner,
  lockFolder,
  lockOwner,
} from '../../src/store/lowdb/folder-lock.js';
import { freshFolder, storeOptions } from './sample.js';

/** Another living process, and what its lock would say. */
async function neighbour(): Promise<{ child: ChildProcess; pid: number; owner: LockOwner }> {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
  onTestFinished(() => void child.kill());
  await once(child, 'spawn');
  const pid = Number(child.pid);
  return { child, pid, owner: await lockOwner(pid) };
}

async function ended(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill();
  await exit;
}

/** A folder in which a lock file lies. */
async function folderWith(text: string, name = LOCK_FILE): Promise<string> {
  const folder = await freshFolder();
  await writeFile(join(folder, name), text);
  return folder;
}

async function takes(folder: string): Promise<void> {
  const lock = await lockFolder(folder);
  await lock.check();
  expect(JSON.parse(await readFile(join(folder, LOCK_FILE), 'utf8'))).toMatchObject({ pid: process.pid });
  await lock.release();
  expect(await readdir(folder)).toEqual([]);
}

/** Locks after some turns of the event loop, so that each of many meets the others at another step. */
async function lateBy(turns: number, folder: string): Promise<FolderLock> {
  for (let turn = 0; turn < turns; turn++) await setImmediate();
  return lockFolder(folder);
}

async function refuses(folder: string): Promise<void> {
  const before = await readFile(join(folder, LOCK_FILE), 'utf8');
  await expect(lockFolder(folder)).rejects.toThrow(FolderInUseError);
  expect(await readFile(join(folder, LOCK_FILE), 'utf8')).toBe(before);
}

test('given a free folder, then it is locked, and free again after the release', async () => {
  const folder = await freshFolder();
  await takes(folder);
  await takes(folder);
});

test('given an open store, when a second one is opened on its folder, then it is refused with a plain sentence', async () => {
  const folder = await freshFolder();
  const store = await openLowdbCaseStore(folder, storeOptions);
  await expect(openLowdbCaseStore(folder, storeOptions)).rejects.toThrow(
    new RegExp(`in use by process ${process.pid} on .*; only one bot may work in it`),
  );
  await store.check();
  await store.close();
  await (await openLowdbCaseStore(folder, storeOptions)).close();
});

test('given the lock of another living process, then it is refused; given that process has ended, then it is taken over', async () => {
  const { child, owner } = await neighbour();
  const folder = await folderWith(JSON.stringify(owner));
  await refuses(folder);
  await ended(child);
  await takes(folder);
});

test.runIf(process.platform === 'linux')(
  'given a pid that now belongs to a later process, then the lock is taken over',
  async () => {
    const { owner } = await neighbour();
    expect(owner.started).toMatch(/^\S+ \d+$/);
    await takes(await folderWith(JSON.stringify({ ...owner, started: `${owner.started}0` })));
    await takes(await folderWith(JSON.stringify({ ...owner, started: `another-boot ${owner.started.split(' ')[1]}` })));
  },
);

test('given a lock without a start time, then a living pid is believed', async () => {
  const { owner } = await neighbour();
  await refuses(await folderWith(JSON.stringify({ ...owner, started: '' })));
});

test('given the lock of another machine, then only half a minute of silence frees it', async () => {
  const { owner } = await neighbour();
  const folder = await folderWith(JSON.stringify({ ...owner, host: 'elsewhere' }));
  await refuses(folder);
  const longAgo = new Date(Date.now() - 60_000);
  await utimes(join(folder, LOCK_FILE), longAgo, longAgo);
  await takes(folder);
});

test.each(['', '{"pid":', '{"pid":"1"}', 'null'])(
  'given the unreadable lock %j, then it is refused while fresh and taken over when old',
  async (text) => {
    const folder = await folderWith(text);
    await refuses(folder);
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(join(folder, LOCK_FILE), longAgo, longAgo);
    await takes(folder);
  },
);

test('given a stale lock and many that want it at once, then exactly one gets it', async () => {
  const { child, owner } = await neighbour();
  await ended(child);
  for (let round = 0; round < 10; round++) {
    const folder = await folderWith(JSON.stringify(owner));
    const results = await Promise.allSettled(Array.from({ length: 100 }, (_, turns) => lateBy(turns, folder)));
    const locks = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(locks).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(FolderInUseError);
    await locks[0]?.release();
  }
});

test('given a takeover that was itself cut off by a crash, then the next start still succeeds', async () => {
  const { child, owner } = await neighbour();
  await ended(child);
  const folder = await folderWith(JSON.stringify(owner));
  await writeFile(join(folder, `${LOCK_FILE}.takeover`), JSON.stringify(owner));
  await takes(folder);
});

test('given a takeover under way by a living process, then another one is refused', async () => {
  const { child, owner } = await neighbour();
  const living = (await neighbour()).owner;
  await ended(child);
  const folder = await folderWith(JSON.stringify(owner));
  await writeFile(join(folder, `${LOCK_FILE}.takeover`), JSON.stringify(living));
  await refuses(folder);
});

test('given a lock that was replaced, then its former holder notices, and releases nothing', async () => {
  const folder = await freshFolder();
  const lock = await lockFolder(folder);
  const foreign = JSON.stringify(await lockOwner(process.pid));
  await writeFile(join(folder, LOCK_FILE), foreign);
  await expect(lock.check()).rejects.toThrow('no longer held');
  await lock.release();
  expect(await readFile(join(folder, LOCK_FILE), 'utf8')).toBe(foreign);
});

test('given a start that fails, then the folder is free again', async () => {
  const folder = await freshFolder();
  const names = () => Promise.reject(new Error('cannot list'));
  await expect(openLowdbCaseStore(folder, { ...storeOptions, disk: { ...nodeDisk, names } })).rejects.toThrow(
    'cannot list',
  );
  expect(await readdir(folder)).toEqual(['cases']);
});

test('given a path that no folder can be made at, then the start ends with a sentence for the operator', async () => {
  const file = join(await folderWith(''), LOCK_FILE);
  const starting = openLowdbCaseStore(join(file, 'data'), storeOptions);
  await expect(starting).rejects.toThrow(StorageUnusableError);
  await expect(starting).rejects.toThrow(/cannot be written \(ENOTDIR\)\. Check DATA_DIR/);
});
