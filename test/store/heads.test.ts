import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { DamagedCaseError } from '../../src/store/errors.js';
import { HEADS_FILE, Heads } from '../../src/store/log-heads.js';
import { openLowdbCaseStore } from '../../src/store/lowdb.js';
import { readStoredCase } from '../../src/store/shapes.js';
import { accepted, cancelled, freshFolder, named, numbered, opened, TENANT } from './sample.js';
import { gate, holdFirst, watchedDisk } from './watched-disk.js';

const ID = '0630-aaaa';
const OTHER = '0101-bbbb';
const NEVER = 2 ** 31 - 1;

const pathOf = (folder: string, id = ID) => join(folder, 'cases', `${id}.json`);
const headsOf = (folder: string) => readFile(join(folder, HEADS_FILE), 'utf8');

async function opening(folder: string, options: Parameters<typeof openLowdbCaseStore>[1] = {}) {
  const store = await openLowdbCaseStore(folder, { headsMs: NEVER, ...options });
  onTestFinished(() => store.close());
  return store;
}

/** A folder with a case of four facts, one a line, and another of one; its store has ended as it should. */
async function written(): Promise<{ folder: string; lines: string[] }> {
  const folder = await freshFolder();
  const store = await opening(folder);
  for (const [at, fact] of [opened(ID), named, accepted, numbered('1')].entries())
    await store.append(ID, at, [fact], []);
  await store.append(OTHER, 0, [opened(OTHER)], []);
  await store.close();
  return { folder, lines: (await readFile(pathOf(folder), 'utf8')).split('\n').slice(0, -1) };
}

test('given a case file cut at the end of any line, then the next start sets it aside and leaves it as it is', async () => {
  for (const left of [1, 2, 3]) {
    const { folder, lines } = await written();
    const text = `${lines.slice(0, left).join('\n')}\n`;
    expect(readStoredCase(ID, text).entries).toHaveLength(left);
    await writeFile(pathOf(folder), text);
    const store = await opening(folder);
    const reason = `the end is cut off: of 4 facts ${left} are left`;
    expect(store.setAside()).toEqual([{ file: pathOf(folder), reason }]);
    await expect(store.append(ID, left, [named], [])).rejects.toThrow(DamagedCaseError);
    expect(await readFile(pathOf(folder), 'utf8')).toBe(text);
    expect(await store.append(OTHER, 1, [named], [])).toEqual({ kind: 'appended' });
    // It is told again at every start, not only at the first.
    await store.close();
    expect((await opening(folder)).setAside()).toHaveLength(1);
  }
});

test('given another log in the place of a case, as long and right in itself, or the file gone, then it is set aside', async () => {
  const elsewhere = await freshFolder();
  const other = await opening(elsewhere);
  await other.append(ID, 0, [opened(ID), named, accepted, numbered('2'), numbered('3')], []);
  await other.close();
  const { folder } = await written();
  await writeFile(pathOf(folder), await readFile(pathOf(elsewhere), 'utf8'));
  const exchanged = await opening(folder);
  expect(exchanged.setAside()).toMatchObject([{ reason: 'fact 3 is another one than was written' }]);
  await exchanged.close();
  await rm(pathOf(folder));
  const store = await opening(folder);
  expect(store.setAside()).toEqual([{ file: pathOf(folder), reason: 'the file is gone' }]);
  await expect(store.append(ID, 0, [opened(ID)], [])).rejects.toThrow('the file is gone');
});

test('given a case cut off under a running store, then whoever reads it is told', async () => {
  const { folder, lines } = await written();
  const store = await opening(folder, { cached: 1 });
  await store.read(OTHER);
  await writeFile(pathOf(folder), `${lines.slice(0, 2).join('\n')}\n`);
  await expect(store.read(ID)).rejects.toThrow('of 4 facts 2 are left');
});

test('given a store that is killed, then what it wrote down by itself meanwhile still tells', async () => {
  const folder = await freshFolder();
  const disk = watchedDisk();
  const there = gate();
  const rename = disk.rename;
  disk.rename = async (from, to) => {
    await rename(from, to);
    if (to.endsWith(HEADS_FILE)) there.open();
  };
  const store = await opening(folder, { disk, headsMs: 1 });
  await store.append(ID, 0, [opened(ID)], []);
  await there.passed;
  expect(await headsOf(folder)).toMatch(new RegExp(`^${ID} 1 [0-9a-f]{64}\n$`));
});

test('given a fact that is still on its way to the disk, then nothing says yet that it is there', async () => {
  const { folder } = await written();
  const disk = watchedDisk();
  const store = await opening(folder, { disk, headsMs: 1 });
  const appending = holdFirst(disk, `append ${ID}`);
  const appended = store.append(ID, 4, [numbered('2')], []);
  await appending.reached;
  const there = gate();
  disk.before = (step) => void (step === `append ${HEADS_FILE}` && there.open());
  await store.append(OTHER, 1, [named], []);
  await there.passed;
  appending.open();
  await appended;
  await store.close();
  const [first, second] = (await headsOf(folder)).split('\n').slice(2);
  expect([first?.slice(0, 11), second?.slice(0, 11)]).toEqual([`${OTHER} 2`, `${ID} 5`]);
});

test('given a write that failed and left its line, then losing that line is no fault', async () => {
  const { folder, lines } = await written();
  const disk = watchedDisk();
  const store = await opening(folder, { disk, cached: 1 });
  const append = disk.append;
  disk.append = async (path, line) => {
    await append(path, line);
    throw new Error('I/O error');
  };
  await expect(store.append(ID, 4, [numbered('2')], [])).rejects.toThrow('I/O error');
  disk.append = append;
  expect((await store.read(ID))?.events).toHaveLength(5);
  await store.close();
  await writeFile(pathOf(folder), `${lines.join('\n')}\n`);
  expect((await opening(folder)).setAside()).toEqual([]);
});

test('given a disk that does not take it, then nothing fails for it, and the next write takes it along', async () => {
  const folder = await freshFolder();
  const disk = watchedDisk();
  const failed = gate();
  const store = await opening(folder, { disk, headsMs: 1 });
  disk.before = (step) => {
    if (step !== `create ${HEADS_FILE}.tmp`) return;
    failed.open();
    throw new Error('No space left on the device');
  };
  expect(await store.append(ID, 0, [opened(ID)], [])).toEqual({ kind: 'appended' });
  await failed.passed;
  disk.before = () => undefined;
  await store.close();
  expect(await headsOf(folder)).toMatch(new RegExp(`^${ID} 1 `));
});

test('given a folder without it, or with a line that a crash cut off, then all is well and it is written anew', async () => {
  const { folder } = await written();
  const whole = (await headsOf(folder)).split('\n');
  for (const text of [undefined, '', `${whole[1]}\n${whole[0]?.slice(0, 40)}`]) {
    await (text === undefined ? rm(join(folder, HEADS_FILE)) : writeFile(join(folder, HEADS_FILE), text));
    const store = await opening(folder);
    expect(store.setAside()).toEqual([]);
    await store.close();
    expect((await headsOf(folder)).split('\n').sort()).toEqual([...whole].sort());
  }
});

test('given a removed case, then its tombstone must tell of the log that was there', async () => {
  const { folder } = await written();
  const store = await opening(folder);
  await store.append(ID, 4, [cancelled], []);
  const head = (await store.read(ID))?.hashes.at(-1) ?? '';
  const stone = { id: ID, tenant: TENANT, municipality: '0630', ended: 'cancelled', closed: '2026-05-04' } as const;
  const removed = '2026-06-04T08:00:00.000Z';
  expect(await store.remove({ ...stone, facts: 5, head, removed })).toBe(true);
  await store.close();
  const again = await opening(folder);
  expect(again.setAside()).toEqual([]);
  await again.close();
  const text = await readFile(pathOf(folder), 'utf8');
  for (const [from, to, reason] of [
    ['"facts":5', '"facts":4', 'of 5 facts 4 are left'],
    [head, 'f'.repeat(64), 'fact 4 is another one'],
  ] as const) {
    await writeFile(pathOf(folder), text.replace(from, to));
    const changed = await opening(folder);
    expect(changed.setAside()).toMatchObject([{ reason: expect.stringContaining(reason) }]);
    await changed.close();
  }
});

test('given a case that goes on for years, then the file stays as short as the cases are many', async () => {
  const folder = await freshFolder();
  let text = '';
  let longest = 0;
  const disk = watchedDisk();
  disk.append = async (_path, line) => {
    text += line;
    longest = Math.max(longest, text.length);
  };
  const heads = new Heads(disk, folder, NEVER);
  await heads.readAll();
  for (let facts = 1; facts <= 2_500; facts++) {
    heads.note(ID, { facts, head: String(facts).padStart(64, '0') });
    if (disk.steps.some((step) => step.startsWith('rename'))) text = '';
    disk.steps.length = 0;
    await heads.close();
  }
  expect(longest).toBeLessThan(1_100 * 90);
  expect(longest).toBeGreaterThan(900 * 70);
});
