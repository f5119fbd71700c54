import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openLowdbCaseStore } from '../../src/store/lowdb.js';
import { caseStoreContract } from './contract.js';
import { due, freshFolder, named, opened } from './sample.js';

for (const cached of [500, 1])
  caseStoreContract(`lowdb with ${cached} cases in memory`, async () => {
    const folder = await freshFolder();
    return { persistent: true, open: () => openLowdbCaseStore(folder, { cached }) };
  });

test('given a case, then its file holds schema, id, hashed facts, deliveries and messages, and only its owner reads it', async () => {
  const folder = await freshFolder();
  const store = await openLowdbCaseStore(folder);
  onTestFinished(() => store.close());
  await store.append('0630-aaaa', 0, [opened('0630-aaaa'), named], [due('1.0')]);
  const path = join(folder, 'cases', '0630-aaaa.json');
  const file = JSON.parse(await readFile(path, 'utf8'));
  expect(Object.keys(file)).toEqual(['schema', 'id', 'entries', 'deliveries', 'messages']);
  expect(file).toMatchObject({ schema: 2, id: '0630-aaaa', deliveries: [due('1.0')], messages: {} });
  expect(file.entries.map((entry: { hash: string }) => entry.hash)).toEqual([
    expect.stringMatching(/^[0-9a-f]{64}$/),
    expect.stringMatching(/^[0-9a-f]{64}$/),
  ]);
  if (process.platform !== 'win32') expect((await stat(path)).mode & 0o077).toBe(0);
});

test('given facts with a field of a newer program, when another fact is appended, then the field and its hash survive', async () => {
  const folder = await freshFolder();
  const store = await openLowdbCaseStore(folder);
  const newer = { ...opened('0630-aaaa'), inventedLater: { deep: [1, 2] } };
  await store.append('0630-aaaa', 0, [newer], []);
  await store.append('0630-aaaa', 1, [named], []);
  await store.close();
  const again = await openLowdbCaseStore(folder);
  onTestFinished(() => again.close());
  expect((await again.read('0630-aaaa'))?.events).toEqual([newer, named]);
});
