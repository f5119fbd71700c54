import type { Adapter } from 'lowdb';
import type { Disk } from './disk.js';

/** What a temporary file's name ends in. One that a crash left behind was never acknowledged and may be removed. */
export const TEMPORARY = '.tmp';

/** Syncs of one folder. Renames that wait while a sync runs share the next one; each is covered by one begun after it. */
export class FolderSync {
  private last: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;

  constructor(
    private readonly disk: Disk,
    private readonly folder: string,
  ) {}

  sync(): Promise<void> {
    if (this.next) return this.next;
    const begin = (): Promise<void> => {
      this.next = undefined;
      return this.disk.syncFolder(this.folder);
    };
    this.next = this.last.then(begin, begin);
    this.last = this.next;
    return this.next;
  }
}

/**
 * One JSON file that outlives a power loss, for lowdb. lowdb's own adapters never call fsync: after a power loss a file
 * that was acknowledged may be empty. Here a write resolves only when the new file, and the folder that names it, are on
 * disk; until then the old file stands whole. Writes of one file go one after the other.
 */
export class DurableFile<T> implements Adapter<T> {
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

  write(data: T): Promise<void> {
    const text = `${JSON.stringify(data)}\n`;
    const put = (): Promise<void> => this.put(text);
    const written = this.last.then(put, put);
    this.last = written.catch(() => undefined);
    return written;
  }

  private async put(text: string): Promise<void> {
    const temporary = `${this.path}${TEMPORARY}`;
    try {
      await writeSynced(this.disk, temporary, text);
      await this.disk.rename(temporary, this.path);
    } catch (error) {
      await this.disk.remove(temporary).catch(() => undefined);
      throw error;
    }
    await this.folder.sync();
  }
}

/** Writes a file and waits until it is on the medium. */
export async function writeSynced(disk: Disk, path: string, text: string): Promise<void> {
  const file = await disk.create(path);
  try {
    await file.write(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
