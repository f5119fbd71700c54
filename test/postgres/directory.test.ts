import { expect, onTestFinished, test } from 'vitest';
import { Database } from '../../src/store/postgres/database.js';
import { PostgresDirectory } from '../../src/store/postgres/directory.js';
import { chat } from '../store/contract-directory.js';
import { anna, bo, TENANT } from '../store/sample.js';
import { cutConnections, freshSchema, query } from './ground.js';
import { openInstance, server, twoInstances } from './instance.js';

test('given two processes, when one meets a person, then the other knows them by itself', async () => {
  const { one, other } = await twoInstances();
  await one.directory.meet({ person: anna, personal: chat });
  await one.directory.remember(chat);
  await expect.poll(() => other.directory.conversation(chat.conversationId)).toEqual(chat);
  expect(other.directory.person(TENANT, anna.id)).toEqual({ person: anna, personal: chat });
  expect(other.directory.ownerOf(chat.conversationId)?.person).toEqual(anna);
});

test.each(['unfinished', 'due'] as const)(
  'given people met by another process, when cases are given out to work on (%s), then all of them are known',
  async (list) => {
    const { url, one, other } = await twoInstances();
    one.notifications.subscribe(async () => void (await query(url, 'select pg_sleep(0.03)')));
    const people = Array.from({ length: 20 }, (_, number) => ({ ...anna, id: `anna-${number}` }));
    await Promise.all(people.map((person) => other.directory.meet({ person })));
    await (list === 'due' ? one.store.due('9999') : one.store.unfinished());
    expect(people.filter(({ id }) => !one.directory.person(TENANT, id))).toEqual([]);
  },
);

test('given two processes that each hear something else of a person at once, then both parts are kept, everywhere', async () => {
  const { url, one, other } = await twoInstances();
  await Promise.all([
    one.directory.meet({ person: anna, language: 'en' }),
    other.directory.meet({ person: anna, teamsId: '29:anna' }),
  ]);
  const all = { person: anna, language: 'en', teamsId: '29:anna' };
  const third = await openInstance(url);
  for (const { directory } of [third, one, other])
    await expect.poll(() => directory.person(TENANT, anna.id)).toEqual(all);
});

test('given a cut connection, then what was written and forgotten meanwhile is known after it', async () => {
  const { url, one, other } = await twoInstances([]);
  await one.directory.meet({ person: anna });
  await expect.poll(() => other.directory.everybody()).toHaveLength(1);
  await cutConnections(url, 'listen%');
  await one.directory.meet({ person: bo });
  await one.directory.forget(anna);
  for (const { directory } of [one, other])
    await expect.poll(() => directory.everybody().map(({ person }) => person)).toEqual([bo]);
});

test('given ids that no text column can hold, when the directory is opened again, then they are known', async () => {
  const url = await freshSchema(server);
  const { directory: first } = await openInstance(url);
  const strange = { tenant: '../../tenant\\', id: '/etc/passwd\u0000', name: 'Mærkelig \u0000' };
  await first.meet({ person: strange });
  await first.remember({ ...chat, conversationId: 'a\u0000b' });
  const { directory: again } = await openInstance(url);
  expect(again.person(strange.tenant, strange.id)?.person).toEqual(strange);
  expect(again.conversation('a\u0000b')).toEqual({ ...chat, conversationId: 'a\u0000b' });
  expect(again.person('../../tenant', strange.id)).toBeUndefined();
});

test('given a person is forgotten on one process, then every process forgets them and their chat, until they write again', async () => {
  const { url, one, other } = await twoInstances();
  await one.directory.meet({ person: anna, personal: chat });
  await one.directory.remember(chat);
  await one.directory.meet({ person: bo });
  await expect.poll(() => other.directory.everybody()).toHaveLength(2);
  await one.directory.forget({ tenant: TENANT.toUpperCase(), id: anna.id.toUpperCase(), name: '' });
  await one.directory.forget({ tenant: 'nowhere', id: 'a stranger', name: '' });
  await expect.poll(() => other.directory.person(TENANT, anna.id)).toBeUndefined();
  for (const { directory } of [one, other, await openInstance(url)]) {
    expect(directory.everybody().map(({ person }) => person)).toEqual([bo]);
    expect(directory.conversation(chat.conversationId)).toBeUndefined();
  }
  await other.directory.meet({ person: { ...anna, name: 'Anna Ny' } });
  await expect.poll(() => one.directory.person(TENANT, anna.id)).toEqual({ person: { ...anna, name: 'Anna Ny' } });
});

test('given meetings that tell nothing new, then nothing is written', async () => {
  const url = await freshSchema(server);
  const { directory } = await openInstance(url);
  await directory.meet({ person: anna, teamsId: '29:anna' });
  await directory.remember(chat);
  const versions = () => query(url, 'select xmin from people union all select xmin from conversations');
  const before = await versions();
  await directory.meet({ person: { ...anna, name: '' }, teamsId: '29:anna' });
  await directory.remember({ ...chat });
  expect(await versions()).toEqual(before);
});

/** A database that carries everything out but for the end: the connection breaks before the commit. */
class Breaking extends Database {
  isBroken = false;

  override transaction<R>(work: Parameters<typeof Database.prototype.transaction<R>>[0]): Promise<R> {
    return super.transaction(async (run) => {
      const result = await work(run);
      if (this.isBroken) throw new Error('The disk is full');
      return result;
    });
  }
}

test('given a write that failed, then nothing is known of it, and when the same is heard again it is written', async () => {
  const url = await freshSchema(server);
  const breaking = new Breaking(url);
  // Before the instance is opened: what it still passes on as it closes is read from this pool.
  onTestFinished(() => breaking.close());
  const { notifications, directory: other } = await openInstance(url);
  const directory = await PostgresDirectory.open(breaking, notifications, 'one');
  breaking.isBroken = true;
  await expect(directory.meet({ person: anna, personal: chat })).rejects.toThrow('full');
  await expect(directory.remember(chat)).rejects.toThrow('full');
  expect(directory.person(TENANT, anna.id)).toBeUndefined();
  breaking.isBroken = false;
  await directory.meet({ person: anna, personal: chat });
  await directory.remember(chat);
  await expect.poll(() => other.conversation(chat.conversationId)).toEqual(chat);
  expect(other.person(TENANT, anna.id)).toEqual({ person: anna, personal: chat });
});
