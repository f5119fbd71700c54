/** How far a log had come: the number of its facts and the hash of the last one, which stands for all of them. */
export interface LogHead {
  readonly facts: number;
  readonly head: string;
}

/** A log as it is now. Of a removed case only the last hash is left. */
export interface Log extends LogHead {
  readonly hashes?: readonly string[];
}

/** Where a log ends too early or turned into another one. */
export interface Shortfall {
  /** Position (0-based) of the first fact that is missing or another one. */
  readonly fact: number;
  readonly reason: string;
}

/** The log of a case, by the hashes of its facts. */
export function logOf(hashes: readonly string[]): Log {
  return { facts: hashes.length, head: hashes.at(-1) ?? '', hashes };
}

/**
 * Compares a log with how far it had come; undefined when it holds what it once held. A log whose end was cut off, or an
 * older copy of it, is right in itself: only a head that was kept elsewhere tells.
 */
export function shortfall({ facts, head, hashes }: Log, known: LogHead | undefined): Shortfall | undefined {
  if (known === undefined) return undefined;
  if (facts < known.facts)
    return { fact: facts, reason: `the end is cut off: of ${known.facts} facts ${facts} are left` };
  if (facts > known.facts && !hashes) return undefined;
  const fact = known.facts - 1;
  const then = facts === known.facts ? head : hashes?.[fact];
  return then === known.head ? undefined : { fact, reason: `fact ${fact} is another one than was written` };
}
