import { StorageUnusableError } from '../errors.js';
import type { Database } from './database.js';

/** One step of the tables' history. */
export interface Migration {
  readonly sql: string;
  /** The oldest step whose programs may go on running beside this one. */
  readonly readableFrom: number;
}

/**
 * The tables, step by step; a released step is never changed. A step only adds what programs of the step before do not
 * notice, so that two versions of the bot can run side by side while instances are replaced. One that cannot says so in
 * `readableFrom`, and older programs refuse to start.
 */
export const MIGRATIONS: readonly Migration[] = [
  {
    readableFrom: 1,
    sql: `
create table cases (
  id text collate "C" primary key,
  tenant_key text not null,
  municipality text not null,
  open boolean not null,
  opened text collate "C" not null,
  entry json not null,
  -- The hash of the last fact: a log that does not end on it was changed from outside.
  head text not null,
  -- Counts every change of the case, so that a process knows whether what it remembers is the newest.
  revision int not null,
  messages json not null,
  due text collate "C",
  due_rank text collate "C"
) with (fillfactor = 70);
create unique index cases_one_open on cases (tenant_key, municipality) where open;
create index cases_by_tenant on cases (tenant_key);
create index cases_due on cases (due) where due is not null;

create table events (
  case_id text collate "C" not null references cases on delete cascade,
  position int not null,
  event json not null,
  hash text not null,
  primary key (case_id, position)
);

create table deliveries (
  case_id text collate "C" not null references cases on delete cascade,
  key text collate "C" not null,
  seq bigint generated always as identity,
  state text not null,
  delivery json not null,
  -- The number of the lease under which it was last marked in flight.
  fence int,
  primary key (case_id, key)
) with (fillfactor = 70);
create index deliveries_unfinished on deliveries (case_id) where state in ('pending', 'inFlight');

create table case_people (
  tenant_key text not null,
  person_key text not null,
  case_id text collate "C" not null references cases on delete cascade,
  primary key (tenant_key, person_key, case_id)
);
create index case_people_by_case on case_people (case_id);

create table tombstones (
  case_id text collate "C" primary key,
  removed text collate "C" not null,
  stone json not null
);

create table people (
  tenant_key text not null,
  person_key text not null,
  known json not null,
  primary key (tenant_key, person_key)
);

create table conversations (
  id text primary key,
  reference json not null
);

create table sender_lease (
  only_row boolean primary key default true check (only_row),
  owner text,
  fence int not null default 0,
  until timestamptz not null default '-infinity'
);
insert into sender_lease default values;
`,
  },
  {
    readableFrom: 1,
    sql: `
create table purpose (
  only_row boolean primary key default true check (only_row),
  purpose text not null
);
`,
  },
];

/**
 * Brings the tables up to this program in one transaction. Instances that start together wait for one another at an
 * advisory lock; tables that are newer are used as they are if their step allows it.
 * @throws StorageUnusableError (rejects) otherwise.
 */
export async function migrate(database: Database, steps: readonly Migration[] = MIGRATIONS): Promise<void> {
  await database.transaction(async (query) => {
    await query(`select pg_advisory_xact_lock(hashtext('nemkonto-bot ' || current_schema()))`);
    await query(
      `create table if not exists schema_steps (
        step int primary key, readable_from int not null, at timestamptz not null default now())`,
    );
    const [newest] = await query('select step, readable_from from schema_steps order by step desc limit 1');
    const [step, readableFrom] = [Number(newest?.step ?? 0), Number(newest?.readable_from ?? 0)];
    if (readableFrom > steps.length)
      throw new StorageUnusableError(
        `The database has schema ${step}, which programs below schema ${readableFrom} must not use; this one knows up to ${steps.length}. Start the newer version of the bot.`,
      );
    for (const [at, migration] of steps.entries()) {
      if (at < step) continue;
      await query(migration.sql);
      await query('insert into schema_steps (step, readable_from) values ($1, $2)', [at + 1, migration.readableFrom]);
    }
  });
}
