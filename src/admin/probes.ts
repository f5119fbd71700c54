import { access, rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { type Config, type Credentials, readConfig, readPackageSettings } from '../config.js';
import { useOutgoingProxy } from '../http/outgoing-proxy.js';
import { readTask } from '../resources.js';
import { SettingsError } from '../settings.js';
import { checkPurpose } from '../store/data-folder.js';
import { errorCode, StorageUnusableError } from '../store/errors.js';
import { reachDatabase } from '../store/postgres/open.js';
import { TaskFileError } from '../task/schema.js';
import { BotAdapter } from '../teams/adapter.js';
import type { Io } from './command.js';

/** What came of one look. */
export interface Finding {
  readonly what: string;
  readonly result: 'ok' | 'note' | 'fails';
  readonly words: string;
}

/** Where the keys are described that Teams' tokens are checked with. */
const KEYS = 'https://login.botframework.com/v1/.well-known/openidconfiguration';
const TEAMS = 'https://smba.trafficmanager.net/';
/** Milliseconds by which this clock may differ from Microsoft's: beyond it tokens are taken for expired or not yet valid. */
const CLOCK_MAY_DIFFER = 5 * 60_000;
/** Days before its end from which a certificate is worth a note. */
const SOON = 30;
const DAY_MS = 86_400_000;

/** Looks at one thing after the other, in the order in which they rest on one another. */
export async function* findings(io: Io, endpoint: string | undefined): AsyncGenerator<Finding> {
  const read = readSettings(io);
  yield read.finding;
  const { config } = read;
  if (!config) return;
  if (config.proxy) useOutgoingProxy(config.proxy);
  yield identity(config.credentials, io);
  yield await data(config);
  yield await task(config);
  yield await appPackage(io);
  yield wayOut(config);
  yield* await keysAndClock(io);
  if (config.credentials) yield await token(config.credentials);
  yield await teams();
  yield await messagingEndpoint(endpoint);
}

const ok = (what: string, words: string): Finding => ({ what, result: 'ok', words });
const note = (what: string, words: string): Finding => ({ what, result: 'note', words });
const fails = (what: string, words: string): Finding => ({ what, result: 'fails', words });

function readSettings({ env }: Io): { finding: Finding; config?: Config } {
  try {
    return { finding: ok('Settings', 'all can be used'), config: readConfig(env) };
  } catch (error) {
    if (error instanceof SettingsError) return { finding: fails('Settings', error.message) };
    throw error;
  }
}

function identity(credentials: Credentials | undefined, io: Io): Finding {
  const what = 'Identity';
  if (!credentials)
    return fails(
      what,
      'MicrosoftAppId is not set, so the bot would run in practice. Fill in .env, or see docs/it-guide.md.',
    );
  const { certificate, type, appId } = credentials;
  if (!certificate) return ok(what, `${type}, application ${appId}`);
  const days = Math.floor((Date.parse(certificate.expires) - Date.parse(io.now())) / DAY_MS);
  const words = `${type}, application ${appId}, certificate until ${certificate.expires.slice(0, 10)}`;
  return days < SOON ? note(what, `${words}: renew it within ${days} days`) : ok(what, words);
}

async function data({ dataDir, databaseUrl, credentials }: Config): Promise<Finding> {
  const purpose = credentials ? 'production' : 'practice';
  if (databaseUrl !== undefined) return database(databaseUrl);
  const what = 'Data folder';
  const { username } = userInfo();
  try {
    const folder = await existing(dataDir);
    const path = join(folder, `.check-${process.pid}.tmp`);
    await writeFile(path, 'The data folder can be written.\n');
    await rm(path);
    if (folder !== dataDir) return ok(what, `${dataDir} is not there yet; ${username} can make it`);
    await checkPurpose(dataDir, purpose);
    return ok(what, `${dataDir} can be written by ${username}`);
  } catch (error) {
    if (error instanceof StorageUnusableError) return fails(what, error.message);
    const why = `${dataDir} cannot be written (${errorCode(error) ?? 'unknown'}).`;
    return fails(what, `${why} Check DATA_DIR, the rights on it and the room on the disk.`);
  }
}

/** The folder, or the nearest one above it that is there. A folder made here would belong to whoever runs the check. */
async function existing(folder: string): Promise<string> {
  try {
    await access(folder);
    return folder;
  } catch (error) {
    const above = dirname(folder);
    if (errorCode(error) !== 'ENOENT' || above === folder) throw error;
    return existing(above);
  }
}

async function database(url: string): Promise<Finding> {
  const what = 'Database';
  try {
    await reachDatabase(url);
    return ok(what, 'answers and lets the bot in');
  } catch (error) {
    if (error instanceof StorageUnusableError) return fails(what, error.message);
    return fails(what, `answers with an error (${errorCode(error) ?? 'unknown'}). Check DATABASE_URL.`);
  }
}

async function task({ taskFile }: Config): Promise<Finding> {
  const what = 'Task file';
  try {
    const { id } = await readTask(taskFile);
    return ok(what, `${id}${taskFile === undefined ? ', the one that comes with the bot' : `, ${taskFile}`}`);
  } catch (error) {
    if (error instanceof TaskFileError) return fails(what, error.message);
    throw error;
  }
}

async function appPackage({ env }: Io): Promise<Finding> {
  const what = 'App package';
  try {
    const settings = readPackageSettings(env);
    // It needs packages that only a development checkout has: the bot's server may do without them.
    const maker = await import('../package/app-package.js').catch(unlessNotFound);
    if (!maker)
      return ok(what, 'its settings can be used; it is made in a checkout with all packages: npm run package');
    const { length } = await maker.buildAppPackage(settings);
    return ok(what, `can be made (${length} bytes): npm run package`);
  } catch (error) {
    if (error instanceof SettingsError && error.missing.length > 0)
      return fails(what, `not set: ${error.missing.join(', ')}. See .env.example.`);
    if (error instanceof SettingsError || (error instanceof Error && error.name === 'PackageError'))
      return fails(what, error.message);
    throw error;
  }
}

function unlessNotFound(error: unknown): undefined {
  if (errorCode(error) !== 'ERR_MODULE_NOT_FOUND') throw error;
}

function wayOut({ proxy }: Config): Finding {
  const what = 'Way out';
  if (!proxy) return ok(what, 'straight, with no proxy');
  const { host } = new URL(proxy.url);
  return ok(what, `through ${host}${proxy.except.length > 0 ? `, but for ${proxy.except.join(', ')}` : ''}`);
}

async function keysAndClock(io: Io): Promise<Finding[]> {
  const what = 'Microsoft’s keys';
  const answer = await ask(KEYS);
  if ('problem' in answer) return [fails(what, answer.problem)];
  const { jwks_uri: address } = answer.body as { jwks_uri?: unknown };
  const keys = await ask(typeof address === 'string' ? address : KEYS);
  if ('problem' in keys) return [fails(what, keys.problem)];
  const { keys: all } = keys.body as { keys?: unknown };
  if (!Array.isArray(all) || all.length === 0)
    return [fails(what, `${new URL(KEYS).host} answers, but with no keys. Does a proxy answer in its place?`)];
  return [ok(what, `fetched: ${all.length}`), clock(answer.date, io)];
}

function clock(theirs: string | undefined, io: Io): Finding {
  const what = 'Clock';
  const difference = Date.parse(io.now()) - Date.parse(theirs ?? '');
  if (Number.isNaN(difference)) return note(what, 'Microsoft told no time to compare with');
  const seconds = Math.round(Math.abs(difference) / 1_000);
  if (Math.abs(difference) <= CLOCK_MAY_DIFFER) return ok(what, `${seconds} s from Microsoft’s`);
  const way = difference > 0 ? 'ahead' : 'behind';
  return fails(
    what,
    `${Math.round(seconds / 60)} minutes ${way}: every request would be refused. Set the clock, with NTP.`,
  );
}

/** Entra's own words for a refusal are for its log; these say what to look at. */
const REFUSED: Readonly<Record<string, string>> = {
  invalid_client:
    'Entra refuses the secret or certificate. Check that MicrosoftAppPassword is the secret’s Value, not its Secret ID, and that it has not run out.',
  unauthorized_client:
    'Entra does not know this application in this tenant. Check MicrosoftAppId and MicrosoftAppTenantId.',
  invalid_request: 'Entra does not know this tenant. Check MicrosoftAppTenantId.',
  endpoints_resolution_error: 'Entra does not know this tenant, or cannot be reached. Check MicrosoftAppTenantId.',
};

async function token(credentials: Credentials): Promise<Finding> {
  const what = 'Token from Entra';
  const adapter = new BotAdapter({ credentials, apology: () => '', log: { error: () => undefined } });
  try {
    await adapter.authorization(TEAMS);
    return ok(what, 'the bot can prove who it is');
  } catch (error) {
    const { errorCode: code } = error as { errorCode?: unknown };
    const refused = typeof code === 'string' ? REFUSED[code] : undefined;
    if (refused) return fails(what, refused);
    if (credentials.type === 'UserAssignedMSI')
      return fails(
        what,
        'The managed identity gives no token. Check that it is assigned to this machine and that MicrosoftAppId is its Client ID.',
      );
    return fails(what, reasonOf(error, 'login.microsoftonline.com'));
  } finally {
    adapter.close();
  }
}

async function teams(): Promise<Finding> {
  const what = 'Teams';
  const answer = await ask(TEAMS, { anyStatus: true });
  return 'problem' in answer ? fails(what, answer.problem) : ok(what, `${new URL(TEAMS).host} is reached`);
}

async function messagingEndpoint(address: string | undefined): Promise<Finding> {
  const what = 'Messaging endpoint';
  if (address === undefined)
    return note(what, 'not looked at: add --endpoint https://<host>/api/messages once the way in is open');
  if (!URL.canParse(address) || new URL(address).protocol !== 'https:')
    return fails(what, `${address} is no https address. Microsoft calls https://<host>/api/messages only.`);
  const answer = await ask(address, { anyStatus: true, method: 'POST', body: '{}' });
  if ('problem' in answer) return fails(what, answer.problem);
  switch (answer.status) {
    case 401:
      return ok(what, 'the bot is reached, and lets no request in without a token');
    case 400:
      return fails(what, 'a bot in practice answers: it has no identity. Start it with the settings checked here.');
    case 404:
    case 405:
      return fails(what, `something else answers (${answer.status}). Check the path: it ends in /api/messages.`);
    case 502:
    case 503:
    case 504:
      return fails(
        what,
        `the reverse proxy answers, the bot behind it does not (${answer.status}). Is the bot running on its port?`,
      );
    default:
      return fails(what, `answers ${answer.status} where the bot says 401. Look at the reverse proxy before it.`);
  }
}

/** An answer over https, or the sentence that says what is in the way. */
type Reached =
  | { readonly status: number; readonly body: unknown; readonly date: string | undefined }
  | { readonly problem: string };

const TIMEOUT_MS = 10_000;

interface Question {
  readonly method?: string;
  readonly body?: string;
  /** True when any answer shows that the address is reached. */
  readonly anyStatus?: boolean;
}

/** Asks an address, and reads a JSON answer. */
async function ask(address: string, { method = 'GET', body, anyStatus }: Question = {}): Promise<Reached> {
  const { host } = new URL(address);
  try {
    const response = await fetch(address, {
      method,
      ...(body !== undefined && { body, headers: { 'Content-Type': 'application/json' } }),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    if (!anyStatus && !response.ok)
      return {
        problem: `${host} answers ${response.status}. Try again later; if it stays, a proxy may answer in its place.`,
      };
    return { status: response.status, body: jsonIn(text), date: response.headers.get('date') ?? undefined };
  } catch (error) {
    return { problem: reasonOf(error, host) };
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/** What an operator does about a request that got no answer. */
function reasonOf(error: unknown, host: string): string {
  const codes = codesIn(error);
  const untrusted = codes.find((code) => /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ISSUER|ERR_TLS|ERR_SSL/.test(code));
  if (untrusted)
    return `The certificate of ${host} is not trusted (${untrusted}). If a proxy opens TLS, give its authority in NODE_EXTRA_CA_CERTS.`;
  if (codes.includes('NO_TUNNEL'))
    return `The proxy of HTTPS_PROXY gives no way to ${host}. Check its address, name and password, and what it lets through.`;
  if (codes.some((code) => /^(ENOTFOUND|EAI_AGAIN)$/.test(code)))
    return `The name ${host} is not known here. Check DNS, or set HTTPS_PROXY when there is an outgoing proxy.`;
  const why = codes[0] === undefined ? '' : ` (${codes[0]})`;
  return `${host} gives no answer${why}. Let https out to it in the firewall, or set HTTPS_PROXY when there is an outgoing proxy.`;
}

/** The system's words for what went wrong, wherever the layers between have put them. */
function codesIn(error: unknown): string[] {
  const codes: string[] = [];
  for (let one = error; one instanceof Error && codes.length < 5; one = one.cause) {
    if ('code' in one && typeof one.code === 'string') codes.push(one.code);
    else if (one.name === 'TimeoutError') codes.push('no answer in time');
  }
  return codes;
}
