import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { type CaseText, caseFileOf, type ThreadTask } from './case-text.js';
import { damageIn, errorCode } from './errors.js';
import { readCaseFile } from './tombstones.js';

/** Files told of in one message. */
const WAVE = 50;
/** Messages that may wait to be taken: some ten to twenty megabytes. */
const AHEAD = 120;

/** The second thread of `CaseReader`: reads and checks case files, and never gets far ahead of who takes them in. */
async function run(): Promise<void> {
  const { folder, ids } = workerData as ThreadTask;
  let allowed = AHEAD;
  let wake = () => {};
  parentPort?.on('message', () => {
    allowed += 1;
    wake();
  });
  for (let from = 0; from < ids.length; from += WAVE) {
    while (allowed === 0)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    allowed -= 1;
    parentPort?.postMessage(ids.slice(from, from + WAVE).map((caseId) => checked(folder, caseId)));
  }
  parentPort?.close();
}

function checked(folder: string, caseId: string): CaseText | undefined {
  try {
    const text = readFileSync(join(folder, caseFileOf(caseId)), 'utf8');
    readCaseFile(caseId, text);
    return { caseId, text, checked: true };
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? undefined : { caseId, problem: damageIn(error) };
  }
}

await run();
