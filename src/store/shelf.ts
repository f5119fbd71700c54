import { mkdir } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { type Disk, syncFolder } from './disk.js';
import { Document } from './document.js';
import { DurableFile, FolderSync, TEMPORARY } from './durable-file.js';
import { unreadable } from './errors.js';
import { inWaves } from './waves.js';

/** A small file of another shape than expected; the sentence is for operators and names no person. */
export class DamagedFileError extends Error {
  override readonly name = 'DamagedFileError';
}

/** So few that what a file leaves behind in memory is gone before it counts as old. */
const WAVE = 16;
const SUFFIX = '.json';
/** What a file that could not be used is renamed to end in: what it held is learnt anew, and it stays for an operator. */
const DAMAGED = '.damaged';

/**
 * Small lowdb files of one kind, all of them read at the start, each rewritten alone. The database of a file is made when
 * there is something to write: most files are never written again.
 */
export class Shelf<T extends object> {
  readonly setAside: { readonly file: string; readonly reason: string }[] = [];
  private readonly documents = new Map<string, Document<T>>();
  private readonly syncs = new Map<string, FolderSync>();

  constructor(
    private readonly disk: Disk,
    private readonly folder: string,
    /** Understands a file's text, or throws a `DamagedFileError`. */
    private readonly parse: (text: string) => T,
    /** The file's path within the folder, without its ending; made of what the file holds. */
    private readonly nameOf: (value: T) => string,
  ) {}

  /** Takes in every file of the folder and of those in it. What a file holds that is `known` already is not read. */
  async readAll(take: (value: T) => void, known: readonly T[] = []): Promise<void> {
    const knownAt = new Map(known.map((value) => [this.pathOf(value), value]));
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const paths: string[] = [];
    for (const name of await this.disk.names(this.folder)) {
      const path = join(this.folder, name);
      if (isFile(name)) paths.push(path);
      else for (const inner of await this.disk.names(path)) paths.push(join(path, inner));
    }
    const unknown = paths.filter((path) => {
      const value = knownAt.get(path);
      if (value) take(value);
      return !value;
    });
    await inWaves(
      unknown,
      WAVE,
      (path) => this.readOne(path),
      (path, text) => this.takeIn(path, text, take),
    );
  }

  /** Writes what `newer` makes of the stored value; nothing when it makes nothing of it. */
  async keep(value: T, newer: (before: T | undefined) => T | undefined): Promise<void> {
    const path = this.pathOf(value);
    const document = this.documents.get(path) ?? this.document(path);
    const change = () =>
      document.change((before) => {
        const next = newer(before);
        return next ? { answer: undefined, next } : { answer: undefined };
      });
    await change().catch(async (error: unknown) => {
      if (!(error instanceof DamagedFileError)) throw error;
      await this.putAside(path, error);
      await change();
    });
  }

  /** Removes a value's file, and waits until it is gone for good. No file is fine. */
  async drop(value: T): Promise<void> {
    const path = this.pathOf(value);
    await this.disk.remove(path);
    // Whoever keeps the value from here on writes it anew, also when it was written while the file went.
    this.documents.delete(path);
    await this.syncs.get(dirname(path))?.sync();
  }

  /** Lets go of the folders. */
  async close(): Promise<void> {
    await Promise.all([...this.syncs.values()].map((sync) => sync.close()));
  }

  private async readOne(path: string): Promise<string | undefined> {
    if (path.endsWith(SUFFIX)) return this.disk.read(path, true).catch((error: unknown) => this.putAside(path, error));
    if (path.endsWith(`${SUFFIX}${TEMPORARY}`)) await this.disk.remove(path);
    else this.setAside.push({ file: path, reason: 'it is no file of the directory, or was set aside earlier' });
    return undefined;
  }

  private async takeIn(path: string, text: string, take: (value: T) => void): Promise<void> {
    try {
      const value = this.parse(text);
      if (this.pathOf(value) !== path) throw new DamagedFileError('the file holds something else than its name says');
      take(value);
    } catch (error) {
      await this.putAside(path, error);
    }
  }

  private async putAside(path: string, error: unknown): Promise<undefined> {
    const reason = error instanceof DamagedFileError ? error.message : unreadable(error);
    const renamed = `${path}${DAMAGED}`;
    // Where it cannot be renamed it stays in the way: then this one person is not stored, and nothing is overwritten.
    const file = await this.disk.rename(path, renamed).then(
      () => renamed,
      () => path,
    );
    this.setAside.push({ file, reason });
  }

  private document(path: string): Document<T> {
    const folder = dirname(path);
    const sync = this.syncs.get(folder) ?? new FolderSync(this.disk, folder);
    this.syncs.set(folder, sync);
    const file = new DurableFile(this.disk, sync, path, this.parse);
    const write = async (value: T): Promise<void> => {
      const made = await mkdir(folder, { recursive: true, mode: 0o700 });
      if (made !== undefined) await syncFolder(this.disk, dirname(made));
      await file.write(value);
    };
    const document = new Document<T>({ read: () => file.read(), write }, () => undefined);
    this.documents.set(path, document);
    return document;
  }

  private pathOf(value: T): string {
    return `${this.folder}${sep}${this.nameOf(value)}${SUFFIX}`;
  }
}

/** A name with a dot is a file's; the folders of the shelf are hashes. */
function isFile(name: string): boolean {
  return name.includes('.');
}
