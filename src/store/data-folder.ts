import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, StorageUnusableError } from './errors.js';

/** The file in the data folder that says what the folder is for. */
export const PURPOSE_FILE = 'purpose';

/** Practice moves the clock and lets anybody be anybody, so it must never meet the cases of production. */
export type Purpose = 'practice' | 'production';

/**
 * Claims a data folder, for good: the first bot that opens it says what it is for.
 * @throws StorageUnusableError (rejects) when the folder is for the other.
 */
export async function claimFolder(folder: string, purpose: Purpose): Promise<void> {
  const path = join(folder, PURPOSE_FILE);
  try {
    await writeFile(path, `${purpose}\n`, { flag: 'wx' });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    await checkPurpose(folder, purpose);
  }
}

/** What a folder is for; undefined as long as no bot has claimed it. */
export async function purposeOf(folder: string): Promise<Purpose | undefined> {
  try {
    return (await readFile(join(folder, PURPOSE_FILE), 'utf8')).trim() as Purpose;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Looks without claiming: a folder that nobody has claimed is for anybody.
 * @throws StorageUnusableError (rejects) when the folder is for the other.
 */
export async function checkPurpose(folder: string, purpose: Purpose): Promise<void> {
  if (((await purposeOf(folder)) ?? purpose) !== purpose)
    throw new StorageUnusableError(
      `The data folder ${folder} ${isForTheOther(purpose)}. Set DATA_DIR to another folder.`,
    );
}

/** The middle of a sentence about what is for the other purpose. */
export function isForTheOther(purpose: Purpose): string {
  return purpose === 'practice'
    ? 'holds cases of production, and this is a practice run because MicrosoftAppId is not set'
    : 'holds cases of the practice run, and this bot has an identity at Microsoft';
}

/** Where the copy of a case is written before it is removed, until the operators have moved it into an archive. */
export function exportPath(folder: string, caseId: string): string {
  return join(folder, 'exports', `${caseId}.json`);
}
