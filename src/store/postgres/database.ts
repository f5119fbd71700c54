import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { errorCode } from '../errors.js';

/** Connections of one process at most; three processes stay far below the hundred that PostgreSQL allows by default. */
const CONNECTIONS = 10;
/** Milliseconds in which a connection is made. */
export const CONNECT_WITHIN = 2_500;
/** Milliseconds for a statement. A press is answered within three seconds, so nothing in the database may take longer. */
const STATEMENT_WITHIN = 4_000;
/** Milliseconds after which the server ends a transaction that does not go on: a frozen process must not keep its locks. */
const IDLE_WITHIN = 2_000;
/** Tries of a piece of work whose connection was lost; the second comes at once, on a new connection. */
const TRIES = 3;
const PAUSE = 250;

export type Row = Readonly<Record<string, unknown>>;

/** Runs one statement and gives its rows. */
export type Query = (text: string, values?: readonly unknown[]) => Promise<Row[]>;

/**
 * A bounded pool of connections. Every statement has a time limit, here and in the server, so that a database that hangs
 * is a failure soon and not a queue of presses. The pool replaces lost connections.
 */
export class Database {
  private readonly pool: pg.Pool;
  private ended: Promise<void> | undefined;

  constructor(
    /** A `postgres://` address; it also says whether the connection is encrypted, as in `?sslmode=verify-full`. */
    readonly url: string,
    { connections = CONNECTIONS, withinMs = STATEMENT_WITHIN } = {},
  ) {
    this.pool = new pg.Pool({
      connectionString: url,
      max: connections,
      connectionTimeoutMillis: CONNECT_WITHIN,
      idleTimeoutMillis: 60_000,
      statement_timeout: withinMs,
      // Shorter, so that the error says that it was a lock.
      lock_timeout: withinMs * 0.75,
      query_timeout: withinMs + 1_000,
      idle_in_transaction_session_timeout: IDLE_WITHIN,
      keepAlive: true,
      allowExitOnIdle: true,
      application_name: 'nemkonto-bot',
    });
    // Without listeners, a connection that is cut between two statements would end the process, idle or in a transaction.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** Runs one statement, again when its connection was lost: it must do no harm when it runs twice. */
  readonly query: Query = (text, values = []) =>
    this.repeat(async () => (await this.pool.query(text, [...values])).rows as Row[]);

  /** Does the work in one transaction, once. */
  async transaction<R>(work: (query: Query) => Promise<R>): Promise<R> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('begin');
      const result = await work(async (text, values = []) => (await client.query(text, [...values])).rows);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch((second: Error) => {
        broken = second;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /**
   * Does the work again when its connection was lost, for `patienceMs` milliseconds more than usual where it is worth
   * waiting for the database. From the second try on `again` is true: the lost one may have been carried out.
   */
  async repeat<R>(work: (again: boolean) => Promise<R>, patienceMs = 0): Promise<R> {
    const began = performance.now();
    for (let tries = 1; ; tries++) {
      try {
        return await work(tries > 1);
      } catch (error) {
        const took = performance.now() - began;
        const isEnough = took > patienceMs && (tries >= TRIES || took > STATEMENT_WITHIN);
        if (isEnough || !isLost(error)) throw error;
        if (tries > 1) await pause(PAUSE);
      }
    }
  }

  /** Ends the pool when its connections have been given back. */
  close(): Promise<void> {
    this.ended ??= this.pool.end();
    return this.ended;
  }
}

/** Codes of Node and classes of PostgreSQL that mean: this connection is gone, another one may do. */
const LOST = /^(08...|25P03|57P0[1-3]|ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ENOTCONN|ETIMEDOUT)$/;

/** True when the connection broke or could not be made, so that it is unknown whether the statement was carried out. */
export function isLost(error: unknown): boolean {
  const code = errorCode(error);
  if (code !== undefined) return LOST.test(code);
  const words = /^Connection terminated|connection (ended|error)|not queryable|read timeout|trying to connect/i;
  return error instanceof Error && words.test(error.message);
}

/** The name of the unique constraint that the statement would have broken; undefined for every other error. */
export function brokenConstraint(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError && error.code === '23505' ? error.constraint : undefined;
}

/** A text as PostgreSQL can hold it: it knows no NUL. Texts that differ stay different. */
export function plain(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\u0000', '\\0');
}

/** A key of an id of Entra ID, whose letter case means nothing. */
export function keyOf(id: string): string {
  return plain(id.toLowerCase());
}
