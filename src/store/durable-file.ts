import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Disk, type NewFile, type OpenFolder, syncFolder } from './disk.js';

/** What a temporary file's name ends in. One that a crash left behind was never acknowledged and may be removed. */
export const TEMPORARY = '.tmp';

/** Syncs of one folder. Renames that wait while a sync runs share the next one; each is covered by one begun after it. */
export class FolderSync {
  private last: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;
  private open: Promise<OpenFolder> | undefined;

  constructor(
    private readonly disk: Disk,
    private readonly folder: string,
  ) {}

  sync(): Promise<void> {
    if (this.next) return this.next;
    const begin = (): Promise<void> => {
      this.next = undefined;
      return this.once();
    };
    this.next = this.last.then(begin, begin);
    this.last = this.next;
    return this.next;
  }

  /** Lets go of the folder once the last sync has ended; a later sync would open it again. */
  async close(): Promise<void> {
    await this.last.catch(() => undefined);
    const open = this.open;
    this.open = undefined;
    await open?.then((folder) => folder.close()).catch(() => undefined);
  }

  /** After a failure the folder is opened anew: it may be another one by then. */
  private async once(): Promise<void> {
    this.open ??= this.disk.openFolder(this.folder);
    const { open } = this;
    try {
      await (await open).sync();
    } catch (error) {
      this.open = undefined;
      await open.then((folder) => folder.close()).catch(() => undefined);
      throw error;
    }
  }
}

/**
 * One JSON file that outlives a power loss, for lowdb: `T` is what is read, `W` what is written. lowdb's own adapters never call fsync: after a power loss a file
 * that was acknowledged may be empty. Here a write resolves only when the new file, and the folder that names it, are on
 * disk; until then the old file stands whole. Writes of one file go one after the other.
 */
export class DurableFile<T, W = T> {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly disk: Disk,
    private readonly folder: FolderSync,
    private readonly path: string,
    /** Understands the text of the file; throws when it is not what this program wrote. */
    private readonly parse: (text: string) => T,
  ) {}

  async read(): Promise<T | null> {
    const text = await this.disk.read(this.path);
    return text === undefined ? null : this.parse(text);
  }

  write(data: W): Promise<void> {
    const text = `${JSON.stringify(data)}\n`;
    const put = (): Promise<void> => this.put(text);
    const written = this.last.then(put, put);
    this.last = written.catch(() => undefined);
    return written;
  }

  private async put(text: string): Promise<void> {
    const temporary = `${this.path}${TEMPORARY}`;
    let file: NewFile | undefined;
    try {
      file = await written(this.disk, temporary, text);
      await this.disk.rename(temporary, this.path);
    } catch (error) {
      await file?.close().catch(() => undefined);
      await this.disk.remove(temporary).catch(() => undefined);
      throw error;
    }
    // Letting go of the file adds nothing to what is safe, so nobody waits for it; a failure of it loses nothing.
    const closed = file.close().catch(() => undefined);
    await this.folder.sync();
    await closed;
  }
}

/** A file whose bytes are on the medium, still open. */
async function written(disk: Disk, path: string, text: string | Uint8Array): Promise<NewFile> {
  const file = await disk.create(path);
  try {
    await file.write(text);
    await file.sync();
  } catch (error) {
    await file.close().catch(() => undefined);
    throw error;
  }
  return file;
}

/**
 * Writes one file in one go, for good: whoever looks finds the old file or the new one whole, also after a power loss.
 * Makes the folder when there is none.
 */
export async function writeDurably(disk: Disk, path: string, text: string | Uint8Array): Promise<void> {
  const folder = dirname(path);
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (made !== undefined) await syncFolder(disk, dirname(made));
  const temporary = `${path}${TEMPORARY}`;
  try {
    await writeSynced(disk, temporary, text);
    await disk.rename(temporary, path);
  } catch (error) {
    await disk.remove(temporary).catch(() => undefined);
    throw error;
  }
  await syncFolder(disk, folder);
}

/** Writes a file and waits until it is on the medium. */
export async function writeSynced(disk: Disk, path: string, text: string | Uint8Array): Promise<void> {
  await (await written(disk, path, text)).close();
}
