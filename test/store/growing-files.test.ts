import { mkdtemp, readdir, readFile, readlink, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { GrowingFiles } from '../../src/store/growing-files.js';
import { openLowdbCaseStore } from '../../src/store/lowdb.js';
import { named, opened } from './sample.js';

const folders: string[] = [];

afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
});

async function setting(count = 1) {
  const folder = await mkdtemp(join(tmpdir(), 'nemkonto-growing-'));
  folders.push(folder);
  const paths = Array.from({ length: count }, (_, number) => join(folder, `${number}.json`));
  for (const path of paths) await writeFile(path, 'first\n');
  const time = { now: 0 };
  return { folder, paths, path: paths[0] ?? '', time, files: new GrowingFiles(() => time.now) };
}

async function openIn(folder: string): Promise<number> {
  const handles = await readdir('/proc/self/fd');
  const names = await Promise.all(handles.map((one) => readlink(`/proc/self/fd/${one}`).catch(() => '')));
  return names.filter((name) => name.startsWith(folder)).length;
}

test('given lines one after the other, then all of them stand in their order', async () => {
  const { files, path } = await setting();
  for (const line of ['a\n', 'b\n', 'æ\n']) await files.append(path, line);
  expect(await readFile(path, 'utf8')).toBe('first\na\nb\næ\n');
});

test('given no file, then none is made', async () => {
  const { files, folder } = await setting();
  await expect(files.append(join(folder, 'other.json'), 'a\n')).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await readdir(folder)).toHaveLength(1);
});

test('given the file was removed while it was open, then two seconds after it was opened no line counts as written', async () => {
  const { files, path, time } = await setting();
  await files.append(path, 'a\n');
  await rm(path);
  time.now = 2_000;
  await expect(files.append(path, 'b\n')).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(files.append(path, 'b\n')).rejects.toMatchObject({ code: 'ENOENT' });
});

test('given another file in its place, then two seconds later a line goes into the new one, however often lines came', async () => {
  const { files, path, time } = await setting();
  await files.append(path, 'a\n');
  await writeFile(`${path}.tmp`, 'other\n');
  await rename(`${path}.tmp`, path);
  for (time.now = 500; time.now < 2_000; time.now += 500) await files.append(path, 'lost\n');
  await files.append(path, 'b\n');
  expect(await readFile(path, 'utf8')).toBe('other\nb\n');
});

test('given a line was expected, then it goes where it should, whether or not the file was open by then', async () => {
  const { files, path } = await setting();
  files.expect(path);
  files.expect(path);
  await files.append(path, 'a\n');
  files.expect(path);
  await Promise.all([files.append(path, 'b\n'), files.expect(path)]);
  await files.append(path, 'c\n');
  expect(await readFile(path, 'utf8')).toBe('first\na\nb\nc\n');
});

test('given a line was expected in a file that is not there, then only the line is told so', async () => {
  const { files, folder } = await setting();
  const path = join(folder, 'other.json');
  files.expect(path);
  await expect(files.append(path, 'a\n')).rejects.toMatchObject({ code: 'ENOENT' });
  files.expect(path);
  await files.letGo(path);
  await writeFile(path, 'first\n');
  await files.append(path, 'a\n');
  expect(await readFile(path, 'utf8')).toBe('first\na\n');
});

test.runIf(process.platform === 'linux')(
  'given lines were expected and never came, then no file stays open',
  async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { files, paths, folder, time } = await setting(5);
    for (const path of paths) files.expect(path);
    for (const path of paths) files.expect(path);
    await vi.waitFor(async () => expect(await openIn(folder)).toBe(5));
    await files.letGo(paths[0] ?? '');
    expect(await openIn(folder)).toBe(4);
    time.now = 2_000;
    vi.advanceTimersByTime(2_000);
    await vi.waitFor(async () => expect(await openIn(folder)).toBe(0));
  },
);

test('given the file was let go before it was replaced, then the very next line goes into the new one', async () => {
  const { files, path } = await setting();
  await files.append(path, 'a\n');
  await files.letGo(path);
  await writeFile(`${path}.tmp`, 'other\n');
  await rename(`${path}.tmp`, path);
  await files.append(path, 'b\n');
  expect(await readFile(path, 'utf8')).toBe('other\nb\n');
});

test.runIf(process.platform === 'linux')(
  'given many files, then some of them stay open, and none for long',
  async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { files, paths, folder, time } = await setting(100);
    for (const path of [...paths, ...paths]) await files.append(path, 'a\n');
    await vi.waitFor(async () => expect(await openIn(folder)).toBe(64));
    time.now = 60_000;
    vi.advanceTimersByTime(2_000);
    await vi.waitFor(async () => expect(await openIn(folder)).toBe(0));
    for (const path of paths) expect(await readFile(path, 'utf8')).toBe('first\na\na\n');
  },
);

test.runIf(process.platform === 'linux')('given a store that was closed, then none of its files is open', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nemkonto-growing-'));
  folders.push(folder);
  const store = await openLowdbCaseStore(folder);
  await store.append('0630-aaaa', 0, [opened('0630-aaaa')], []);
  await store.append('0630-aaaa', 1, [named], []);
  expect(await openIn(folder)).toBeGreaterThan(0);
  await store.close();
  expect(await openIn(folder)).toBe(0);
});
