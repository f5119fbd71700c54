import type { Case } from '../case/case.js';
import type { CaseEvent } from '../case/events.js';
import { evolve } from '../case/evolve.js';

/** How many folded cases are kept. One is a few kilobytes; a dropped one costs a replay of its own log, no more. */
const KEPT = 2_000;

/**
 * Folds logs into cases and remembers the result by length, so that a press costs the new facts only and not the whole
 * history. Pure in effect: a log of one length always gives the same case.
 */
export class Folds {
  private readonly kept = new Map<string, Case>();

  /** The case a log tells, or undefined for an empty log. */
  fold(caseId: string, events: readonly CaseEvent[]): Case | undefined {
    const known = this.kept.get(caseId);
    const usable = known !== undefined && known.length <= events.length ? known : undefined;
    let folded = usable;
    for (let at = usable?.length ?? 0; at < events.length; at++) {
      const event = events[at];
      if (event) folded = evolve(folded, event);
    }
    // What was read a moment ago may be older than what has been appended since.
    if (folded && folded.length > (known?.length ?? 0)) this.keep(folded);
    return folded;
  }

  /** The case as it was last computed here, if it is still kept. */
  newest(caseId: string): Case | undefined {
    return this.kept.get(caseId);
  }

  /** Takes a case that was just computed from what was appended. */
  keep(folded: Case): void {
    this.kept.delete(folded.id);
    this.kept.set(folded.id, folded);
    if (this.kept.size <= KEPT) return;
    const [oldest] = this.kept.keys();
    if (oldest !== undefined) this.kept.delete(oldest);
  }
}
