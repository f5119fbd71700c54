import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type LowdbDirectory, openLowdbDirectory } from '../../src/store/lowdb/directory.js';
import { nodeDisk } from '../../src/store/lowdb/disk.js';
import { acquainted, chat, directoryContract, room } from './contract-directory.js';
import { anna, bo, freshFolder, TENANT } from './sample.js';
import { failOnce, gate, holdFirst, watchedDisk } from './watched-disk.js';

async function opening(folder: string, disk = nodeDisk): Promise<LowdbDirectory> {
  const directory = await openLowdbDirectory(folder, disk);
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

directoryContract('lowdb', async () => opening(await freshFolder()));

test('given people and conversations, when the directory is opened again, then they are known', async () => {
  const folder = await freshFolder();
  const first = await opening(folder);
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

test('given any ids, then each person and conversation has a file of its own under a hashed name', async () => {
  const folder = await freshFolder();
  const directory = await opening(folder);
  await directory.meet({ person: { tenant: '../../tenant', id: '../../id', name: '' } });
  await directory.remember(chat);
  expect((await filesIn(folder)).map((file) => file.slice(folder.length))).toEqual([
    expect.stringMatching(/^.conversations.[0-9a-f]{32}\.json$/),
    expect.stringMatching(/^.people.[0-9a-f]{32}\.json$/),
  ]);
});

test('given a meeting, then its file is synced before it is in place, and the folder after', async () => {
  const disk = watchedDisk();
  const directory = await opening(await freshFolder(), disk);
  disk.steps.length = 0;
  await directory.meet({ person: anna });
  expect(disk.steps.map((step) => step.split(' ')[0])).toEqual(['create', 'write', 'sync', 'rename', 'syncFolder']);
});

test('given a meeting that says nothing new, also after a restart, then no file is written; else one alone', async () => {
  const folder = await freshFolder();
  const first = await opening(folder);
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
});

test('given the same meeting many times at once, then it is written once', async () => {
  const disk = watchedDisk();
  const directory = await opening(await freshFolder(), disk);
  await Promise.all(Array.from({ length: 20 }, () => directory.meet({ person: anna })));
  expect(disk.steps.filter((step) => step.startsWith('rename'))).toHaveLength(1);
});

test('given files that cannot be used, then they are renamed and reported, and what they held is learnt anew', async () => {
  const folder = await freshFolder();
  const first = await opening(folder);
  for (const person of [anna, bo]) await first.meet({ person });
  await first.remember(chat);
  await first.close();
  const [conversation = '', ...people] = await filesIn(folder);
  const texts = await Promise.all(people.map((file) => readFile(file, 'utf8')));
  const ofAnna = texts.findIndex((text) => text.includes(anna.id));
  const [bad = '', good = ''] = [people[ofAnna], texts[1 - ofAnna]];
  await writeFile(conversation, '{"schema":2,"known":{}}');
  await writeFile(bad, good);
  await writeFile(`${bad}.tmp`, '{');
  await writeFile(join(folder, 'people', 'abc.json'), good.slice(0, 30));
  await writeFile(join(folder, 'people', 'def.json'), '{"schema":1,"known":{"person":{}}}');
  await writeFile(join(folder, 'people', '.hidden'), 'x');
  const again = await opening(folder);
  expect(
    again
      .setAside()
      .map(({ reason }) => reason)
      .sort(),
  ).toEqual([
    'it is no file of the directory, or was set aside earlier',
    'schema 2 is newer than this program, which knows up to 1',
    'the file holds something else than its name says',
    expect.stringMatching(/^the file is not of the shape .*\(person\./),
    'the file is not valid JSON, perhaps cut off',
  ]);
  expect(await readFile(`${bad}.damaged`, 'utf8')).toBe(good);
  expect(again.people(TENANT).map(({ person }) => person)).toEqual([bo]);
  await again.meet({ person: anna });
  await again.remember(chat);
  const third = await opening(folder);
  expect(third.people(TENANT).map(({ person }) => person)).toEqual([anna, bo]);
  expect(third.conversation(chat.conversationId)).toEqual(chat);
  expect(third.setAside()).toHaveLength(5);
  expect((await filesIn(folder)).some((file) => file.endsWith('.tmp'))).toBe(false);
});

test('given a full disk, then memory knows what was heard and the next meeting writes it', async () => {
  const folder = await freshFolder();
  const disk = watchedDisk();
  const directory = await opening(folder, disk);
  failOnce(disk, 'sync');
  await expect(directory.meet({ person: anna, language: 'en' })).rejects.toThrow('No space left');
  expect(directory.person(TENANT, anna.id)?.language).toBe('en');
  await directory.meet({ person: anna });
  expect((await opening(folder)).person(TENANT, anna.id)?.language).toBe('en');
});

test('given a write under way, when the directory is closed, then the close waits for it', async () => {
  const disk = watchedDisk();
  const directory = await opening(await freshFolder(), disk);
  const held = holdFirst(disk, 'rename');
  const order: string[] = [];
  const meeting = directory.meet({ person: anna }).then(() => order.push('met'));
  await held.reached;
  const closing = directory.close().then(() => order.push('closed'));
  held.open();
  await Promise.all([meeting, closing]);
  expect(order).toEqual(['met', 'closed']);
});

test('given a person is forgotten, then their files are gone from the disk and after a restart they are a stranger', async () => {
  const folder = await freshFolder();
  const directory = await acquainted(await opening(folder));
  const before = await filesIn(folder);
  await directory.forget(anna);
  expect(await filesIn(folder)).toHaveLength(before.length - 2);
  const again = await opening(folder);
  expect(again.people(TENANT).map(({ person }) => person)).toEqual([bo]);
  expect(again.conversations()).toEqual([room]);
  expect(again.setAside()).toEqual([]);
});

test('given a person writes while their files are being removed, then what they say is on disk', async () => {
  const folder = await freshFolder();
  const [reached, leave] = [gate(), gate()];
  const remove = async (path: string) => {
    reached.open();
    await leave.passed;
    await nodeDisk.remove(path);
  };
  const directory = await acquainted(await opening(folder, { ...nodeDisk, remove }));
  const forgetting = directory.forget(anna);
  await reached.passed;
  const meeting = Promise.all([directory.meet({ person: anna, language: 'en' }), directory.remember(chat)]);
  leave.open();
  await Promise.all([forgetting, meeting]);
  const again = await opening(folder);
  expect(again.person(TENANT, anna.id)).toEqual({ person: anna, language: 'en' });
  expect(again.conversation(chat.conversationId)).toEqual(chat);
});

test('given a person is forgotten while writes of theirs wait, then nothing of them is left on the disk', async () => {
  const folder = await freshFolder();
  const disk = watchedDisk();
  const directory = await opening(folder, disk);
  const held = holdFirst(disk, 'sync');
  const first = directory.meet({ person: anna });
  await held.reached;
  const second = directory.meet({ person: anna, language: 'en' });
  const forgetting = directory.forget(anna);
  held.open();
  await Promise.all([first, second, forgetting]);
  expect((await filesIn(folder)).map((file) => basename(file))).toEqual([]);
});
