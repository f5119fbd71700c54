import { CaseSetAsideError } from '../delivery/ports.js';

/** The file of a case is not what the store wrote; it stays as it is. */
export class DamagedCaseError extends CaseSetAsideError {
  override readonly name = 'DamagedCaseError';

  constructor(
    caseId: string,
    reason: string,
    /** The position of the first fact that is not what was written, where that is what is wrong. */
    readonly fact?: number,
  ) {
    super(caseId, reason);
  }
}

/** The data folder cannot be used at all; the sentence is for whoever starts the bot. */
export class FolderUnusableError extends Error {
  override readonly name = 'FolderUnusableError';
}

/** Something was asked of a store after its end. */
export class StoreClosedError extends Error {
  override readonly name = 'StoreClosedError';

  constructor() {
    super('The store is closed');
  }
}

/** Why a case file cannot be used; the sentence is for operators and names no person. */
export function damageIn(error: unknown): string {
  return error instanceof DamagedCaseError ? error.reason : unreadable(error);
}

/** The same of any file that the system does not give. */
export function unreadable(error: unknown): string {
  return `the file cannot be read (${errorCode(error) ?? 'unknown'})`;
}

/** The code of a system error, as in ENOENT; undefined for every other error. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
