import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Allowance } from '../../src/limits/allowance.js';
import { type KeptLog, keptLog } from '../teams/loopback-microsoft.js';
import { startProduction } from './production.js';
import { type Json, startTown, type Town } from './town.js';
import { arrived, type Cast, opened, pressOn, read } from './walk.js';

let town: Town;
let cast: Cast;
let log: KeptLog;
let caseId: string;
let now = 0;

beforeAll(async () => {
  log = keptLog();
  town = await startTown({ LOG_LEVEL: 'info' }, 2_000, undefined, {
    overrides: { allowance: new Allowance(() => now), log },
  });
  cast = await arrived(town);
  caseId = await opened(town, cast.karin);
  await town.settled(cast.karin);
});
beforeEach(() => {
  now += 3_600_000;
});
afterAll(() => town.close());

const TOO_FAST = 'hurtigere, end jeg kan følge med';
const look = (trigger?: string): Json => ({ value: { action: { verb: 'refresh', data: { caseId } }, trigger } });
const times = async <T>(count: number, work: () => Promise<T>) => {
  const all: T[] = [];
  for (let time = 0; time < count; time++) all.push(await work());
  return all;
};

test('the 31st press in a row is answered with a sentence and does nothing', async () => {
  const before = await town.history(cast.karin, caseId);
  await times(29, () => town.pressRaw(cast.karin, 'refresh', { caseId }));
  const answer = await town.pressRaw(cast.karin, 'cancelCase', { caseId, version: 999, reason: 'x' });
  expect(answer).toEqual({ status: 200, text: expect.stringContaining(TOO_FAST) });
  await log.until(1, ({ reason }) => reason === 'tooFast');
  expect(log.lines.find(({ reason }) => reason === 'tooFast')).toMatchObject({
    ...{ verb: 'cancelCase', outcome: 'refused', case: caseId, person: cast.karin.id },
  });
  now += 3_600_000;
  expect(await town.history(cast.karin, caseId)).toBe(before);
});

test('a second later the next one counts, and a colleague never waited', async () => {
  await times(31, () => town.pressRaw(cast.karin, 'refresh', { caseId }));
  expect((await town.pressRaw(cast.soeren, 'help', {})).card).toBeDefined();
  now += 1_000;
  expect((await town.pressRaw(cast.karin, 'refresh', { caseId })).card).toBeDefined();
  expect((await town.pressRaw(cast.karin, 'refresh', { caseId })).text).toContain(TOO_FAST);
});

test('what Teams refreshes by itself counts too, and is answered without a look at the case', async () => {
  await times(30, () => town.pressRaw(cast.bente, 'refresh', {}, undefined, look('automatic')));
  const before = town.connector.heard.length;
  const answer = await town.pressRaw(cast.bente, 'refresh', {}, undefined, look('automatic'));
  expect(answer).toEqual({ status: 200, text: expect.stringContaining(TOO_FAST) });
  expect(town.connector.heard.length).toBe(before);
});

test('a flood of texts is told once, in the language of its sender, and nothing is sent for the rest', async () => {
  const bente = { ...cast.bente };
  await town.pressRaw(bente, 'chooseLanguage', { language: 'en' });
  await times(29, () => town.say(bente, 'help'));
  const [told, ...silent] = await times(20, () => town.say(bente, 'help'));
  expect(told?.text).toContain('faster than I can keep up with');
  expect(silent.every((answer) => answer.status === 200 && read(answer) === '')).toBe(true);
});

test('a flood of somebody new writes nothing down', async () => {
  const ghost = town.person('Gunnar Ny');
  town.connector.setRoster(ghost.chat, []);
  await times(31, () => town.post(ghost, { type: 'message', text: 'x' }));
  const elsewhere = { conversation: { id: 'a:elsewhere', conversationType: 'personal', tenantId: ghost.tenant } };
  await town.post(ghost, { type: 'installationUpdate', action: 'add', ...elsewhere });
  expect(town.standing('a:elsewhere')).toEqual([]);
});

test('a bot with credentials has the limits without being told to', async () => {
  const production = await startProduction({}, {}, 'its own limits');
  try {
    const karin = production.town.person('Karin');
    const answers = await Promise.all(Array.from({ length: 60 }, () => production.town.pressRaw(karin, 'help', {})));
    expect(answers.some(({ text }) => text?.includes(TOO_FAST))).toBe(true);
  } finally {
    await production.close();
  }
});

test('in practice nobody is too fast: the limits are for bots with credentials', async () => {
  const practice = await startTown();
  try {
    const karin = practice.person('Karin');
    const answers = await times(60, () => practice.pressRaw(karin, 'help', {}));
    expect(answers.every(({ card }) => card !== undefined)).toBe(true);
    expect((await pressOn(town, cast.karin, caseId, 'snooze', 'snooze', { days: '3' })).card).toBeDefined();
  } finally {
    await practice.close();
  }
});
