import { join } from 'node:path';
import type { Found } from './case-digest.js';
import { caseFileOf } from './case-names.js';
import type { Disk } from './disk.js';
import { damageIn } from './errors.js';

/** So many files are read before somebody else gets a word in. */
const SHARE = 50;

/** The files of many cases, dealt out a few at a time to whoever has nothing to do, each to one thread only. */
export class CaseShares {
  readonly count: number;

  constructor(
    private readonly ids: readonly string[],
    /** How many were dealt: one number that all threads see. */
    readonly dealt: Int32Array = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
  ) {
    this.count = Math.ceil(ids.length / SHARE);
  }

  /** The number of the next share, now the caller's; undefined when all have been dealt. */
  next(): number | undefined {
    const share = Atomics.add(this.dealt, 0, 1);
    return share < this.count ? share : undefined;
  }

  idsOf(share: number): readonly string[] {
    return this.ids.slice(share * SHARE, (share + 1) * SHARE);
  }
}

/** What stands in the file of a case, from its text. */
export type Understand = (caseId: string, text: string) => Found;

/** Reads the files of some cases, one after the other; those that are gone are left out. */
export async function readShare(
  disk: Disk,
  folder: string,
  ids: readonly string[],
  understand: Understand,
): Promise<Found[]> {
  const all: Found[] = [];
  for (const caseId of ids) {
    const read = await disk.read(join(folder, caseFileOf(caseId)), true).catch((error: unknown) => ({ error }));
    if (typeof read === 'string') all.push(understand(caseId, read));
    else if (read) all.push({ caseId, problem: damageIn(read.error) });
  }
  return all;
}
