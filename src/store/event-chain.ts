import { createHash } from 'node:crypto';
import type { CaseEvent } from '../case/events.js';
import { canonicalJson } from './canonical-json.js';

/** One fact as it is stored, hashed onto the one before it. */
export interface Entry {
  readonly event: CaseEvent;
  /** SHA-256, hex, over the canonical JSON of `{ event, previous }`; `previous` is "" for the first. */
  readonly hash: string;
}

/** Hex. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The hash of a fact that follows the one with hash `previous` ("" for the first). */
export function hashOf(previous: string, event: CaseEvent): string {
  return sha256(canonicalJson({ event, previous }));
}

/** The facts as entries that follow the one with hash `previous`. */
export function chained(previous: string, events: readonly CaseEvent[]): Entry[] {
  let last = previous;
  return events.map((event) => {
    last = hashOf(last, event);
    return { event, hash: last };
  });
}

/**
 * The first position (0-based) at which the log is not what was written, or undefined when it is whole. Facts cut off at
 * the end leave a shorter chain that is right in itself: see `shortfall`.
 */
export function verifyChain(entries: readonly Entry[]): number | undefined {
  let previous = '';
  for (const [position, entry] of entries.entries()) {
    if (entry.hash !== hashOf(previous, entry.event)) return position;
    previous = entry.hash;
  }
  return undefined;
}

/** As many digits as people are shown, or more; fewer prove nothing. */
const CODE = /^[0-9a-f]{12,64}$/;

/**
 * The digits of a code as people write it down, in groups and letters of any case: the hash of a fact, or its beginning.
 * Undefined when it is no code, or too short to prove anything.
 */
export function digitsOfCode(code: string): string | undefined {
  const digits = code.toLowerCase().replace(/[\s-]/g, '');
  return CODE.test(digits) ? digits : undefined;
}

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
  return then === known.head ? undefined : { fact, reason: `fact ${fact + 1} is another one than was written` };
}
