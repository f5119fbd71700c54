import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CaseEvent } from '../../src/case/events.js';
import { CaseSetAsideError } from '../../src/delivery/ports.js';
import { chained } from '../../src/store/event-chain.js';
import { HEADS_FILE } from '../../src/store/lowdb/heads-file.js';
import { AT, anna, due, freshFolder, named, numbered, opened, TENANT } from './sample.js';
import { opening, pathOf } from './setting.js';

const BAD = '0630-aaaa';
const GOOD = '0101-bbbb';

/** A folder with two cases as the store wrote them. */
async function twoCases(): Promise<string> {
  const folder = await freshFolder();
  const store = await opening(folder);
  for (const id of [BAD, GOOD]) await store.append(id, 0, [opened(id), named, numbered('12345')], [due('1.0')]);
  await store.close();
  return folder;
}

interface File {
  schema: unknown;
  id: unknown;
  entries: { event: Record<string, unknown>; hash: string }[];
  deliveries: Record<string, unknown>[];
}

const invented = { ...named, type: 'Invented' } as unknown as CaseEvent;

const edited = (change: (file: File) => unknown) => (text: string) => {
  const file: File = JSON.parse(text);
  return JSON.stringify(change(file) ?? file);
};

const DAMAGES: readonly [what: string, damage: (text: string) => string, reason: string][] = [
  ['truncated', (text) => text.slice(0, -40), 'not valid JSON'],
  ['empty', () => '', 'empty'],
  ['only blanks', () => ' \n', 'empty'],
  ['null', () => 'null', 'no schema number'],
  ['false', () => 'false', 'no schema number'],
  ['an array', () => '[]', 'no schema number'],
  ['of another program', () => '{"name":"Anna Andersen"}', 'no schema number'],
  ['binary', () => '\u0000\u0001PK', 'not valid JSON'],
  ['of a newer schema', edited((file) => ({ ...file, schema: 2 })), 'schema 2 is newer'],
  ['of a schema that never was', edited((file) => ({ ...file, schema: 0 })), 'schema 0 is unknown'],
  ['of a schema in text', edited((file) => ({ ...file, schema: '1' })), 'no schema number'],
  ['without facts', edited((file) => ({ ...file, entries: [] })), 'shape of a case (entries)'],
  ['without deliveries', edited(({ deliveries: _gone, ...file }) => file), 'shape of a case (deliveries)'],
  [
    'with a message that is none',
    edited((file) => ({ ...file, messages: { caseCard: 'x' } })),
    'shape of a case (messages.caseCard)',
  ],
  [
    'with a delivery in no known state',
    edited((file) => ({ ...file, deliveries: file.deliveries.map((one) => ({ ...one, state: 'lost' })) })),
    'shape of a case (deliveries.0.state)',
  ],
  ['another case’s', edited((file) => ({ ...file, id: GOOD })), 'another case than its name'],
  [
    'with an unknown field in a tombstone',
    edited(() => ({ schema: 1, removed: { id: BAD, name: 'x' } })),
    'shape of a tombstone',
  ],
  ['missing a fact', edited((file) => ({ ...file, entries: file.entries.toSpliced(1, 1) })), 'broken at fact 2'],
  [
    'with a changed fact',
    edited((file) => {
      Object.assign(file.entries[2]?.event ?? {}, { number: '54321' });
    }),
    'broken at fact 3',
  ],
  [
    'with a fact from the future',
    edited((file) => ({
      ...file,
      entries: chained('', [opened(BAD), invented]),
    })),
    'fact 2 is none that this program knows',
  ],
  ['that does not begin', edited((file) => ({ ...file, entries: chained('', [named]) })), 'do not begin'],
  ['that begins as another', edited((file) => ({ ...file, entries: chained('', [opened(GOOD)]) })), 'do not begin'],
  [
    'that begins twice',
    edited((file) => ({ ...file, entries: chained('', [opened(BAD), opened(BAD)]) })),
    'do not begin',
  ],
];

test.each(DAMAGES)(
  'given a case file that is %s, then it is set aside and left as it is, and the others go on',
  async (_what, damage, reason) => {
    const folder = await twoCases();
    const path = pathOf(folder, BAD);
    const text = damage(await readFile(path, 'utf8'));
    await writeFile(path, text);
    const store = await opening(folder);
    expect(store.setAside()).toEqual([{ file: path, reason: expect.stringContaining(reason) }]);
    expect(JSON.stringify(store.setAside())).not.toContain('Anna');
    await expect(store.read(BAD)).rejects.toThrow(CaseSetAsideError);
    await expect(store.append(BAD, 0, [opened(BAD)], [])).rejects.toThrow(CaseSetAsideError);
    await expect(store.append(BAD, 3, [named], [])).rejects.toThrow(reason);
    await expect(store.updateDelivery(BAD, '1.0', { state: 'sent', at: AT })).rejects.toThrow(CaseSetAsideError);
    expect(await readFile(path, 'utf8')).toBe(text);
    expect((await store.list()).map((entry) => entry.id)).toEqual([GOOD]);
    expect(await store.unfinished()).toEqual([GOOD]);
    expect(await store.append(GOOD, 3, [named], [])).toMatchObject({ kind: 'appended' });
    expect(await store.openCase(TENANT, '0630')).toBeUndefined();
  },
);

test('given strange names in the folder of cases, then they are reported and left alone', async () => {
  const folder = await twoCases();
  const cases = join(folder, 'cases');
  await cp(join(cases, `${BAD}.json`), join(cases, `${BAD} copy.json`));
  await writeFile(join(cases, '.hidden'), 'x');
  await mkdir(join(cases, 'folder.json'));
  await mkdir(join(cases, '0999-cccc.json'));
  const store = await opening(folder);
  expect(
    store
      .setAside()
      .map(({ file }) => file.slice(cases.length + 1))
      .sort(),
  ).toEqual(['.hidden', `${BAD} copy.json`, '0999-cccc.json', 'folder.json']);
  await expect(store.read('0999-cccc')).rejects.toThrow('EISDIR');
  expect(await store.list()).toHaveLength(2);
});

test('given a running store, when a file is damaged or removed under it, then the case is set aside, not begun anew', async () => {
  const folder = await twoCases();
  const path = pathOf(folder, BAD);
  const store = await opening(folder);
  await writeFile(path, '{');
  await expect(store.append(BAD, 3, [named], [])).rejects.toThrow(CaseSetAsideError);
  expect(await readFile(path, 'utf8')).toBe('{');
  expect(store.setAside()).toHaveLength(1);
  expect(await store.casesOf(anna)).toHaveLength(1);
  await rm(join(folder, 'cases', `${GOOD}.json`));
  await expect(store.append(GOOD, 0, [opened(GOOD)], [])).rejects.toThrow('the file is gone');
  await expect(store.read(GOOD)).rejects.toThrow(CaseSetAsideError);
});

test('given files damaged before the start and after, then the listener is told of each, once', async () => {
  const folder = await twoCases();
  const cases = join(folder, 'cases');
  await writeFile(join(cases, `${BAD}.json`), '');
  await writeFile(join(cases, 'notes.txt'), 'x');
  const told: string[][] = [];
  const onSetAside = (file: string, reason: string) => void told.push([file, reason]);
  const store = await opening(folder, { onSetAside });
  await writeFile(join(cases, `${GOOD}.json`), '{');
  for (let times = 0; times < 2; times++) await expect(store.read(GOOD)).rejects.toThrow(CaseSetAsideError);
  expect(told.sort()).toEqual([
    [join(cases, `${GOOD}.json`), expect.stringContaining('not valid JSON')],
    [join(cases, `${BAD}.json`), 'the file is empty'],
    [join(cases, 'notes.txt'), expect.stringContaining('not that of a case file')],
  ]);
});

test('given a file that was set aside, when it is repaired and the store started again, then the case goes on', async () => {
  const folder = await twoCases();
  const path = pathOf(folder, BAD);
  await rename(path, `${path}.kept`);
  await writeFile(path, '');
  const first = await opening(folder);
  await expect(first.read(BAD)).rejects.toThrow(CaseSetAsideError);
  await first.close();
  await rename(`${path}.kept`, path);
  const second = await opening(folder);
  expect(second.setAside()).toEqual([]);
  expect(await second.append(BAD, 3, [named], [])).toMatchObject({ kind: 'appended' });
});

test('given two open cases of one municipality, as only a copied file can make, then the older one counts', async () => {
  const folder = await twoCases();
  const other = await freshFolder();
  const store = await opening(other);
  await store.append('0630-zzzz', 0, [opened('0630-zzzz', { at: '2026-01-01T08:00:00.000Z' })], []);
  await store.close();
  await cp(join(other, 'cases', '0630-zzzz.json'), join(folder, 'cases', '0630-zzzz.json'));
  expect(await (await opening(folder)).openCase(TENANT, '0630')).toBe('0630-zzzz');
});

test('given heads that are not what was written, then they are renamed and reported, and the cases go on', async () => {
  for (const text of ['', '{"schema":1,', '{"schema":1,"heads":{"x":1}}', '{"schema":2}']) {
    const folder = await twoCases();
    const path = join(folder, HEADS_FILE);
    await writeFile(path, text);
    const store = await opening(folder);
    expect(store.setAside()).toEqual([{ file: `${path}.damaged`, reason: expect.stringMatching(/file|schema/) }]);
    expect(await readFile(`${path}.damaged`, 'utf8')).toBe(text);
    expect(await store.list()).toHaveLength(2);
    await store.close();
    expect(Object.keys(JSON.parse(await readFile(path, 'utf8')).heads).sort()).toEqual([GOOD, BAD]);
  }
});
