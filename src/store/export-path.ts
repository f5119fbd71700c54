import { join } from 'node:path';

/** The folder in the data folder for copies of removed cases, until the operators have moved them into an archive. */
export const EXPORTS = 'exports';

/** Where the copy of a case is written before it is removed. */
export function exportPath(folder: string, caseId: string): string {
  return join(folder, EXPORTS, `${caseId}.json`);
}
