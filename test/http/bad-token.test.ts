import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Production, startProduction } from '../bot/production.js';
import { anActivity, post } from '../teams/activities.js';
import { TEAMS_URL } from '../teams/loopback-microsoft.js';

let bot: Production;

beforeAll(async () => {
  bot = await startProduction();
});
afterAll(() => bot.close());

const send = (token: string, more: Record<string, unknown> = {}) =>
  post(
    `http://127.0.0.1:${bot.town.bot.port}/api/messages`,
    { ...anActivity(TEAMS_URL), ...more },
    { Authorization: `Bearer ${token}` },
  );

/** What a caller without a good token may put into the body. */
const BODIES = {
  'of Teams': {},
  'that wants its answer on this computer': { serviceUrl: 'http://127.0.0.1:9/' },
  'that wants its answer at a stranger’s address': { serviceUrl: 'https://evil.example/' },
  'of another channel': { channelId: 'webchat' },
  'of no user in particular': { from: { id: 'x' }, conversation: { id: 'y' } },
};

test.each(Object.entries(BODIES))('a bad token is 401, whatever comes with it: an activity %s', async (_what, body) => {
  const expired = await bot.microsoft.token({ expiresIn: -600, notBeforeIn: -7_200 });
  const forged = await bot.microsoft.token({ foreignKey: true });
  const answers = await Promise.all(['rubbish', expired, forged].map((token) => send(token, body)));
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
  expect(await answers[0]?.json()).toEqual({ error: 'A valid token is needed.' });
});

test('a good token for another channel or another address than Teams’ is known, and not allowed: 403', async () => {
  const token = await bot.microsoft.token();
  const elsewhere = await bot.microsoft.token({ claims: { serviceurl: 'https://evil.example/' } });
  expect((await send(token, { channelId: 'webchat' })).status).toBe(403);
  expect((await send(elsewhere, { serviceUrl: 'https://evil.example/' })).status).toBe(403);
});
