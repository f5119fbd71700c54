import type { Case, Tombstone } from '../case/case.js';
import type { NextDue } from '../delivery/instances.js';
import { folded, type Indexed, indexed } from './case-index.js';
import { hasUnfinished } from './case-rules.js';
import { DamagedCaseError, damageIn } from './errors.js';
import type { Note } from './heads.js';
import { type Derived, unsealed } from './sealed-digest.js';
import type { StoredCase } from './shapes.js';
import { type Standing, shortfall, standingOf } from './standing.js';
import { isRemoved, readCaseFile, type StoredFile } from './tombstones.js';

/** How what a store keeps beside the facts of a case is worked out from them. */
export interface Deriving {
  /** Works out when somebody is to be reminded next in a case. */
  readonly dueOf: (theCase: Case) => NextDue | undefined;
  /** Names everything else it follows from, so that what another program or another task made is not taken for ours. */
  readonly basis: string;
}

/** What a start has to know of a case: so little that one thread tells it to another without effort. */
export interface CaseDigest {
  readonly indexed: Indexed;
  /** True while a message of the case is due or on its way. */
  readonly unfinished: boolean;
  readonly due: NextDue | undefined;
}

/**
 * What the file of a case turned out to hold: a case, what is left of a removed one, or something that cannot be used.
 * `noted` is true when the digest was taken from the note, so that it need not be noted again.
 */
export type Found = { readonly caseId: string } & (
  | { readonly standing: Standing; readonly digest: CaseDigest; readonly noted: boolean }
  | { readonly standing: Standing; readonly stone: Tombstone }
  | { readonly problem: string }
);

/**
 * Checks every hash in the text of a case's file, and that it tells as much as it once did. What follows from the facts
 * is taken from the note when it was made by this very program from this very log; else every fact is checked and folded.
 */
export function foundIn(caseId: string, text: string, note: Note | undefined, deriving: Deriving): Found {
  const noted = note?.digest === undefined ? undefined : unsealed(note.digest, note.head, deriving.basis);
  try {
    const read = readCaseFile(caseId, text, noted && note?.head);
    const stored = isRemoved(read) ? read : read.stored;
    mustBeWhole(caseId, stored, note);
    const standing = standingOf(stored);
    if (isRemoved(stored)) return { caseId, standing, stone: stored.removed };
    const isNoted = noted !== undefined && note?.head === standing.head;
    const derived = isNoted ? noted : derivedFrom(caseIn(caseId, stored), deriving);
    return { caseId, standing, digest: { ...derived, unfinished: hasUnfinished(stored.deliveries) }, noted: isNoted };
  } catch (error) {
    return { caseId, problem: damageIn(error) };
  }
}

/** What follows from the facts of a case. */
export function derivedFrom(theCase: Case, { dueOf }: Deriving): Derived {
  return { indexed: indexed(theCase), due: dueOf(theCase) };
}

function caseIn(caseId: string, { entries }: StoredCase): Case {
  return folded(
    caseId,
    entries.map((entry) => entry.event),
  );
}

/** Throws when the file tells less than it once did. */
export function mustBeWhole(caseId: string, stored: StoredFile, known: Standing | undefined): void {
  const short = shortfall(stored, known);
  if (short) throw new DamagedCaseError(caseId, short.reason, short.fact);
}
