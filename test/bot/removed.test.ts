import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyChain } from '../../src/store/event-chain.js';
import { startTown, type Town } from './town.js';
import { arrived, type Cast, opened, read, walk } from './walk.js';

const SENTENCE = /^Sagen blev afsluttet mandag den 4\. maj 2026 og er siden slettet efter kommunens regler/;

/** A paid case in a town that keeps closed cases for 30 days, and 40 days have passed on the practice clock. */
let town: Town;
let cast: Cast;
let caseId: string;
let open: string;
beforeAll(async () => {
  town = await startTown({ RETENTION_DAYS: '30' });
  cast = await arrived(town);
  caseId = await opened(town, cast.karin);
  await walk(town, cast, caseId);
  open = await opened(town, cast.karin, { municipality: '0615' });
  await town.say(cast.karin, 'spol 20 dage');
  expect(read(await town.pressRaw(cast.karin, 'refresh', { caseId, show: 'status' }))).toContain('Vejle');
  await town.say(cast.karin, 'spol 20 dage');
});
afterAll(() => town.close());

describe('a case whose time is over', () => {
  test('lies in exports, whole, and only a tombstone without names is left of it', async () => {
    expect(await readdir(join(town.folder, 'exports'))).toEqual([`${caseId}.json`]);
    const copy = JSON.parse(await readFile(join(town.folder, 'exports', `${caseId}.json`), 'utf8'));
    expect(copy).toMatchObject({ schema: 1, id: caseId, municipality: '0630', status: 'paid' });
    expect(verifyChain(copy.entries)).toBeUndefined();
    expect(copy.head).toBe(copy.entries.at(-1).hash);
    const left = await readFile(join(town.folder, 'cases', `${caseId}.json`), 'utf8');
    expect(JSON.parse(left).removed).toMatchObject({ head: copy.head, facts: copy.entries.length });
    for (const { name, id, chat } of Object.values(cast))
      for (const secret of [name, id, chat]) expect(left).not.toContain(secret);
    expect(JSON.stringify(copy)).toContain(cast.karin.name);
  });

  test.each(['refresh', 'exportCase', 'confirmPayment', 'reopenCase', 'remindNow'])(
    'says so to whoever presses %s on an old card',
    async (verb) => {
      expect((await town.pressRaw(cast.karin, verb, { caseId, show: 'status', reason: 'igen' })).text).toMatch(
        SENTENCE,
      );
    },
  );

  test('says so to whoever asks for its files by number, and is in no list', async () => {
    expect(read(await town.say(cast.karin, `eksport ${caseId.toUpperCase()}`))).toMatch(SENTENCE);
    expect(read(await town.say(cast.karin, 'oversigt'))).not.toContain('Vejle');
    expect(read(await town.say(cast.karin, 'status'))).toContain('Horsens');
  });

  test('is told of, in either language, to a colleague who has no case and asks for one', async () => {
    const ida = town.person('Ida Intet');
    for (const word of ['status', 'oversigt', 'historik'])
      expect(read(await town.say(ida, word))).toContain(
        'Sagen for Vejle Kommune blev afsluttet mandag den 4. maj 2026 og slettet torsdag den 4. juni 2026 efter kommunens regler for opbevaring. Skriv start for at åbne en ny.',
      );
    expect(read(await town.say(ida, 'status', { locale: 'en-US' }))).toMatch(
      /The case for Vejle Kommune was closed on Monday,? 4 May 2026 and deleted on Thursday,? 4 June 2026 under/,
    );
    const stranger = town.person('Fie Fremmed', '33333333-3333-4333-8333-333333333333');
    expect(read(await town.say(stranger, 'status'))).toContain('Du er ikke med i en åben sag');
  });

  test('says so to whoever answers an old question about its files, and uploads nothing', async () => {
    town.connector.forget();
    const uploadInfo = { uploadUrl: 'https://vejle.sharepoint.com/up', name: 'x.pdf' };
    const value = { type: 'fileUpload', action: 'accept', context: { caseId, file: 'pdf' }, uploadInfo };
    await town.post(cast.karin, { type: 'invoke', name: 'fileConsent/invoke', replyToId: 'old-1', value });
    await town.connector.waitFor(
      (one) => one.conversationId === cast.karin.chat && SENTENCE.test(String(one.body?.text ?? '')),
    );
  });

  test('says so in English to whoever reads English', async () => {
    const english = { locale: 'en-US' };
    const answer = await town.pressRaw(
      town.person('Emma Eng'),
      'refresh',
      { caseId, show: 'status' },
      undefined,
      english,
    );
    expect(answer.text).toMatch(/^The case was closed on Monday,? 4 May 2026 and has since been deleted/);
  });

  test('does not exist for another tenant, as no case of others does', async () => {
    const stranger = town.person('Frida Fremmed', '33333333-3333-4333-8333-333333333333');
    const about = async (id: string) => (await town.pressRaw(stranger, 'refresh', { caseId: id, show: 'status' })).text;
    expect(await about(caseId)).toBe(await about('0630-nnnnnn'));
    expect(await about(caseId)).not.toMatch(SENTENCE);
  });

  test('is still gone after a restart, the open case is there, and the municipality may open a new one', async () => {
    await town.restart({ RETENTION_DAYS: '30' });
    expect((await town.pressRaw(cast.karin, 'refresh', { caseId, show: 'status' })).text).toMatch(SENTENCE);
    expect(read(await town.pressRaw(cast.karin, 'refresh', { caseId: open, show: 'status' }))).toContain('Horsens');
    expect(await opened(town, cast.karin)).not.toBe(caseId);
    // Where there is a case again, the old one is no answer to who asks for theirs.
    expect(read(await town.say(town.person('Ib Intet'), 'status'))).toContain('Du er ikke med i en åben sag');
  });
});
