import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { BOT, TEAMS_URL, TENANT } from '../teams/identity.js';
import {
  BOT_TOKEN,
  type Flaws,
  type KeptLog,
  type LoopbackMicrosoft,
  startLoopbackMicrosoft,
} from '../teams/loopback-microsoft.js';
import { type Production, startProduction } from './production.js';
import { type Citizen, type Json, startTown, type Town } from './town.js';
import { arrived, type Cast, opened, read, walk } from './walk.js';

const OTHER_APP = '55555555-5555-4555-8555-555555555555';
const FOREIGN = '33333333-3333-4333-8333-333333333333';

let running: Production;
let microsoft: LoopbackMicrosoft;
let log: KeptLog;
let town: Town;
let cast: Cast;

beforeAll(async () => {
  running = await startProduction();
  ({ microsoft, log, town } = running);
  cast = await arrived(town);
});
afterEach(() => {
  vi.restoreAllMocks();
  log.lines.length = 0;
});
afterAll(() => running.close());

/** Sends somebody's message under a header of the caller's choosing. */
function send(by: Citizen, authorization: string | undefined, more: Json = {}): Promise<Response> {
  const activity = {
    ...{ type: 'message', id: 'x', text: 'hjælp', channelId: 'msteams', serviceUrl: TEAMS_URL, locale: 'da-DK' },
    from: { id: `29:${by.id}`, name: by.name, aadObjectId: by.id },
    recipient: { id: '28:bot', name: 'NemKonto' },
    conversation: { id: by.chat, conversationType: 'personal', tenantId: by.tenant },
    ...more,
  };
  return fetch(`http://127.0.0.1:${town.bot.port}/api/messages`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(authorization && { Authorization: authorization }) },
    body: JSON.stringify(activity),
  });
}

const heard = () => town.connector.heard.length;
const unsigned = (payload: object) => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none', typ: 'JWT', kid: 'own' })}.${part(payload)}.`;
};

describe('a whole turn of a bot with credentials', () => {
  test('with a valid token is answered, and the bot comes to Teams with its own token', async () => {
    town.connector.forget();
    const { status, card } = await town.say(cast.karin, 'hjælp');
    expect(status).toBe(200);
    expect(card).toBeDefined();
    expect(town.connector.heard.map(({ kind, authorization }) => [kind, authorization])).toContainEqual([
      'send',
      `Bearer ${BOT_TOKEN}`,
    ]);
  });
});

describe('a token that is', () => {
  const claims = (more: NonNullable<Flaws['claims']>): Flaws => ({ claims: more });
  test.each<[string, Flaws]>([
    ['expired', { expiresIn: -600, notBeforeIn: -7_200 }],
    ['not yet valid', { notBeforeIn: 600 }],
    ['for another bot', claims({ aud: OTHER_APP })],
    ['of another issuer', claims({ iss: 'https://evil.example' })],
    ['signed with another key', { foreignKey: true }],
    ['signed with a key nobody knows', { kid: 'unheard-of' }],
    ['for another address', claims({ serviceurl: 'https://smba.trafficmanager.net/amer/' })],
    ['for no address', claims({ serviceurl: undefined })],
    [
      'of another app of the tenant',
      claims({ iss: `https://sts.windows.net/${TENANT}/`, appid: OTHER_APP, ver: '1.0' }),
    ],
    [
      'of another bot that calls this one as a skill',
      claims({ iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/', appid: OTHER_APP, ver: '1.0' }),
    ],
  ])('%s is 401, one short line, nothing else', async (_what, flaws) => {
    const said = [vi.spyOn(process.stderr, 'write'), vi.spyOn(process.stdout, 'write')];
    // The SDK prints a line of its own about a token that expired or was forged; no option of it silences that.
    const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const before = heard();
    const answer = await send(cast.karin, `Bearer ${await microsoft.token(flaws)}`);
    expect([answer.status, await answer.json()]).toEqual([401, { error: 'A valid token is needed.' }]);
    expect(heard()).toBe(before);
    expect(log.lines).toEqual([expect.objectContaining({ msg: 'turned away', status: 401, why: 'tokenRefused' })]);
    expect(JSON.stringify(log.lines[0]).length).toBeLessThan(250);
    for (const spy of said) expect(spy).not.toHaveBeenCalled();
    expect(printed.mock.calls.length).toBeLessThanOrEqual(1);
    expect(String(printed.mock.calls)).not.toMatch(/Karin|eyJ|\n\s+at /);
  });

  test.each<[string, string | undefined]>([
    ['missing', undefined],
    ['empty', 'Bearer '],
    ['of another scheme', 'Basic YTpi'],
    ['no token', 'Bearer rubbish'],
    ['half a token', 'Bearer eyJhbGciOiJSUzI1NiJ9.e30'],
    ['without a signature', `Bearer ${unsigned({ iss: 'https://api.botframework.com', aud: BOT.MicrosoftAppId })}`],
    ['without anything', `Bearer ${unsigned({})}`],
  ])('%s is 401', async (_what, header) => {
    const before = heard();
    expect((await send(cast.karin, header)).status).toBe(401);
    expect(heard()).toBe(before);
    expect(log.lines).toHaveLength(1);
  });

  test('of the bot’s own registration, which the SDK takes for the Emulator’s, is 401', async () => {
    const iss = 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/';
    const token = await microsoft.token({ claims: { iss, appid: BOT.MicrosoftAppId, ver: '1.0' } });
    expect((await send(cast.karin, `Bearer ${token}`)).status).toBe(401);
    expect(log.lines).toEqual([expect.objectContaining({ why: 'notFromTeams' })]);
  });

  test('valid, but of a tenant outside the allow-list, is answered with a no and opens nothing', async () => {
    const stranger = town.person('Frida Fremmed', FOREIGN);
    expect(read(await town.say(stranger, 'start'))).toContain('ikke sat op til jeres organisation');
    const data = { municipality: '0657', goLive: '2027-11-02' };
    expect(read(await town.pressRaw(stranger, 'openCase', data))).toContain('ikke sat op');
    const isRefused = ({ outcome }: Json) => outcome === 'refused';
    await log.until(2, isRefused);
    const refused = log.lines.filter(isRefused);
    expect(refused.map(({ reason, tenant }) => [reason, tenant])).toEqual([
      ['notYourTenant', FOREIGN],
      ['notYourTenant', FOREIGN],
    ]);
  });

  test('valid, but for another channel than Teams, is refused: its clients may say who they are', async () => {
    const header = `Bearer ${await microsoft.token()}`;
    for (const channelId of ['webchat', 'directline', 'emulator', 'AseChannel', 'MSTEAMS'])
      expect((await send(cast.karin, header, { channelId })).status).toBe(403);
    expect(log.lines.every(({ why }) => why === 'channel')).toBe(true);
  });

  test.each([
    'https://evil.example/',
    'http://smba.trafficmanager.net/',
    'https://smba.trafficmanager.net.evil.example/',
    'https://169.254.169.254/',
  ])('valid for %s gives no answer there', async (serviceUrl) => {
    const before = heard();
    const token = await microsoft.token({ claims: { serviceurl: serviceUrl } });
    expect((await send(cast.karin, `Bearer ${token}`, { serviceUrl })).status).toBe(403);
    expect(heard()).toBe(before);
  });
});

describe('the identity provider', () => {
  test('is asked for its keys once, not with every token nor for every unknown key', async () => {
    const before = microsoft.fetched();
    for (let turn = 0; turn < 5; turn++) {
      await send(cast.karin, `Bearer ${await microsoft.token()}`);
      await send(cast.karin, `Bearer ${await microsoft.token({ kid: `k${turn}` })}`);
    }
    expect(microsoft.fetched()).toBe(before);
  });

  test('that cannot be reached makes no token bad: the sender is asked to come again', async () => {
    const other = await startLoopbackMicrosoft();
    other.breakWith(500);
    const lonely = await startTown({ ...BOT, HOST: '127.0.0.1' }, 2_000, undefined, {
      serviceUrl: TEAMS_URL,
      headers: { Authorization: `Bearer ${await other.token()}` },
      overrides: { microsoft: other.microsoft },
    });
    try {
      const karin = lonely.person('Karin');
      expect((await lonely.say(karin, 'hjælp')).status).toBe(503);
      other.breakWith(0);
      other.leadTo(lonely.connector);
      expect((await lonely.say(karin, 'hjælp')).status).toBe(200);
    } finally {
      await lonely.close();
      await other.close();
    }
  });
});

test('an identity provider that nothing answers for makes no token bad either', async () => {
  const other = await startLoopbackMicrosoft();
  const authorization = `Bearer ${await other.token()}`;
  await other.close();
  const lonely = await startTown({ ...BOT, HOST: '127.0.0.1' }, 2_000, undefined, {
    ...{ serviceUrl: TEAMS_URL, headers: { Authorization: authorization }, wayOut: { microsoft: other.microsoft } },
  });
  expect((await lonely.say(lonely.person('Karin'), 'hjælp')).status).toBe(503);
  await lonely.close();
});

// Last, for its messages go out after the answers.
describe('a case of a bot with credentials', () => {
  test('goes on: the officer is asked in their own chat, with the bot’s own token', async () => {
    const caseId = await opened(town, cast.karin);
    await walk(town, cast, caseId, 'acceptOfficer');
    await town.sees(cast.soeren, 'Er du sikkerhedsansvarlig');
    expect(town.connector.heard.every(({ authorization }) => authorization === `Bearer ${BOT_TOKEN}`)).toBe(true);
  });
});

// Last, since only so many refusals are logged.
test.each<[string, Json]>([
  ['that wants its answer on this computer', { serviceUrl: 'http://127.0.0.1:9/' }],
  ['that wants its answer at a stranger’s address', { serviceUrl: 'https://evil.example/' }],
  ['of another channel', { channelId: 'webchat' }],
  ['of no user in particular', { from: { id: 'x' }, conversation: { id: 'y' } }],
])('a bad token is 401 before anything else is looked at: with an activity %s', async (_what, more) => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const expired = await microsoft.token({ expiresIn: -600, notBeforeIn: -7_200 });
  const forged = await microsoft.token({ foreignKey: true });
  for (const token of ['rubbish', expired, forged])
    expect((await send(cast.karin, `Bearer ${token}`, more)).status).toBe(401);
});
