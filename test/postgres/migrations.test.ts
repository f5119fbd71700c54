import { expect, test } from 'vitest';
import { StorageUnusableError } from '../../src/store/errors.js';
import { PostgresCaseStore } from '../../src/store/postgres/case-store.js';
import { MIGRATIONS, migrate } from '../../src/store/postgres/migrations.js';
import { openPostgres } from '../../src/store/postgres/open.js';
import { opened, storeOptions } from '../store/sample.js';
import { freshSchema, query } from './ground.js';
import { database, openInstance, server } from './instance.js';
import { freePort } from './server.js';

const NEXT = { readableFrom: 1, sql: 'alter table cases add column invented_later text' };
const LAST = MIGRATIONS.length;
const options = { ...storeOptions, onError: () => undefined };

function steps(url: string): Promise<unknown> {
  return query(url, 'select step, readable_from from schema_steps order by step');
}

test('given processes that start together on an empty database, then each step is taken once', async () => {
  const url = await freshSchema(server);
  await Promise.all(Array.from({ length: 6 }, () => migrate(database(url))));
  expect(await steps(url)).toEqual(
    MIGRATIONS.map(({ readableFrom }, at) => ({ step: at + 1, readable_from: readableFrom })),
  );
});

test('given tables of the step before, then they are brought to the next one with what is in them, and the older program goes on', async () => {
  const url = await freshSchema(server);
  await migrate(database(url));
  const store = new PostgresCaseStore(database(url), storeOptions);
  await store.append('0630-aaaa', 0, [opened('0630-aaaa')], []);
  await migrate(database(url), [...MIGRATIONS, NEXT]);
  expect(await steps(url)).toHaveLength(LAST + 1);
  expect((await store.read('0630-aaaa'))?.events).toEqual([opened('0630-aaaa')]);
  const { store: older } = await openInstance(url);
  expect(await older.append('0101-aaaa', 0, [opened('0101-aaaa')], [])).toMatchObject({ kind: 'appended' });
});

test('given a step that fails, then nothing of it is left and the tables are as before', async () => {
  const url = await freshSchema(server);
  const broken = { readableFrom: 1, sql: `${NEXT.sql}; select 1 / 0` };
  await migrate(database(url));
  await expect(migrate(database(url), [...MIGRATIONS, broken])).rejects.toThrow('division');
  expect(await steps(url)).toHaveLength(LAST);
  await expect(query(url, 'select invented_later from cases')).rejects.toThrow('invented_later');
});

test('given tables of a newer program that older ones must not use, then this one says so and changes nothing', async () => {
  const url = await freshSchema(server);
  await migrate(database(url), [...MIGRATIONS, { ...NEXT, readableFrom: LAST + 1 }]);
  await expect(migrate(database(url))).rejects.toThrow(StorageUnusableError);
  const opening = openPostgres(url, options);
  await expect(opening).rejects.toThrow(StorageUnusableError);
  await expect(opening).rejects.toThrow(/schema 3, which programs below schema 3 must not use/);
  expect(await query(url, 'select owner from sender_lease')).toEqual([{ owner: null }]);
});

test('given a database of practice, then production refuses it, and an operator’s command does not', async () => {
  const url = await freshSchema(server);
  for (const purpose of ['practice', undefined, 'practice'] as const)
    await (await openPostgres(url, { ...options, ...(purpose && { purpose }) })).close();
  await expect(openPostgres(url, { ...options, purpose: 'production' })).rejects.toThrow(
    /holds cases of the practice run, .* Set DATABASE_URL to another database\.$/,
  );
});

test('given a database that is not there, or does not let the bot in, then a sentence tells operators what to check', async () => {
  const nowhere = new URL(server);
  nowhere.port = String(await freePort());
  await expect(openPostgres(nowhere.href, options)).rejects.toThrow(/cannot be reached\. Check its address/);
  const missing = new URL(server);
  missing.pathname = '/nothing_here';
  const stranger = new URL(server);
  stranger.username = 'a_stranger';
  for (const { href } of [missing, stranger]) {
    const opening = openPostgres(href, options);
    await expect(opening).rejects.toThrow(StorageUnusableError);
    await expect(opening).rejects.toThrow(/does not let the bot in\. Check user/);
  }
});
