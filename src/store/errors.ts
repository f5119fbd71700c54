import { CaseSetAsideError } from '../delivery/ports.js';

/** A file that is no case's is not what this program wrote; the message says why, for operators, and names no person. */
export class DamagedFileError extends Error {
  override readonly name = 'DamagedFileError';
}

/** The data folder or the database cannot be used at all; the sentence is for the operator who starts the program. */
export class StorageUnusableError extends Error {
  override readonly name: string = 'StorageUnusableError';
}

/** Why a file cannot be used; the sentence is for operators and names no person. */
export function damageIn(error: unknown): string {
  if (error instanceof CaseSetAsideError) return error.reason;
  return error instanceof DamagedFileError
    ? error.message
    : `the file cannot be read (${errorCode(error) ?? 'unknown'})`;
}

/** The code of a system error, as in ENOENT; undefined for every other error. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
