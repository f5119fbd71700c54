import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startBot } from '../src/bot.js';
import { readConfig, SettingsError } from '../src/config.js';

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
  });

  test('with an identity, are those of production, for the bot’s own tenant only', () => {
    const config = readConfig({ ...identity, NODE_ENV: 'production', PRACTICE_CLOCK: '2026-05-04T08:00:00Z' });
    expect(config).toMatchObject({ host: '0.0.0.0', credentials: { type: 'SingleTenant' } });
    expect(config.allowedTenants).toEqual([identity.MicrosoftAppTenantId.toLowerCase()]);
    expect(config.practiceClock).toBeUndefined();
  });

  test('an empty setting counts as left out', () => {
    expect(readConfig({ PORT: '', MicrosoftAppId: '' })).toEqual(readConfig({}));
  });

  test.each([
    [{ PORT: 'many' }, /PORT/],
    [{ TICK_SECONDS: '0' }, /TICK_SECONDS/],
    [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL/],
    [{ PRACTICE_CLOCK: 'tomorrow' }, /PRACTICE_CLOCK/],
    [{ RETENTION_DAYS: '-1' }, /RETENTION_DAYS/],
    [{ HOST: '0.0.0.0' }, /HOST is 0\.0\.0\.0.*127\.0\.0\.1/],
    [{ NODE_ENV: 'production' }, /NODE_ENV is production.*MicrosoftAppId/],
    [{ MicrosoftAppPassword: 'secret' }, /MicrosoftAppPassword is set.*both or neither/],
    [{ MicrosoftAppId: 'an-id' }, /MicrosoftAppPassword is not/],
    [{ MicrosoftAppId: 'an-id', MicrosoftAppPassword: 'secret' }, /MicrosoftAppTenantId/],
    [{ ...identity, MicrosoftAppType: 'Wrong' }, /MicrosoftAppType/],
    [{ ...identity, ALLOWED_TENANTS: ' , ' }, /tenant/],
    [{ SERVICE_URL_HOSTS: 'https://connector.example.dk' }, /SERVICE_URL_HOSTS has https.*host name/],
    [{ SERVICE_URL_HOSTS: 'connector.example.dk, *' }, /SERVICE_URL_HOSTS has \*/],
    [{ SERVICE_URL_HOSTS: '*.dk' }, /SERVICE_URL_HOSTS/],
    [{ SERVICE_URL_HOSTS: '127.0.0.1' }, /SERVICE_URL_HOSTS/],
  ])('%j stop the start with a sentence that names the setting', (env, sentence) => {
    expect(() => readConfig(env)).toThrow(SettingsError);
    expect(() => readConfig(env)).toThrow(sentence);
  });
});

describe('whom the bot believes', () => {
  test('is no setting: Microsoft’s addresses are built in, and the process gives others to nobody', async () => {
    const elsewhere = {
      ToBotFromChannelOpenIdMetadataUrl: 'http://127.0.0.1:1/',
      ToBotFromChannelTokenIssuer: 'https://evil.example',
      ToBotFromEmulatorOpenIdMetadataUrl: 'http://127.0.0.1:1/',
      ToChannelFromBotLoginUrl: 'http://127.0.0.1:1/',
      BotOpenIdMetadata: 'http://127.0.0.1:1/',
      ChannelService: 'https://evil.example',
    };
    expect(readConfig({ ...identity, ...elsewhere })).toEqual(readConfig(identity));
    expect((await readFile('src/main.ts', 'utf8')).match(/startBot\(.*?\)/g)).toEqual(['startBot(config, {}, folder)']);
  });

  test('are hosts by name besides those of Teams', () => {
    const { serviceUrlHosts } = readConfig({ SERVICE_URL_HOSTS: 'connector.example.dk, *.gateway.example.dk' });
    expect(serviceUrlHosts).toEqual(['connector.example.dk', '*.gateway.example.dk']);
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
