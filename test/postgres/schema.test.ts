import { expect, onTestFinished, test } from 'vitest';
import { PostgresCaseStore } from '../../src/store/postgres.js';
import { Database } from '../../src/store/postgres-database.js';
import { DATABASE_SCHEMA, migrate, NewerSchemaError } from '../../src/store/postgres-schema.js';
import { MIGRATIONS } from '../../src/store/postgres-steps.js';
import { accepted, due, named, opened, TENANT } from '../store/sample.js';
import { DATABASES, freshSchema, query } from './ground.js';

const [{ url: server } = { url: '' }] = DATABASES;

function database(url: string): Database {
  const made = new Database(url);
  onTestFinished(() => made.close());
  return made;
}

test('given instances that start together on an empty database, then each step is taken once', async () => {
  const url = await freshSchema(server);
  await Promise.all(Array.from({ length: 6 }, () => migrate(database(url))));
  const steps = await query(url, 'select step from schema_steps order by step');
  expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: DATABASE_SCHEMA }, (_, at) => at + 1));
});

test('given tables of each step before, then they are brought to this one with what is in them', async () => {
  for (let known = 1; known < DATABASE_SCHEMA; known++) {
    const url = await freshSchema(server);
    await migrate(database(url), MIGRATIONS.slice(0, known));
    const store = new PostgresCaseStore(database(url));
    await store.append('0630-aaaa', 0, [opened('0630-aaaa')], []);
    await migrate(database(url));
    expect((await store.read('0630-aaaa'))?.events).toEqual([opened('0630-aaaa')]);
    expect(await query(url, 'select step from schema_steps')).toHaveLength(DATABASE_SCHEMA);
  }
});

test('given tables a newer program has added to, then this one goes on unless they say that it must not', async () => {
  const url = await freshSchema(server);
  await migrate(database(url));
  await query(url, 'alter table cases add column invented_later text');
  await query(url, 'insert into schema_steps (step, readable_from) values ($1, 1)', [DATABASE_SCHEMA + 1]);
  await migrate(database(url));
  const store = new PostgresCaseStore(database(url));
  expect(await store.append('0630-aaaa', 0, [opened('0630-aaaa')], [])).toEqual({ kind: 'appended' });
  await query(url, 'insert into schema_steps (step, readable_from) values ($1, $1)', [DATABASE_SCHEMA + 2]);
  await expect(migrate(database(url))).rejects.toThrow(NewerSchemaError);
});

test.each([
  ['a changed fact', `update events set event = (replace(event::text, 'Bo Berg', 'Ole Ord'))::json where position = 1`],
  ['a changed hash', `update events set hash = repeat('0', 64) where position = 1`],
  ['a fact taken out', 'delete from events where position = 1'],
  ['the last fact cut off', 'delete from events where position = 2; update cases set length = 2 where length = 3'],
  ['a fact no program knows', `update events set event = '{"type":"Odd"}' where position = 1`],
])('given %s, then the case is set aside with a reason and the others go on', async (_what, damage) => {
  const url = await freshSchema(server);
  await migrate(database(url));
  const store = new PostgresCaseStore(database(url));
  await store.append('0630-aaaa', 0, [opened('0630-aaaa'), named, accepted], []);
  await store.append('0101-bbbb', 0, [opened('0101-bbbb')], []);
  await query(url, damage);
  const reader = new PostgresCaseStore(database(url));
  await expect(reader.read('0630-aaaa')).rejects.toThrow('0630-aaaa is set aside');
  expect(reader.setAside()).toEqual([{ file: '0630-aaaa', reason: expect.any(String) }]);
  expect((await reader.read('0101-bbbb'))?.events).toHaveLength(1);
});

test('given a case another instance continued, then only the new facts are asked for, checked and seen at once', async () => {
  const url = await freshSchema(server);
  await migrate(database(url));
  const [one, other] = [new PostgresCaseStore(database(url)), new PostgresCaseStore(database(url))];
  await one.append('0630-aaaa', 0, [opened('0630-aaaa'), named], [due('1.0')]);
  const first = await other.read('0630-aaaa');
  // What was checked is not read again: nobody notices a change of it before the next start.
  await query(url, `update events set event = '{}' where position = 0`);
  await one.append('0630-aaaa', 2, [accepted], []);
  const second = await other.read('0630-aaaa');
  expect(second?.events).toEqual([...(first?.events ?? []), accepted]);
  expect(second?.events[0]).toBe(first?.events[0]);
  expect(await other.read('0630-aaaa')).toBe(second);
  // What does not follow is noticed, and then the whole log is read.
  await query(url, `insert into events values ('0630-aaaa', 3, '{"type":"OfficerAccepted"}', 'x')`);
  await query(url, `update cases set length = 4, revision = revision + 1`);
  await expect(other.read('0630-aaaa')).rejects.toThrow('fact 0 is none');
});

test('given an answer that was lost on its way, then an append finds its facts in the log and is told so', async () => {
  const url = await freshSchema(server);
  await migrate(database(url));
  const store = new PostgresCaseStore(database(url));
  await store.append('0630-aaaa', 0, [opened('0630-aaaa')], []);
  // The first append waits for the row, is carried out, and its connection is cut before it hears of that.
  const made = database(url);
  const cut = new PostgresCaseStore(
    new Proxy(made, {
      get(target, name) {
        if (name !== 'once') return Reflect.get(target, name).bind?.(target) ?? Reflect.get(target, name);
        return async (...asked: Parameters<Database['once']>) => {
          await target.once(...asked);
          throw Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });
        };
      },
    }),
  );
  expect(await cut.append('0630-aaaa', 1, [named], [due('2.0')])).toEqual({ kind: 'appended' });
  const record = await store.read('0630-aaaa');
  expect([record?.events.length, record?.deliveries.length]).toEqual([2, 1]);
});

test('given ids whose letter case or signs differ, then tenants and people are kept apart as they should be', async () => {
  const url = await freshSchema(server);
  await migrate(database(url));
  const store = new PostgresCaseStore(database(url));
  const strange = 'tenant\u0000\\0';
  await store.append('0630-aaaa', 0, [opened('0630-aaaa', { tenant: strange })], []);
  expect((await store.list(strange.toUpperCase()))[0]?.tenant).toBe(strange);
  expect(await store.openCase('tenant\\0\\0', '0630')).toBeUndefined();
  expect(await store.openCase(strange, '0630')).toBe('0630-aaaa');
  expect(await store.openCase(TENANT, '0630')).toBeUndefined();
});
