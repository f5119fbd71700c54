import { isRemoved, type StoredFile } from './tombstones.js';

/** How far a log had come: the number of its facts and the hash of the last one. */
export interface Standing {
  readonly facts: number;
  readonly head: string;
}

/** Where a log ends too early or turned into another one; undefined when it holds what it once held. */
export interface Shortfall {
  /** Position (0-based) of the first fact that is missing or another one. */
  readonly fact: number;
  readonly reason: string;
}

/** Compares what a file holds with how far its log had come. */
export function shortfall(stored: StoredFile, known: Standing | undefined): Shortfall | undefined {
  if (known === undefined) return undefined;
  const { facts, head } = standingOf(stored);
  if (facts < known.facts)
    return { fact: facts, reason: `the end is cut off: of ${known.facts} facts ${facts} are left` };
  const at = known.facts - 1;
  // Of a removed case only the last hash is left.
  if (isRemoved(stored) && facts > known.facts) return undefined;
  const then = isRemoved(stored) ? head : stored.entries[at]?.hash;
  return then === known.head ? undefined : { fact: at, reason: `fact ${at} is another one than was written` };
}

/** How far the log in a file has come. */
export function standingOf(stored: StoredFile): Standing {
  if (isRemoved(stored)) return { facts: stored.removed.facts, head: stored.removed.head };
  return { facts: stored.entries.length, head: stored.entries.at(-1)?.hash ?? '' };
}
