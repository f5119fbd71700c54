import pg from 'pg';
import { inject, onTestFinished } from 'vitest';

export interface Database {
  readonly name: string;
  readonly url: string;
}

/** The databases of this run; see the set-up. */
export const DATABASES: readonly Database[] = inject('databases');

let schemas = 0;

/** A schema of the test's own in a database, gone when the test has ended; resolves with an address that leads to it. */
export async function freshSchema(url: string): Promise<string> {
  const { url: own, drop } = await makeSchema(url);
  onTestFinished(drop);
  return own;
}

/** The same for whoever ends it by hand. */
export async function makeSchema(url: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `test_${process.pid}_${Date.now().toString(36)}_${++schemas}`;
  await query(url, `create schema ${name}`);
  const address = new URL(url);
  address.searchParams.set('options', `-c search_path=${name}`);
  return {
    url: address.href,
    drop: () => query(url, `drop schema ${name} cascade`).then(() => undefined),
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
