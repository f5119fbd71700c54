import pg from 'pg';
import { CONNECT_WITHIN, type Query } from './database.js';

/** Milliseconds before a lost connection is made anew. */
const RECONNECT_AFTER = 500;
/** Milliseconds between two checks of the connection: one that was cut without a word would only stay silent. */
const HEARTBEAT = 5_000;
const ANSWER_WITHIN = 3_000;
/** PostgreSQL takes less than 8,000 bytes. */
const LONGEST = 7_900;
/** Each schema has a channel of its own; the hash keeps its name short enough. */
const CHANNEL = `'nemkonto_' || md5(current_schema())`;

/** What one process sends to the others; ids only, for the rest is in the tables. */
export type Notification =
  /** A case has changed and has something to deliver. */
  | { readonly kind: 'case'; readonly caseId: string; readonly tenant: string }
  /** A person was met, or forgotten. */
  | { readonly kind: 'person' | 'forgotten'; readonly tenant: string; readonly id: string }
  /** A conversation was met. */
  | { readonly kind: 'conversation'; readonly id: string }
  /** Something was too long to be sent, or may have been missed: everything must be looked at again. */
  | { readonly kind: 'everything' };

type Listener = (notification: Notification) => void | Promise<void>;

/** Sent to the other processes when the transaction of `query` is committed. `from` is the owner of this process. */
export async function notify(query: Query, from: string, notification: Notification): Promise<void> {
  const full = JSON.stringify({ from, ...notification });
  const payload = Buffer.byteLength(full) <= LONGEST ? full : JSON.stringify({ from, kind: 'everything' });
  await query(`select pg_notify(${CHANNEL}, $1)`, [payload]);
}

/**
 * Receives what the other processes on the database send, over a connection that only listens. Notifications are passed
 * on in order, each when the listeners of the one before have ended: people who were met before a case changed are known
 * when the case is passed on.
 */
export class Notifications {
  private readonly listeners: Listener[] = [];
  private client: pg.Client | undefined;
  private passing: Promise<void> = Promise.resolve();
  /** Something may have been missed, or a listener has failed. */
  private isBehind = false;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  private constructor(
    private readonly url: string,
    private readonly owner: string,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** `owner` names this process: its own notifications are not passed on. */
  static async open(url: string, owner: string, onError: (error: unknown) => void): Promise<Notifications> {
    const notifications = new Notifications(url, owner, onError);
    await notifications.connect();
    notifications.later();
    return notifications;
  }

  /**
   * Calls back with what another process has sent, and with `everything` after a lost connection. The listeners are called
   * in the order they came, each when the one before it has ended.
   */
  subscribe(listener: Listener): void {
    this.listeners.push(listener);
  }

  /**
   * Resolves when what was sent before this call has been passed on. Rejects while something may have been missed:
   * everything is looked at again when the connection is back, and until then a person may be taken for a stranger.
   */
  async caughtUp(): Promise<void> {
    // PostgreSQL sends what waits for a connection ahead of the answer to its next query.
    await this.client?.query('select 1').catch(() => undefined);
    await this.passing;
    if (!this.client || this.isBehind) throw new Error('Notifications of other processes may have been missed');
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.passing;
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.url,
      connectionTimeoutMillis: CONNECT_WITHIN,
      query_timeout: ANSWER_WITHIN,
      keepAlive: true,
      application_name: 'nemkonto-bot listener',
    });
    client.on('error', (error) => this.lost(client, error));
    client.on('end', () => this.lost(client));
    client.on('notification', ({ payload }) => this.pass(payload ?? ''));
    try {
      await client.connect();
      const { rows } = await client.query<{ name: string }>(`select ${CHANNEL} as name`);
      await client.query(`listen ${client.escapeIdentifier(rows[0]?.name ?? '')}`);
      if (this.closed) throw new Error('The notifications are closed');
      this.client = client;
    } catch (error) {
      void client.end().catch(() => undefined);
      throw error;
    }
  }

  private lost(client: pg.Client, error: unknown = new Error('The listening connection was cut')): void {
    if (this.client !== client || this.closed) return;
    this.client = undefined;
    this.isBehind = true;
    void client.end().catch(() => undefined);
    this.onError(error);
    this.later();
  }

  /** Looks after the connection from time to time. */
  private later(): void {
    clearTimeout(this.timer);
    if (this.closed) return;
    this.timer = setTimeout(() => void this.lookAfter(), this.client ? HEARTBEAT : RECONNECT_AFTER).unref();
  }

  private async lookAfter(): Promise<void> {
    const { client } = this;
    try {
      if (client) await client.query('select 1');
      else await this.connect();
      if (this.isBehind) this.pass(JSON.stringify({ kind: 'everything' }));
    } catch (error) {
      // A lost connection is reported once, not each try to make it anew.
      if (client) this.lost(client, error);
    }
    this.later();
  }

  private pass(payload: string): void {
    if (this.closed) return;
    this.passing = this.passing
      .then(() => this.callListeners(JSON.parse(payload)))
      .catch((error: unknown) => {
        this.isBehind = true;
        this.onError(error);
      });
  }

  private async callListeners({ from, ...notification }: Notification & { readonly from?: string }): Promise<void> {
    if (from === this.owner) return;
    if (notification.kind === 'everything') this.isBehind = false;
    for (const listener of this.listeners) await listener(notification);
  }
}
