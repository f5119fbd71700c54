import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { caseIdOf } from './case-names.js';
import { CaseReader, type ReaderOptions } from './case-reader.js';
import { type Disk, nodeDisk, syncFolder } from './disk.js';
import { errorCode, FolderUnusableError } from './errors.js';
import { type FolderLock, lockFolder } from './folder-lock.js';

/** A data folder that is this process's alone, with its case files about to be read. */
export interface DataFolder {
  readonly root: string;
  readonly cases: string;
  readonly disk: Disk;
  readonly lock: FolderLock;
  readonly reader: CaseReader;
  /** Names in the folder of cases that are no case's. */
  readonly strange: readonly string[];
  /** Lets others have it. */
  giveBack(): Promise<void>;
}

/**
 * Makes the folders, takes the lock, and begins to read: the earlier, the more of it is done beside everything else that
 * a start takes. A folder that cannot be written ends the start with a sentence.
 */
export async function takeDataFolder(
  folder: string,
  disk: Disk = nodeDisk,
  options: ReaderOptions = {},
): Promise<DataFolder> {
  const root = resolve(folder);
  const cases = join(root, 'cases');
  try {
    await mkdir(cases, { recursive: true, mode: 0o700 });
    await syncFolder(disk, root);
    const lock = await lockFolder(root);
    const names = await disk.names(cases).catch(async (error: unknown) => {
      await lock.release();
      throw error;
    });
    const reader = new CaseReader(
      disk,
      root,
      cases,
      names.flatMap((name) => caseIdOf(name) ?? []),
      options,
    );
    const strange = names.filter((name) => caseIdOf(name) === undefined);
    const giveBack = async () => {
      await reader.stop();
      await lock.release();
    };
    return { root, cases, disk, lock, reader, strange, giveBack };
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    throw new FolderUnusableError(
      `The data folder ${root} cannot be written (${code}). Check DATA_DIR, the rights on the folder and the room on the disk.`,
    );
  }
}
