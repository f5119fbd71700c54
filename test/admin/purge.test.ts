import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openLowdbCaseStore } from '../../src/store/lowdb/case-store.js';
import { anna, bo, opened, storeOptions } from '../store/sample.js';
import { CLOSED, NOW, OPEN, office } from './office.js';

describe('purge', () => {
  test('of a closed case writes its log, leaves a tombstone without personal data, and frees no id', async () => {
    const { call, data, text, caseFile } = await office();
    const head = JSON.parse(await text(caseFile(CLOSED))).entries.at(-1).hash;
    const copy = join(data, 'exports', `${CLOSED}.json`);
    const { code, out } = await call('purge', CLOSED);
    expect({ code, out }).toEqual({
      code: 0,
      out: `${CLOSED}: copy written to ${copy}; the case is removed. Its head was ${head}.\n`,
    });
    const stone = await text(caseFile(CLOSED));
    expect(JSON.parse(stone).removed).toMatchObject({
      ...{ id: CLOSED, municipality: '0630', ended: 'cancelled', closed: '2026-05-04', facts: 4, head, removed: NOW },
    });
    for (const secret of [anna.name, anna.id, bo.name, bo.id, 'Udskudt', '123456', '19:home'])
      expect(stone).not.toContain(secret);
    expect((await call('verify', '--file', copy, '--head', head)).code).toBe(0);
    expect((await call('verify', CLOSED, '--head', head)).code).toBe(0);
    expect((await call('verify', CLOSED, '--head', 'f'.repeat(64))).code).toBe(1);
    expect((await call('list')).out).toMatch(new RegExp(`^${CLOSED} +0630 +removed +4 +2026-05-04 +2026-06-10$`, 'm'));

    const store = await openLowdbCaseStore(data, storeOptions);
    onTestFinished(() => store.close());
    expect(await store.append(CLOSED, 0, [opened(CLOSED)], [])).toEqual({ kind: 'conflict' });
    expect(store.setAside()).toEqual([]);
  });

  test('of a removed case says when it went; show and export do too', async () => {
    const { call } = await office();
    await call('purge', CLOSED);
    for (const command of ['purge', 'show', 'export']) {
      const { code, err } = await call(command, CLOSED);
      expect(code).toBe(1);
      expect(err).toContain(`The case ${CLOSED} was removed on 2026-06-10.`);
    }
  });

  test('of an open case is refused, and nothing is written', async () => {
    const { call, data, text, caseFile } = await office();
    const before = await text(caseFile(OPEN));
    const { code, err } = await call('purge', OPEN);
    expect({ code, err }).toEqual({
      code: 1,
      err: `The case ${OPEN} is open. Only a closed case can be removed: cancel it in Teams first.\n`,
    });
    expect(await text(caseFile(OPEN))).toBe(before);
    expect(await readdir(data)).not.toContain('exports');
  });

  test('keeps the case when its copy cannot be written', async () => {
    const { call, data, path, text, caseFile } = await office();
    const before = await text(caseFile(CLOSED));
    await writeFile(join(data, 'exports'), 'a file in the way');
    await writeFile(path('there.json'), 'mine');
    const failed = await call('purge', CLOSED);
    const refused = await call('purge', CLOSED, '--out', path('there.json'));
    expect([failed.code, refused.code]).toEqual([1, 1]);
    expect(refused.err).toContain('exists already');
    expect(await text(path('there.json'))).toBe('mine');
    expect(await text(caseFile(CLOSED))).toBe(before);
    expect(await stat(join(data, 'bot.lock')).catch(() => 'none')).toBe('none');
  });

  test('with --out writes the copy there', async () => {
    const { call, path, text } = await office();
    expect((await call('purge', CLOSED, '--out', path('copy.json'))).code).toBe(0);
    expect(JSON.parse(await text(path('copy.json'))).id).toBe(CLOSED);
  });

  test('of a case that was changed on the disk is refused: it cannot be trusted', async () => {
    const { call, text, caseFile } = await office();
    const changed = (await text(caseFile(CLOSED))).replace('"123456"', '"654321"');
    await writeFile(caseFile(CLOSED), changed);
    const { code, err } = await call('purge', CLOSED);
    expect(code).toBe(1);
    expect(err).toContain('cannot be trusted');
    expect(await text(caseFile(CLOSED))).toBe(changed);
  });
});
