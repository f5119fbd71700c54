import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Person } from '../case/people.js';
import type { ConversationReference, Directory, KnownPerson } from '../delivery/ports.js';
import { Acquaintances } from './acquaintances.js';
import { canonicalJson } from './canonical-json.js';
import { KnownDirectory } from './known-directory.js';
import { keyOf } from './postgres.js';
import { type Database, plain, type Statement, unplain } from './postgres-database.js';

/** What others wrote is asked for this often, in milliseconds, should a notification have been missed. */
const POLL = 5_000;
const RECONNECT_AFTER = 500;
/** Milliseconds between two looks while others write one thing after the other: one look takes in all of it. */
const GATHER = 50;
/**
 * Seconds before the last look that are read once more: a transaction that began earlier may have ended later. None
 * lasts as long as the long while; the short one is enough for most, and what it misses the next poll brings.
 */
const OVERLAP = { short: '2 seconds', long: '20 seconds' } as const;

const CHANGED: Statement = {
  name: 'changed-acquaintances',
  text: `
select clock_timestamp()::text as now,
  (select json_agg(json_build_array(f.tenant_key, f.person_key)) from forgotten f
    where f.changed > $1::timestamptz - $2::interval and not exists (
      select 1 from people p where p.tenant_key = f.tenant_key and p.person_key = f.person_key)) as forgotten,
  (select json_agg(acquaintance) from people where changed > $1::timestamptz - $2::interval) as people,
  (select json_agg(address) from conversations where changed > $1::timestamptz - $2::interval) as conversations`,
};

/**
 * The people and conversations the bot has met, for several instances: memory answers, the database keeps. Whoever
 * writes tells the others at once (NOTIFY); each also looks by itself every few seconds.
 */
export class PostgresDirectory extends KnownDirectory implements Directory {
  private seen = '-infinity';
  private looking: Promise<void> | undefined;
  private again: keyof typeof OVERLAP | undefined;
  private readonly id = randomUUID();
  /** Whom and what memory may know more of than the database, since a write failed: heard again, it is written again. */
  private readonly lost = new Set<string>();
  /** Counts what was heard from others. */
  private news = 0;
  private listener: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;

  private constructor(
    private readonly database: Database,
    private readonly channel: string,
  ) {
    super();
  }

  static async open(database: Database): Promise<PostgresDirectory> {
    const [row] = await database.repeatable({ name: 'schema', text: 'select current_schema() as name' });
    const directory = new PostgresDirectory(database, `nemkonto_directory_${String(row?.name)}`);
    await directory.listen();
    await directory.refresh();
    return directory;
  }

  async meet(news: KnownPerson): Promise<void> {
    const keys = [keyOf(news.person.tenant), keyOf(news.person.id)];
    const name = keys.join(' ');
    if (this.known.knows(news) && !this.lost.has(name)) return;
    await this.written(name, async (client) => {
      const insert = `insert into people (tenant_key, person_key, acquaintance, changed)
        values ($1, $2, $3, clock_timestamp()) on conflict do nothing`;
      await client.query(insert, [...keys, canonicalJson(together(undefined, news))]);
      const row = 'tenant_key = $1 and person_key = $2';
      const { rows } = await client.query(`select acquaintance from people where ${row} for update`, keys);
      const after = together((rows[0] as { acquaintance: KnownPerson }).acquaintance, news);
      const update = `update people set acquaintance = $3, changed = clock_timestamp() where ${row}`;
      await client.query(update, [...keys, canonicalJson(after)]);
      await client.query('select pg_notify($1, $2)', [this.channel, this.id]);
      this.known.meet(after);
    });
  }

  async remember(news: ConversationReference): Promise<void> {
    if (this.known.knowsAddress(news) && !this.lost.has(news.conversationId)) return;
    const before = this.conversation(news.conversationId);
    await this.written(news.conversationId, async (client) => {
      const upsert = `insert into conversations (id, address, changed) values ($1, $2, clock_timestamp())
        on conflict (id) do update set address = excluded.address, changed = excluded.changed`;
      await client.query(upsert, [plain(news.conversationId), canonicalJson({ ...before, ...news })]);
      await client.query('select pg_notify($1, $2)', [this.channel, this.id]);
      this.known.remember(news);
    });
  }

  private async written(name: string, write: (client: pg.PoolClient) => Promise<void>): Promise<void> {
    this.lost.delete(name);
    try {
      await this.during(() => this.database.transaction(write));
    } catch (error) {
      // Memory takes things in before the commit, for that is the order of the writes.
      this.lost.add(name);
      throw error;
    }
  }

  async forget(person: Person): Promise<void> {
    const keys = [keyOf(person.tenant), keyOf(person.id)];
    const chat = this.person(person.tenant, person.id)?.personal?.conversationId;
    await this.database.transaction(async (client) => {
      await client.query(`delete from forgotten where changed < clock_timestamp() - interval '1 day'`);
      const { rowCount } = await client.query('delete from people where tenant_key = $1 and person_key = $2', keys);
      if (chat !== undefined) await client.query('delete from conversations where id = $1', [plain(chat)]);
      if (!rowCount) return;
      const note = `insert into forgotten (tenant_key, person_key, changed) values ($1, $2, clock_timestamp())
        on conflict (tenant_key, person_key) do update set changed = excluded.changed`;
      await client.query(note, keys);
      await client.query('select pg_notify($1, $2)', [this.channel, this.id]);
    });
    this.known.forget(person);
  }

  /** Takes in what other instances wrote. Asked while it runs, it runs once more. */
  refresh(overlap: keyof typeof OVERLAP = 'long'): Promise<void> {
    if (this.again !== 'long') this.again = overlap;
    this.looking ??= this.look().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  /** The same; true when there was anything to take in. */
  async refreshed(): Promise<boolean> {
    const before = this.news;
    await this.refresh();
    return this.news > before;
  }

  protected async end(): Promise<void> {
    clearTimeout(this.timer);
    await this.looking?.catch(() => undefined);
    await this.listener?.end().catch(() => undefined);
  }

  private async look(): Promise<void> {
    while (this.again) {
      const overlap = OVERLAP[this.again];
      this.again = undefined;
      const [row] = await this.database.repeatable(CHANGED, [this.seen, overlap]);
      for (const [tenant, id] of (row?.forgotten ?? []) as [string, string][])
        this.known.forget({ tenant: unplain(tenant), id: unplain(id), name: '' });
      for (const heard of (row?.people ?? []) as KnownPerson[])
        if (this.person(heard.person.tenant, heard.person.id) !== this.known.meet(heard)) this.news += 1;
      for (const heard of (row?.conversations ?? []) as ConversationReference[])
        if (this.conversation(heard.conversationId) !== this.known.remember(heard)) this.news += 1;
      this.seen = String(row?.now);
      if (this.again === 'short') await new Promise((resolve) => setTimeout(resolve, GATHER));
    }
  }

  /** A connection that only listens; lost, it is made anew, and what was missed is read. */
  private async listen(): Promise<void> {
    clearTimeout(this.timer);
    const client = new pg.Client({
      connectionString: this.database.url,
      connectionTimeoutMillis: 2_500,
      keepAlive: true,
      application_name: 'nemkonto-bot listener',
    });
    const lost = () => {
      if (this.listener !== client) return;
      this.listener = undefined;
      this.later();
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', ({ payload }) => {
      if (payload !== this.id) void this.refresh('short').catch(() => undefined);
    });
    try {
      await client.connect();
      await client.query(`listen ${client.escapeIdentifier(this.channel)}`);
      this.listener = client;
    } catch {
      await client.end().catch(() => undefined);
    }
    this.later();
  }

  private later(): void {
    if (this.closed) return;
    const next = async () => {
      if (!this.listener) await this.listen();
      await this.refresh().catch(() => undefined);
      this.later();
    };
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void next(), this.listener ? POLL : RECONNECT_AFTER).unref();
  }
}

/** What is known of a person with the news in it. */
function together(before: KnownPerson | undefined, news: KnownPerson): KnownPerson {
  const both = new Acquaintances();
  if (before) both.meet(before);
  return both.meet(news);
}
