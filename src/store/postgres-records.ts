import type { Case } from '../case/case.js';
import { eventSchema } from '../case/events.js';
import { evolve } from '../case/evolve.js';
import type { CaseRecord, Delivery, DeliveryState, MessageReference, Undelivered } from '../delivery/ports.js';
import { DamagedCaseError } from './errors.js';
import { type Entry, verifyChain } from './event-chain.js';
import { deepFreeze } from './frozen.js';
import { type Database, plain, type Row, type Statement, unplain } from './postgres-database.js';

/** A case as this process last saw it. */
export interface Known {
  readonly record: CaseRecord;
  readonly case: Case;
  /** Counts every change of the case in the database, by whomever. */
  readonly revision: number;
  /** This process appended the newest fact, so that the due moment beside it is ours too. */
  readonly own?: true;
}

/** Cases kept in memory; one is about 20 kilobytes. */
const KEPT = 1_000;

/** Milliseconds for which an answer of the database counts as the latest for whoever is content with that. */
const LATELY_MS = 10;

/**
 * Columns that tell everything of the case `c` that came after what is known of it, as of one moment: how many facts are
 * known and which revision, each as SQL.
 */
export const newsOf = (length: string, revision: string): string => `c.length, c.head, c.revision,
  case when c.length > ${length} then (
    select json_agg(json_build_array(e.event, e.hash) order by e.position)
    from events e where e.case_id = c.id and e.position >= ${length}) end as entries,
  case when c.revision <> ${revision} then (
    select json_agg(json_build_array(d.key, d.effect, d.into_place, d.state, d.attempts, d.not_before, d.place, d.why, d.at)
      order by d.seq)
    from deliveries d where d.case_id = c.id) end as deliveries,
  case when c.revision <> ${revision} then (
    select json_agg(json_build_array(p.slot, p.place)) from messages p where p.case_id = c.id) end as messages`;

const READ: Statement = { name: 'read-case', text: `select ${newsOf('$2', '$3')} from cases c where c.id = $1` };

/**
 * The cases as this process knows them. A read asks the database for what is new only: a press costs the facts since the
 * last one, whichever instance wrote them. Each new fact is checked against the hash chain before anybody sees it.
 */
export class Records {
  private readonly kept = new Map<string, Known>();
  /** When the database last said that what is kept of a case is all there is. */
  private readonly current = new Map<string, number>();
  private readonly damaged = new Map<string, string>();

  constructor(private readonly database: Database) {}

  /** What was last seen, without asking. */
  last(caseId: string): Known | undefined {
    return this.kept.get(caseId);
  }

  /** The database has just said which revision a case has. */
  confirm(caseId: string, revision: number): void {
    if (this.kept.get(caseId)?.revision === revision) this.current.set(caseId, performance.now());
    else this.current.delete(caseId);
  }

  async read(caseId: string, lately = false): Promise<Known | undefined> {
    const known = this.kept.get(caseId);
    const saidAt = this.current.get(caseId);
    if (lately && known && saidAt !== undefined && performance.now() - saidAt < LATELY_MS) return known;
    try {
      const read = await this.after(caseId, known);
      this.damaged.delete(caseId);
      return read;
    } catch (error) {
      if (!(error instanceof DamagedCaseError)) throw error;
      this.forget(caseId);
      // The log may have been restored under us: only one read from the beginning can tell.
      if (known) return this.read(caseId);
      this.damaged.set(caseId, error.reason);
      throw error;
    }
  }

  /**
   * Takes in what a statement told that failed because the case has gone on since it was `known`. A statement that waited
   * for another one's end tells what stood before it; then, and when the news cannot be trusted, the next reader asks.
   */
  learn(caseId: string, row: Row, known: Known): void {
    this.current.delete(caseId);
    if (row.revision === known.revision) return;
    try {
      this.keep(caseId, understood(caseId, row, known));
    } catch (error) {
      if (!(error instanceof DamagedCaseError)) throw error;
      this.forget(caseId);
    }
  }

  /** Takes a newer state; an older one than what is known is left aside. */
  keep(caseId: string, known: Known): void {
    if ((this.kept.get(caseId)?.revision ?? -1) > known.revision) return;
    this.kept.delete(caseId);
    this.kept.set(caseId, known);
    this.current.set(caseId, performance.now());
    if (this.kept.size <= KEPT) return;
    const [oldest] = this.kept.keys();
    if (oldest !== undefined) this.forget(oldest);
  }

  forget(caseId: string): void {
    this.kept.delete(caseId);
    this.current.delete(caseId);
  }

  /** Cases that could not be used when they were last read. */
  setAside(): { file: string; reason: string }[] {
    return [...this.damaged].map(([caseId, reason]) => ({ file: caseId, reason }));
  }

  private async after(caseId: string, known: Known | undefined): Promise<Known | undefined> {
    const length = known?.record.events.length ?? 0;
    const [row] = await this.database.repeatable(READ, [caseId, length, known?.revision ?? -1]);
    if (!row) {
      this.forget(caseId);
      return undefined;
    }
    if (known && row.revision === known.revision) {
      this.confirm(caseId, known.revision);
      return known;
    }
    const newer = understood(caseId, row, known);
    this.keep(caseId, newer);
    return newer;
  }
}

/** The case after what a row tells of it. */
function understood(caseId: string, row: Row, known: Known | undefined): Known {
  const entries = ((row.entries ?? []) as [unknown, string][]).map(
    ([event, hash]) => deepFreeze({ event, hash }) as Entry,
  );
  checked(caseId, entries, row, known?.record);
  let folded = known?.case;
  for (const { event } of entries) folded = evolve(folded, event);
  if (folded?.id !== caseId) throw new DamagedCaseError(caseId, 'the facts tell of another case');
  const record: CaseRecord = {
    events: Object.freeze([...(known?.record.events ?? []), ...entries.map((entry) => entry.event)]),
    hashes: Object.freeze([...(known?.record.hashes ?? []), ...entries.map((entry) => entry.hash)]),
    deliveries: Object.freeze(((row.deliveries ?? []) as DeliveryRow[]).map(deliveryOf)),
    messages: placesOf((row.messages ?? []) as [string, MessageReference][]),
  };
  return { record: Object.freeze(record), case: folded, revision: Number(row.revision) };
}

/** @throws DamagedCaseError when the new facts do not follow the known ones, or are not all there. */
function checked(caseId: string, entries: readonly Entry[], row: Row, known: CaseRecord | undefined): void {
  const damaged = (reason: string): never => {
    throw new DamagedCaseError(caseId, reason);
  };
  const from = known?.hashes.length ?? 0;
  if (from + entries.length !== row.length)
    damaged(`${from + entries.length} facts are there instead of ${Number(row.length)}`);
  for (const [at, { event }] of entries.entries()) {
    if (!eventSchema.safeParse(event).success) damaged(`fact ${from + at} is none that this program knows`);
    const opens = event.type === 'CaseOpened';
    if (opens !== (from + at === 0) || (opens && event.caseId !== caseId))
      damaged('the facts do not begin with the opening of this case');
  }
  const broken = verifyChain(entries, undefined, known?.hashes.at(-1));
  if (broken !== undefined) damaged(`the hash chain is broken at fact ${from + broken}`);
  if ((entries.at(-1)?.hash ?? known?.hashes.at(-1)) !== row.head)
    damaged('the log does not end on the hash that was written');
}

type DeliveryRow = readonly [
  key: string,
  effect: Delivery['effect'],
  into: MessageReference | null,
  state: DeliveryState,
  attempts: number,
  notBefore: string,
  place: MessageReference | null,
  why: Undelivered | null,
  at: string,
];

function deliveryOf([key, effect, into, state, attempts, notBefore, place, why, at]: DeliveryRow): Delivery {
  return deepFreeze({
    ...{ key, effect, state, attempts, notBefore, at },
    ...(into && { into }),
    ...(place && { place }),
    ...(why && { why }),
  });
}

function placesOf(rows: readonly (readonly [string, MessageReference])[]): CaseRecord['messages'] {
  return deepFreeze(Object.fromEntries(rows.map(([slot, place]) => [unplain(slot), place])));
}

/** Deliveries as columns, for `unnest`: key, effect, into, state, attempts, notBefore, place, why, at. */
export function columnsOf(deliveries: readonly Delivery[]): unknown[] {
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
  return [
    deliveries.map((one) => plain(one.key)),
    deliveries.map((one) => JSON.stringify(one.effect)),
    deliveries.map((one) => json(one.replaces)),
    deliveries.map((one) => one.state),
    deliveries.map((one) => one.attempts),
    deliveries.map((one) => one.notBefore),
    deliveries.map((one) => json(one.message)),
    deliveries.map((one) => one.why ?? null),
    deliveries.map((one) => one.at),
  ];
}
