import { z } from 'zod';

/** A setting that cannot be used, in words that name it and the remedy. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

const port = z.coerce.number().int().min(0).max(65_535);
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);
const given = z.string().trim().min(1);

const schema = z.object({
  PORT: port.default(3978),
  HOST: given.optional(),
  DATA_DIR: given.default('data'),
  DATABASE_URL: z.url().optional(),
  MicrosoftAppType: z.enum(['SingleTenant', 'UserAssignedMSI', 'MultiTenant']).default('SingleTenant'),
  MicrosoftAppId: given.optional(),
  MicrosoftAppPassword: given.optional(),
  MicrosoftAppTenantId: given.optional(),
  ALLOWED_TENANTS: list.optional(),
  SERVICE_URL_HOSTS: list.optional(),
  TASK_FILE: given.optional(),
  TICK_SECONDS: z.coerce.number().positive().max(3_600).default(60),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  RETENTION_DAYS: z.coerce.number().int().positive().optional(),
  PRACTICE_CLOCK: z.iso.datetime({ offset: true }).optional(),
  NODE_ENV: z.string().optional(),
});

export interface Credentials {
  readonly type: 'SingleTenant' | 'UserAssignedMSI' | 'MultiTenant';
  readonly appId: string;
  readonly password?: string;
  readonly tenantId?: string;
}

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly databaseUrl?: string;
  /** None = practice: loopback only, any user accepted. */
  readonly credentials?: Credentials;
  /** Tenants that may use the bot; undefined (practice only) = any. */
  readonly allowedTenants?: readonly string[];
  /** Hosts besides those of Teams to which the bot may send, as a connector behind the municipality's own gateway. */
  readonly serviceUrlHosts?: readonly string[];
  readonly taskFile?: string;
  readonly tickSeconds: number;
  readonly logLevel: string;
  readonly retentionDays?: number;
  readonly practiceClock?: string;
}

/** What the operator's command line needs: where the data lies. The bot's identity is none of its business. */
export type AdminConfig = Pick<Config, 'dataDir' | 'databaseUrl' | 'taskFile'>;

/**
 * Reads the settings of the command line; those of the bot itself may be missing or meant for another machine.
 * @throws SettingsError with a sentence that names the setting.
 */
export function readAdminConfig(env: Readonly<Record<string, string | undefined>> = process.env): AdminConfig {
  const { DATA_DIR, DATABASE_URL, TASK_FILE } = understood(
    schema.pick({ DATA_DIR: true, DATABASE_URL: true, TASK_FILE: true }),
    env,
  );
  return {
    dataDir: DATA_DIR,
    ...(DATABASE_URL && { databaseUrl: DATABASE_URL }),
    ...(TASK_FILE && { taskFile: TASK_FILE }),
  };
}

/** The settings, those that are set to nothing counting as not set. */
function understood<T>(shape: z.ZodType<T>, env: Readonly<Record<string, string | undefined>>): T {
  const filled = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const read = shape.safeParse(filled);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new SettingsError(`The setting ${issue?.path.join('.')} cannot be used: ${issue?.message}.`);
}

/** A full host name, or `*.` and the domain all of whose hosts are meant; never a whole top-level domain. */
const HOST_NAME = /^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*$/i;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/;

/**
 * Reads the settings (contract: "Settings"). The only reader of the environment.
 * @throws SettingsError with a sentence that names the setting; the process must not start then.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const settings = understood(schema, env);
  const credentials = readCredentials(settings);
  const host = settings.HOST ?? (credentials ? '0.0.0.0' : '127.0.0.1');
  if (!credentials && settings.NODE_ENV === 'production')
    throw new SettingsError(
      'NODE_ENV is production, but MicrosoftAppId is not set. Without credentials anybody could act as anybody: set MicrosoftAppId, MicrosoftAppPassword and MicrosoftAppTenantId.',
    );
  if (!credentials && !LOOPBACK.test(host))
    throw new SettingsError(
      `HOST is ${host}, but MicrosoftAppId is not set. Without credentials the bot runs in practice and answers this computer only: set HOST to 127.0.0.1 or leave it out.`,
    );
  const tenants =
    settings.ALLOWED_TENANTS ?? (settings.MicrosoftAppTenantId ? [settings.MicrosoftAppTenantId] : undefined);
  if (credentials && !tenants?.length)
    throw new SettingsError('No tenant may use the bot: set MicrosoftAppTenantId or ALLOWED_TENANTS.');
  const noHost = settings.SERVICE_URL_HOSTS?.find((name) => !HOST_NAME.test(name));
  if (noHost !== undefined)
    throw new SettingsError(
      `SERVICE_URL_HOSTS has ${noHost}, which is no host name. Write names only, separated by commas, like connector.example.dk.`,
    );
  const { SERVICE_URL_HOSTS, DATABASE_URL, TASK_FILE, RETENTION_DAYS, PRACTICE_CLOCK } = settings;
  return {
    port: settings.PORT,
    host,
    dataDir: settings.DATA_DIR,
    tickSeconds: settings.TICK_SECONDS,
    logLevel: settings.LOG_LEVEL,
    ...(DATABASE_URL && { databaseUrl: DATABASE_URL }),
    ...(credentials && { credentials }),
    ...(tenants && { allowedTenants: tenants.map((tenant) => tenant.toLowerCase()) }),
    ...(SERVICE_URL_HOSTS?.length && { serviceUrlHosts: SERVICE_URL_HOSTS }),
    ...(TASK_FILE && { taskFile: TASK_FILE }),
    ...(RETENTION_DAYS && { retentionDays: RETENTION_DAYS }),
    ...(PRACTICE_CLOCK && !credentials && { practiceClock: new Date(PRACTICE_CLOCK).toISOString() }),
  };
}

function readCredentials(settings: z.infer<typeof schema>): Credentials | undefined {
  const { MicrosoftAppId: appId, MicrosoftAppPassword: password, MicrosoftAppTenantId: tenantId } = settings;
  const type = settings.MicrosoftAppType;
  if (!appId) {
    if (password)
      throw new SettingsError('MicrosoftAppPassword is set, but MicrosoftAppId is not. Set both or neither.');
    return undefined;
  }
  if (!password && type !== 'UserAssignedMSI')
    throw new SettingsError('MicrosoftAppId is set, but MicrosoftAppPassword is not. Set both or neither.');
  if (!tenantId && type !== 'MultiTenant')
    throw new SettingsError(`MicrosoftAppTenantId is not set. A ${type} bot needs it.`);
  return { type, appId, ...(password && { password }), ...(tenantId && { tenantId }) };
}

/** What the app package needs besides the bot's code: whose bot it is, and where its people find help and terms. */
export interface PackageConfig {
  readonly botId: string;
  readonly developer: {
    readonly name: string;
    readonly websiteUrl: string;
    readonly privacyUrl: string;
    readonly termsOfUseUrl: string;
  };
}

const address = z.url({ protocol: /^https$/, error: 'it must be an address that begins with https://' });
const packageSchema = z.object({
  MicrosoftAppId: z.guid({ error: 'it must be the id of the bot’s registration, like 12345678-abcd-…' }),
  DEVELOPER_NAME: given.max(32, { error: 'Teams shows at most 32 characters' }),
  DEVELOPER_URL: address,
  PRIVACY_URL: address,
  TERMS_URL: address,
});

const PACKAGE_NEEDS: { readonly [S in keyof z.infer<typeof packageSchema>]: string } = {
  MicrosoftAppId: 'the id of the bot’s registration in Entra',
  DEVELOPER_NAME: 'the name of who runs the bot, as Teams shows it',
  DEVELOPER_URL: 'the address of a page with help and contact',
  PRIVACY_URL: 'the address of the privacy policy',
  TERMS_URL: 'the address of the terms of use',
};

/**
 * Reads the settings of the app package, none of which has a default: a made-up address would reach people's Teams.
 * @throws SettingsError that names every setting that is missing, or the first that cannot be used.
 */
export function readPackageConfig(env: Readonly<Record<string, string | undefined>> = process.env): PackageConfig {
  const missing = Object.entries(PACKAGE_NEEDS).filter(([name]) => !env[name]?.trim());
  if (missing.length > 0)
    throw new SettingsError(
      `The app package cannot be made without ${missing.map(([name, what]) => `${name} (${what})`).join(', ')}. Set what is missing and try again.`,
    );
  const read = packageSchema.safeParse(env);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new SettingsError(`The setting ${issue?.path.join('.')} cannot be used: ${issue?.message}.`);
  }
  const { MicrosoftAppId, DEVELOPER_NAME, DEVELOPER_URL, PRIVACY_URL, TERMS_URL } = read.data;
  return {
    botId: MicrosoftAppId,
    developer: {
      name: DEVELOPER_NAME,
      websiteUrl: DEVELOPER_URL,
      privacyUrl: PRIVACY_URL,
      termsOfUseUrl: TERMS_URL,
    },
  };
}
