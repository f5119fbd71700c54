import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AdminError } from '../../src/admin/command.js';
import { copiedSentences, copyAll } from '../../src/admin/migrate.js';
import { run } from '../../src/admin/run.js';
import { claimFolder, purposeOf } from '../../src/store/data-folder.js';
import { openLowdbCaseStore } from '../../src/store/lowdb/case-store.js';
import { openLowdbDirectory } from '../../src/store/lowdb/directory.js';
import { openPostgres } from '../../src/store/postgres/open.js';
import { chat } from '../store/contract-directory.js';
import {
  AT,
  accepted,
  anna,
  bo,
  cancelled,
  due,
  freshFolder,
  named,
  opened,
  refused,
  storeOptions,
  TENANT,
} from '../store/sample.js';
import { freshSchema, query } from './ground.js';
import { openInstance, server } from './instance.js';

const message = { conversationId: 'c\u0000', activityId: 'a' };

/** A data folder with three cases in all states, two people and their chats. */
async function folder(): Promise<string> {
  const path = await freshFolder();
  const store = await openLowdbCaseStore(path, storeOptions);
  await store.append('0630-aaaa', 0, [opened('0630-aaaa'), named], [due('1.0'), due('2.0'), due('2.1')]);
  await store.updateDelivery('0630-aaaa', '1.0', {
    state: 'sent',
    at: AT,
    message,
    slots: { caseCard: message, 'personal:x': message },
  });
  await store.updateDelivery('0630-aaaa', '2.0', { state: 'undelivered', why: 'blocked', at: AT, attempts: 3 });
  await store.append('0101-bbbb', 0, [opened('0101-bbbb'), cancelled], []);
  // A field that a newer program has added is kept, and its hash with it.
  const newer = { ...opened('0147-cccc'), inventedLater: { deep: [1] } };
  await store.append('0147-cccc', 0, [newer, refused('\u0000 \ud83d "')], []);
  await store.append('0153-dddd', 0, [opened('0153-dddd'), cancelled], []);
  const head = (await store.read('0153-dddd'))?.hashes.at(-1) ?? '';
  const stone = {
    id: '0153-dddd',
    tenant: TENANT,
    municipality: '0153',
    ended: 'cancelled',
    closed: '2026-05-04',
  } as const;
  await store.remove({ ...stone, facts: 2, head, removed: AT });
  const directory = await openLowdbDirectory(path);
  await directory.meet({ person: anna, personal: chat, language: 'en' });
  await directory.meet({ person: bo, guest: true });
  await directory.remember(chat);
  await directory.close();
  await store.close();
  return path;
}

/** Everything a folder holds, as its bot would read it. */
async function contents(path: string): Promise<unknown> {
  const store = await openLowdbCaseStore(path, storeOptions);
  const directory = await openLowdbDirectory(path);
  const list = await store.list();
  const records = await Promise.all(list.map(({ id }) => store.read(id)));
  const stones = await store.tombstones();
  const people = [directory.people(TENANT), directory.conversation(chat.conversationId)];
  await directory.close();
  await store.close();
  return { list, records, people, stones };
}

test('given a data folder, when it is copied to PostgreSQL and back, then everything is as it was', async () => {
  const [path, url, back] = [await folder(), await freshSchema(server), await freshFolder()];
  const before = await contents(path);
  const copied = await copyAll(path, url, storeOptions);
  expect(copied).toEqual({ written: 3, same: 0, removed: 1, people: 2, conversations: 1, left: [] });
  expect(await contents(path)).toEqual(before);
  expect(await copyAll(url, back, storeOptions)).toEqual(copied);
  expect(await contents(back)).toEqual(before);
});

test('given a copy that is repeated, then what is there is checked and left; what came since is added', async () => {
  const [path, url] = [await folder(), await freshSchema(server)];
  await copyAll(path, url, storeOptions);
  const state = () => query(url, 'select id, revision from cases order by id');
  const before = await state();
  expect(await copyAll(path, url, storeOptions)).toMatchObject({ written: 0, same: 3, left: [] });
  expect(await state()).toEqual(before);
  const store = await openLowdbCaseStore(path, storeOptions);
  await store.append('0630-aaaa', 2, [accepted], [due('3.0')]);
  await store.updateDelivery('0630-aaaa', '2.1', { state: 'sent', at: AT, slots: { 'personal:x': null } });
  await store.close();
  expect(await copyAll(path, url, storeOptions)).toMatchObject({ written: 1, same: 2, left: [] });
  const record = await (await openInstance(url)).store.read('0630-aaaa');
  expect(record?.deliveries.map(({ key, state: now }) => `${key} ${now}`)).toEqual([
    ...['1.0 sent', '2.0 undelivered', '2.1 sent', '3.0 pending'],
  ]);
  expect(record?.messages).toEqual({ caseCard: message });
});

test('given a damaged case and one that went on differently elsewhere, then both are told of and the others copied', async () => {
  const [path, url] = [await folder(), await freshSchema(server)];
  const elsewhere = await openPostgres(url, { ...storeOptions, onError: () => undefined });
  await elsewhere.store.append('0630-aaaa', 0, [opened('0630-aaaa', { language: 'en' })], []);
  await elsewhere.close();
  const file = join(path, 'cases', '0101-bbbb.json');
  await writeFile(file, (await readFile(file, 'utf8')).replace('Udskudt', 'Glemt'));
  const copied = await copyAll(path, url, storeOptions);
  expect(copied).toMatchObject({ written: 1, same: 0 });
  expect(copied.left.map(({ reason }) => reason).sort()).toEqual([
    'the hash chain is broken at fact 2',
    'there is another log of this id on the other side',
  ]);
  expect(copiedSentences(copied)).toContain('Not copied: 0630-aaaa: there is another log');
});

async function ofProduction(): Promise<string> {
  const path = await folder();
  await claimFolder(path, 'production');
  return path;
}

test('given cases of practice, then the copy is of practice too, and is not mixed with cases of production', async () => {
  const [path, url, back] = [await folder(), await freshSchema(server), await freshFolder()];
  await claimFolder(path, 'practice');
  await copyAll(path, url, storeOptions);
  await copyAll(url, back, storeOptions);
  for (const target of [url, back])
    await expect(copyAll(await ofProduction(), target, storeOptions)).rejects.toThrow(AdminError);
  expect(await purposeOf(back)).toBe('practice');
  const empty = await freshSchema(server);
  await (await openPostgres(empty, { ...storeOptions, onError: () => undefined, purpose: 'production' })).close();
  await expect(copyAll(path, empty, storeOptions)).rejects.toThrow('Nothing was copied');
  expect(await query(empty, 'select id from cases')).toEqual([]);
});

test('given a bot that runs on the database or in the folder, then nothing is copied', async () => {
  const [path, url] = [await folder(), await freshSchema(server)];
  const bot = await openPostgres(url, { ...storeOptions, onError: () => undefined });
  await expect(copyAll(path, url, storeOptions)).rejects.toThrow(AdminError);
  await bot.close();
  const store = await openLowdbCaseStore(path, storeOptions);
  await expect(copyAll(path, url, storeOptions)).rejects.toThrow();
  await store.close();
  expect(await query(url, 'select id from cases')).toEqual([]);
});

test('given the command line, then it copies to where it is told, reads cases there, and says what it did', async () => {
  const [path, url] = [await folder(), await freshSchema(server)];
  let said = '';
  const say = (text: string | Uint8Array) => {
    said += String(text);
  };
  const call = (env: Record<string, string>, ...words: string[]) =>
    run(words, { env, out: say, err: say, now: () => AT });
  expect(await call({ DATABASE_URL: url }, 'list')).toBe(1);
  expect(said).toMatch(/^The database of DATABASE_URL has no tables of the bot\./);
  expect(await call({ DATA_DIR: path }, 'migrate')).toBe(1);
  expect(await call({ DATA_DIR: `${path}/nowhere` }, 'migrate', '--to', url)).toBe(1);
  expect(await call({ DATA_DIR: path }, 'migrate', '--to', url)).toBe(0);
  expect(said).toMatch(/Say where to[\s\S]*There are no cases in [\s\S]*3 cases written, 0 were there already/);
  said = '';
  expect(await call({ DATABASE_URL: url }, 'verify')).toBe(0);
  expect(said).toContain('4 checked, all whole');
  await query(url, `update events set hash = 'x' where case_id = '0630-aaaa' and position = 1`);
  expect(await call({ DATABASE_URL: url }, 'verify')).toBe(1);
});
