import type { Case, Tombstone } from '../case/case.js';
import type { CaseRecord } from '../delivery/ports.js';

/** What was found where a case should be. */
export type Found =
  | {
      readonly kind: 'case';
      readonly id: string;
      readonly case: Case;
      readonly record: Pick<CaseRecord, 'events' | 'hashes' | 'deliveries'>;
    }
  | { readonly kind: 'removed'; readonly id: string; readonly stone: Tombstone }
  /** A case that cannot be trusted. `entry` is the number of its first broken entry, counted from 1 as in the history. */
  | { readonly kind: 'aside'; readonly id: string; readonly reason: string; readonly entry?: number };

/**
 * The reading half of the command line: it never writes, locks or tidies up, so that it may run beside a working bot.
 * What it gives of one case is one version of it.
 */
export interface CaseSource {
  /** Everything there is, by id. */
  all(): AsyncIterable<Found>;
  /** One case; undefined when there never was one. */
  find(caseId: string): Promise<Found | undefined>;
}
