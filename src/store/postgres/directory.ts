import type { Person } from '../../case/people.js';
import { KeyedMutex } from '../../delivery/keyed-mutex.js';
import type { ConversationReference, Directory, KnownPerson } from '../../delivery/ports.js';
import { canonicalJson } from '../canonical-json.js';
import { KnownDirectory, withMeeting } from '../known-directory.js';
import { type Database, keyOf, plain, type Query } from './database.js';
import { type Notification, type Notifications, notify } from './notifications.js';

/**
 * The people and conversations the bot has met, shared by several processes: memory answers, the database keeps. Memory
 * only ever takes in what was read from the tables, one reading after the other, so that it ends up as they are.
 */
export class PostgresDirectory extends KnownDirectory implements Directory {
  private readonly readings = new KeyedMutex();

  private constructor(
    private readonly database: Database,
    /** The owner that this process's notifications come from. */
    private readonly owner: string,
  ) {
    super();
  }

  static async open(database: Database, notifications: Notifications, owner: string): Promise<PostgresDirectory> {
    const directory = new PostgresDirectory(database, owner);
    notifications.subscribe((notification) => directory.takeIn(notification));
    await directory.takeIn({ kind: 'everything' });
    return directory;
  }

  meet(person: KnownPerson): Promise<void> {
    return this.during(async () => {
      const { tenant, id } = person.person;
      const before = this.person(tenant, id);
      if (before && canonicalJson(withMeeting(before, person)) === canonicalJson(before)) return;
      const keys = [keyOf(tenant), keyOf(id)];
      await this.write(async (query) => {
        // Locks the row and gives what is known there already, which another process may have written.
        const [row] = await query(
          `insert into people (tenant_key, person_key, known) values ($1, $2, $3)
             on conflict (tenant_key, person_key) do update set known = people.known returning known`,
          [...keys, canonicalJson(person)],
        );
        const after = canonicalJson(withMeeting(row?.known as KnownPerson, person));
        await query('update people set known = $3 where tenant_key = $1 and person_key = $2', [...keys, after]);
        await notify(query, this.owner, { kind: 'person', tenant, id });
      });
      await this.inOrder(() => this.readPerson(tenant, id));
    });
  }

  remember(reference: ConversationReference): Promise<void> {
    return this.during(async () => {
      const id = reference.conversationId;
      const before = this.conversation(id);
      const after = canonicalJson({ ...before, ...reference });
      if (before && after === canonicalJson(before)) return;
      await this.write(async (query) => {
        await query(
          `insert into conversations (id, reference) values ($1, $2)
             on conflict (id) do update set reference = excluded.reference`,
          [plain(id), after],
        );
        await notify(query, this.owner, { kind: 'conversation', id });
      });
      await this.inOrder(() => this.readConversation(id));
    });
  }

  forget(person: Person): Promise<void> {
    return this.during(async () => {
      const { tenant, id } = person;
      await this.write(async (query) => {
        const [row] = await query('delete from people where tenant_key = $1 and person_key = $2 returning known', [
          keyOf(tenant),
          keyOf(id),
        ]);
        const chat = (row?.known as KnownPerson | undefined)?.personal?.conversationId;
        if (chat !== undefined) await query('delete from conversations where id = $1', [plain(chat)]);
        await notify(query, this.owner, { kind: 'forgotten', tenant, id });
      });
      await this.inOrder(async () => this.unlearn(person));
    });
  }

  /** Takes in what another process has changed. */
  private async takeIn(notification: Notification): Promise<void> {
    switch (notification.kind) {
      case 'forgotten':
        return this.inOrder(async () => this.unlearn(notification));
      case 'person':
        return this.inOrder(() => this.readPerson(notification.tenant, notification.id));
      case 'conversation':
        return this.inOrder(() => this.readConversation(notification.id));
      case 'everything':
        return this.inOrder(() => this.readAll());
    }
  }

  private write(work: (query: Query) => Promise<void>): Promise<void> {
    return this.database.repeat(() => this.database.transaction(work));
  }

  /** Does what changes the memory when everything before it has ended. */
  private async inOrder(work: () => Promise<unknown>): Promise<void> {
    await this.readings.run('', work);
  }

  private async readAll(): Promise<void> {
    const people = await this.database.query('select known from people');
    const conversations = await this.database.query('select reference from conversations');
    this.unlearnAll();
    for (const { known } of people) this.learnPerson(known as KnownPerson);
    for (const { reference } of conversations) this.learnConversation(reference as ConversationReference);
  }

  private async readPerson(tenant: string, id: string): Promise<void> {
    const [row] = await this.database.query('select known from people where tenant_key = $1 and person_key = $2', [
      keyOf(tenant),
      keyOf(id),
    ]);
    if (row) this.learnPerson(row.known as KnownPerson);
  }

  private async readConversation(id: string): Promise<void> {
    const [row] = await this.database.query('select reference from conversations where id = $1', [plain(id)]);
    if (row) this.learnConversation(row.reference as ConversationReference);
  }
}
