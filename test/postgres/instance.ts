import { onTestFinished } from 'vitest';
import { Database } from '../../src/store/postgres/database.js';
import { openPostgres, type PostgresStorage } from '../../src/store/postgres/open.js';
import { storeOptions } from '../store/sample.js';
import { DATABASES, freshSchema } from './ground.js';

/** The address of the server that was started for this run. */
export const [{ url: server } = { url: '' }] = DATABASES;

/**
 * Opens what one process shares with others on a database. What goes wrong beside the calls is put into `errors`; without
 * them it fails the test.
 */
export async function openInstance(
  url: string,
  { errors, options = storeOptions }: { errors?: unknown[]; options?: typeof storeOptions } = {},
): Promise<PostgresStorage> {
  const onError = (error: unknown) => {
    if (!errors) throw error;
    errors.push(error);
  };
  const opened = await openPostgres(url, { ...options, onError });
  onTestFinished(() => opened.close());
  return opened;
}

/** Two processes on one database; the first one holds the lease. */
export async function twoInstances(errors?: unknown[]) {
  const url = await freshSchema(server);
  const settings = errors ? { errors } : {};
  return { url, one: await openInstance(url, settings), other: await openInstance(url, settings) };
}

/** A pool of connections that ends with the test. */
export function database(url: string): Database {
  const made = new Database(url);
  onTestFinished(() => made.close());
  return made;
}
