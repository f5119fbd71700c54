import { appendFile, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { claimFolder } from '../../src/store/data-folder.js';
import { openLowdbCaseStore } from '../../src/store/lowdb/case-store.js';
import { openLowdbDirectory } from '../../src/store/lowdb/directory.js';
import { HEADS_FILE } from '../../src/store/lowdb/heads-file.js';
import { anna, bo, cancelled, numbered, opened, storeOptions, TENANT } from '../store/sample.js';
import { CLOSED, type Office, OPEN, office } from './office.js';

/** Everything in a folder by path, with its content, but for the heads: a restored folder begins new ones. */
async function contents({ text }: Office, folder: string): Promise<Record<string, string>> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = found
    .filter((one) => one.isFile() && one.name !== HEADS_FILE)
    .map((one) => join(one.parentPath, one.name));
  const read = async (path: string) => [path.slice(folder.length + 1), await text(path)] as const;
  return Object.fromEntries(await Promise.all(paths.sort().map(read)));
}

describe('a backup', () => {
  const name = 'backup';

  test('restored into an empty folder gives back every file, and a store goes on with the case', async () => {
    const at = await office();
    const [out, fresh] = [at.path(name), at.path('fresh')];
    await at.call('export', CLOSED, '--out', join(at.data, 'exports', '0147-gone.json'));
    await writeFile(join(at.data, 'practice-clock.json'), '{"schema":1,"stands":"2026-05-04T08:00:00.000Z"}\n');
    await claimFolder(at.data, 'practice');
    await writeFile(`${at.caseFile(OPEN)}.tmp`, '{');
    const made = await at.call('backup', '--out', out);
    expect(made).toEqual({ code: 0, out: `Written to ${out}: cases 2, removed cases 0, files 7.\n`, err: '' });
    const back = await at.callWith({ DATA_DIR: fresh }, 'restore', '--from', out);
    expect({ code: back.code, err: back.err }).toEqual({ code: 0, err: '' });
    await rm(`${at.caseFile(OPEN)}.tmp`);
    expect(await contents(at, fresh)).toEqual(await contents(at, at.data));
    expect((await at.callWith({ DATA_DIR: fresh }, 'verify')).code).toBe(0);

    const store = await openLowdbCaseStore(fresh, storeOptions);
    onTestFinished(() => store.close());
    expect(await store.append(OPEN, 2, [numbered('7')], [])).toMatchObject({ kind: 'appended' });
    const directory = await openLowdbDirectory(fresh);
    onTestFinished(() => directory.close());
    expect(directory.people(TENANT).map(({ person }) => person)).toEqual([anna, bo]);
    expect([...store.setAside(), ...directory.setAside()]).toEqual([]);
    await expect(claimFolder(fresh, 'production')).rejects.toThrow('holds cases of the practice run');
  });

  test('made while a bot writes holds each case as it stood at one moment', async () => {
    const at = await office();
    // The heads are written all the time too, and must not get ahead of the copies.
    const store = await openLowdbCaseStore(at.data, { ...storeOptions, headsMs: 0 });
    onTestFinished(() => store.close());
    let writing = true;
    let written = 2;
    const writer = (async () => {
      for (let round = 0; writing; round++) {
        await store.append(OPEN, written, [numbered(String(round + 1))], []);
        written += 1;
        const id = `0147-new${1_000 + round}`;
        if (round < 20) await store.append(id, 0, [opened(id), cancelled], []);
      }
    })();
    const before = written;
    for (let round = 0; round < 3; round++) {
      const out = at.path(`${round}-${name}`);
      expect(await at.call('backup', '--out', out)).toMatchObject({ code: 0, err: '' });
      expect(await at.call('verify')).toMatchObject({ code: 0, err: '' });
      const fresh = { DATA_DIR: at.path(`fresh-${round}`) };
      expect((await at.callWith(fresh, 'restore', '--from', out)).code).toBe(0);
      expect((await at.callWith(fresh, 'verify')).code).toBe(0);
    }
    writing = false;
    await writer;
    expect(written).toBeGreaterThan(before);
    // The newest backup is an earlier state of the case that went on: its head is an entry of the longer log.
    const { out } = await at.callWith({ DATA_DIR: at.path('fresh-2') }, 'verify', OPEN);
    const [, entries, head = ''] = / (\d+) entries, head ([0-9a-f]{64})/.exec(out) ?? [];
    expect((await at.call('verify', OPEN, '--head', head)).code).toBe(0);
    expect(Number(entries)).toBeGreaterThan(2);
  });

  test('copies a case that is set aside as it lies there, and says so; a restore brings it back as it was', async () => {
    const at = await office();
    await writeFile(at.caseFile(CLOSED), '{"schema":1,');
    const made = await at.call('backup', '--out', at.path(name));
    expect(made).toMatchObject({
      code: 0,
      err: `Set aside: cases/${CLOSED}.json: the file is not valid JSON, perhaps cut off.\n`,
    });
    const fresh = { DATA_DIR: at.path('fresh') };
    expect((await at.callWith(fresh, 'restore', '--from', at.path(name))).code).toBe(0);
    expect(await at.text(at.path(`fresh/cases/${CLOSED}.json`))).toBe('{"schema":1,');
    expect((await at.callWith(fresh, 'verify')).code).toBe(1);
  });

  test('says of an older copy in the place of a case that its end is cut off, and of a file that is gone that it is', async () => {
    const at = await office();
    const older = await at.text(at.caseFile(OPEN));
    const store = await openLowdbCaseStore(at.data, storeOptions);
    await store.append(OPEN, 2, [numbered('7')], []);
    await store.close();
    await writeFile(at.caseFile(OPEN), older);
    await rm(at.caseFile(CLOSED));
    const { code, err } = await at.call('backup', '--out', at.path(name));
    expect(code).toBe(0);
    expect(err).toContain(`Set aside: cases/${OPEN}.json: the end is cut off: of 3 facts 2 are left.\n`);
    expect(err).toContain(`Set aside: cases/${CLOSED}.json: the file is gone.\n`);
  });

  test('never overwrites anything', async () => {
    const at = await office();
    await at.call('backup', '--out', at.path(name));
    const before = await stat(at.path(name));
    const again = await at.call('backup', '--out', at.path(name));
    expect(again.code).toBe(1);
    expect(again.err).toContain('is not empty');
    expect((await stat(at.path(name))).mtimeMs).toBe(before.mtimeMs);
  });
});

describe('a restore refuses, and writes nothing,', () => {
  test('into a folder that is not empty', async () => {
    const at = await office();
    await at.call('backup', '--out', at.path('b'));
    const before = await contents(at, at.data);
    const { code, err } = await at.call('restore', '--from', at.path('b'));
    expect(code).toBe(1);
    expect(err).toContain('is not empty (cases, conversations, heads.json). Nothing was written.');
    expect(await contents(at, at.data)).toEqual(before);
  });

  test.each<[string, (folder: string, at: Office) => Promise<void>]>([
    [`cases/${OPEN}.json was changed`, (folder) => appendFile(join(folder, 'cases', `${OPEN}.json`), ' ')],
    [`cases/${OPEN}.json is missing`, (folder) => rm(join(folder, 'cases', `${OPEN}.json`))],
    ['cases/x.json was added', (folder) => writeFile(join(folder, 'cases', 'x.json'), '{}')],
    ['which is no file of the bot', (folder) => writeFile(join(folder, 'bot.lock'), '{}')],
    ['it has no manifest', (folder) => rm(join(folder, 'manifest.json'))],
    ['it has no manifest', (folder) => writeFile(join(folder, 'manifest.json'), '{"schema":2}')],
    [
      'does not end on the head',
      async (folder, at) => {
        const path = join(folder, 'manifest.json');
        const manifest = JSON.parse(await at.text(path));
        manifest.cases[0].head = 'f'.repeat(64);
        await writeFile(path, JSON.stringify(manifest));
      },
    ],
  ])('a backup of which %s', async (expected, spoil) => {
    const at = await office();
    await at.call('backup', '--out', at.path('b'));
    await spoil(at.path('b'), at);
    const { code, err } = await at.callWith({ DATA_DIR: at.path('fresh') }, 'restore', '--from', at.path('b'));
    expect(code).toBe(1);
    expect(err).toContain(expected);
    expect(err).toContain('Nothing was written');
    expect(await stat(at.path('fresh')).catch(() => 'none')).toBe('none');
  });

  test('without --from or a backup there', async () => {
    const at = await office();
    expect((await at.call('restore')).err).toContain('--from');
    expect((await at.call('backup')).err).toContain('--out');
    expect((await at.call('restore', '--from', at.path('none'))).err).toContain('There is no backup');
    expect((await at.call('restore', '--from', at.caseFile(OPEN))).err).toContain('is no folder');
  });
});

test('a restore that was cut off is begun anew, and what it had written aside is gone', async () => {
  const at = await office();
  await at.call('backup', '--out', at.path('b'));
  await mkdir(at.path('fresh/restoring/cases'), { recursive: true });
  await writeFile(at.path('fresh/restoring/cases/0630-old1.json'), '{}');
  expect((await at.callWith({ DATA_DIR: at.path('fresh') }, 'restore', '--from', at.path('b'))).code).toBe(0);
  expect((await readdir(at.path('fresh'))).sort()).toEqual(['cases', 'people']);
  expect(await readdir(at.path('fresh/cases'))).toHaveLength(2);
});
