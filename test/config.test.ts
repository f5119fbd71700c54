import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startBot } from '../src/bot.js';
import { readAdminConfig, readConfig } from '../src/config.js';
import { loadEnvFile, SettingsError } from '../src/settings.js';

const identity = {
  MicrosoftAppId: '11111111-1111-4111-8111-111111111111',
  MicrosoftAppPassword: 'secret',
  MicrosoftAppTenantId: '22222222-2222-4222-8222-22222222222A',
};

describe('the settings', () => {
  test('without any, are those of a practice run on this computer', () => {
    const config = readConfig({});
    expect(config).toMatchObject({ port: 3978, host: '127.0.0.1', dataDir: 'data', tickSeconds: 60, logLevel: 'info' });
    expect(config.credentials).toBeUndefined();
    expect(config.allowedTenants).toBeUndefined();
    expect(config.portIsSet).toBe(false);
  });

  test('with an identity, are those of production, for the bot’s own tenant only', () => {
    const config = readConfig({ ...identity, NODE_ENV: 'production', PRACTICE_CLOCK: '2026-05-04T08:00:00Z' });
    expect(config).toMatchObject({ host: '0.0.0.0', credentials: { type: 'SingleTenant' } });
    expect(config.allowedTenants).toEqual([identity.MicrosoftAppTenantId.toLowerCase()]);
    expect(config.practiceClock).toBeUndefined();
  });

  test('that are all set arrive', () => {
    const env = {
      ...{ PORT: '4000', HOST: '::1', DATA_DIR: '/srv/bot', DATABASE_URL: 'postgresql://u:p@db.example.dk/bot' },
      ...{ MicrosoftAppType: 'UserAssignedMSI', MicrosoftAppId: identity.MicrosoftAppId },
      ...{ MicrosoftAppTenantId: identity.MicrosoftAppTenantId, ALLOWED_TENANTS: identity.MicrosoftAppId },
      ...{ TASK_FILE: 'task.json', TICK_SECONDS: '0.5', LOG_LEVEL: 'warn', RETENTION_DAYS: '365' },
      ...{ GRAPH_INSTALL: 'true', TEAMS_APP_ID: identity.MicrosoftAppTenantId },
      SERVICE_URL_HOSTS: 'connector.example.dk, *.gateway.example.dk',
      ...{ HTTPS_PROXY: 'http://bot:secret@proxy.kommune.dk:8080', NO_PROXY: 'localhost, .kommune.dk 10.0.0.0/8' },
    };
    expect(readConfig(env)).toEqual({
      ...{ port: 4000, portIsSet: true, host: '::1', dataDir: '/srv/bot', tickSeconds: 0.5, logLevel: 'warn' },
      ...{ graphInstall: true, teamsAppId: identity.MicrosoftAppTenantId },
      ...{ databaseUrl: 'postgresql://u:p@db.example.dk/bot', taskFile: 'task.json', retentionDays: 365 },
      credentials: {
        type: 'UserAssignedMSI',
        appId: identity.MicrosoftAppId,
        tenantId: identity.MicrosoftAppTenantId,
      },
      allowedTenants: [identity.MicrosoftAppId],
      serviceUrlHosts: ['connector.example.dk', '*.gateway.example.dk'],
      proxy: {
        url: 'http://bot:secret@proxy.kommune.dk:8080',
        except: ['localhost', '.kommune.dk', '10.0.0.0/8'],
      },
    });
  });

  test('of the proxy may be written small, as Linux does; in capitals they win', () => {
    const small = { https_proxy: 'http://a.dk:1', no_proxy: 'b.dk' };
    expect(readConfig(small).proxy).toEqual({ url: 'http://a.dk:1', except: ['b.dk'] });
    expect(readConfig({ ...small, HTTPS_PROXY: 'http://c.dk:1' }).proxy).toMatchObject({ url: 'http://c.dk:1' });
    expect(readConfig({ NO_PROXY: 'b.dk' }).proxy).toBeUndefined();
  });

  test('that are empty or blank count as left out', () => {
    expect(readConfig({ PORT: '', HOST: ' ', MicrosoftAppId: '', DATA_DIR: '  ' })).toEqual(readConfig({}));
  });

  test('may have the Agents Toolkit’s names, and types in any casing', () => {
    const { MicrosoftAppId: id, MicrosoftAppPassword: secret, MicrosoftAppTenantId: tenant } = identity;
    const expected = readConfig(identity);
    expect(readConfig({ BOT_ID: id, CLIENT_SECRET: secret, TENANT_ID: tenant })).toEqual(expected);
    expect(readConfig({ CLIENT_ID: id, CLIENT_SECRET: secret, TENANT_ID: tenant })).toEqual(expected);
    expect(readConfig({ ...identity, BOT_ID: id, CLIENT_SECRET: secret })).toEqual(expected);
    for (const type of ['UserAssignedMsi', 'userassignedmsi', 'UserAssignedMSI'])
      expect(readConfig({ BOT_ID: id, TENANT_ID: tenant, MicrosoftAppType: type }).credentials?.type).toBe(
        'UserAssignedMSI',
      );
  });

  test('in a .env file are read, and the environment goes before them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nemkonto-env-'));
    try {
      await writeFile(join(folder, '.env'), 'NEMKONTO_TEST_A=file\nNEMKONTO_TEST_B="with # sign"\n');
      process.env.NEMKONTO_TEST_A = 'environment';
      loadEnvFile(join(folder, '.env'));
      expect([process.env.NEMKONTO_TEST_A, process.env.NEMKONTO_TEST_B]).toEqual(['environment', 'with # sign']);
      loadEnvFile(join(folder, 'none'));
      expect(() => loadEnvFile(folder)).toThrow(SettingsError);
    } finally {
      delete process.env.NEMKONTO_TEST_A;
      delete process.env.NEMKONTO_TEST_B;
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('of the command line need no identity', () => {
    expect(readAdminConfig({ PORT: 'many', DATA_DIR: '/srv/bot' })).toEqual({ dataDir: '/srv/bot' });
    expect(() => readAdminConfig({ DATABASE_URL: 'nemkonto' })).toThrow(/^DATABASE_URL must be .*for example/);
  });
});

describe('a wrong value stops the start with a sentence that says what it must be, with an example', () => {
  test('such as this', () => {
    expect(() => readConfig({ TICK_SECONDS: 'ofte' })).toThrow(
      new SettingsError('TICK_SECONDS must be a number of seconds from 0.01 to 3600, for example 60. It is: ofte.'),
    );
  });

  test.each([
    ['PORT', 'many'],
    ['PORT', '70000'],
    ['PORT', '-1'],
    ['PORT', '39.78'],
    ['PORT', '3978/tcp'],
    ['HOST', 'http://127.0.0.1'],
    ['HOST', '127.0.0.1:3978'],
    ['HOST', 'this computer'],
    ['DATABASE_URL', 'nemkonto'],
    ['DATABASE_URL', 'mysql://user:hunter2@db/nemkonto'],
    ['DATABASE_URL', 'https://user:hunter2@db.example.dk'],
    ['MicrosoftAppType', 'Wrong'],
    ['MicrosoftAppId', 'nemkonto-bot'],
    ['MicrosoftAppTenantId', 'kommune.onmicrosoft.com'],
    ['ALLOWED_TENANTS', ' , '],
    ['ALLOWED_TENANTS', 'kommune.dk'],
    ['ALLOWED_TENANTS', `${identity.MicrosoftAppTenantId};${identity.MicrosoftAppId}`],
    ['TEAMS_APP_ID', 'nemkonto'],
    ['GRAPH_INSTALL', 'måske'],
    ['BOT_ID', 'nemkonto-bot'],
    ['CLIENT_ID', 'nemkonto-bot'],
    ['TENANT_ID', 'kommune.onmicrosoft.com'],
    ['TICK_SECONDS', 'ofte'],
    ['TICK_SECONDS', '0'],
    ['TICK_SECONDS', '-60'],
    ['TICK_SECONDS', '3601'],
    ['TICK_SECONDS', '60s'],
    ['LOG_LEVEL', 'loud'],
    ['LOG_LEVEL', 'INFO'],
    ['RETENTION_DAYS', '-1'],
    ['RETENTION_DAYS', '0'],
    ['RETENTION_DAYS', '1.5'],
    ['RETENTION_DAYS', 'et år'],
    ['PRACTICE_CLOCK', 'tomorrow'],
    ['PRACTICE_CLOCK', '2026-05-04'],
    ['PRACTICE_CLOCK', '2026-05-04T08:00:00'],
    ['SERVICE_URL_HOSTS', 'https://connector.example.dk'],
    ['SERVICE_URL_HOSTS', 'connector.example.dk, *'],
    ['SERVICE_URL_HOSTS', '*.dk'],
    ['SERVICE_URL_HOSTS', '127.0.0.1'],
    ['SERVICE_URL_HOSTS', 'connector.example.dk:443'],
    ['HTTPS_PROXY', 'proxy.kommune.dk:8080'],
    ['HTTPS_PROXY', 'socks5://bot:hunter2@proxy.kommune.dk:1080'],
    ['HTTPS_PROXY', 'http://'],
  ])('%s=%s', (name, value) => {
    const sentence = sentenceOf({ [name]: value });
    expect(sentence).toMatch(
      new RegExp(`^${name} must be .+, for example .+\\. (It is: .*|Its value is not shown.*)\\.$`),
    );
    expect(sentence).not.toMatch(/[Ee]xpected|received|[Ii]nvalid|NaN|\n/);
    if (!['DATABASE_URL', 'HTTPS_PROXY'].includes(name)) expect(sentence).toContain(`It is: ${value.trim()}.`);
  });

  test('a secret is never repeated, and a long value not to its end', () => {
    expect(sentenceOf({ DATABASE_URL: 'mysql://user:hunter2@db/nemkonto' })).not.toContain('hunter2');
    expect(sentenceOf({ https_proxy: 'user:hunter2@proxy.kommune.dk:8080' })).not.toContain('hunter2');
    expect(sentenceOf({ LOG_LEVEL: 'x'.repeat(5_000) }).length).toBeLessThan(250);
  });

  test.each([
    [{ HOST: '0.0.0.0' }, /HOST is 0\.0\.0\.0.*127\.0\.0\.1/],
    [{ HOST: 'bot.example.dk' }, /HOST is bot\.example\.dk.*127\.0\.0\.1/],
    [{ NODE_ENV: 'production' }, /NODE_ENV is production.*MicrosoftAppId/],
    [{ MicrosoftAppPassword: 'secret' }, /MicrosoftAppPassword is set.*both or neither/],
    [{ CERTIFICATE_FILE: 'test/certificates/bot.pem' }, /CERTIFICATE_FILE is set.*both or neither/],
    [{ ...identity, CERTIFICATE_FILE: 'test/certificates/bot.pem' }, /both set. Set one/],
    [{ ...identity, MicrosoftAppType: 'UserAssignedMSI' }, /UserAssignedMSI, but MicrosoftAppPassword is set/],
    [
      { ...identity, MicrosoftAppPassword: '', MicrosoftAppType: 'UserAssignedMSI', CERTIFICATE_FILE: 'bot.pem' },
      /UserAssignedMSI, but CERTIFICATE_FILE is set/,
    ],
    [{ ...identity, BOT_ID: identity.MicrosoftAppTenantId }, /MicrosoftAppId and BOT_ID .* differ/],
    [
      { ...identity, CLIENT_SECRET: 'hunter2' },
      /^MicrosoftAppPassword and CLIENT_SECRET .* differ\. Set one of them\.$/,
    ],
    [{ MicrosoftAppId: identity.MicrosoftAppId }, /neither MicrosoftAppPassword nor CERTIFICATE_FILE/],
    [{ ...identity, MicrosoftAppTenantId: '' }, /MicrosoftAppTenantId must be.*for example.*SingleTenant bot needs it/],
    [
      { MicrosoftAppId: identity.MicrosoftAppId, MicrosoftAppType: 'UserAssignedMSI' },
      /MicrosoftAppTenantId must be.*UserAssignedMSI bot needs it/,
    ],
    [
      { ...identity, MicrosoftAppTenantId: '', MicrosoftAppType: 'MultiTenant' },
      /ALLOWED_TENANTS must be .*for example/,
    ],
  ])('settings that do not go with each other: %j', (env, sentence) => {
    expect(sentenceOf(env)).toMatch(sentence);
  });
});

function sentenceOf(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError);
    return (error as SettingsError).message;
  }
  throw new Error('these settings were accepted');
}

describe('whom the bot believes', () => {
  test('is no setting: Microsoft’s addresses are built in, and the process passes none', async () => {
    const elsewhere = {
      ToBotFromChannelOpenIdMetadataUrl: 'http://127.0.0.1:1/',
      ToBotFromChannelTokenIssuer: 'https://evil.example',
      ToBotFromEmulatorOpenIdMetadataUrl: 'http://127.0.0.1:1/',
      ToChannelFromBotLoginUrl: 'http://127.0.0.1:1/',
      BotOpenIdMetadata: 'http://127.0.0.1:1/',
      ChannelService: 'https://evil.example',
    };
    expect(readConfig({ ...identity, ...elsewhere })).toEqual(readConfig(identity));
    expect((await readFile('src/main.ts', 'utf8')).match(/startBot\(.*?\)/g)).toEqual(['startBot(config)']);
  });
});

describe('a task file of the municipality’s own', () => {
  const start = async (text: string | undefined) => {
    const folder = await mkdtemp(join(tmpdir(), 'nemkonto-task-'));
    const file = join(folder, 'task.json');
    if (text !== undefined) await writeFile(file, text);
    try {
      await startBot(readConfig({ TASK_FILE: file, DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'silent' }));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

  test.each([
    ['that is missing', undefined, /cannot be read.*TASK_FILE/],
    ['that is no JSON', '{ "schema": 1,', /no valid JSON/],
    ['that is no task', '{}', /cannot be used\. schema:/],
    ['with a wrong place', '{"schema":1,"fee":{"year":2020,"oere":"mange"}}', /fee\.oere/],
  ])('%s stops the start with a sentence that says where', async (_what, text, sentence) => {
    await expect(start(text)).rejects.toThrow(sentence);
  });
});
