import pg from 'pg';
import { Closable } from './closable.js';
import { errorCode } from './errors.js';

/** Connections of one process at most; three processes stay far below the hundred a PostgreSQL allows by itself. */
const CONNECTIONS = 10;
/** Milliseconds. A press is answered within three seconds, so nothing in the database may take longer. */
const CONNECT_WITHIN = 2_500;
const STATEMENT_WITHIN = 4_000;
const LOCK_WITHIN = 3_000;
/** Tries of a statement whose connection was lost under it; the first again comes at once, on a new connection. */
const TRIES = 3;
const PAUSE = 250;

/** A statement that the server keeps prepared under its name. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/**
 * Put in front of a statement whose loss in a crash of the server does no harm: it is not waited for until it is on disk.
 * What is waited for later brings everything before it to disk too. The statement takes it into its `from` as `light`.
 */
export const LIGHT = `light as materialized (select set_config('synchronous_commit', 'off', true))`;

export type Row = Readonly<Record<string, unknown>>;

/**
 * A bounded pool of connections. Every statement has a time limit, here and in the server, so that a database that hangs
 * is a failure soon and not a queue of presses. Lost connections are replaced by the next statement.
 */
export class Database extends Closable {
  private readonly pool: pg.Pool;

  constructor(
    /** Whether it is encrypted is said there, as in `?sslmode=verify-full`. */
    readonly url: string,
    connections: number = CONNECTIONS,
  ) {
    super();
    this.pool = new pg.Pool({
      connectionString: url,
      max: connections,
      connectionTimeoutMillis: CONNECT_WITHIN,
      idleTimeoutMillis: 60_000,
      statement_timeout: STATEMENT_WITHIN,
      lock_timeout: LOCK_WITHIN,
      query_timeout: STATEMENT_WITHIN + 1_000,
      idle_in_transaction_session_timeout: 10_000,
      keepAlive: true,
      allowExitOnIdle: true,
      application_name: 'nemkonto-bot',
    });
    // An idle connection that is cut is replaced; unheard, its error would end the process.
    this.pool.on('error', () => undefined);
  }

  /**
   * Runs one statement. It must do no harm when it runs twice: when the connection breaks nobody knows whether the server
   * had finished it, and it is tried again; for `patience` milliseconds more when it is worth waiting for the database.
   */
  repeatable(statement: Statement, values: readonly unknown[] = [], patience = 0): Promise<Row[]> {
    return this.during(async () => {
      const began = performance.now();
      for (let tries = 1; ; tries++) {
        try {
          return await this.run(statement, values);
        } catch (error) {
          const took = performance.now() - began;
          const waits = took < patience;
          if (!isLost(error) || this.closed || (!waits && (tries >= TRIES || took > STATEMENT_WITHIN))) throw error;
          if (waits) await new Promise((resolve) => setTimeout(resolve, PAUSE));
        }
      }
    });
  }

  /** Runs one statement, once. */
  once(statement: Statement, values: readonly unknown[] = []): Promise<Row[]> {
    return this.during(() => this.run(statement, values));
  }

  /** Does the work on one connection, in one transaction. */
  transaction<R>(work: (client: pg.PoolClient) => Promise<R>): Promise<R> {
    return this.during(async () => {
      const client = await this.pool.connect();
      let broken: Error | undefined;
      try {
        await client.query('begin');
        const result = await work(client);
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
    });
  }

  protected async end(): Promise<void> {
    await this.pool.end();
  }

  private async run({ name, text }: Statement, values: readonly unknown[]): Promise<Row[]> {
    return (await this.pool.query({ name, text, values: [...values] })).rows;
  }
}

/** Codes of Node and classes of PostgreSQL that mean: this connection is gone, another one may do. */
const LOST = /^(08...|57P0[1-3]|ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ENOTCONN|ETIMEDOUT)$/;

/** True when the connection broke or could not be made, so that it is unknown whether the statement was carried out. */
export function isLost(error: unknown): boolean {
  const code = errorCode(error);
  if (code !== undefined) return LOST.test(code);
  const words = /^Connection terminated|connection (ended|error)|not queryable|read timeout|trying to connect/i;
  return error instanceof Error && words.test(error.message);
}

/** The name of the constraint that two rows would have broken; undefined for every other error. */
export function brokenConstraint(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError && error.code === '23505' ? error.constraint : undefined;
}

/**
 * A text as PostgreSQL can hold it: it knows no NUL. Ids from outside may contain anything; two that differ stay
 * different.
 */
export function plain(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\u0000', '\\0');
}

/** The text that `plain` was given. */
export function unplain(text: string): string {
  return text.replace(/\\([\\0])/g, (_all, sign: string) => (sign === '0' ? '\u0000' : sign));
}
