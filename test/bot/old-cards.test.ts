import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actionsOf, dataOf } from './cards.js';
import { type Json, startTown, type Town } from './town.js';
import { arrived, type Cast, opened, read, view, walk } from './walk.js';

let town: Town;
let cast: Cast;
let caseId: string;

beforeAll(async () => {
  town = await startTown();
  cast = await arrived(town);
  caseId = await opened(town, cast.karin);
  await walk(town, cast, caseId, 'confirmWebForm');
});
afterAll(() => town.close());

/** What the buttons of a card of some other time may carry; `now` is what they carry today. */
const SHAPES: readonly [what: string, data: (now: Json) => Json][] = [
  ['without a version', ({ version: _none, ...rest }) => rest],
  ['without a step', ({ step: _none, ...rest }) => rest],
  ['with the case alone', ({ caseId: id }) => ({ caseId: id })],
  ['with keys of another time', (now) => ({ ...now, locale: 'da', card: { kind: 'personal' }, role: 'officer' })],
  ['with its version as text', (now) => ({ ...now, version: String(now.version) })],
  ['with a version that is none', (now) => ({ ...now, version: 'newest' })],
  ['with a step of another name', (now) => ({ ...now, step: 'agreement' })],
  ['with another verb in its data', (now) => ({ ...now, verb: 'giveAgreementNumber' })],
];

describe.each(SHAPES)('a card of an earlier time, %s', (_what, data) => {
  test('asks for the newest card and gets it', async () => {
    const now = dataOf(await view(town, cast.karin, caseId, 'personal'), 'confirmWebForm');
    for (const show of ['personal', 'status', 'aViewThatIsGone', undefined]) {
      const { status, card } = await town.pressRaw(cast.karin, 'refresh', { ...data(now), ...(show && { show }) });
      expect(status).toBe(200);
      expect(actionsOf(card).length).toBeGreaterThan(0);
      expect(read({ status, ...(card && { card }) })).toContain('Vejle');
    }
  });

  test('presses a step that is done, and reads what happened instead, on the card of today', async () => {
    const now = dataOf(await view(town, cast.karin, caseId, 'personal'), 'confirmWebForm');
    const before = await town.history(cast.karin, caseId);
    const old = { ...data({ ...now, step: 'agreementNumber', version: 3 }), agreementNumber: '654321' };
    const answer = await town.pressRaw(cast.karin, 'giveAgreementNumber', old);
    expect(answer.status).toBe(200);
    expect(read(answer)).toMatch(/allerede/);
    expect(actionsOf(answer.card).map(({ verb }) => verb)).toContain('confirmWebForm');
    expect(await town.history(cast.karin, caseId)).toBe(before);
  });
});

test('a card without a version counts as the oldest: the step is shown anew, and nothing is recorded', async () => {
  const before = await town.history(cast.karin, caseId);
  const typed = { filledOn: '2026-05-04', annexFollowed: 'true', 'field.thatWasOnceAsked': 'x' };
  const answer = await town.pressRaw(cast.karin, 'confirmWebForm', { caseId, ...typed });
  expect(actionsOf(answer.card).map(({ verb }) => verb)).toContain('confirmWebForm');
  expect(await town.history(cast.karin, caseId)).toBe(before);
  const now = dataOf(answer.card, 'confirmWebForm');
  expect((await town.pressRaw(cast.karin, 'confirmWebForm', { ...now, ...typed })).card).toBeDefined();
  expect(await town.history(cast.karin, caseId)).not.toBe(before);
});
