import { z } from 'zod';
import { type Certificate, readCertificate } from './certificate.js';
import { type Environment, isSet, list, mustBe, nameIn, parse, SettingsError, text } from './settings.js';

/** A full host name, or `*.` and the domain all of whose hosts are meant; never a whole top-level domain. */
const HOST_NAME = /^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*$/i;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;
const TYPES = ['SingleTenant', 'UserAssignedMSI', 'MultiTenant'] as const;
const ID_EXAMPLE = '12345678-abcd-4321-abcd-1234567890ab';
const APP_ID = `the id of the bot’s registration in Entra, for example ${ID_EXAMPLE}`;

/** The settings of the bot. Each description ends the sentence "<setting> must be ...". */
const botSettings = z.object({
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(3978)
    .describe('a port number from 0 (any free one) to 65535, for example 3978'),
  HOST: z
    .union([z.ipv4(), z.ipv6(), z.hostname()])
    .optional()
    .describe('the address of this computer to listen on, without a port, for example 127.0.0.1'),
  DATA_DIR: text.default('data').describe('a folder, for example /var/lib/nemkonto-bot'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('the address of a PostgreSQL database, for example postgres://user:password@host:5432/nemkonto'),
  MicrosoftAppType: z
    .preprocess(
      (given) => TYPES.find((type) => type.toLowerCase() === String(given).trim().toLowerCase()) ?? given,
      z.enum(TYPES),
    )
    .default('SingleTenant')
    .describe('SingleTenant, UserAssignedMSI or MultiTenant, for example SingleTenant'),
  MicrosoftAppId: z.guid().optional().describe(APP_ID),
  MicrosoftAppPassword: text.optional().describe('the client secret of the bot’s registration in Entra'),
  MicrosoftAppTenantId: z
    .guid()
    .optional()
    .describe(`the id of the municipality’s tenant in Entra, for example ${ID_EXAMPLE}`),
  CERTIFICATE_FILE: text
    .optional()
    .describe('the path of a PEM file with the certificate and its private key, for example /etc/nemkonto-bot/bot.pem'),
  TEAMS_APP_ID: z.guid().optional().describe(`the id of the app in Teams, for example ${ID_EXAMPLE}`),
  GRAPH_INSTALL: z.stringbool().default(false).describe('true or false, for example true'),
  ALLOWED_TENANTS: list
    .pipe(z.array(z.guid()).min(1))
    .optional()
    .describe(`the ids of the tenants that may use the bot, separated by commas, for example ${ID_EXAMPLE}`),
  SERVICE_URL_HOSTS: list
    .pipe(z.array(z.string().regex(HOST_NAME)).min(1))
    .optional()
    .describe(
      'host names separated by commas, without https:// and without a port, for example connector.example.dk, *.gateway.example.dk',
    ),
  HTTPS_PROXY: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('the address of your outgoing proxy with http:// in front, for example http://proxy.kommune.dk:8080'),
  NO_PROXY: z
    .string()
    .transform((all) => all.split(/[\s,]+/).filter((part) => part !== ''))
    .optional()
    .describe('what is reached without the proxy, separated by commas, for example localhost,kommune.dk,10.0.0.0/8'),
  TASK_FILE: text.optional().describe('the path of a task file, for example /etc/nemkonto-bot/task.json'),
  TICK_SECONDS: z.coerce
    .number()
    .min(0.01)
    .max(3_600)
    .default(60)
    .describe('a number of seconds from 0.01 to 3600, for example 60'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('fatal, error, warn, info, debug, trace or silent, for example info'),
  RETENTION_DAYS: z.coerce
    .number()
    .int()
    .positive()
    .optional()
    .describe('a whole number of days from 1 on, for example 365; leave it out to keep every case'),
  PRACTICE_CLOCK: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('a moment with its time zone, for example 2026-05-04T08:00:00Z'),
  NODE_ENV: text.optional().describe('production, or anything else'),
});

const httpsAddress = z.url({ protocol: /^https$/ });

/** What the app package says: whose bot it is, and where its people find help and terms. */
const packageSettings = z.object({
  MicrosoftAppId: z.guid().describe(APP_ID),
  DEVELOPER_NAME: text
    .max(32)
    .describe('the name of the organisation that runs the bot, at most 32 characters, for example Vejle Kommune'),
  DEVELOPER_URL: httpsAddress.describe(
    'the address of a page with help and contact, for example https://kommune.dk/nemkonto',
  ),
  PRIVACY_URL: httpsAddress.describe('the address of the privacy policy, for example https://kommune.dk/persondata'),
  TERMS_URL: httpsAddress.describe('the address of the terms of use, for example https://kommune.dk/vilkaar'),
  TEAMS_APP_ID: botSettings.shape.TEAMS_APP_ID,
  PUBLISHER_DOCS_URL: httpsAddress
    .optional()
    .describe('the address of a page for administrators, for example https://kommune.dk/nemkonto/administrator'),
  GRAPH_INSTALL: botSettings.shape.GRAPH_INSTALL,
});

export type PackageSettings = z.infer<typeof packageSettings>;

/** The bot's identity at Microsoft. */
export interface Credentials {
  readonly type: (typeof TYPES)[number];
  readonly appId: string;
  readonly password?: string;
  /** In place of the password. */
  readonly certificate?: Certificate;
  readonly tenantId?: string;
}

export interface Config {
  readonly port: number;
  /** PORT was set, so no other port will do. */
  readonly portIsSet: boolean;
  readonly host: string;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  /** None = practice: loopback only, any user accepted. */
  readonly credentials: Credentials | undefined;
  /** Tenants that may use the bot; undefined (practice only) = any. */
  readonly allowedTenants: readonly string[] | undefined;
  /** Hosts besides those of Teams to which the bot may send, as a connector behind the municipality's own gateway. */
  readonly serviceUrlHosts: readonly string[] | undefined;
  /** The proxy that requests to Microsoft leave through. Its address may hold a password. */
  readonly proxy: { readonly url: string; readonly except: readonly string[] } | undefined;
  readonly taskFile: string | undefined;
  readonly tickSeconds: number;
  readonly logLevel: string;
  readonly retentionDays: number | undefined;
  readonly practiceClock: string | undefined;
  /** The app's id in Teams, where it is not the bot's own. */
  readonly teamsAppId: string | undefined;
  /** The bot installs itself for the people it must ask. */
  readonly graphInstall: boolean;
}

/** What the operator's command line needs: where the data lies. It needs no identity. */
export type AdminConfig = Pick<Config, 'dataDir' | 'databaseUrl' | 'taskFile'>;

/**
 * Reads the settings of the bot (contract: "Settings").
 * @throws SettingsError; the process must not start then.
 */
export function readConfig(env: Environment = process.env): Config {
  // Both casings of the proxy's settings are in use on Linux.
  const settings = parse(botSettings, { HTTPS_PROXY: env.https_proxy, NO_PROXY: env.no_proxy, ...env });
  const credentials = credentialsOf(settings);
  const host = settings.HOST ?? (credentials ? '0.0.0.0' : '127.0.0.1');
  if (!credentials && settings.NODE_ENV === 'production')
    throw new SettingsError(
      'NODE_ENV is production, but MicrosoftAppId is not set. Without credentials every caller could act as every person: set MicrosoftAppId, MicrosoftAppPassword and MicrosoftAppTenantId.',
    );
  if (!credentials && !LOOPBACK.test(host))
    throw new SettingsError(
      `HOST is ${host}, but MicrosoftAppId is not set. Without credentials the bot runs in practice and answers this computer only: set HOST to 127.0.0.1 or leave it out.`,
    );
  const { MicrosoftAppTenantId: ownTenant, HTTPS_PROXY, NO_PROXY, PRACTICE_CLOCK } = settings;
  const tenants = settings.ALLOWED_TENANTS ?? (ownTenant ? [ownTenant] : undefined);
  if (credentials && !tenants)
    throw new SettingsError(
      `${mustBe(botSettings, 'ALLOWED_TENANTS')} It is not set, and a MultiTenant bot without MicrosoftAppTenantId would answer no tenant.`,
    );
  return {
    port: settings.PORT,
    portIsSet: isSet(env.PORT),
    host,
    dataDir: settings.DATA_DIR,
    databaseUrl: settings.DATABASE_URL,
    credentials,
    allowedTenants: tenants?.map((tenant) => tenant.toLowerCase()),
    serviceUrlHosts: settings.SERVICE_URL_HOSTS,
    proxy: HTTPS_PROXY === undefined ? undefined : { url: HTTPS_PROXY, except: NO_PROXY ?? [] },
    taskFile: settings.TASK_FILE,
    tickSeconds: settings.TICK_SECONDS,
    logLevel: settings.LOG_LEVEL,
    retentionDays: settings.RETENTION_DAYS,
    practiceClock: PRACTICE_CLOCK && !credentials ? new Date(PRACTICE_CLOCK).toISOString() : undefined,
    teamsAppId: settings.TEAMS_APP_ID,
    graphInstall: settings.GRAPH_INSTALL,
  };
}

/**
 * Reads the settings of the command line; those of the bot itself may be missing or meant for another machine.
 * @throws SettingsError
 */
export function readAdminConfig(env: Environment = process.env): AdminConfig {
  const { DATA_DIR, DATABASE_URL, TASK_FILE } = parse(
    botSettings.pick({ DATA_DIR: true, DATABASE_URL: true, TASK_FILE: true }),
    env,
  );
  return { dataDir: DATA_DIR, databaseUrl: DATABASE_URL, taskFile: TASK_FILE };
}

/**
 * Reads the settings of the app package, whose addresses have no default: a made-up one would reach people's Teams.
 * @throws SettingsError that names every setting that is missing, or the first that cannot be used.
 */
export function readPackageSettings(env: Environment = process.env): PackageSettings {
  const missing = Object.entries(packageSettings.shape).filter(
    ([name, setting]) => !nameIn(env, name) && !setting.safeParse(undefined).success,
  );
  if (missing.length > 0)
    throw new SettingsError(
      `The app package cannot be made without\n${missing.map(([name, { description }]) => `  ${name}: ${description}`).join('\n')}\nSet what is missing and try again.`,
      missing.map(([name]) => name),
    );
  return parse(packageSettings, env);
}

/** Who the bot is; undefined in practice. A sentence for every combination that Microsoft would refuse later. */
function credentialsOf(settings: z.infer<typeof botSettings>): Credentials | undefined {
  const { MicrosoftAppId: appId, MicrosoftAppPassword: password, MicrosoftAppTenantId: tenantId } = settings;
  const { MicrosoftAppType: type, CERTIFICATE_FILE: file } = settings;
  const secret = (password && 'MicrosoftAppPassword') ?? (file && 'CERTIFICATE_FILE');
  if (!appId) {
    if (secret) throw new SettingsError(`${secret} is set, but MicrosoftAppId is not. Set both or neither.`);
    return undefined;
  }
  if (type === 'UserAssignedMSI' && secret)
    throw new SettingsError(
      `MicrosoftAppType is UserAssignedMSI, but ${secret} is set. A managed identity has no secret: leave it out.`,
    );
  if (password && file)
    throw new SettingsError('MicrosoftAppPassword and CERTIFICATE_FILE are both set. Set one of them.');
  if (!secret && type !== 'UserAssignedMSI')
    throw new SettingsError(
      'MicrosoftAppId is set, but neither MicrosoftAppPassword nor CERTIFICATE_FILE is. Set one of them, or MicrosoftAppType to UserAssignedMSI.',
    );
  if (!tenantId && type !== 'MultiTenant')
    throw new SettingsError(
      `${mustBe(botSettings, 'MicrosoftAppTenantId')} It is not set, and a ${type} bot needs it.`,
    );
  return {
    type,
    appId,
    ...(password && { password }),
    ...(file && { certificate: readCertificate(file) }),
    ...(tenantId && { tenantId }),
  };
}
