import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type LowdbDirectory, openLowdbDirectory } from '../../src/store/lowdb-directory.js';
import { memoryDirectory } from '../../src/store/memory.js';
import { chat, directoryContract } from './contract-directory.js';
import { anna, bo, freshFolder, TENANT } from './sample.js';
import { failOnce, holdFirst, watchedDisk } from './watched-disk.js';

async function opening(folder: string): Promise<LowdbDirectory> {
  const directory = await openLowdbDirectory(folder);
  onTestFinished(() => directory.close());
  return directory;
}

/** Every file under a folder, as paths. */
async function filesIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name))
    .sort();
}

/** What changes whenever a file is written anew. */
async function editions(folder: string): Promise<string[]> {
  const files = await filesIn(folder);
  return Promise.all(files.map(async (file) => `${file} ${(await stat(file)).ino} ${(await stat(file)).mtimeMs}`));
}

directoryContract('in memory', async () => memoryDirectory());
directoryContract('lowdb', async () => opening(await freshFolder()));

test('given people and conversations, when the directory is opened again, then they are known', async () => {
  const folder = await freshFolder();
  const first = await openLowdbDirectory(folder);
  const strange = { tenant: '../../tenant', id: '/etc/passwd\u0000', name: 'Mærkelig' };
  for (const person of [anna, bo, strange]) await first.meet({ person, personal: chat });
  await first.remember(chat);
  const last = first.meet({ person: anna, language: 'en' });
  await first.close();
  await last;
  const again = await opening(folder);
  expect(again.setAside()).toEqual([]);
  expect(again.person(TENANT, anna.id)).toEqual({ person: anna, personal: chat, language: 'en' });
  expect(again.person(strange.tenant, strange.id)?.person).toEqual(strange);
  expect(again.conversation(chat.conversationId)).toEqual(chat);
  await expect(first.meet({ person: anna })).rejects.toThrow('closed');
});

test('given any ids, then files lie two folders deep under hashed names, one per person and conversation', async () => {
  const folder = await freshFolder();
  const directory = await opening(folder);
  await directory.meet({ person: { tenant: '../../tenant', id: '../../id', name: '' } });
  await directory.remember(chat);
  const files = (await filesIn(folder)).map((file) => file.slice(folder.length));
  expect(files).toEqual([
    expect.stringMatching(/^.conversations.[0-9a-f]{32}\.json$/),
    expect.stringMatching(/^.people.[0-9a-f]{32}.[0-9a-f]{32}\.json$/),
  ]);
});

test('given a meeting that says nothing new, also after a restart, then no file is written; else one alone', async () => {
  const folder = await freshFolder();
  const first = await openLowdbDirectory(folder);
  await first.meet({ person: anna, teamsId: '29:anna', personal: chat });
  await first.meet({ person: bo });
  await first.remember(chat);
  const before = await editions(folder);
  for (const directory of [first, await opening(folder)]) {
    await directory.meet({ teamsId: '29:anna', person: { ...anna, name: '' } });
    await directory.remember({ ...chat });
    expect(await editions(folder)).toEqual(before);
  }
  await first.meet({ person: bo, language: 'en' });
  expect((await editions(folder)).filter((edition) => !before.includes(edition))).toHaveLength(1);
  await first.close();
});

test('given files that cannot be used, then they are renamed and reported, and what they held is learnt anew', async () => {
  const folder = await freshFolder();
  const first = await openLowdbDirectory(folder);
  for (const person of [anna, bo]) await first.meet({ person });
  await first.remember(chat);
  await first.close();
  const [conversation, ...people] = await filesIn(folder);
  const ofAnna = await Promise.all(people.map(async (file) => (await readFile(file, 'utf8')).includes(anna.id)));
  const bad = String(people[ofAnna.indexOf(true)]);
  const good = await readFile(String(people[ofAnna.indexOf(false)]), 'utf8');
  await writeFile(String(conversation), '{"schema":2,"address":{}}');
  await writeFile(bad, good);
  await writeFile(`${bad}.tmp`, '{');
  await writeFile(join(dirname(bad), 'abc.json'), good.slice(0, 30));
  await writeFile(join(folder, 'people', '.hidden'), 'x');
  const again = await opening(folder);
  expect(
    again
      .setAside()
      .map((one) => one.reason)
      .sort(),
  ).toEqual([
    'it is no file of the directory, or was set aside earlier',
    'schema 2 is newer than this program, which knows up to 1',
    'the file holds something else than its name says',
    'the file is not valid JSON, perhaps cut off',
  ]);
  expect(again.people(TENANT).map((one) => one.person)).toEqual([bo]);
  await again.meet({ person: anna });
  await again.remember(chat);
  const third = await opening(folder);
  expect(third.people(TENANT).map((one) => one.person)).toEqual([anna, bo]);
  expect(third.conversation(chat.conversationId)).toEqual(chat);
  expect(third.setAside()).toHaveLength(4);
  expect((await filesIn(folder)).some((file) => file.endsWith('.tmp'))).toBe(false);
});

test('given a full disk, then memory knows what was heard and the next meeting writes it', async () => {
  const folder = await freshFolder();
  const disk = watchedDisk();
  const directory = await openLowdbDirectory(folder, disk);
  onTestFinished(() => directory.close());
  failOnce(disk, 'sync');
  await expect(directory.meet({ person: anna, language: 'en' })).rejects.toThrow('No space left');
  expect(directory.person(TENANT, anna.id)?.language).toBe('en');
  await directory.meet({ person: anna });
  expect((await opening(folder)).person(TENANT, anna.id)?.language).toBe('en');
});

test('given the folder of a tenant vanished, when somebody of it is met, then it comes back', async () => {
  const folder = await freshFolder();
  const directory = await opening(folder);
  await directory.meet({ person: anna });
  await rm(join(folder, 'people'), { recursive: true });
  await mkdir(join(folder, 'people'));
  await directory.meet({ person: bo });
  expect((await opening(folder)).people(TENANT)).toHaveLength(1);
});

test('given people from before a restart, when one is met with nothing new, then the disk is not even asked', async () => {
  const folder = await freshFolder();
  await (await opening(folder)).meet({ person: anna });
  const disk = watchedDisk();
  const directory = await openLowdbDirectory(folder, disk);
  onTestFinished(() => directory.close());
  disk.steps.length = 0;
  await directory.meet({ person: anna });
  expect(disk.steps).toEqual([]);
});

test('given a write under way, when the directory is closed, then the close waits for it', async () => {
  const disk = watchedDisk();
  const directory = await openLowdbDirectory(await freshFolder(), disk);
  const held = holdFirst(disk, 'rename');
  const order: string[] = [];
  const meeting = directory.meet({ person: anna }).then(() => order.push('met'));
  await held.reached;
  const closing = directory.close().then(() => order.push('closed'));
  held.open();
  await Promise.all([meeting, closing]);
  expect(order).toEqual(['met', 'closed']);
});

test('given people whose chats are known, when the directory is opened again, then the chats are not read a second time', async () => {
  const folder = await freshFolder();
  const first = await openLowdbDirectory(folder);
  const room = { ...chat, conversationId: '19:room@thread.tacv2', kind: 'channel' } as const;
  await first.meet({ person: anna, personal: chat });
  for (const address of [chat, room]) await first.remember(address);
  await first.close();
  const disk = watchedDisk();
  const again = await openLowdbDirectory(folder, disk);
  onTestFinished(() => again.close());
  expect(disk.steps).toHaveLength(2);
  expect([chat, room].map(({ conversationId }) => again.conversation(conversationId))).toEqual([chat, room]);
  disk.steps.length = 0;
  await again.remember({ ...chat });
  expect(disk.steps).toEqual([]);
  await again.remember({ ...chat, serviceUrl: 'https://smba.trafficmanager.net/other/' });
  expect((await opening(folder)).conversation(room.conversationId)).toEqual(room);
  expect(disk.steps.filter((step) => step.startsWith('rename'))).toHaveLength(1);
});

test('given a file that is damaged while nobody looks, when it is to be written, then it is set aside and written anew', async () => {
  const folder = await freshFolder();
  const first = await openLowdbDirectory(folder);
  await first.meet({ person: anna, personal: chat });
  await first.remember(chat);
  await first.close();
  const [ofChat = ''] = await filesIn(join(folder, 'conversations'));
  await writeFile(ofChat, '{"schema":1');
  const again = await opening(folder);
  const moved = { ...chat, serviceUrl: 'https://smba.trafficmanager.net/other/' };
  await again.remember(moved);
  expect(again.setAside().map(({ reason }) => reason)).toEqual(['the file is not valid JSON, perhaps cut off']);
  expect(JSON.parse(await readFile(ofChat, 'utf8'))).toMatchObject({ address: moved });
});
