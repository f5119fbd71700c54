import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dist } from '../built.js';
import { anActivity, aPress, post } from '../teams/activities.js';
import { BOT, TEAMS_URL } from '../teams/identity.js';
import { CERTIFICATE, PICKED } from '../teams/microsoft-behind-proxy.js';
import { setStage } from './stage.js';

let child: ChildProcess | undefined;
let printed: string;

const stage = setStage();
beforeEach(() => {
  printed = '';
});
afterEach(() => {
  child?.kill('SIGKILL');
});

/** The bot as a process of its own, with credentials; resolves with a way to send it an activity from an address. */
async function started(settings: Record<string, string>) {
  const { NODE_OPTIONS: _options, VITEST: _vitest, NODE_ENV: _env, ...inherited } = process.env;
  const env = {
    ...inherited,
    ...{
      ...BOT,
      PORT: '0',
      HOST: '127.0.0.1',
      DATA_DIR: stage.folder,
      LOG_LEVEL: 'trace',
      NODE_EXTRA_CA_CERTS: CERTIFICATE,
    },
    ...settings,
  };
  const bot = spawn(process.execPath, [join(dist, 'main.js')], { env, stdio: 'pipe' });
  child = bot;
  const keep = (line: string) => {
    printed += `${line}\n`;
  };
  createInterface({ input: bot.stderr }).on('line', keep);
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: bot.stdout }).on('line', (line) => {
      keep(line);
      const { msg, port: opened } = JSON.parse(line) as { msg: string; port: number };
      if (msg === 'ready') resolve(opened);
    });
    bot.on('exit', () => reject(new Error(`the process ended: ${printed}`)));
  });
  return async (activity: unknown, serviceUrl = TEAMS_URL) => {
    const headers = { Authorization: `Bearer ${await stage.microsoft.token(serviceUrl)}` };
    return post(`http://127.0.0.1:${port}/api/messages`, activity, headers);
  };
}

const opening = { municipality: '0630', goLive: '2027-11-01' };
const isConsent = ({ body }: { body?: { attachments?: { contentType?: string }[] } }) =>
  body?.attachments?.[0]?.contentType === 'application/vnd.microsoft.teams.card.file.consent';

test('given a proxy, then a message that it held back is sent once when the way is open, and everything that leaves goes through it but for what NO_PROXY names', async () => {
  // A host whose way is shut before the first connection to it, since an open one would be used again.
  stage.microsoft.shut(new URL(TEAMS_URL).host);
  const gateway = 'https://teams.invalid/';
  const past = { NO_PROXY: 'localhost,.invalid', SERVICE_URL_HOSTS: 'teams.invalid' };
  const send = await started({ HTTPS_PROXY: stage.microsoft.proxy, ...past, GRAPH_INSTALL: 'true' });
  const conversation = { id: '19:ky@thread.tacv2', conversationType: 'groupChat', tenantId: BOT.MicrosoftAppTenantId };
  const from = { id: '29:bo', name: 'Bo', aadObjectId: '55555555-5555-4555-8555-555555555555' };
  const elsewhere = aPress(TEAMS_URL, 'openCase', { ...opening, municipality: '0461' }, { conversation, from });
  expect((await send(elsewhere)).status).toBe(200);
  const tries = () => printed.split('\n').filter((line) => line.includes('"msg":"delivery"'));
  await expect.poll(() => tries().length, { timeout: 20_000 }).toBeGreaterThan(0);
  stage.microsoft.shut(undefined);
  await stage.connector.waitFor(({ kind, body }) => kind === 'send' && body?.summary !== undefined, 30_000);
  await expect.poll(() => tries().at(-1), { timeout: 5_000 }).toContain('"sent"');
  expect(tries().join()).not.toContain('unknown');

  const { value: card } = (await (await send(aPress(TEAMS_URL, 'openCase', opening))).json()) as { value: unknown };
  const [, caseId] = /"caseId":"([^"]+)"/.exec(JSON.stringify(card)) ?? [];
  const named = { caseId, step: 'officer', version: 1, officer: PICKED.id };
  expect(await (await send(aPress(TEAMS_URL, 'nameOfficer', named))).text()).toContain(PICKED.name);
  await send(anActivity(TEAMS_URL, { text: 'eksport', id: 'activity-2' }));
  const { answeredId, body } = await stage.connector.waitFor(isConsent, 20_000);
  const [{ name, content }] = body.attachments;
  const uploadInfo = {
    ...{ uploadUrl: 'https://vejle-my.sharepoint.com/up', contentUrl: 'https://vejle-my.sharepoint.com/web' },
    ...{ name, uniqueId: 'u-1', fileType: 'pdf' },
  };
  const value = { type: 'fileUpload', action: 'accept', context: content.acceptContext, uploadInfo };
  await send(anActivity(TEAMS_URL, { type: 'invoke', name: 'fileConsent/invoke', replyToId: answeredId, value }));
  await stage.connector.waitFor(
    (one) => JSON.stringify(one.body ?? '').includes('vejle-my.sharepoint.com/web'),
    20_000,
  );

  expect((await send(anActivity(gateway, { id: 'activity-3' }), gateway)).status).toBe(200);
  // Its name is looked up here and found nowhere; a proxy would have been given it.
  await expect.poll(() => printed, { timeout: 5_000 }).toMatch(/ENOTFOUND|EAI_AGAIN/);

  expect(stage.microsoft.heard).toContain('GET login.botframework.com/keys');
  const token = `POST login.microsoftonline.com/${BOT.MicrosoftAppTenantId}/oauth2/v2.0/token`;
  expect(stage.microsoft.heard.some((line) => line.startsWith(`${token} https://api.botframework.com/.default`))).toBe(
    true,
  );
  expect(stage.microsoft.heard.some((line) => line.startsWith(`${token} https://graph.microsoft.com/.default`))).toBe(
    true,
  );
  expect(stage.microsoft.heard).toContain('PUT vejle-my.sharepoint.com/up');
  const hosts = ['login.botframework.com', 'login.microsoftonline.com', 'smba.trafficmanager.net'];
  const all = [...hosts, 'graph.microsoft.com', 'vejle-my.sharepoint.com'].map((host) => `${host}:443`);
  expect(new Set(stage.microsoft.asked)).toEqual(new Set(all));
  expect(printed).not.toMatch(/pass( |%20)word/);
}, 60_000);
