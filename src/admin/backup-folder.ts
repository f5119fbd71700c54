import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { nodeDisk } from '../store/lowdb/disk.js';
import { writeSynced } from '../store/lowdb/durable-adapter.js';
import { AdminError } from './command.js';
import { MANIFEST } from './manifest.js';

/** A file of a backup, by its path in the data folder. */
export interface BackupFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A backup that is being written. */
export interface NewBackup {
  /** Adds a file. The manifest comes last: without it the folder is no backup. */
  add(file: BackupFile): Promise<void>;
  /** Makes it a backup, durable when it resolves. */
  end(): Promise<void>;
  /** Takes back what was written. */
  abandon(): Promise<void>;
}

/** Begins a backup in a folder that is new or empty. */
export async function createBackup(out: string): Promise<NewBackup> {
  const root = resolve(out);
  await mkdir(root, { recursive: true, mode: 0o700 });
  if ((await readdir(root)).length > 0) throw new AdminError(`The folder ${root} is not empty. Choose another one.`);
  const folders = new Set([root]);
  return {
    async add({ path, bytes }) {
      const folder = dirname(join(root, path));
      await mkdir(folder, { recursive: true, mode: 0o700 });
      folders.add(folder);
      if (path === MANIFEST) await syncFolders(folders);
      await writeSynced(nodeDisk, join(root, path), bytes);
    },
    end: () => syncFolders([root, dirname(root)]),
    abandon: () => rm(root, { recursive: true, force: true }),
  };
}

export async function syncFolders(folders: Iterable<string>): Promise<void> {
  for (const folder of folders) await nodeDisk.syncFolder(folder);
}

/** The files of a backup, one after the other; asked anew each time, so that none of it need be kept in memory. */
export type BackupFiles = () => AsyncIterable<BackupFile>;

/** Opens a backup. Throws an `AdminError` for what is none. */
export async function openBackup(from: string): Promise<BackupFiles> {
  const path = resolve(from);
  const there = await stat(path).catch(() => undefined);
  if (!there) throw new AdminError(`There is no backup ${path}. Check --from.`);
  if (!there.isDirectory()) throw new AdminError(`${path} is no folder. Give the folder that backup has written.`);
  return () => filesIn(path, '');
}

async function* filesIn(root: string, under: string): AsyncIterable<BackupFile> {
  for (const entry of await readdir(join(root, under), { withFileTypes: true })) {
    const path = under === '' ? entry.name : `${under}/${entry.name}`;
    if (entry.isDirectory()) yield* filesIn(root, path);
    else yield { path, bytes: await readFile(join(root, path)) };
  }
}
