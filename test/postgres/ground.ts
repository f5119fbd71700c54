import pg from 'pg';
import { inject, onTestFinished } from 'vitest';

export interface Database {
  readonly name: string;
  readonly url: string;
}

/** The databases of this run; see the set-up. */
export const DATABASES: readonly Database[] = inject('databases');

let schemas = 0;
/** Connections that make and drop schemas, by address. */
const keepers = new Map<string, pg.Pool>();

/** A schema of the test's own in a database, gone when the test has ended; resolves with an address that leads to it. */
export async function freshSchema(url: string): Promise<string> {
  const { url: own, drop } = await makeSchema(url);
  onTestFinished(drop);
  return own;
}

/** The same, to be dropped by hand. */
export async function makeSchema(url: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `test_${process.pid}_${Date.now().toString(36)}_${++schemas}`;
  // Idle connections end with the server.
  const keeper =
    keepers.get(url) ?? new pg.Pool({ connectionString: url, allowExitOnIdle: true }).on('error', () => {});
  keepers.set(url, keeper);
  await keeper.query(`create schema ${name}`);
  const address = new URL(url);
  address.searchParams.set('options', `-c search_path=${name}`);
  address.searchParams.set('application_name', name);
  return {
    url: address.href,
    drop: async () => void (await keeper.query(`drop schema ${name} cascade`)),
  };
}

/** One question over a connection of its own. */
export async function query(url: string, sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query(sql, values);
    return rows;
  } finally {
    await client.end();
  }
}

/** Tells every instance on a schema what another program might tell. */
export async function sendNotification(url: string, payload: string): Promise<void> {
  await query(url, `select pg_notify('nemkonto_' || md5(current_schema()), $1)`, [payload]);
}

/** Lets the server end connections to a test's schema: all of them, or those whose last statement is of a kind. */
export async function cutConnections(url: string, statement = '%'): Promise<void> {
  const sql = `select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = current_setting('application_name') and pid <> pg_backend_pid() and query ilike $1`;
  await query(url, sql, [statement]);
}

/** How many transactions wait for a table of the test's schema, or for a row of it. */
export async function waitersFor(url: string, table: string): Promise<number> {
  const sql = `select count(*)::int as n from pg_locks
    where relation = $1::regclass and (locktype = 'tuple' or not granted)`;
  return Number((await query(url, sql, [table]))[0]?.n);
}
