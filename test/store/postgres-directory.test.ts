import type pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { Database } from '../../src/store/postgres-database.js';
import { PostgresDirectory } from '../../src/store/postgres-directory.js';
import { migrate } from '../../src/store/postgres-schema.js';
import { DATABASES, freshSchema, query } from '../postgres/ground.js';
import { chat, directoryContract } from './contract-directory.js';
import { anna, bo, TENANT } from './sample.js';

async function opening(url: string): Promise<PostgresDirectory> {
  const database = new Database(url);
  await migrate(database);
  const directory = await PostgresDirectory.open(database);
  onTestFinished(async () => {
    await directory.close();
    await database.close();
  });
  return directory;
}

for (const { name, url } of DATABASES) directoryContract(name, async () => opening(await freshSchema(url)));

const [{ url: server } = { url: '' }] = DATABASES;

/** Waits until the directory knows; it hears of it by itself. */
async function until(known: () => boolean): Promise<void> {
  while (!known()) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('given two instances, when one meets somebody, then the other knows them by itself', async () => {
  const url = await freshSchema(server);
  const [one, other] = [await opening(url), await opening(url)];
  await one.meet({ person: anna, personal: chat });
  await one.remember(chat);
  await until(() => other.conversation(chat.conversationId) !== undefined);
  expect(other.person(TENANT, anna.id)).toEqual({ person: anna, personal: chat });
});

/** A database that carries everything out but for the end: the connection breaks before the commit. */
class Breaking extends Database {
  broken = false;

  override transaction<R>(work: (client: pg.PoolClient) => Promise<R>): Promise<R> {
    return super.transaction(async (client) => {
      const result = await work(client);
      if (this.broken) throw new Error('Connection terminated unexpectedly');
      return result;
    });
  }
}

test('given a write that was lost, when the same is heard again, then it is written', async () => {
  const url = await freshSchema(server);
  const database = new Breaking(url);
  await migrate(database);
  const directory = await PostgresDirectory.open(database);
  const other = await opening(url);
  onTestFinished(async () => {
    await directory.close();
    await database.close();
  });
  const hear = async () => {
    await directory.meet({ person: anna, personal: chat });
    await directory.remember(chat);
  };
  database.broken = true;
  await expect(directory.meet({ person: anna, personal: chat })).rejects.toThrow('terminated');
  await expect(directory.remember(chat)).rejects.toThrow('terminated');
  database.broken = false;
  await other.refresh();
  expect(other.person(TENANT, anna.id)).toBeUndefined();
  await hear();
  await other.refresh();
  expect(other.person(TENANT, anna.id)).toEqual({ person: anna, personal: chat });
  expect(other.conversation(chat.conversationId)).toEqual(chat);
});

test('given two instances that each hear something else of a person at once, then both parts are kept', async () => {
  const url = await freshSchema(server);
  const [one, other] = [await opening(url), await opening(url)];
  await Promise.all([one.meet({ person: anna, language: 'en' }), other.meet({ person: anna, teamsId: '29:anna' })]);
  const third = await opening(url);
  expect(third.person(TENANT, anna.id)).toEqual({ person: anna, language: 'en', teamsId: '29:anna' });
});

test('given a cut listening connection, then what was written meanwhile is still heard of', async () => {
  const url = await freshSchema(server);
  const [one, other] = [await opening(url), await opening(url)];
  const cut = `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'nemkonto-bot listener'`;
  await query(url, cut);
  await one.meet({ person: bo });
  await until(() => other.person(TENANT, bo.id) !== undefined);
  await query(url, cut);
  await one.meet({ person: anna });
  await until(() => other.person(TENANT, anna.id) !== undefined);
});

test('given ids that no text column can hold, when the directory is opened again, then they are known', async () => {
  const url = await freshSchema(server);
  const first = await opening(url);
  const strange = { tenant: '../../tenant\\', id: '/etc/passwd\u0000', name: 'Mærkelig \u0000' };
  await first.meet({ person: strange });
  await first.remember({ ...chat, conversationId: 'a\u0000b' });
  const again = await opening(url);
  expect(again.person(strange.tenant, strange.id)?.person).toEqual(strange);
  expect(again.conversation('a\u0000b')).toEqual({ ...chat, conversationId: 'a\u0000b' });
  expect(again.person('../../tenant', strange.id)).toBeUndefined();
});

test('given somebody is forgotten on one instance, then every instance forgets them and their chat, until they write again', async () => {
  const url = await freshSchema(server);
  const [one, other] = [await opening(url), await opening(url)];
  await one.meet({ person: anna, personal: chat });
  await one.remember(chat);
  await one.meet({ person: bo });
  await until(() => other.everybody().length === 2 && other.conversation(chat.conversationId) !== undefined);
  await one.forget({ tenant: TENANT.toUpperCase(), id: anna.id.toUpperCase(), name: '' });
  await one.forget({ tenant: 'nowhere', id: 'nobody', name: '' });
  await until(() => other.person(TENANT, anna.id) === undefined);
  for (const directory of [one, other, await opening(url)]) {
    expect(directory.everybody().map(({ person }) => person)).toEqual([bo]);
    expect(directory.conversation(chat.conversationId)).toBeUndefined();
  }
  await other.meet({ person: { ...anna, name: 'Anna Ny' } });
  await until(() => one.person(TENANT, anna.id) !== undefined);
  expect(one.person(TENANT, anna.id)).toEqual({ person: { ...anna, name: 'Anna Ny' } });
});

test('given somebody who is met with nothing new, then nothing is written', async () => {
  const url = await freshSchema(server);
  const directory = await opening(url);
  await directory.meet({ person: anna, teamsId: '29:anna' });
  await directory.remember(chat);
  const when = () => query(url, 'select changed from people union all select changed from conversations');
  const before = await when();
  await directory.meet({ person: { ...anna, name: '' }, teamsId: '29:anna' });
  await directory.remember({ ...chat });
  expect(await when()).toEqual(before);
});
