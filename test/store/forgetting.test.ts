import { readdir } from 'node:fs/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ConversationReference, Directory } from '../../src/delivery/ports.js';
import { nodeDisk } from '../../src/store/disk.js';
import { type LowdbDirectory, openLowdbDirectory } from '../../src/store/lowdb-directory.js';
import { memoryDirectory } from '../../src/store/memory.js';
import { anna, bo, freshFolder, TENANT } from './sample.js';
import { gate } from './watched-disk.js';

const chat: ConversationReference = {
  ...{ serviceUrl: 'https://smba.example/emea/', conversationId: 'a:anna', kind: 'personal' },
  ...{ tenantId: TENANT, botId: '28:bot' },
};
const room: ConversationReference = { ...chat, conversationId: '19:room', kind: 'groupChat' };

async function opening(folder: string): Promise<LowdbDirectory> {
  const directory = await openLowdbDirectory(folder);
  onTestFinished(() => directory.close());
  return directory;
}

/** Anna with a chat of her own, Bo without, and a room. */
async function met<D extends Directory>(directory: D): Promise<D> {
  await directory.meet({ person: anna, personal: chat, seen: '2026-05-04' });
  await directory.meet({ person: bo });
  await directory.remember(chat);
  await directory.remember(room);
  return directory;
}

describe.each<[string, () => Promise<Directory>]>([
  ['in memory', async () => memoryDirectory()],
  ['lowdb', async () => opening(await freshFolder())],
])('%s', (_name, make) => {
  test('given people of several tenants, then everybody is told of', async () => {
    const directory = await met(await make());
    await directory.meet({ person: { ...anna, tenant: 'other' } });
    expect(directory.everybody().map(({ person }) => person.tenant)).toEqual([TENANT, TENANT, 'other']);
  });

  test('given somebody is forgotten, then they and their chat are unknown, and nobody else is', async () => {
    const directory = await met(await make());
    expect(directory.people(TENANT)).toHaveLength(2);
    await directory.forget({ tenant: TENANT.toUpperCase(), id: anna.id.toUpperCase(), name: '' });
    await directory.forget({ tenant: 'nowhere', id: 'nobody', name: '' });
    expect(directory.person(TENANT, anna.id)).toBeUndefined();
    expect(directory.people(TENANT).map(({ person }) => person)).toEqual([bo]);
    expect(directory.conversation(chat.conversationId)).toBeUndefined();
    expect(directory.conversation(room.conversationId)).toEqual(room);
  });

  test('given somebody forgotten writes again, then only what they say now is known', async () => {
    const directory = await met(await make());
    await directory.forget(anna);
    await directory.meet({ person: { ...anna, name: 'Anna Ny' }, seen: '2026-09-01' });
    expect(directory.person(TENANT, anna.id)).toEqual({ person: { ...anna, name: 'Anna Ny' }, seen: '2026-09-01' });
  });
});

test('given somebody is forgotten, then their files are gone from the disk and after a restart they are a stranger', async () => {
  const folder = await freshFolder();
  const directory = await met(await opening(folder));
  const before = await readdir(folder, { recursive: true });
  await directory.forget(anna);
  expect(await readdir(folder, { recursive: true })).toHaveLength(before.length - 2);
  const again = await opening(folder);
  expect(again.people(TENANT).map(({ person }) => person)).toEqual([bo]);
  expect(again.conversation(chat.conversationId)).toBeUndefined();
  expect(again.setAside()).toEqual([]);
});

test('given somebody writes while their files are being removed, then what they say is on disk', async () => {
  const folder = await freshFolder();
  const [reached, leave] = [gate(), gate()];
  const remove = async (path: string) => {
    reached.open();
    await leave.passed;
    await nodeDisk.remove(path);
  };
  const disk = { ...nodeDisk, remove };
  const directory = await openLowdbDirectory(folder, disk);
  onTestFinished(() => directory.close());
  await met(directory);
  const forgetting = directory.forget(anna);
  await reached.passed;
  await directory.meet({ person: anna, language: 'en' });
  await directory.remember(chat);
  leave.open();
  await forgetting;
  const again = await opening(folder);
  expect(again.person(TENANT, anna.id)).toEqual({ person: anna, language: 'en' });
  expect(again.conversation(chat.conversationId)).toEqual(chat);
});
