import { dirname, join } from 'node:path';
import { nodeDisk } from './lowdb/disk.js';
import { makeFolder, replaceFile } from './lowdb/durable-adapter.js';

/** The folder in the data folder for copies of removed cases, until the operators have moved them into an archive. */
const EXPORTS = 'exports';

/** Where the copy of a case is written before it is removed. */
export function exportPath(folder: string, caseId: string): string {
  return join(folder, EXPORTS, `${caseId}.json`);
}

/** Writes the copy of a case; durable when it resolves. */
export async function writeExport(folder: string, caseId: string, text: string | Uint8Array): Promise<void> {
  const path = exportPath(folder, caseId);
  await makeFolder(nodeDisk, dirname(path));
  await replaceFile(nodeDisk, path, text);
}
