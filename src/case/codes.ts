import type { Case } from './case.js';
import type { CaseEvent } from './events.js';

/**
 * Hashes that stand for the log, each covering everything up to its fact. Whoever wrote one down outside the bot can show
 * later that nothing before it was changed and nothing was cut off.
 */
export interface Codes {
  /** Of the newest fact. */
  readonly head: string;
  /** Of the signature, while it stands. */
  readonly signature?: string;
}

/** The codes of a log; `hashes` are those of its facts, in their order. */
export function codesOf(told: {
  readonly case: Case;
  readonly events: readonly CaseEvent[];
  readonly hashes: readonly string[];
}): Codes | undefined {
  const { case: theCase, events, hashes } = told;
  const head = hashes.at(-1);
  if (head === undefined) return undefined;
  const at = theCase.done.signature ? events.findLastIndex((event) => event.type === 'SignatureConfirmed') : -1;
  const signature = hashes[at];
  return { head, ...(signature !== undefined && { signature }) };
}
