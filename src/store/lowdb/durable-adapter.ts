import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Adapter, Low } from 'lowdb';
import type { Disk } from './disk.js';

/** What the name of a half-written file ends in. One that a crash left behind was never acknowledged. */
export const TEMPORARY = '.tmp';

/** How the contents of a file are written as JSON and understood again. */
export interface Format<T> {
  /** @throws when the text is not what this program wrote. */
  parse(text: string): T;
  /** What is written as JSON. */
  shape(data: T): object;
}

/**
 * A JSON file that outlives a power loss, for lowdb. lowdb's own adapters never call fsync, so after a power loss a file
 * that was acknowledged may be empty. Writes of one file must go one after the other.
 */
export class DurableAdapter<T> implements Adapter<T | null> {
  constructor(
    private readonly disk: Disk,
    private readonly path: string,
    private readonly format: Format<T>,
  ) {}

  async read(): Promise<T | null> {
    const text = await this.disk.read(this.path);
    return text === undefined ? null : this.format.parse(text);
  }

  async write(data: T | null): Promise<void> {
    if (data !== null) await replaceFile(this.disk, this.path, `${JSON.stringify(this.format.shape(data))}\n`);
  }
}

/** The lowdb database of one file. Its data is null while there is no file. */
export function documentAt<T>(disk: Disk, path: string, format: Format<T>): Low<T | null> {
  return new Low<T | null>(new DurableAdapter(disk, path, format), null);
}

/**
 * Writes a file whole. A reader finds the old file or the new one, also after a power loss; when this resolves, the new
 * one is on the medium, and so is the folder that names it. The folder must be there.
 */
async function replaceFile(disk: Disk, path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}${TEMPORARY}`;
  try {
    await writeSynced(disk, temporary, content);
    await disk.rename(temporary, path);
  } catch (error) {
    await disk.remove(temporary).catch(() => undefined);
    throw error;
  }
  await disk.syncFolder(dirname(path));
}

/** The same, and makes the folder when there is none. */
export async function writeDurably(disk: Disk, path: string, content: string | Uint8Array): Promise<void> {
  await makeFolder(disk, dirname(path));
  await replaceFile(disk, path, content);
}

/** Writes a file and waits until its bytes are on the medium; its name is not sure to be before its folder is synced. */
export async function writeSynced(disk: Disk, path: string, content: string | Uint8Array): Promise<void> {
  const file = await disk.create(path);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a folder for the owner only, with the folders above it, so that they outlive a power loss. */
export async function makeFolder(disk: Disk, path: string): Promise<void> {
  const folder = resolve(path);
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) await disk.syncFolder(dirname(made));
}
