import type { Case } from '../case/case.js';
import type { Tombstone } from '../case/retention.js';
import type { NextDue } from '../flow/instances.js';
import { folded, type Indexed, indexed } from './case-index.js';
import { hasUnfinished } from './case-rules.js';
import { DamagedCaseError, damageIn } from './errors.js';
import { type Standing, shortfall, standingOf } from './heads.js';
import { isRemoved, readCaseFile, type StoredFile } from './tombstones.js';

/** Works out when somebody is to be reminded next in a case. */
export type DueOf = (of: Case) => NextDue | undefined;

/** What a start has to know of a case: so little that one thread tells it to another without effort. */
export interface CaseDigest {
  readonly indexed: Indexed;
  /** True while a message of the case is due or on its way. */
  readonly unfinished: boolean;
  readonly due: NextDue | undefined;
}

/** What the file of a case turned out to hold: a case, what is left of a removed one, or something that cannot be used. */
export type Found = { readonly caseId: string } & (
  | { readonly standing: Standing; readonly digest: CaseDigest }
  | { readonly standing: Standing; readonly stone: Tombstone }
  | { readonly problem: string }
);

/** Checks every fact and every hash in the text of a case's file, and that it tells as much as it once did. */
export function foundIn(caseId: string, text: string, known: Standing | undefined, dueOf: DueOf): Found {
  let of: Case;
  let stored: StoredFile;
  try {
    const read = readCaseFile(caseId, text);
    stored = isRemoved(read) ? read : read.stored;
    mustBeWhole(caseId, stored, known);
    if (isRemoved(stored)) return { caseId, standing: standingOf(stored), stone: stored.removed };
    of = folded(
      caseId,
      stored.entries.map((entry) => entry.event),
    );
  } catch (error) {
    return { caseId, problem: damageIn(error) };
  }
  const unfinished = hasUnfinished(stored.deliveries);
  return { caseId, standing: standingOf(stored), digest: { indexed: indexed(of), unfinished, due: dueOf(of) } };
}

/** Throws when the file tells less than it once did. */
export function mustBeWhole(caseId: string, stored: StoredFile, known: Standing | undefined): void {
  const short = shortfall(stored, known);
  if (short) throw new DamagedCaseError(caseId, short.reason, short.fact);
}
