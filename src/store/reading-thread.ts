import { parentPort, workerData } from 'node:worker_threads';
import { type Deriving, foundIn } from './case-digest.js';
import type { ShareTold, ThreadTask } from './case-reader.js';
import { CaseShares, readShare } from './case-shares.js';
import { nodeDisk } from './disk.js';
import { readHeads } from './log-heads.js';

/** The second thread of `CaseReader`: takes shares of the files until all have been dealt, and tells what it found. */
export async function readBeside(deriving: Deriving): Promise<void> {
  const { root, folder, ids, dealt } = workerData as ThreadTask;
  const shares = new CaseShares(ids, dealt);
  const heads = await readHeads(nodeDisk, root);
  for (let share = shares.next(); share !== undefined; share = shares.next()) {
    const found = await readShare(nodeDisk, folder, shares.idsOf(share), (caseId, text) =>
      foundIn(caseId, text, heads.get(caseId), deriving),
    );
    parentPort?.postMessage({ share, found } satisfies ShareTold);
  }
}
