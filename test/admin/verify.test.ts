import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { HEADS_FILE } from '../../src/store/lowdb/heads-file.js';
import { controlCode } from '../../src/texts/format.js';
import { CLOSED, type Office, OPEN, office } from './office.js';

interface Stored {
  entries: { event: Record<string, unknown>; hash: string }[];
}

/** Rewrites a case file as a person with access to the disk would. */
async function tamper({ text, caseFile }: Office, change: (stored: Stored) => void): Promise<void> {
  const stored = JSON.parse(await text(caseFile(CLOSED))) as Stored;
  change(stored);
  await writeFile(caseFile(CLOSED), JSON.stringify(stored));
}

async function headOf({ text, caseFile }: Office, at = -1): Promise<string> {
  return (JSON.parse(await text(caseFile(CLOSED))) as Stored).entries.at(at)?.hash ?? '';
}

describe('verify', () => {
  test('of untouched cases says so of each', async () => {
    const { code, out, err } = await (await office()).call('verify');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(new RegExp(`^${OPEN} {2}whole, 2 entries, head [0-9a-f]{64}\n${CLOSED} {2}whole, 4 entries`));
    expect(out).toContain('2 checked, all whole.');
  });

  test.each<[string, number, (stored: Stored) => void]>([
    ['changed', 2, ({ entries }) => Object.assign(entries[1]?.event ?? {}, { at: '2026-05-04T09:00:00.000Z' })],
    ['removed', 2, ({ entries }) => entries.splice(1, 1)],
    ['added', 4, ({ entries }) => entries.splice(3, 0, ...entries.slice(2, 3))],
    ['swapped', 3, ({ entries }) => entries.splice(2, 2, ...entries.slice(2, 4).reverse())],
    ['signed anew', 4, ({ entries }) => Object.assign(entries[3] ?? {}, { hash: 'f'.repeat(64) })],
  ])('names the first broken entry of a case in which one was %s', async (_what, entry, change) => {
    const at = await office();
    await tamper(at, change);
    for (const argv of [['verify'], ['verify', CLOSED]]) {
      const { code, err } = await at.call(...argv);
      expect(code).toBe(1);
      expect(err).toContain(`${CLOSED}  broken at entry ${entry}: it was changed, removed, added or moved`);
    }
    expect((await at.call('verify', OPEN)).code).toBe(0);
  });

  test('finds entries cut off at the end and files that are gone, by the heads that the bot has kept', async () => {
    const at = await office();
    await tamper(at, ({ entries }) => entries.pop());
    await rm(at.caseFile(OPEN));
    const { code, err } = await at.call('verify');
    expect(code).toBe(1);
    expect(err).toContain(`${CLOSED}  broken at entry 4: the end is cut off: of 4 facts 3 are left\n`);
    expect(err).toContain(`${OPEN}  set aside: the file is gone\n`);
    expect((await at.call('verify', OPEN)).err).toContain('the file is gone');
  });

  test('reports heads that cannot be used, and checks the cases without them', async () => {
    const at = await office();
    await writeFile(join(at.data, HEADS_FILE), '{"schema":1,');
    const { code, out, err } = await at.call('verify');
    expect(code).toBe(1);
    expect(err).toContain(`${HEADS_FILE}  set aside: the file is not valid JSON`);
    expect(out).toContain(`${CLOSED}  whole`);
    expect((await at.call('backup', '--out', at.path('b'))).err).toContain(`Set aside: ${HEADS_FILE}: `);
  });

  test('finds entries cut off at the end by the head, where nothing else in the folder tells', async () => {
    const at = await office();
    await rm(join(at.data, HEADS_FILE));
    const head = await headOf(at);
    expect(await at.call('verify', CLOSED, '--head', head.toUpperCase())).toMatchObject({ code: 0, err: '' });
    await tamper(at, ({ entries }) => entries.pop());
    expect((await at.call('verify', CLOSED)).code).toBe(0);
    const { code, err } = await at.call('verify', CLOSED, '--head', head);
    expect(code).toBe(1);
    expect(err).toContain('cut off or exchanged: 3 entries');
  });

  test('takes the code that people wrote on their paper, and says when no entry has it any more', async () => {
    const at = await office();
    const code = controlCode(await headOf(at, 1));
    for (const written of [code, code.toUpperCase().replaceAll(' ', '-')]) {
      const { code: exit, out } = await at.call('verify', CLOSED, '--head', written);
      expect([exit, out]).toEqual([0, expect.stringContaining('the code you gave is of entry 2')]);
    }
    const other = await at.call('verify', CLOSED, '--head', controlCode('0'.repeat(64)));
    expect(other).toMatchObject({ code: 1, err: expect.stringContaining('no entry of it has the code you gave') });
  });

  test('of a head that is an earlier entry’s says which: the case has gone on since', async () => {
    const at = await office();
    const { code, out } = await at.call('verify', CLOSED, '--head', await headOf(at, 1));
    expect(code).toBe(0);
    expect(out).toContain('the code you gave is of entry 2');
  });

  test.each([
    ['', 'the file is empty'],
    ['{"schema":1', 'not valid JSON'],
    ['{"schema":99}', 'schema 99 is newer'],
    ['[]', 'no schema number'],
    ['{"schema":1,"removed":{}}', 'not of the shape of a tombstone'],
  ])('of a file with %j names the case and what is wrong', async (content, expected) => {
    const at = await office();
    await writeFile(at.caseFile(CLOSED), content);
    const { code, out, err } = await at.call('verify');
    expect(code).toBe(1);
    expect(err).toContain(`${CLOSED}  set aside: `);
    expect(err).toContain(expected);
    expect(err).toContain('1 of 2 not whole');
    expect(out).toContain(`${OPEN}  whole`);
  });

  test('of an exported file finds what was changed in it and what was cut off', async () => {
    const at = await office();
    const path = at.path('case.json');
    await at.call('export', CLOSED, '--out', path);
    const head = await headOf(at);
    expect((await at.call('verify', '--file', path, '--head', head)).code).toBe(0);
    const file = JSON.parse(await at.text(path)) as Stored & { head: string };
    const judged = async (change: (copy: typeof file) => void, ...more: string[]) => {
      const copy = structuredClone(file);
      change(copy);
      await writeFile(path, JSON.stringify(copy));
      return at.call('verify', '--file', path, ...more);
    };
    const changed = await judged(({ entries }) => Object.assign(entries[2]?.event ?? {}, { number: '654321' }));
    expect(changed).toMatchObject({ code: 1, err: expect.stringContaining('broken at entry 3') });
    const cut = await judged(({ entries }) => entries.pop());
    expect(cut).toMatchObject({ code: 1, err: expect.stringContaining('broken at entry 4: entries were cut off') });
    const shorter = (copy: typeof file) => {
      copy.entries.pop();
      copy.head = copy.entries.at(-1)?.hash ?? '';
    };
    expect((await judged(shorter)).code).toBe(0);
    expect((await judged(shorter, '--head', head)).code).toBe(1);
  });

  test.each([
    [['--head', 'abc'], '--head is the control code that people were shown'],
    [['--head', 'a'.repeat(64)], '--head is of one case'],
    [[CLOSED, '--file', 'x'], 'not both'],
    [['0630-zzzz'], 'There is no case 0630-zzzz'],
    [['--file', '/nowhere/x.json'], 'There is no such file or folder (/nowhere/x.json)'],
    [['--file', 'package.json'], 'is not a case that export has written'],
  ])('with %j says what it needs', async (options, expected) => {
    const { code, err } = await (await office()).call('verify', ...options);
    expect(code).toBe(1);
    expect(err).toContain(expected);
  });
});
