import type { CaseEvent } from '../../case/events.js';
import { type CaseRecord, CaseSetAsideError, type Delivery, type NextReminder } from '../../delivery/ports.js';
import { recordOf } from '../append-rules.js';
import { canonicalJson } from '../canonical-json.js';
import { entryOf } from '../case-index.js';
import type { Entry } from '../event-chain.js';
import { keyOf, plain, type Query } from './database.js';

/** A case as the database holds it. */
export interface StoredCase {
  readonly record: CaseRecord;
  /** Counts every change of the case. */
  readonly revision: number;
}

/** One statement, so that all of it is of the same moment. */
const READ = `
select c.revision, c.head, c.messages,
  (select json_agg(json_build_object('event', e.event, 'hash', e.hash) order by e.position)
    from events e where e.case_id = c.id) as entries,
  (select json_agg(d.delivery order by d.seq) from deliveries d where d.case_id = c.id) as deliveries
from cases c where c.id = $1`;

/**
 * Reads a case from its rows and checks its log.
 * @throws CaseSetAsideError (rejects) when the rows are not what was written.
 */
export async function loadCase(query: Query, caseId: string): Promise<StoredCase | undefined> {
  const [row] = await query(READ, [caseId]);
  if (!row) return undefined;
  const entries = (row.entries ?? []) as Entry[];
  const record = recordOf(caseId, entries, {
    deliveries: (row.deliveries ?? []) as Delivery[],
    messages: row.messages as CaseRecord['messages'],
  });
  if (record.hashes.at(-1) !== row.head)
    throw new CaseSetAsideError(caseId, 'the log does not end on the hash that was written');
  return { record, revision: Number(row.revision) };
}

const COLUMNS = [
  ...['tenant_key', 'municipality', 'open', 'opened', 'entry', 'head', 'revision', 'messages'],
  ...['due', 'due_rank'],
];
const VALUES = COLUMNS.map((_, at) => `$${at + 2}`).join(', ');

/** Does nothing where the id is taken, by a case or by what is left of one. */
const INSERT = `
insert into cases (id, ${COLUMNS.join(', ')}) select $1, ${VALUES}
where not exists (select from tombstones where case_id = $1) on conflict (id) do nothing returning id`;

const UPDATE = `update cases set (${COLUMNS.join(', ')}) = row(${VALUES}) where id = $1 returning id`;

const INSERT_EVENTS = `
insert into events (case_id, position, event, hash)
select $1, $2::int + e.number - 1, e.event::json, e.hash
from unnest($3::text[], $4::text[]) with ordinality as e(event, hash, number)`;

const PUT_DELIVERIES = `
insert into deliveries (case_id, key, state, delivery, fence)
select $1, d.key, d.state, d.delivery::json, $5::int
from unnest($2::text[], $3::text[], $4::text[]) with ordinality as d(key, state, delivery, number) order by d.number
on conflict (case_id, key) do update
set state = excluded.state, delivery = excluded.delivery, fence = coalesce(excluded.fence, deliveries.fence)`;

const PUT_PEOPLE = `
insert into case_people (tenant_key, person_key, case_id) select $2, person, $1 from unnest($3::text[]) as person
on conflict do nothing`;

/**
 * Writes what is new in a case, within a transaction that has locked its row. False, and nothing written, when the case
 * is new and its id is taken. `fence` is kept with the changed deliveries: the lease they were marked in flight under.
 */
export async function saveCase(
  query: Query,
  before: CaseRecord | undefined,
  after: StoredCase,
  due: NextReminder | undefined,
  fence?: number,
): Promise<boolean> {
  const { case: theCase, events, hashes, deliveries } = after.record;
  const { id } = theCase;
  const values = [id, ...rowOf(after, due)];
  const [saved] = await query(before ? UPDATE : INSERT, values);
  if (!saved) return false;
  const length = before?.events.length ?? 0;
  if (events.length > length)
    await query(INSERT_EVENTS, [id, length, events.slice(length).map(canonicalJson), hashes.slice(length)]);
  const known = new Set(before?.deliveries);
  const changed = deliveries.filter((one) => !known.has(one));
  if (changed.length > 0) {
    const keys = changed.map(({ key }) => key);
    const states = changed.map(({ state }) => state);
    await query(PUT_DELIVERIES, [id, keys, states, changed.map(canonicalJson), fence ?? null]);
  }
  const kept = new Set(deliveries.map(({ key }) => key));
  const dropped = before?.deliveries.flatMap(({ key }) => (kept.has(key) ? [] : [key])) ?? [];
  if (dropped.length > 0) await query('delete from deliveries where case_id = $1 and key = any($2)', [id, dropped]);
  if (theCase.people.length > (before?.case.people.length ?? 0))
    await query(PUT_PEOPLE, [id, keyOf(theCase.tenant), theCase.people.map((person) => keyOf(person.id))]);
  return true;
}

/** The values of `COLUMNS`. */
function rowOf({ record, revision }: StoredCase, due: NextReminder | undefined): unknown[] {
  const { case: theCase, hashes, messages } = record;
  const entry = entryOf(record);
  return [
    ...[keyOf(theCase.tenant), plain(theCase.municipality), entry.open, theCase.opened.at, canonicalJson(entry)],
    ...[hashes.at(-1), revision, canonicalJson(messages), due?.at ?? null, due?.rank ?? null],
  ];
}

/** True when these very events stand in the log from a position on. */
export function holdsEvents(record: CaseRecord | undefined, position: number, events: readonly CaseEvent[]): boolean {
  const stored = record?.events.slice(position, position + events.length);
  return stored !== undefined && canonicalJson(stored) === canonicalJson(events);
}
