import { ClaimLostError } from '../delivery/instances.js';
import type { DeliveryPatch, MessageReference } from '../delivery/ports.js';
import { Turns } from '../delivery/turns.js';
import { recorded } from './append-rules.js';
import { canonicalJson } from './canonical-json.js';
import type { LeasedClaim } from './postgres-claims.js';
import { type Database, plain, type Row } from './postgres-database.js';
import { columnsOf, type Records } from './postgres-records.js';
import { RECORD } from './postgres-writes.js';

/** Milliseconds for which the end of a delivery waits for a database that is away. */
const PATIENCE = 20_000;

interface Outcome {
  readonly key: string;
  readonly patch: DeliveryPatch;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

interface Batch {
  readonly caseId: string;
  readonly lease: LeasedClaim | undefined;
  readonly inflight: boolean;
  readonly outcomes: Map<string, Outcome>;
}

/**
 * Writes how deliveries went. What is told of a case in one go, as at the end of a round, is written by one statement:
 * a case that is pressed often has hundreds of overtaken cards.
 */
export class Outcomes {
  private readonly waiting = new Set<Batch>();
  /** One statement at a time in a case, in the order things were told. */
  private readonly turns = new Turns();

  constructor(
    private readonly database: Database,
    private readonly records: Records,
  ) {}

  record(caseId: string, key: string, patch: DeliveryPatch, lease: LeasedClaim | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      this.batchOf(caseId, key, patch.state === 'inFlight', lease).outcomes.set(key, { key, patch, resolve, reject });
    });
  }

  /** What is told of one delivery twice is not told in one statement, nor that something leaves with how others went. */
  private batchOf(caseId: string, key: string, inflight: boolean, lease: LeasedClaim | undefined): Batch {
    for (const one of this.waiting)
      if (one.caseId === caseId && one.lease === lease && one.inflight === inflight && !one.outcomes.has(key))
        return one;
    const batch: Batch = { caseId, lease, inflight, outcomes: new Map() };
    this.waiting.add(batch);
    queueMicrotask(() => {
      this.waiting.delete(batch);
      void this.turns.take(caseId, () => this.write(batch));
    });
    return batch;
  }

  private async write({ caseId, lease, inflight, outcomes }: Batch): Promise<void> {
    const all = [...outcomes.values()];
    try {
      // Nobody else knows how a message went: that is worth waiting for a database that is away.
      const patience = lease && !inflight ? PATIENCE : 0;
      const [row] = await this.database.repeatable(RECORD, valuesOf(caseId, all, lease), patience);
      const written = new Set((row?.written ?? []) as string[]);
      const isWritten = ({ key }: Outcome) => written.has(plain(key));
      this.note(caseId, all.filter(isWritten), row);
      for (const one of all) {
        const refused = lease && !isWritten(one) && (row?.fenced === 0 || inflight);
        if (refused) one.reject(new ClaimLostError(caseId));
        else one.resolve();
      }
    } catch (error) {
      for (const one of all) one.reject(error);
    }
  }

  /** Takes what was written into memory, when nothing else was written between it and what is known. */
  private note(caseId: string, written: readonly Outcome[], row: Row | undefined): void {
    const known = this.records.last(caseId);
    if (!known || row?.revision !== known.revision + 1) {
      this.records.confirm(caseId, Number(row?.revision));
      return;
    }
    let { record } = known;
    for (const { key, patch } of written) record = recorded(record, key, patch) ?? record;
    this.records.keep(caseId, { ...known, record, revision: known.revision + 1 });
  }
}

function valuesOf(caseId: string, all: readonly Outcome[], lease: LeasedClaim | undefined): unknown[] {
  const column = (of: (patch: DeliveryPatch) => unknown) => all.map(({ patch }) => of(patch) ?? null);
  const slots = new Map<string, { place: MessageReference | null; key: string }>();
  for (const { key, patch } of all)
    for (const [slot, place] of Object.entries(patch.slots ?? {})) slots.set(slot, { place, key });
  const adds = all.flatMap(({ key, patch }) => (patch.adds ?? []).map((one) => ({ key, one })));
  const json = (value: MessageReference | null | undefined) => (value ? canonicalJson(value) : null);
  return [
    ...[plain(caseId), lease?.owner ?? null, lease?.fence ?? null, all.map(({ key }) => plain(key))],
    ...[column(({ state }) => state), column(({ at }) => at), column(({ attempts }) => attempts)],
    ...[column(({ notBefore }) => notBefore), column(({ why }) => why), column(({ message }) => json(message))],
    ...[[...slots.keys()].map(plain), [...slots.values()].map(({ place }) => json(place))],
    [...slots.values()].map(({ key }) => plain(key)),
    ...[...columnsOf(adds.map(({ one }) => one)), adds.map(({ key }) => plain(key))],
  ];
}
