/** The stored case cannot be trusted, so nobody reads or continues it; the sentence is for operators and names no person. */
export class DamagedCaseError extends Error {
  override readonly name = 'DamagedCaseError';

  constructor(
    readonly caseId: string,
    readonly reason: string,
  ) {
    super(`Case ${caseId} is set aside: ${reason}`);
  }
}

/** Something was asked of a store after its end. */
export class StoreClosedError extends Error {
  override readonly name = 'StoreClosedError';

  constructor() {
    super('The store is closed');
  }
}

/** The code of a system error, as in ENOENT; undefined for every other error. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
