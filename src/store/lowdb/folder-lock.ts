import { randomUUID } from 'node:crypto';
import { readFile, readlink, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode, StorageUnusableError } from '../errors.js';

/** The lock file in the data folder. */
export const LOCK_FILE = 'bot.lock';

/** How often the holder touches its lock file, in ms. */
const HEARTBEAT_MS = 5_000;
/** How long a holder on another machine must have been silent before its lock is taken over, in ms. */
const SILENCE_MS = 30_000;
/** For how long an unreadable lock file is taken for one that is just being written, in ms. */
const WRITING_MS = 5_000;
/** How deep a takeover of a takeover may go: each level needs a crash within a millisecond of another one. */
const DEPTH = 3;

const ownerSchema = z.object({ pid: z.number().int().positive(), started: z.string(), host: z.string() });

/** The process that holds a lock. `started` tells it from a later one with the same pid; empty where it is not known. */
export type LockOwner = z.infer<typeof ownerSchema>;

/** A held lock. */
export interface FolderLock {
  /** Rejects when the lock file no longer is this holder's. */
  check(): Promise<void>;
  release(): Promise<void>;
}

/** Another living process works in the folder. The sentence is for the operator who started this one. */
export class FolderInUseError extends StorageUnusableError {
  override readonly name = 'FolderInUseError';
}

/**
 * Makes this process the only one in a data folder: two of them would overwrite each other's cases. The lock of a dead
 * process is taken over, told by its pid and start time. For a process of another machine or container only its silence
 * tells, so such a takeover waits for half a minute without a sign of life.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = join(folder, LOCK_FILE);
  const text = `${JSON.stringify({ ...(await lockOwner(process.pid)), token: randomUUID() })}\n`;
  await take(path, text, 0);
  const heartbeat = setInterval(() => {
    const now = new Date();
    // A missed heartbeat costs nothing; a lost lock is found by `check`.
    utimes(path, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  heartbeat.unref();
  const mine = async (): Promise<boolean> => (await textOf(path)) === text;
  return {
    async check() {
      if (!(await mine())) throw new Error(`The lock ${path} is no longer held by this process`);
    },
    async release() {
      clearInterval(heartbeat);
      if (await mine()) await rm(path, { force: true });
    },
  };
}

/** What the lock of a process on this machine says. */
export async function lockOwner(pid: number): Promise<LockOwner> {
  const space = await readlink('/proc/self/ns/pid').catch(() => '');
  return { pid, started: await startOf(pid), host: `${hostname()} ${space}`.trim() };
}

/**
 * Creates the lock, or replaces that of a dead process. A dead lock is replaced only under a lock of its own, so that of
 * two who find it dead the slower one cannot remove the faster one's.
 */
async function take(path: string, text: string, depth: number): Promise<void> {
  while (!(await created(path, text))) {
    const state = await inspect(path);
    if (state.kind === 'gone') continue;
    if (state.kind === 'living') throw inUse(path, state.by);
    if (depth === DEPTH) throw inUse(path, 'takeovers that were cut off again and again');
    const guard = `${path}.takeover`;
    await take(guard, text, depth + 1);
    try {
      const still = await inspect(path);
      if (still.kind === 'living') throw inUse(path, still.by);
      if (still.kind === 'gone') continue;
      await writeFile(`${path}.new`, text, { mode: 0o600 });
      await rename(`${path}.new`, path);
      return;
    } finally {
      await rm(guard, { force: true });
    }
  }
}

function inUse(path: string, by: string): FolderInUseError {
  return new FolderInUseError(
    `The data folder is in use by ${by}; only one bot may work in it. If that is wrong, remove ${path} and start again.`,
  );
}

async function created(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function inspect(path: string): Promise<{ kind: 'gone' | 'dead' } | { kind: 'living'; by: string }> {
  const text = await textOf(path);
  const silence = await stat(path).then(
    (found) => Math.abs(Date.now() - found.mtimeMs),
    () => undefined,
  );
  if (text === undefined || silence === undefined) return { kind: 'gone' };
  const owner = ownerIn(text);
  if (!owner)
    return silence > WRITING_MS ? { kind: 'dead' } : { kind: 'living', by: 'a process that is just starting' };
  const here = await lockOwner(owner.pid);
  const by = `process ${owner.pid} on ${owner.host.split(' ')[0]}`;
  if (owner.host !== here.host) return silence > SILENCE_MS ? { kind: 'dead' } : { kind: 'living', by };
  const reused = here.started !== '' && owner.started !== '' && here.started !== owner.started;
  return isRunning(owner.pid) && !reused ? { kind: 'living', by } : { kind: 'dead' };
}

function ownerIn(text: string): LockOwner | undefined {
  try {
    return ownerSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** When a process started, as Linux counts: the boot it belongs to and the ticks since then. Empty elsewhere. */
async function startOf(pid: number): Promise<string> {
  const [boot, process] = await Promise.all([textOf('/proc/sys/kernel/random/boot_id'), textOf(`/proc/${pid}/stat`)]);
  // The second field is the program's name and may hold blanks and brackets; the start is the 20th after it.
  const ticks = process?.slice(process.lastIndexOf(')') + 2).split(' ')[19];
  return boot && ticks ? `${boot.trim()} ${ticks}` : '';
}

async function textOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}
