import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dist, root } from '../built.js';
import { BOT } from '../teams/identity.js';
import { CERTIFICATE } from '../teams/microsoft-behind-proxy.js';
import { adminAlone, adminRunner, type Called } from './admin.js';
import { setStage } from './stage.js';

const ENTRA = `POST login.microsoftonline.com/${BOT.MicrosoftAppTenantId}/oauth2/v2.0/token`;
const KEYS = 'GET login.botframework.com/v1/.well-known/openidconfiguration';
/** On a host that the certificate of the tests is good for. */
const ENDPOINT = 'POST vejle-my.sharepoint.com/api/messages';
const PACKAGE = {
  ...{ DEVELOPER_NAME: 'Vejle Kommune', DEVELOPER_URL: 'https://vejle.dk/nemkonto' },
  ...{ PRIVACY_URL: 'https://vejle.dk/persondata', TERMS_URL: 'https://vejle.dk/vilkaar' },
};

const stage = setStage();

/** The container image and a server after `npm prune --omit=dev` have no more than this. */
let tree: string;
beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), 'nemkonto-production-'));
  await cp(dist, join(tree, 'dist'), { recursive: true });
  for (const beside of ['package.json', 'cards', 'src/task/sa09-nemkonto.json', ...(await productionPackages())]) {
    await mkdir(dirname(join(tree, beside)), { recursive: true });
    await symlink(join(root, beside), join(tree, beside));
  }
}, 60_000);
afterAll(() => rm(tree, { recursive: true, force: true }));

/** What `npm ci --omit=dev` installs at the top of node_modules. */
async function productionPackages(): Promise<string[]> {
  const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean; optional?: boolean; devOptional?: boolean }>;
  };
  return Object.entries(packages).flatMap(([path, { dev, optional, devOptional }]) =>
    /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) && !dev && !optional && !devOptional ? [path] : [],
  );
}

const settingsWith = (settings: Record<string, string>) => ({
  ...{ NODE_EXTRA_CA_CERTS: CERTIFICATE, HTTPS_PROXY: stage.microsoft.proxy },
  ...{ ...BOT, ...PACKAGE, DATA_DIR: join(stage.folder, 'data'), NO_PROXY: 'localhost', ...settings },
});
const checked = ({ code, out, err }: Called) => ({ code, out: out + err });

/** A command as an operator calls it: in a process of its own, without development packages. */
const adminInTree = async (argv: readonly string[], settings: Record<string, string> = {}) =>
  checked(await adminAlone(settingsWith(settings), argv, stage.folder, join(tree, 'dist')));
const checkInTree = (settings: Record<string, string>, ...argv: string[]) => adminInTree(['check', ...argv], settings);

const admin = adminRunner({ NODE_EXTRA_CA_CERTS: CERTIFICATE });
/** The same in one process for all, which trusts the certificate of the tests. */
const check = async (settings: Record<string, string> = {}, ...argv: string[]) =>
  checked(await admin(settingsWith(settings), 'check', ...argv));

const failing = (out: string) => out.split('\n').filter((line) => line.startsWith('FAIL'));

test('given all that the bot needs, some of it in a .env file, and no development packages, then every line is OK, no secret is shown, and the exit code is 0', async () => {
  const { MicrosoftAppId, MicrosoftAppTenantId } = BOT;
  await writeFile(join(stage.folder, '.env'), `BOT_ID=${MicrosoftAppId}\nTENANT_ID=${MicrosoftAppTenantId}\n`);
  const { code, out } = await checkInTree({ MicrosoftAppId: '', MicrosoftAppTenantId: '' });
  expect([code, failing(out)]).toEqual([0, []]);
  expect(out.match(/^OK/gm)).toHaveLength(10);
  expect(out).toMatch(/^OK {4}App package +its settings can be used; it is made in a checkout with all packages/m);
  expect(out).toMatch(/^NOTE {2}Messaging endpoint +not looked at: add --endpoint/m);
  // Made by an administrator it would be closed to the bot's own account.
  expect(out).toMatch(/^OK {4}Data folder +.*data is not there yet; \S+ can make it$/m);
  expect(await readdir(stage.folder)).toEqual(['.env']);
  expect(out).not.toMatch(/not a secret|pass( |%20)word/);
}, 60_000);

test('given a tree without development packages, then every other command of an operator works', async () => {
  for (const command of [['verify'], ['list'], ['backup', join(tree, 'copy')]])
    expect((await adminInTree(command)).out, command.join(' ')).not.toMatch(/unexpected|Cannot find/);
}, 60_000);

test('a certificate may take the place of the secret', async () => {
  const CERTIFICATE_FILE = join(process.cwd(), 'test/certificates/bot.pem');
  // An application of its own: the token that Entra gives it is kept in the process, and in other tests Entra refuses.
  const MicrosoftAppId = '77777777-7777-4777-8777-777777777777';
  const { code, out } = await check({ MicrosoftAppId, MicrosoftAppPassword: '', CERTIFICATE_FILE });
  expect([code, failing(out)]).toEqual([0, []]);
  expect(out).toMatch(new RegExp(`Identity +SingleTenant, application ${MicrosoftAppId}, certificate until 2126`));
}, 60_000);

test('a setting that cannot be used ends it, since all else rests on them', async () => {
  const { code, out } = await check({ TICK_SECONDS: 'ofte' });
  expect(code).toBe(1);
  expect(out).toMatch(/^FAIL {2}Settings +TICK_SECONDS must be a number.*for example 60\. It is: ofte\.\n\n1 of these/);
}, 60_000);

/** Several things are wrong at once, each told in a line of its own; the last column is what the endpoint answers. */
test.each<[string, Record<string, string>, () => unknown, RegExp[], number]>([
  [
    'not filled in',
    { MicrosoftAppId: '', MicrosoftAppPassword: '', TERMS_URL: '', TASK_FILE: '/nowhere.json' },
    () => stage.microsoft.answer(KEYS, 500),
    [
      /Identity +MicrosoftAppId is not set, so the bot would run in practice/,
      /App package +not set: MicrosoftAppId, TERMS_URL\. See \.env\.example/,
      /Task file +.*cannot be read\. Check TASK_FILE/,
      /Microsoft’s keys +login\.botframework\.com answers 500/,
      /Messaging endpoint +a bot in practice answers/,
    ],
    400,
  ],
  [
    'refused',
    { DATABASE_URL: 'postgres://u:hunter2@127.0.0.1:1/x' },
    () => {
      stage.microsoft.answer(ENTRA, 401, { error: 'invalid_client', error_description: 'AADSTS7000215' });
      const body = { jwks_uri: 'https://login.botframework.com/keys' };
      stage.microsoft.answer(KEYS, 200, body, { Date: 'Tue, 05 May 2026 08:00:00 GMT' });
    },
    [
      /Database +.*cannot be reached/,
      /Clock +\d+ minutes (ahead|behind): every request would be refused/,
      /Token from Entra +Entra refuses the secret or certificate/,
      /Messaging endpoint +the reverse proxy answers, the bot behind it does not \(502\)/,
    ],
    502,
  ],
  [
    'in the way',
    { DATA_DIR: '/dev/null/data' },
    () => {
      stage.microsoft.answer(ENTRA, 400, { error: 'unauthorized_client', error_description: 'AADSTS700016' });
      stage.microsoft.shut('smba.trafficmanager.net');
    },
    [
      /Data folder +.* cannot be written \(ENOTDIR\)\. Check DATA_DIR/,
      /Token from Entra +Entra does not know this application/,
      /Teams +The proxy of HTTPS_PROXY gives no way to smba/,
      /Messaging endpoint +something else answers \(404\)/,
    ],
    404,
  ],
  [
    'not trusted',
    { NODE_EXTRA_CA_CERTS: '' },
    () => 0,
    [/keys +The certificate of .* NODE_EXTRA_CA_CERTS/, /Teams +The certificate of/],
    401,
  ],
  [
    'without a proxy',
    { HTTPS_PROXY: 'http://127.0.0.1:1' },
    () => 0,
    [/keys +The proxy of HTTPS_PROXY gives no way/],
    401,
  ],
])(
  'given that Microsoft or a setting is %s, then each line says what to do',
  async (_what, settings, wrong, lines, status) => {
    wrong();
    stage.microsoft.answer(ENDPOINT, status);
    // What a process trusts is settled when it starts.
    const look = settings.NODE_EXTRA_CA_CERTS === undefined ? check : checkInTree;
    const { code, out } = await look(settings, '--endpoint', 'https://vejle-my.sharepoint.com/api/messages');
    expect(code).toBe(1);
    for (const line of lines) expect(failing(out).join('\n')).toMatch(line);
    expect(out).not.toMatch(/hunter2|not a secret|\n\s+at /);
  },
  60_000,
);

test('given a data folder of practice, then a line says so; an endpoint that asks for a token is OK', async () => {
  await mkdir(join(stage.folder, 'data'));
  await writeFile(join(stage.folder, 'data/purpose'), 'practice\n');
  stage.microsoft.answer(ENDPOINT, 401);
  const { out } = await check({}, '--endpoint', 'https://vejle-my.sharepoint.com/api/messages');
  expect(failing(out)).toEqual([expect.stringMatching(/Data folder +.* holds cases of the practice run/)]);
  expect(out).toMatch(/^OK {4}Messaging endpoint +the bot is reached/m);
}, 60_000);
