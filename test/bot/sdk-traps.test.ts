import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type KeptLog, keptLog } from '../teams/loopback-microsoft.js';
import { startTown, type Town } from './town.js';
import { arrived, type Cast, read } from './walk.js';

let town: Town;
let cast: Cast;
let log: KeptLog;
beforeAll(async () => {
  log = keptLog();
  town = await startTown({ LOG_LEVEL: 'info' }, undefined, undefined, { overrides: { log } });
  cast = await arrived(town);
});
afterAll(() => town.close());

const UNKNOWN = 'Den handling kender jeg ikke';

describe('a verb that the bot does not know', () => {
  test.each([
    ['as Teams sends it', { type: 'Action.Execute', verb: 'confirmEverything' }],
    ['without a type', { verb: 'confirmEverything' }],
    ['of another type', { type: 'Action.Http', verb: 'confirmEverything' }],
    ['that is empty', { type: 'Action.Execute', verb: '' }],
    ['that is none', { type: 'Action.Execute' }],
  ])('%s is answered 200 with a sentence', async (_what, action) => {
    const answer = await town.pressRaw(cast.karin, '', {}, undefined, { value: { action } });
    expect(answer).toEqual({ status: 200, text: expect.stringContaining(UNKNOWN) });
  });

  test('is answered with a message when an old client submits it', async () => {
    const before = town.connector.heard.length;
    const spot = { conversation: cast.karin.chat, activity: 'old' };
    expect((await town.submit(cast.karin, { verb: 'confirmEverything' }, spot)).status).toBe(200);
    const [said] = town.connector.heard.slice(before);
    expect(said?.body.text).toContain(UNKNOWN);
  });

  test('is not one of an invoke that the bot does not know: that is 501', async () => {
    for (const name of ['composeExtension/query', 'task/fetch', '__proto__'])
      expect((await town.post(cast.karin, { type: 'invoke', name, value: {} })).status).toBe(501);
  });
});

test('a value of a message that is null is no press', async () => {
  expect(read(await town.say(cast.karin, 'hjælp', { value: null }))).toContain('Det kan du skrive');
});

test('twenty texts at once in one conversation are all answered, and no turn fails', async () => {
  log.lines.length = 0;
  const answers = await Promise.all(Array.from({ length: 20 }, () => town.say(cast.karin, 'hjælp')));
  for (const answer of answers) expect(read(answer)).toContain('Det kan du skrive');
  expect(log.lines.filter(({ msg }) => String(msg).includes('failed'))).toEqual([]);
});

test('an answer that takes its time is not announced with a typing indicator', async () => {
  const nora = town.person('Nora Ny');
  town.connector.trouble('hang', { when: ({ kind, itemId }) => kind === 'member' && itemId === nora.id, times: 1 });
  const before = town.connector.heard.length;
  expect(read(await town.say(nora, 'hjælp'))).toContain('Det kan du skrive');
  const sent = town.connector.heard.slice(before).filter(({ kind }) => kind === 'send');
  expect(sent.map(({ body }) => body.type)).toEqual(['message']);
});
