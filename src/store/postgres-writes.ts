import type { Statement } from './postgres-database.js';
import { newsOf } from './postgres-records.js';

/** Deliveries given as columns from parameter `n` on, in their order. */
const deliveriesFrom = (n: number) => {
  const types = ['text', 'text', 'text', 'text', 'int', 'text', 'text', 'text', 'text'];
  return `unnest(${types.map((type, at) => `$${n + at}::${type}[]`).join(', ')})
    with ordinality as d(key, effect, into_place, state, attempts, not_before, place, why, at, number)`;
};

const DELIVERY_COLUMNS = 'case_id, key, effect, into_place, state, attempts, not_before, place, why, at';

/** What follows the row of a case when facts are added to it; `grown` is that row, and nothing happens without it. */
const REST = `
facts as (
  insert into events (case_id, position, event, hash)
  select grown.id, $2::int + f.number - 1, f.event::json, f.hash
  from grown, unnest($9::text[], $10::text[]) with ordinality as f(event, hash, number)
), told as (
  insert into deliveries (${DELIVERY_COLUMNS})
  select grown.id, d.key, d.effect::json, d.into_place::json, d.state, d.attempts, d.not_before, d.place::json, d.why, d.at
  from grown, ${deliveriesFrom(11)} order by d.number
), held as (
  insert into parts (tenant_key, person_key, case_id)
  select $20, person, grown.id from grown, unnest($21::text[]) as person
  on conflict do nothing
)`;

/**
 * A new case: 1 id, 2 length so far (0), 3 length, 4 head, 5 open, 6 people, 7 due, 8 its rank, 9 facts, 10 hashes,
 * 11-19 deliveries, 20 tenant's key, 21 people's keys, 22 basis of the due moment, 23 when it was closed, 24 tenant,
 * 25 municipality, 26 opened. The id of a removed case stays taken.
 */
export const CREATE: Statement = {
  name: 'create-case',
  text: `
with grown as (
  insert into cases (id, tenant, tenant_key, municipality, opened, open, closed, people, length, head, revision,
    due, due_rank, due_basis)
  select $1, $24, $20, $25, $26, $5::boolean, $23, $6::json, $3::int, $4, 1, $7, $8, $22
  where not exists (select 1 from tombstones t where t.case_id = $1)
  on conflict (id) do nothing returning id, revision
), claimable as (
  insert into claims (case_id) select id from grown
), ${REST}
select true as grown, revision from grown`,
};

/**
 * The same for a case that is there; 24 = keys of old endings that are no longer kept, 25 = the revision that is known.
 * When the case has gone on, the row tells what is new instead: whoever was slower need not ask for it.
 */
export const GROW: Statement = {
  name: 'grow-case',
  text: `
with grown as (
  update cases set length = $3::int, head = $4, open = $5, people = $6::json, revision = revision + 1,
    closed = $23, due = $7, due_rank = $8, due_basis = $22, due_taken = null
  where id = $1 and length = $2::int returning id, revision
), gone as (
  delete from deliveries d using grown
  where d.case_id = grown.id and d.key = any($24::text[]) and d.state not in ('pending', 'claimed', 'inFlight')
), ${REST}
select true as grown, null::int as length, null as head, revision, null::json as entries, null::json as deliveries,
  null::json as messages from grown
union all
select false, ${newsOf('$2::int', '$25::int')} from cases c where c.id = $1 and not exists (select from grown)`,
};

/**
 * How deliveries of a case went: 1 case, 2 owner of the claim (null = none asked for), 3 its fence; a row for each
 * delivery: 4 key, 5 state, 6 at, 7 attempts, 8 not before, 9 why, 10 place; 11 slots, 12 their messages (null = empty
 * now), 13 whose news it is; 14-22 added deliveries, 23 whose news they are.
 * The claim is locked for the while, so that nobody can take it over between the look at it and the write. A message may
 * only leave while its owner lives, and only once: what is no longer due stays as it is. Who has lost the claim may still
 * say one thing: that what they had marked did not leave.
 */
export const RECORD: Statement = {
  name: 'record-deliveries',
  text: `
with fenced as materialized (
  select k.case_id from claims k where k.case_id = $1 and k.owner = $2 and k.fence = $3::int for share
), known as (
  update deliveries d set state = n.state, at = n.at, attempts = coalesce(n.attempts, d.attempts),
    not_before = coalesce(n.not_before, d.not_before), place = coalesce(n.place::json, d.place),
    why = case when n.why is not null then n.why when n.state in ('sent', 'superseded') then null else d.why end,
    attempt = case when n.state = 'inFlight' then $2 || ' ' || $3::int else d.attempt end
  from unnest($4::text[], $5::text[], $6::text[], $7::int[], $8::text[], $9::text[], $10::text[])
    as n(key, state, at, attempts, not_before, why, place) left join fenced f on true
  where d.case_id = $1 and d.key = n.key and case
    when $2::text is null then true
    when n.state = 'inFlight' then
      f.case_id is not null and (d.state in ('pending', 'claimed') or d.attempt = $2 || ' ' || $3::int)
      and exists (select 1 from instances i where i.id = $2 and i.until > clock_timestamp())
    when n.state = 'pending' and d.state in ('inFlight', 'unknown') and d.attempt = $2 || ' ' || $3::int then true
    when f.case_id is not null then n.state <> 'pending' or d.state not in ('sent', 'superseded', 'unknown')
    else false
  end
  returning d.key
), added as (
  insert into deliveries (${DELIVERY_COLUMNS})
  select $1, d.key, d.effect::json, d.into_place::json, d.state, d.attempts, d.not_before, d.place::json, d.why, d.at
  from ${deliveriesFrom(14)} join unnest($23::text[]) with ordinality as s(source, number) using (number)
  where s.source in (select key from known) order by d.number
  on conflict do nothing
), filled as (
  insert into messages (case_id, slot, place)
  select $1, s.slot, s.place::json from unnest($11::text[], $12::text[], $13::text[]) as s(slot, place, source)
  where s.place is not null and s.source in (select key from known)
  on conflict (case_id, slot) do update set place = excluded.place
), emptied as (
  delete from messages p using unnest($11::text[], $12::text[], $13::text[]) as s(slot, place, source)
  where p.case_id = $1 and p.slot = s.slot and s.place is null and s.source in (select key from known)
), counted as (
  update cases set revision = revision + 1 where id = $1 and exists (select 1 from known) returning revision
)
select (select count(*)::int from fenced) as fenced, (select json_agg(key) from known) as written,
  (select revision from counted) as revision`,
};

/** A closed case goes and its tombstone comes: 1 id, 2 length, 3 head, 4 the moment, 5 the tombstone. */
export const REMOVE: Statement = {
  name: 'remove-case',
  text: `
with gone as (
  delete from cases where id = $1 and length = $2::int and head = $3 and not open returning id
), facts as (
  delete from events e using gone where e.case_id = gone.id
), told as (
  delete from deliveries d using gone where d.case_id = gone.id
), shown as (
  delete from messages p using gone where p.case_id = gone.id
), held as (
  delete from parts p using gone where p.case_id = gone.id
), claimed as (
  delete from claims k using gone where k.case_id = gone.id
)
insert into tombstones (case_id, removed, stone) select id, $4, $5::json from gone returning case_id`,
};

/** A tombstone that comes from elsewhere, where no case of the id is. */
export const BURY: Statement = {
  name: 'bury-case',
  text: `insert into tombstones (case_id, removed, stone) select $1, $2, $3::json
    where not exists (select 1 from cases where id = $1) on conflict do nothing`,
};

export const TOMBSTONES: Statement = {
  name: 'tombstones',
  text: `select stone from tombstones where $1::text is null or case_id = $1 order by removed desc, case_id desc`,
};

export const OPEN_CASE: Statement = {
  name: 'open-case',
  text: 'select id from cases where tenant_key = $1 and municipality = $2 and open',
};

const ENTRY = 'c.id, c.tenant, c.municipality, c.open, c.closed, c.people';
const ORDER = 'order by c.open desc, c.opened desc, c.id desc';

export const CASES_OF: Statement = {
  name: 'cases-of',
  text: `select ${ENTRY} from parts p join cases c on c.id = p.case_id
    where p.tenant_key = $1 and p.person_key = $2 ${ORDER}`,
};

export const LIST: Statement = {
  name: 'list-cases',
  text: `select ${ENTRY} from cases c where $1::text is null or c.tenant_key = $1 ${ORDER}`,
};

export const UNFINISHED: Statement = {
  name: 'unfinished-cases',
  text: `select distinct case_id from deliveries where state in ('pending', 'claimed', 'inFlight')`,
};

/** Rows of a server that takes no writes, as a standby or one whose disk is full and was set so. */
export const READ_ONLY: Statement = {
  name: 'read-only',
  text: `select 1 where pg_is_in_recovery() or current_setting('transaction_read_only') = 'on'`,
};
