import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { nodeDisk, syncFolder } from '../store/disk.js';
import { writeSynced } from '../store/durable-file.js';
import { AdminError } from './io.js';
import { MANIFEST } from './manifest.js';
import { readHeader, TAR_BLOCK, TAR_END, type TarFile, tarred } from './tar.js';

/** Where a backup goes: files one after the other, and it counts only once it is ended. */
export interface Pack {
  add(file: TarFile): Promise<void>;
  /** Makes it a backup, durable when it resolves. */
  end(): Promise<void>;
  /** Takes back what was written. */
  abandon(): Promise<void>;
}

/** A backup in one tar file; under another name until it is whole. */
export async function tarPack(out: string, made: string): Promise<Pack> {
  const path = resolve(out);
  const temporary = `${path}.unfinished`;
  const file = await open(temporary, 'wx', 0o600);
  return {
    async add(one) {
      const blocks = tarred(one, Date.parse(made) / 1_000);
      if (!blocks)
        throw new AdminError(`The name ${one.path} is too long for a tar file. Back up into a folder instead.`);
      await file.write(blocks);
    },
    async end() {
      await file.write(TAR_END);
      await file.sync();
      await file.close();
      await rename(temporary, path);
      await syncFolder(nodeDisk, dirname(path));
    },
    async abandon() {
      await file.close().catch(() => undefined);
      await rm(temporary, { force: true });
    },
  };
}

/** A backup in a folder of its own; without its manifest, which comes last, it is none. */
export async function folderPack(out: string): Promise<Pack> {
  const root = resolve(out);
  await mkdir(root, { recursive: true, mode: 0o700 });
  if ((await readdir(root)).length > 0) throw new AdminError(`The folder ${root} is not empty. Choose another one.`);
  const folders = new Set([root]);
  return {
    async add({ path, bytes }) {
      const folder = dirname(join(root, path));
      await mkdir(folder, { recursive: true, mode: 0o700 });
      folders.add(folder);
      if (path === MANIFEST) await syncAll(folders);
      await writeSynced(nodeDisk, join(root, path), bytes);
    },
    end: () => syncAll([root, dirname(root)]),
    abandon: () => rm(root, { recursive: true, force: true }),
  };
}

export async function syncAll(folders: Iterable<string>): Promise<void> {
  for (const folder of folders) await syncFolder(nodeDisk, folder);
}

/** The files of a backup, one after the other; asked anew each time, so that none of it need be kept in memory. */
export type Packed = () => AsyncIterable<TarFile>;

/** Opens a backup. Throws an `AdminError` for what is none. */
export async function openPacked(from: string): Promise<Packed> {
  const path = resolve(from);
  const there = await stat(path).catch(() => undefined);
  if (!there) throw new AdminError(`There is no backup ${path}. Check --from.`);
  return there.isDirectory() ? () => folderFiles(path, '') : () => tarFiles(path);
}

async function* folderFiles(root: string, under: string): AsyncIterable<TarFile> {
  for (const entry of await readdir(join(root, under), { withFileTypes: true })) {
    const path = under === '' ? entry.name : `${under}/${entry.name}`;
    if (entry.isDirectory()) yield* folderFiles(root, path);
    else yield { path, bytes: await readFile(join(root, path)) };
  }
}

async function* tarFiles(path: string): AsyncIterable<TarFile> {
  const file = await open(path, 'r');
  try {
    let at = 0;
    for (;;) {
      const header = headerIn(await exactly(file, at, TAR_BLOCK, path), path);
      if (!header) return;
      at += TAR_BLOCK;
      const bytes = await exactly(file, at, header.padded, path);
      yield { path: header.path, bytes: bytes.subarray(0, header.size) };
      at += header.padded;
    }
  } finally {
    await file.close();
  }
}

function headerIn(block: Uint8Array, path: string): ReturnType<typeof readHeader> {
  try {
    return readHeader(block);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new AdminError(`${path} is no whole tar file: ${error.message}. Take another backup.`);
  }
}

async function exactly(file: FileHandle, at: number, length: number, path: string): Promise<Uint8Array> {
  const size = (await file.stat()).size;
  if (!Number.isSafeInteger(length) || at + length > size)
    throw new AdminError(`${path} is cut off: it ends in the middle of a file. Take another backup.`);
  const bytes = Buffer.alloc(length);
  await file.read(bytes, 0, length, at);
  return bytes;
}
