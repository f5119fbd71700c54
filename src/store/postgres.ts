import type { Case, Tombstone } from '../case/case.js';
import type { CaseEvent } from '../case/events.js';
import { evolve } from '../case/evolve.js';
import type { Person } from '../case/people.js';
import type { Claim } from '../delivery/instances.js';
import type { AppendResult, CaseEntry, CaseRecord, CaseStore, Delivery, DeliveryPatch } from '../delivery/ports.js';
import { canonicalJson } from './canonical.js';
import type { Deriving } from './case-digest.js';
import { isCaseId } from './case-names.js';
import { type Addition, addition, grown } from './case-rules.js';
import { frozenCopy } from './frozen.js';
import { LeasedClaim } from './postgres-claims.js';
import { brokenConstraint, type Database, isLost, plain, type Row, unplain } from './postgres-database.js';
import { Outcomes } from './postgres-outcomes.js';
import { columnsOf, type Known, Records } from './postgres-records.js';
import * as sql from './postgres-writes.js';

/** Appends tried again when the connection broke or the open case of a municipality closed in between. */
const TRIES = 3;

/**
 * The case store of several instances. The row of a case is the lock: an append is one statement that finds the expected
 * length there, or does nothing. Facts, their deliveries and the next due moment are written in it together.
 */
export class PostgresCaseStore implements CaseStore {
  private readonly records: Records;
  private readonly outcomes: Outcomes;

  constructor(
    private readonly database: Database,
    /** How the next due moment is worked out that is written with the facts it follows from. */
    private readonly deriving?: Deriving,
  ) {
    this.records = new Records(database);
    this.outcomes = new Outcomes(database, this.records);
  }

  async read(caseId: string, lately = false): Promise<CaseRecord | undefined> {
    return isCaseId(caseId)
      ? (await this.records.read(caseId, lately))?.record
      : this.database.during(async () => undefined);
  }

  append(
    caseId: string,
    expectedLength: number,
    events: readonly CaseEvent[],
    deliveries: readonly Delivery[],
  ): Promise<AppendResult> {
    return this.database.during(async () => {
      const added = addition(caseId, expectedLength, events, deliveries);
      for (let tries = 1; ; tries++) {
        try {
          const result = await this.grow(added);
          if (result) return result;
        } catch (error) {
          // The facts may be in or not: the next try finds them there, or writes them.
          if (tries === TRIES || !isLost(error)) throw error;
          if (await this.isIn(added)) return { kind: 'appended' };
        }
      }
    });
  }

  /** One try; undefined when the case that was in the way is no longer open. */
  private async grow(added: Addition): Promise<AppendResult | undefined> {
    const { caseId, expectedLength } = added;
    let before = this.records.last(caseId);
    if ((before?.record.events.length ?? 0) !== expectedLength) before = await this.records.read(caseId);
    const { result, record } = grown(before?.record, added, undefined);
    if (!record) return result;
    const folded = added.events.reduce<Case | undefined>(evolve, before?.case);
    if (!folded) throw new Error('A decision without facts');
    try {
      const [row] = await this.database.once(
        before ? sql.GROW : sql.CREATE,
        valuesOf(added, before, record, folded, this.deriving),
      );
      if (row?.grown !== true) {
        if (row && before) this.records.learn(caseId, row, before);
        return { kind: 'conflict' };
      }
      const revision = Number(row.revision);
      if (revision === (before?.revision ?? 0) + 1)
        this.records.keep(caseId, { record, case: folded, revision, own: true });
      return result;
    } catch (error) {
      const broken = brokenConstraint(error);
      if (broken === 'deliveries_pkey') throw new Error(`A delivery key came twice in case ${caseId}`);
      if (broken === 'events_pkey') return { kind: 'conflict' };
      if (broken !== 'cases_one_open') throw error;
      const open = await this.openCase(folded.tenant, folded.municipality);
      return open === undefined ? undefined : { kind: 'openCase', caseId: open };
    }
  }

  /** True when these very facts stand where they should have been written. */
  private async isIn({ caseId, expectedLength, events }: Addition): Promise<boolean> {
    const stands = (await this.records.read(caseId))?.record.events.slice(
      expectedLength,
      expectedLength + events.length,
    );
    return stands !== undefined && canonicalJson(stands) === canonicalJson(events);
  }

  updateDelivery(caseId: string, key: string, patch: DeliveryPatch, claim?: Claim): Promise<void> {
    return this.outcomes.record(caseId, key, frozenCopy(patch), claim instanceof LeasedClaim ? claim : undefined);
  }

  async remove(stone: Tombstone): Promise<boolean> {
    const values = [stone.id, stone.facts, stone.head, stone.removed, canonicalJson(stone)];
    const [row] = await this.database.once(sql.REMOVE, values);
    this.records.forget(stone.id);
    return row !== undefined;
  }

  /** Takes over what is left of a case that was removed elsewhere. */
  async bury(stone: Tombstone): Promise<void> {
    await this.database.repeatable(sql.BURY, [stone.id, stone.removed, canonicalJson(stone)]);
  }

  async tombstone(caseId: string): Promise<Tombstone | undefined> {
    const [row] = await this.database.repeatable(sql.TOMBSTONES, [plain(caseId)]);
    return row && (row.stone as Tombstone);
  }

  async tombstones(): Promise<readonly Tombstone[]> {
    return (await this.database.repeatable(sql.TOMBSTONES, [null])).map((row) => row.stone as Tombstone);
  }

  async openCase(tenant: string, municipality: string): Promise<string | undefined> {
    const [row] = await this.database.repeatable(sql.OPEN_CASE, [keyOf(tenant), plain(municipality)]);
    return row && String(row.id);
  }

  async casesOf(person: Person): Promise<readonly CaseEntry[]> {
    return (await this.database.repeatable(sql.CASES_OF, [keyOf(person.tenant), keyOf(person.id)])).map(entryOf);
  }

  async list(tenant?: string): Promise<readonly CaseEntry[]> {
    return (await this.database.repeatable(sql.LIST, [tenant === undefined ? null : keyOf(tenant)])).map(entryOf);
  }

  async unfinished(): Promise<readonly string[]> {
    return (await this.database.repeatable(sql.UNFINISHED)).map((row) => String(row.case_id));
  }

  /** Takes in how far a case has come, as somebody else was told. */
  heard(caseId: string, revision: number): void {
    this.records.confirm(caseId, revision);
  }

  /** True when the due moment in the row of this case was written by this process, with the case's newest fact. */
  hasDueOf(theCase: Case): boolean {
    const known = this.records.last(theCase.id);
    return known?.own === true && known.case.length === theCase.length;
  }

  setAside(): readonly { readonly file: string; readonly reason: string }[] {
    return this.records.setAside();
  }

  async check(): Promise<void> {
    const readOnly = await this.database.repeatable(sql.READ_ONLY);
    if (readOnly.length > 0) throw new Error('The database takes no writes');
  }

  close(): Promise<void> {
    return this.database.close();
  }
}

function valuesOf(
  added: Addition,
  before: Known | undefined,
  record: CaseRecord,
  theCase: Case,
  deriving: Deriving | undefined,
): unknown[] {
  const due = deriving?.dueOf(theCase);
  const kept = new Set(record.deliveries.map((one) => one.key));
  const gone = before?.record.deliveries.filter((one) => !kept.has(one.key)).map((one) => plain(one.key)) ?? [];
  return [
    ...[added.caseId, added.expectedLength, record.events.length, record.hashes.at(-1)],
    ...[
      theCase.status === 'open',
      JSON.stringify(theCase.people.map((person) => person.id)),
      due?.at ?? null,
      due?.rank ?? null,
    ],
    ...[added.events.map(canonicalJson), record.hashes.slice(added.expectedLength), ...columnsOf(added.deliveries)],
    ...[keyOf(theCase.tenant), theCase.people.map((person) => keyOf(person.id)), deriving?.basis ?? null],
    (theCase.status !== 'open' && theCase.closed?.at) || null,
    ...(before ? [gone, before.revision] : [plain(theCase.tenant), plain(theCase.municipality), theCase.opened.at]),
  ];
}

/** Ids of Entra ID, whose letter case means nothing. */
export function keyOf(id: string): string {
  return plain(id.toLowerCase());
}

function entryOf({ id, tenant, municipality, open, closed, people }: Row): CaseEntry {
  return Object.freeze({
    id: String(id),
    tenant: unplain(String(tenant)),
    municipality: unplain(String(municipality)),
    open: open === true,
    ...(typeof closed === 'string' && { closed }),
    people: Object.freeze(people as string[]),
  });
}
