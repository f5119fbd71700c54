import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { COMMANDS } from '../../src/admin/run.js';
import { verifyChain } from '../../src/store/event-chain.js';
import { openLowdbCaseStore } from '../../src/store/lowdb/case-store.js';
import { anna, bo, storeOptions } from '../store/sample.js';
import { CLOSED, NOW, OPEN, office } from './office.js';

const SECRETS = [anna.name, bo.name, 'Udskudt', '123456'];

describe('help', () => {
  test('names every command, and each command tells of its options', async () => {
    const { call } = await office();
    for (const word of ['--help', '-h', 'help']) {
      const { code, out } = await call(word);
      expect(code).toBe(0);
      for (const { name, summary } of COMMANDS) expect(out).toMatch(new RegExp(`^ +${name} +${summary}$`, 'm'));
    }
    for (const { name, options } of COMMANDS) {
      const { code, out } = await call(name, '--help');
      expect(code).toBe(0);
      for (const option of Object.keys(options)) expect(out).toContain(`--${option}`);
    }
  });

  test('has the commands that scripts know', () => {
    const known = ['list', 'show', 'export', 'verify', 'backup', 'restore', 'purge'];
    expect(COMMANDS.map(({ name }) => name)).toEqual(expect.arrayContaining(known));
  });

  test.each([
    [[], 'Usage: npm run admin'],
    [['lst'], 'There is no command "lst"'],
    [['show'], 'show needs a case id'],
    [['show', 'a', 'b'], 'does not know what to do with "b"'],
    [['list', '--names'], "Unknown option '--names'"],
    [['backup', '--out'], "Option '--out <value>' argument missing"],
    [['export', '__proto__', '--format', 'json', '--toString'], "Unknown option '--toString'"],
  ])('%j is not understood: exit code 2, with the usage', async (argv, expected) => {
    const { code, out, err } = await (await office()).call(...argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(expected);
    expect(err).toContain('Usage: npm run admin --');
    expect(err).not.toMatch(/\n\s+at /);
  });
});

describe('list', () => {
  test('has a line for every case, with ids and days and no names', async () => {
    const { call } = await office();
    const { code, out, err } = await call('list');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [, ...rows] = out.trim().split('\n');
    expect(rows.map((row) => row.split(/ {2,}/))).toEqual([
      [OPEN, '0101', 'open', 'officer, agreementNumber', '2', '2026-05-04', '2026-05-04'],
      [CLOSED, '0630', 'cancelled', '4', '2026-05-04', '2026-05-04', '2026-05-04'],
    ]);
    for (const secret of SECRETS) expect(out).not.toContain(secret);
  });

  test('as JSON has one object a line', async () => {
    const { out } = await (await office()).call('list', '--json');
    const ids = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).id);
    expect(ids).toEqual([OPEN, CLOSED]);
  });

  test('tells of files that are set aside and passes over half-written ones', async () => {
    const { call, data, caseFile } = await office();
    await writeFile(caseFile('0147-cccc'), '{"sch');
    await writeFile(join(data, 'cases', 'notes.txt'), 'x');
    await writeFile(`${caseFile('0630-zzzz')}.tmp`, '{');
    const { code, out } = await call('list');
    expect(code).toBe(0);
    expect(out).toMatch(/^0147-cccc +set aside$/m);
    expect(out).toMatch(/^notes.txt +set aside$/m);
    expect(out).not.toContain('zzzz');
  });
});

describe('show', () => {
  test('has every entry with number, time, kind, author’s id and hash, and nothing anybody typed', async () => {
    const { call } = await office();
    const { code, out } = await call('show', CLOSED);
    expect(code).toBe(0);
    expect(out).toMatch(
      new RegExp(`^ +4 {2}2026-05-04T08:15:00.000Z {2}CaseCancelled +${anna.id} {2}[0-9a-f]{12}$`, 'm'),
    );
    expect(out).toMatch(/^head +[0-9a-f]{64}$/m);
    for (const secret of SECRETS) expect(out).not.toContain(secret);
  });

  test('counts the messages, and those that a newer one removed from a chat', async () => {
    const { call, caseFile, text } = await office();
    const stored = JSON.parse(await text(caseFile(OPEN)));
    const sent = { effect: { kind: 'caseCard' }, state: 'sent', attempts: 0, notBefore: NOW, at: NOW };
    const removed = { conversationId: 'a:chat', activityId: 'older' };
    const deliveries = [
      { ...sent, key: '1.0', removed },
      { ...sent, key: '1.1', state: 'pending' },
    ];
    await writeFile(caseFile(OPEN), JSON.stringify({ ...stored, deliveries }));
    expect((await call('show', OPEN)).out).toMatch(/^messages +1 sent, 1 removed, 1 pending$/m);
  });

  test.each(['show', 'export', 'purge'])('%s of a case that is not there says so', async (command) => {
    const { call } = await office();
    for (const id of ['0630-zzzz', '../../etc/passwd', '__proto__', '']) {
      const { code, err } = await call(command, id);
      expect({ code, err }).toEqual({ code: 1, err: `There is no case ${id}. Run list to see the ids.\n` });
    }
  });
});

describe('export', () => {
  test('writes the whole log as JSON whose hashes can be checked', async () => {
    const { call } = await office();
    const { code, out } = await call('export', CLOSED);
    expect(code).toBe(0);
    const file = JSON.parse(out);
    expect(file).toMatchObject({ schema: 1, id: CLOSED, municipality: '0630', status: 'cancelled' });
    expect(verifyChain(file.entries)).toBeUndefined();
    expect(file.head).toBe(file.entries.at(-1).hash);
    for (const secret of SECRETS) expect(out).toContain(secret);
  });

  test('writes a table in the language that is asked for, else that of the case', async () => {
    const { call } = await office();
    const danish = await call('export', CLOSED, '--format', 'csv');
    const english = await call('export', CLOSED, '--format', 'csv', '--language', 'en');
    expect(danish.out).toMatch(/^\ufeffNr\.;Dato;/);
    expect(english.out).toMatch(/^\ufeffNo\.;Date;/);
    expect(danish.out.trim().split('\r\n')).toHaveLength(5);
  });

  test('into a file makes a new one that its owner alone reads, and never overwrites', async () => {
    const { call, path, text } = await office();
    const out = path('case.json');
    const first = await call('export', CLOSED, '--out', out);
    expect(first).toEqual({ code: 0, out: `${CLOSED}: 4 entries written to ${out}.\n`, err: '' });
    if (process.platform !== 'win32') expect((await stat(out)).mode & 0o077).toBe(0);
    const before = await text(out);
    const again = await call('export', OPEN, '--out', out);
    expect(again).toMatchObject({
      code: 1,
      err: `${out} exists already. Choose another name, or move it away first.\n`,
    });
    expect(await text(out)).toBe(before);
  });

  test.each([
    [['--format', 'xml'], '--format is json or csv, not xml.'],
    [['--format', 'csv', '--language', 'de'], '--language is da or en, not de.'],
  ])('with %j says what may be asked for', async (options, expected) => {
    const { code, out, err } = await (await office()).call('export', CLOSED, ...options);
    expect({ code, out, err }).toEqual({ code: 1, out: '', err: `${expected}\n` });
  });
});

describe('every command', () => {
  test.each(COMMANDS.map(({ name }) => name))('%s without a data folder says where to look', async (name) => {
    const { callWith, path } = await office();
    const words = { show: [CLOSED], export: [CLOSED], purge: [CLOSED], backup: ['--out', path('b')] }[name] ?? [];
    const { code, err } = await callWith({ DATA_DIR: path('nowhere') }, name, ...words);
    expect(code).toBe(1);
    if (!['restore', 'migrate', 'check'].includes(name)) expect(err).toContain("Set DATA_DIR to the bot's data folder");
    expect(err).not.toMatch(/\n\s+at /);
  });

  test('with a setting that cannot be used names it', async () => {
    const { code, err } = await (await office()).callWith({ DATABASE_URL: 'nonsense' }, 'list');
    expect(code).toBe(1);
    expect(err).toContain('DATABASE_URL');
  });

  test('with a database that does not answer says what to check, and gives the data folder back', async () => {
    const { call, callWith, data } = await office();
    const url = 'postgres://u:hunter2@127.0.0.1:1/x';
    const said = {
      code: 1,
      err: 'The database cannot be reached. Check its address (DATABASE_URL) and that it is running.\n',
    };
    expect(await call('migrate', '--to', url)).toMatchObject(said);
    expect(await readdir(data)).not.toContain('bot.lock');
    for (const words of [['list'], ['show', CLOSED], ['export', CLOSED], ['verify']])
      expect(await callWith({ DATABASE_URL: url }, ...words)).toMatchObject(said);
  });

  test('that only reads works beside a bot that holds the lock, and leaves every file as it was', async () => {
    const { call, data, path } = await office();
    const store = await openLowdbCaseStore(data, storeOptions);
    onTestFinished(() => store.close());
    const before = await readdir(data, { recursive: true });
    const calls = [['list'], ['show', OPEN], ['export', OPEN], ['verify'], ['backup', '--out', path('b')]];
    for (const argv of calls) expect((await call(...argv)).code).toBe(0);
    expect(await readdir(data, { recursive: true })).toEqual(before);
    await store.check();
  });

  test('that writes refuses beside a bot that holds the lock, and says what to do', async () => {
    const { call, callWith, data, path, text, caseFile } = await office();
    await call('backup', '--out', path('b'));
    const before = await text(caseFile(CLOSED));
    const store = await openLowdbCaseStore(data, storeOptions);
    onTestFinished(() => store.close());
    for (const { code, err } of [
      await call('purge', CLOSED),
      await callWith({ DATA_DIR: data }, 'restore', '--from', path('b')),
    ]) {
      expect(code).toBe(1);
      expect(err).toContain('The data folder is in use by process');
      expect(err).toContain('stop the bot, run the command, and start the bot again');
    }
    expect(await text(caseFile(CLOSED))).toBe(before);
    await rm(path('b'), { recursive: true });
  });
});
