import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { errorCode } from '../errors.js';

/** A file being written. */
export interface NewFile {
  writeFile(content: string | Uint8Array): Promise<void>;
  /** Resolves when the bytes are on the medium, not merely with the operating system. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The few file operations the store rests on, so that a test can watch their order or let one fail. */
export interface Disk {
  /** The text of a file, or undefined when there is none. */
  read(path: string): Promise<string | undefined>;
  /** The names in a folder; empty when there is no such folder. */
  names(folder: string): Promise<string[]>;
  /** A new or emptied file, readable by its owner only. */
  create(path: string): Promise<NewFile>;
  rename(from: string, to: string): Promise<void>;
  /** Makes the names in a folder, and renames there, outlive a power loss. */
  syncFolder(path: string): Promise<void>;
  /** Removes a file; no file is fine. */
  remove(path: string): Promise<void>;
}

/** The real disk. */
export const nodeDisk: Disk = {
  read: (path) => readFile(path, 'utf8').catch(absent(undefined)),
  names: (folder) => readdir(folder).catch(absent([])),
  create: (path) => open(path, 'w', 0o600),
  rename,
  async syncFolder(path) {
    // Windows can neither open nor sync a folder; NTFS journals the rename itself.
    if (process.platform === 'win32') return;
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },
  remove: (path) => rm(path, { force: true }),
};

function absent<T>(instead: T): (error: unknown) => T {
  return (error) => {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return instead;
    throw error;
  };
}
