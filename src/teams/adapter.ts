import type { IncomingMessage, ServerResponse } from 'node:http';
import { finished } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { TeamsAdapter } from '@microsoft/teams-ai';
import {
  type Activity,
  ActivityTypes,
  type BotFrameworkAdapter,
  Channels,
  ConfigurationServiceClientCredentialFactory,
  INVOKE_RESPONSE_KEY,
  type TurnContext,
} from 'botbuilder';
import { OneRequestClient } from './http-client.js';
import { isTrustedServiceUrl, type Trust } from './trusted-urls.js';

/** The bot's identity at Microsoft, named as botbuilder names it. */
export interface Credentials {
  readonly type: 'SingleTenant' | 'MultiTenant' | 'UserAssignedMSI';
  readonly appId: string;
  readonly password?: string;
  /** In place of the password; the thumbprint is the SHA-1 in hex, the key PEM. */
  readonly certificate?: { readonly thumbprint: string; readonly privateKey: string };
  readonly tenantId?: string;
}

/**
 * Where Microsoft answers. Tests put an identity provider and a connector on this computer in its place; the process
 * itself passes none, and no setting can.
 */
export interface Microsoft {
  /** Where the keys of Teams' tokens are found, in the SDK's names. */
  readonly settings: Readonly<Record<string, string>>;
  /** Gives out the bot's own tokens. */
  readonly credentials: ConfigurationServiceClientCredentialFactory;
  /** Carries the requests to Teams. */
  readonly fetch: typeof fetch;
}

/** A request with its parsed body, whose shape has been checked before (see http). */
export type TurnRequest = Pick<IncomingMessage, 'headers'> & { readonly body?: unknown };

/** An activity that gets no turn. `status` is what HTTP answers: 401 bad token, 403 untrusted address, 503 try later. */
class TurnRefused extends Error {
  override readonly name = 'TurnRefused';

  constructor(
    readonly status: 401 | 403 | 503,
    readonly why: string,
  ) {
    super(why);
  }
}

/** A log for facts without personal data: names of errors and of activities, never their content. pino has it. */
export interface FailureLog {
  error(facts: Readonly<Record<string, unknown>>, sentence: string): void;
}

export interface AdapterOptions {
  /** None = practice: no token is checked, and only this computer is answered. */
  readonly credentials?: Credentials | undefined;
  /** Hosts the connector may have besides those of Teams. */
  readonly moreHosts?: readonly string[] | undefined;
  /** The sentence a person reads when the bot failed, in the language of that person's activity. */
  readonly apology: (activity: Activity) => string;
  readonly log: FailureLog;
  /** Milliseconds until an answer of Teams is no longer awaited. */
  readonly timeoutMs?: number | undefined;
  /** Tests only. */
  readonly microsoft?: Microsoft | undefined;
}

/**
 * Who issues the tokens of Teams' activities. The SDK takes some of others too: of the bot's own registration, which it
 * holds to be the Emulator, so that the bot's password alone would do to act as any person.
 */
const ISSUER = 'https://api.botframework.com';
const GRAPH = 'https://graph.microsoft.com';
const LOGIN = 'https://login.microsoftonline.com/';
/** Milliseconds to get a token for Teams or Graph. */
const TOKEN_TIMEOUT = 10_000;

/** The SDK's client, by a type that a package of ours exports. */
type ConnectorClient = ReturnType<BotFrameworkAdapter['createConnectorClient']>;

/** TeamsAdapter with a stricter way in and the one-request client on the way out. */
export class BotAdapter extends TeamsAdapter {
  readonly #appId: string | undefined;
  readonly #trust: Trust;
  readonly #http: OneRequestClient;
  readonly #tokens: ConfigurationServiceClientCredentialFactory;
  readonly #clients = new Map<string, ConnectorClient>();

  constructor(options: AdapterOptions) {
    const { credentials, microsoft } = options;
    const settings = { ...(credentials && settingsOf(credentials)), ...microsoft?.settings };
    const http = new OneRequestClient(options.timeoutMs, microsoft?.fetch);
    const tokens = microsoft?.credentials ?? new ConfigurationServiceClientCredentialFactory(settings);
    super(settings, tokens, undefined, { httpClient: http });
    this.#http = http;
    this.#tokens = tokens;
    this.#appId = credentials?.appId;
    this.#trust = credentials ? { kind: 'production', moreHosts: options.moreHosts } : { kind: 'practice' };
    this.onTurnError = (context, error) => apologise(context, error, options);
  }

  /**
   * Runs one turn and answers the request: an invoke with what the turn answered (501 if nothing did), anything else
   * with an empty 200. Resolves when the answer has left, or the caller is gone.
   *
   * It stands in for the SDK's `process`, which prints the stack of every refused token, answers most of them 500, and
   * sends the error's text to the caller.
   * @throws TurnRefused before the turn, when the caller or the address to answer to is not to be trusted.
   */
  async answer(
    request: TurnRequest,
    response: ServerResponse,
    turn: (context: TurnContext) => Promise<unknown>,
    requestId = '',
  ): Promise<void> {
    const activity = request.body as Activity;
    const caller = await this.#authenticate(activity, request.headers.authorization ?? '');
    // Other channels (Web Chat, Direct Line) let their clients say who the sender is.
    if (this.#appId !== undefined && activity.channelId !== Channels.Msteams) throw new TurnRefused(403, 'channel');
    if (!this.trusts(activity.serviceUrl)) throw new TurnRefused(403, 'serviceUrl');
    const answer = await this.processActivity(caller, activity, async (context) => {
      context.turnState.set(REQUEST_ID, requestId);
      await turn(context);
    });
    response.statusCode = answer?.status ?? 200;
    if (answer?.body !== undefined) response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.end(answer?.body && JSON.stringify(answer.body));
    // A caller who hung up changes nothing: what the turn did stands.
    await finished(response).catch(() => undefined);
  }

  /** The token must be one that Microsoft gives to Teams, whatever channel the body names. */
  async #authenticate(body: Activity, header: string) {
    try {
      const activity = { ...body, channelId: Channels.Msteams };
      const caller = await this.botFrameworkAuthentication.authenticateRequest(activity, header);
      if (this.#appId === undefined || caller.claimsIdentity.getClaimValue('iss') === ISSUER) return caller;
    } catch (error) {
      throw isOutage(error) ? new TurnRefused(503, 'tokenKeysUnavailable') : new TurnRefused(401, 'tokenRefused');
    }
    throw new TurnRefused(401, 'notFromTeams');
  }

  /** True when the bot may send to this address. */
  trusts(serviceUrl: unknown): boolean {
    return isTrustedServiceUrl(serviceUrl, this.#trust);
  }

  /** The SDK's client for requests outside a turn, one for each address; the caller checks `trusts` first. */
  async connectorClient(serviceUrl: string): Promise<ConnectorClient> {
    const known = this.#clients.get(serviceUrl);
    if (known) return known;
    const bot = this.createClaimsIdentity(this.#appId);
    const client = await this.botFrameworkAuthentication.createConnectorFactory(bot).create(serviceUrl);
    this.#clients.set(serviceUrl, client);
    return client;
  }

  /**
   * The header that shows who the bot is, for a request to Teams beside the SDK; none in practice. The SDK keeps the token,
   * so that the next request need not wait for it.
   */
  async authorization(serviceUrl: string): Promise<string | undefined> {
    return authorizationOf((await this.connectorClient(serviceUrl)).credentials);
  }

  /**
   * One request to Microsoft Graph in the bot's own name. The SDK's credentials get the token, whatever their kind.
   * @throws HttpError, NoAnswerError; any other error when there is no token.
   */
  async graph(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    const credentials = await this.#tokens.createCredentials(this.#appId ?? '', GRAPH, LOGIN, true);
    const Authorization = (await authorizationOf(credentials)) ?? '';
    const headers = { Authorization, 'Content-Type': 'application/json' };
    const request = { method, headers, body: body ? JSON.stringify(body) : null };
    const { text } = await this.#http.exchange(`${GRAPH}/v1.0${path}`, request);
    return text === '' ? undefined : JSON.parse(text);
  }

  /** Ends what is on its way to Teams; no turn may follow. */
  close(): void {
    this.#http.close();
  }
}

/** Where a turn keeps the id of its HTTP request, for the log. */
const REQUEST_ID = Symbol('request id');

function settingsOf({ type, appId, password, certificate, tenantId }: Credentials): Record<string, string> {
  return {
    MicrosoftAppType: type,
    MicrosoftAppId: appId,
    ...(password !== undefined && { MicrosoftAppPassword: password }),
    ...(certificate && {
      CertificateThumbprint: certificate.thumbprint,
      CertificatePrivateKey: certificate.privateKey,
    }),
    ...(tenantId !== undefined && { MicrosoftAppTenantId: tenantId }),
  };
}

/** A token that cannot be checked because Microsoft's keys cannot be fetched is no bad token: the sender should retry. */
function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { statusCode, syscall } = error as { statusCode?: unknown; syscall?: unknown };
  return Number(statusCode) >= 500 || error.name === 'FetchError' || typeof syscall === 'string';
}

/**
 * A turn failed. A press is answered 200 with a sentence: any other status makes Teams say that the app cannot be
 * reached. A message gets the sentence sent. An answer that the turn had already given stands.
 */
async function apologise(context: TurnContext, error: unknown, { apology, log }: AdapterOptions): Promise<void> {
  const { type } = context.activity;
  const about = { request: context.turnState.get(REQUEST_ID) as unknown, activityType: typeOf(type) };
  log.error({ ...about, ...traits(error) }, 'turn failed');
  try {
    if (type === ActivityTypes.Invoke) {
      if (context.turnState.get(INVOKE_RESPONSE_KEY) !== undefined) return;
      const value = apology(context.activity);
      const body = { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value };
      await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: { status: 200, body } });
    } else if (type === ActivityTypes.Message) {
      await context.sendActivity(apology(context.activity));
    }
  } catch (second) {
    log.error({ ...about, ...traits(second) }, 'the apology failed too');
  }
}

/** What may be logged of an activity's type: a word of the protocol, not whatever the sender wrote there. */
function typeOf(type: string): string {
  return (Object.values(ActivityTypes) as string[]).includes(type) ? type : 'other';
}

/** What may be logged of an error: its kind and where it arose. Its message may quote what a person typed. */
function traits(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const at = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  return { error: error.name, code, status: statusCode, at: at?.slice(0, 4).map((line) => line.trim()) };
}

type SdkCredentials = Awaited<ReturnType<ConfigurationServiceClientCredentialFactory['createCredentials']>>;

async function authorizationOf(credentials: SdkCredentials): Promise<string | undefined> {
  const headers = new Headers();
  // All that signing does to a request is to set a header.
  const request = { headers } as unknown as Parameters<typeof credentials.signRequest>[0];
  const late = wait(TOKEN_TIMEOUT, undefined, { ref: false }).then(() => Promise.reject(new Error('late')));
  await Promise.race([credentials.signRequest(request), late]);
  return headers.get('authorization') ?? undefined;
}
