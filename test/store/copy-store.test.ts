import { cp, readFile, writeFile } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { tombstoneOf } from '../../src/case/case.js';
import { type Copyable, copyStore } from '../../src/store/copy-store.js';
import { openLowdbDirectory } from '../../src/store/lowdb/directory.js';
import { acquainted } from './contract-directory.js';
import { AT, accepted, cancelled, due, freshFolder, named, numbered, opened } from './sample.js';
import { opening, pathOf } from './setting.js';

const MESSAGE = { conversationId: 'c', activityId: 'm' };

async function open(folder: string): Promise<Copyable & { close(): Promise<void> }> {
  const store = await opening(folder);
  const directory = await openLowdbDirectory(folder);
  const close = async () => {
    await directory.close();
    await store.close();
  };
  onTestFinished(close);
  return { store, directory, close };
}

/** An open case with messages, a closed one, a removed one, two people and two conversations. */
async function filled(folder: string): Promise<Awaited<ReturnType<typeof open>>> {
  const here = await open(folder);
  const { store } = here;
  await store.append('0630-aaaa', 0, [opened('0630-aaaa'), named], [due('1.0'), due('2.0')]);
  const sent = { state: 'sent', at: AT, message: MESSAGE, slots: { caseCard: MESSAGE } } as const;
  await store.updateDelivery('0630-aaaa', '1.0', sent);
  for (const id of ['0147-bbbb', '0101-cccc']) await store.append(id, 0, [opened(id), cancelled], [due('1.0')]);
  const record = await store.read('0101-cccc');
  const stone = record && tombstoneOf(record.case, record.hashes, AT);
  if (stone) await store.remove(stone);
  await acquainted(here.directory);
  return here;
}

async function contentsOf({ store, directory }: Copyable) {
  const ids = (await store.list()).map(({ id }) => id);
  return {
    records: await Promise.all(ids.map((id) => store.read(id))),
    stones: await store.tombstones(),
    people: directory.everybody(),
    conversations: directory.conversations(),
  };
}

test('given a full store and an empty one, then everything is copied, and done again everything is the same', async () => {
  const [from, to] = [await filled(await freshFolder()), await open(await freshFolder())];
  const counts = { removed: 1, people: 2, conversations: 2, left: [] };
  expect(await copyStore(from, to)).toEqual({ written: 2, same: 0, ...counts });
  const copied = await contentsOf(to);
  expect(copied.records).toEqual((await contentsOf(from)).records);
  expect(copied.stones).toEqual(await from.store.tombstones());
  expect(copied.conversations).toEqual(expect.arrayContaining(from.directory.conversations() as unknown[]));
  expect(await copyStore(from, to)).toEqual({ written: 0, same: 2, ...counts });
  expect(await copyStore(to, from)).toEqual({ written: 0, same: 2, ...counts });
});

test('given a case that went on since it was copied, then the rest of it is copied: facts, deliveries and messages', async () => {
  const [from, to] = [await filled(await freshFolder()), await open(await freshFolder())];
  await copyStore(from, to);
  await from.store.append('0630-aaaa', 2, [accepted], [due('3.0')]);
  await from.store.updateDelivery('0630-aaaa', '1.0', { state: 'sent', at: AT, removed: MESSAGE });
  await from.store.updateDelivery('0630-aaaa', '2.0', { state: 'undelivered', at: AT, why: 'blocked' });
  await from.store.updateDelivery('0630-aaaa', '3.0', {
    state: 'sent',
    at: AT,
    message: MESSAGE,
    slots: { caseCard: null, 'klik:a': MESSAGE },
  });
  expect(await copyStore(from, to)).toMatchObject({ written: 1, same: 1, left: [] });
  expect((await contentsOf(to)).records).toEqual((await contentsOf(from)).records);
});

test('given another log of the same id, or a case that was removed here and is there, then it is left and told', async () => {
  const [from, to] = [await filled(await freshFolder()), await open(await freshFolder())];
  await to.store.append('0630-aaaa', 0, [opened('0630-aaaa'), numbered('9')], []);
  await to.store.append('0101-cccc', 0, [opened('0101-cccc')], []);
  expect((await copyStore(from, to)).left).toEqual([
    { caseId: '0630-aaaa', reason: 'there is another log of this id on the other side' },
    { caseId: '0101-cccc', reason: 'it was removed here and is there on the other side' },
  ]);
  expect((await to.store.read('0630-aaaa'))?.events).toEqual([opened('0630-aaaa'), numbered('9')]);
});

test('given a case that is set aside, then it is told and the others are copied', async () => {
  const folder = await freshFolder();
  await (await filled(folder)).close();
  const text = await readFile(pathOf(folder), 'utf8');
  await writeFile(pathOf(folder), text.replace('Bo Berg', 'Bo Borg'));
  await cp(pathOf(folder, '0147-bbbb'), pathOf(folder, '0147-copy'));
  const to = await open(await freshFolder());
  const { written, left } = await copyStore(await open(folder), to);
  expect(written).toBe(1);
  expect(left.map(({ reason }) => reason).sort()).toEqual([
    'the file holds another case than its name says',
    'the hash chain is broken at fact 2',
  ]);
});
