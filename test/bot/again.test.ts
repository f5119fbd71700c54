import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataOf } from './cards.js';
import { freshMunicipality } from './shared.js';
import { type Json, startTown, type Town } from './town.js';
import { ACTS, arrived, type Cast, opened, pressOn, read, TODAY, view, walk } from './walk.js';

let town: Town;
let cast: Cast;
let caseId: string;

beforeAll(async () => {
  town = await startTown();
  cast = await arrived(town);
});
afterAll(() => town.close());

/** The lines of the history with these words. */
const lines = async (words: RegExp) =>
  (await town.history(cast.karin, caseId)).split('\n').filter((line) => words.test(line));

describe('the same press twice', () => {
  test('of every form of a case: same id, new id and ten at once record one fact', async () => {
    caseId = await opened(town, cast.karin, { municipality: freshMunicipality(town) });
    for (const [who, verb, inputs] of ACTS) {
      const data: Json = { ...dataOf(await view(town, cast[who], caseId, 'personal'), verb), ...inputs(cast) };
      const spot = { conversation: cast[who].chat, activity: 'message-1' };
      const press = (id: string) => town.pressRaw(cast[who], verb, data, spot, { id });
      const first = await press('same');
      expect(first.card).toBeDefined();
      const history = await town.history(cast.karin, caseId);
      const more = [await press('same'), await press('new')];
      more.push(...(await Promise.all(Array.from({ length: 10 }, (_none, at) => press(`at-once-${at}`)))));
      for (const answer of more) {
        expect(answer.status).toBe(200);
        expect(read(answer)).toMatch(/allerede|afsluttet/i);
      }
      expect(await town.history(cast.karin, caseId)).toBe(history);
    }
    expect(await town.history(cast.karin, caseId)).toContain('betal');
  });

  test('ten at once from the start are one fact, and nobody is told that it failed', async () => {
    caseId = await opened(town, cast.karin, { municipality: freshMunicipality(town) });
    await walk(town, cast, caseId, 'giveAgreementNumber');
    const data = dataOf(await view(town, cast.karin, caseId, 'personal'), 'giveAgreementNumber');
    const press = () => town.pressRaw(cast.karin, 'giveAgreementNumber', { ...data, agreementNumber: '123456' });
    const answers = await Promise.all(Array.from({ length: 10 }, press));
    expect(answers.every(({ status, card }) => status === 200 && card !== undefined)).toBe(true);
    expect(await lines(/123456/)).toHaveLength(1);
  });

  test('ten openings at once are one case', async () => {
    const data = { municipality: freshMunicipality(town), goLive: '2026-11-02' };
    const answers = await Promise.all(Array.from({ length: 10 }, () => town.pressRaw(cast.karin, 'openCase', data)));
    const ids = new Set(answers.map(({ card }) => String(dataOf(card, 'refresh').caseId)));
    expect(ids.size).toBe(1);
  });
});

test('a card from before the number was corrected does not sign; the answer shows the new number and signs', async () => {
  caseId = await opened(town, cast.karin, { municipality: freshMunicipality(town) });
  await walk(town, cast, caseId, 'confirmSignature');
  const old = dataOf(await view(town, cast.soeren, caseId, 'personal'), 'confirmSignature');
  await pressOn(town, cast.karin, caseId, 'correct', 'correctStep', { step: 'agreementNumber' });
  await pressOn(town, cast.karin, caseId, 'personal', 'giveAgreementNumber', { agreementNumber: '654321' });
  await walk(town, cast, caseId, 'confirmSignature', 'confirmWebForm');
  const answer = await town.pressRaw(cast.soeren, 'confirmSignature', { ...old, signedOn: TODAY });
  expect(read(answer)).toContain('Sagen er ændret');
  expect(read(answer)).toContain('654321');
  expect(await lines(/underskr/i)).toHaveLength(0);
  const fresh = dataOf(answer.card, 'confirmSignature');
  expect((await town.pressRaw(cast.soeren, 'confirmSignature', { ...fresh, signedOn: TODAY })).card).toBeDefined();
  expect((await lines(/underskr/i)).length).toBeGreaterThan(0);
});
