import * as fs from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { errorCode } from './errors.js';
import { GrowingFiles } from './growing-files.js';

/** A file being written. */
export interface NewFile {
  write(text: string | Uint8Array): Promise<void>;
  /** Resolves when the bytes are on the medium, not merely with the operating system. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** A folder kept open, so that a sync of it is one step and not three. */
export interface OpenFolder {
  /** Makes renames in the folder outlive a power loss. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The few file operations the store rests on, so that a test can watch their order or let one fail. */
export interface Disk {
  /** The text of a file, or undefined when there is none. `atOnce` is for the start only: it holds up everything else. */
  read(path: string, atOnce?: boolean): Promise<string | undefined>;
  /** The names in a folder; empty when there is no such folder. */
  names(folder: string): Promise<string[]>;
  /**
   * Adds to the end of a file that is there. Resolves when the bytes are on the medium; a crash before that leaves any
   * part of them.
   */
  append(path: string, text: string): Promise<void>;
  /** A line may be added to the file soon: it may be opened meanwhile. */
  expectAppend(path: string): void;
  /** Closes the files of a folder that stayed open after lines were added to them. */
  letGo(folder: string): Promise<void>;
  /** A new or emptied file. */
  create(path: string): Promise<NewFile>;
  rename(from: string, to: string): Promise<void>;
  openFolder(path: string): Promise<OpenFolder>;
  /** Removes a file; no file is fine. */
  remove(path: string): Promise<void>;
}

/**
 * The callback forms. They take about half the processor time of `fs/promises` with its file handles, which counts on
 * every press and at the start with 10,000 files.
 */
const readFile = promisify(fs.readFile);
const open = promisify(fs.open);
const writeAll = promisify((fd: number, text: string | Uint8Array, done: fs.NoParamCallback) =>
  fs.writeFile(fd, text, done),
);
const fsync = promisify(fs.fsync);
const close = promisify(fs.close);

const rename = promisify(fs.rename);
const growing = new GrowingFiles();

/** The real disk. */
export const nodeDisk: Disk = {
  read: async (path, atOnce = false) => {
    try {
      // The pool's threads would be woken four times for each small file, a second more with 10,000 cases.
      return atOnce ? fs.readFileSync(path, 'utf8') : await readFile(path, 'utf8');
    } catch (error) {
      return absent(undefined)(error);
    }
  },
  names: (folder) => readdir(folder).catch(absent([])),
  async create(path) {
    const file = await open(path, 'w', 0o600);
    return {
      write: (text) => writeAll(file, text),
      sync: () => fsync(file),
      close: () => close(file),
    };
  },
  append: (path, text) => growing.append(path, text),
  expectAppend: (path) => growing.expect(path),
  letGo: (folder) => growing.letGoOf((path) => dirname(path) === folder),
  async rename(from, to) {
    await growing.letGo(to);
    await rename(from, to);
  },
  async openFolder(path) {
    // Windows can neither open nor sync a folder; NTFS journals the rename itself.
    if (process.platform === 'win32') return { sync: async () => undefined, close: async () => undefined };
    const folder = await open(path, 'r');
    return { sync: () => fsync(folder), close: () => close(folder) };
  },
  async remove(path) {
    await growing.letGo(path);
    await rm(path, { force: true });
  },
};

/** Syncs a folder once. */
export async function syncFolder(disk: Disk, path: string): Promise<void> {
  const folder = await disk.openFolder(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function absent<T>(instead: T): (error: unknown) => T {
  return (error) => {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return instead;
    throw error;
  };
}
