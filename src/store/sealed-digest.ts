import type { CaseDigest } from './case-digest.js';
import { sha256 } from './event-chain.js';

/** What follows from the facts of a case alone. */
export type Derived = Omit<CaseDigest, 'unfinished'>;

/** Sixteen hex digits and JSON. */
const SEALED = /^([0-9a-f]{16}) (.+)$/;

/**
 * A digest as one line of text, with a seal: for the log that ends on another hash or for another `basis` it is worth
 * nothing, nor when it was cut off or changed by hand. The seal keeps no secret: whoever can write to the data folder can
 * make one, as they can make a log.
 */
export function sealed(derived: Derived, head: string, basis: string): string {
  const json = JSON.stringify(derived);
  return `${sealOf(json, head, basis)} ${json}`;
}

/** What was sealed for this very log and basis; undefined when it was for another one. */
export function unsealed(text: string, head: string, basis: string): Derived | undefined {
  const [, seal, json] = SEALED.exec(text) ?? [];
  return json !== undefined && seal === sealOf(json, head, basis) ? (JSON.parse(json) as Derived) : undefined;
}

function sealOf(json: string, head: string, basis: string): string {
  return sha256(`${basis} ${head} ${json}`).slice(0, 16);
}
