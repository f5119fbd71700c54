import type { CaseStoreOptions } from '../../delivery/ports.js';
import { isForTheOther, type Purpose } from '../data-folder.js';
import { errorCode, StorageUnusableError } from '../errors.js';
import { PostgresCaseStore } from './case-store.js';
import { Database, isLost } from './database.js';
import { PostgresDirectory } from './directory.js';
import { migrate } from './migrations.js';
import { Notifications } from './notifications.js';
import { PostgresSenderLease } from './sender-lease.js';

/** Milliseconds for a step of the schema; a large table may take its time. */
const MIGRATE_WITHIN = 60_000;

/** What several processes share on one database. */
export interface PostgresStorage {
  readonly store: PostgresCaseStore;
  readonly directory: PostgresDirectory;
  readonly lease: PostgresSenderLease;
  readonly notifications: Notifications;
  /** What the database is for; undefined as long as no bot has claimed it. */
  purpose(): Promise<Purpose | undefined>;
  /** Says what it is for, for good. */
  claim(purpose: Purpose): Promise<void>;
  /** Finishes what is in hand and gives the lease back. */
  close(): Promise<void>;
}

/**
 * Opens the database of a `postgres://` address and brings its tables up to date. `onError` receives what goes wrong
 * beside the calls, as a connection that was lost and is made anew. The first bot with a `purpose` says what the database
 * is for, for good.
 * @throws StorageUnusableError (rejects) when it cannot be reached, belongs to a newer program, or is for the other purpose.
 */
export async function openPostgres(
  url: string,
  options: CaseStoreOptions & { readonly onError: (error: unknown) => void; readonly purpose?: Purpose },
): Promise<PostgresStorage> {
  const { onError } = options;
  const opened: { close(): Promise<void> }[] = [];
  const keep = <T extends { close(): Promise<void> }>(one: T): T => {
    opened.push(one);
    return one;
  };
  const close = async () => {
    for (const one of opened.splice(0).reverse()) await one.close();
  };
  try {
    await prepared(url, options.purpose);
    const database = keep(new Database(url));
    const lease = keep(await PostgresSenderLease.open(url, { onError }));
    const notifications = keep(await Notifications.open(url, lease.owner, onError));
    const directory = keep(await PostgresDirectory.open(database, notifications, lease.owner));
    const store = keep(new PostgresCaseStore(database, options, lease, notifications));
    const purpose = () => purposeOf(database);
    return { store, directory, lease, notifications, purpose, claim: (one) => claim(database, one), close };
  } catch (error) {
    await close();
    throw asSentence(error);
  }
}

/**
 * Asks the database of an address whether it lets the bot in; changes nothing.
 * @throws StorageUnusableError (rejects)
 */
export async function reachDatabase(url: string): Promise<void> {
  const database = new Database(url, { connections: 1 });
  try {
    await database.query('select 1');
  } catch (error) {
    throw asSentence(error);
  } finally {
    await database.close();
  }
}

async function prepared(url: string, purpose: Purpose | undefined): Promise<void> {
  const database = new Database(url, { connections: 1, withinMs: MIGRATE_WITHIN });
  try {
    await migrate(database);
    if (purpose) await claim(database, purpose);
  } finally {
    await database.close();
  }
}

async function claim(database: Database, purpose: Purpose): Promise<void> {
  await database.query('insert into purpose (purpose) values ($1) on conflict do nothing', [purpose]);
  if ((await purposeOf(database)) !== purpose)
    throw new StorageUnusableError(
      `The database of DATABASE_URL ${isForTheOther(purpose)}. Set DATABASE_URL to another database.`,
    );
}

async function purposeOf(database: Database): Promise<Purpose | undefined> {
  const [row] = await database.query('select purpose from purpose');
  return row?.purpose as Purpose | undefined;
}

/** Classes of PostgreSQL's codes for a wrong user or password, and a database that is not there. */
const NOT_LET_IN = /^(28|3D)/;

function asSentence(error: unknown): unknown {
  if (NOT_LET_IN.test(errorCode(error) ?? ''))
    return new StorageUnusableError(
      'The database does not let the bot in. Check user, password and the name of the database in its address (DATABASE_URL).',
    );
  if (!isLost(error)) return error;
  return new StorageUnusableError(
    'The database cannot be reached. Check its address (DATABASE_URL) and that it is running.',
  );
}
