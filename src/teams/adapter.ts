import type * as BotBuilder from 'botbuilder';
import { LruMap } from '../limits/lru-map.js';
import { Authentication, type Credentials, type Microsoft, TurnRefused } from './authentication.js';
import type { Conversations } from './conversations.js';
import { CloudAdapterBase, INVOKE_RESPONSE_KEY } from './sdk.js';
import { isTrustedServiceUrl, type Trust } from './service-url.js';

/** One turn's work, given by the routes. */
export type Turn = (context: BotBuilder.TurnContext) => Promise<unknown>;

/** What is needed of the request: Node's has it. The body's shape has been checked before (see http/server). */
export interface TurnRequest {
  readonly body?: unknown;
  readonly headers: { readonly authorization?: string | undefined };
}

/** What is needed of the response: Node's has it. */
export interface TurnResponse {
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  end(text?: string): unknown;
}

/** A place for facts without personal data: names of errors and of activities, never their content. pino has it. */
export interface FailureLog {
  error(facts: Readonly<Record<string, unknown>>, sentence: string): void;
}

export interface AdapterOptions {
  /** None = practice: nobody's token is checked, and only this computer is answered. */
  readonly credentials?: Credentials | undefined;
  /** Hosts the connector may have besides those of Teams. */
  readonly moreHosts?: readonly string[];
  /** The sentence a person reads when the bot failed, in the language of that person's activity. */
  readonly apology: (activity: BotBuilder.Activity) => string;
  readonly log: FailureLog;
  /** Tests only. */
  readonly microsoft?: Microsoft | undefined;
}

/** The only channel the bot is made for. Others (Web Chat, Direct Line) let their clients say who the sender is. */
const TEAMS = 'msteams';
/** Trusted addresses that are remembered, and letters of one at most: whoever asks has not shown a token yet. */
const ADDRESSES = 100;
const ADDRESS_MAX = 200;
/** Where a turn keeps the id of its request. */
const REQUEST = 'nemkonto.request';

/**
 * The bot's adapter: from an HTTP request to a turn and back, with the SDK's own token check, turn context and
 * middleware. It extends the SDK's base and not `CloudAdapter`, whose `process` prints every failure to the console and
 * sends the error's text to the caller.
 */
export class BotAdapter extends CloudAdapterBase {
  readonly #authentication: Authentication;
  readonly #trust: Trust;
  /** Teams has a handful of addresses, and one of them is asked about with every activity and every message. */
  readonly #trusted = new LruMap<true>(ADDRESSES);

  constructor(options: AdapterOptions) {
    const authentication = new Authentication(options.credentials, options.microsoft);
    super(authentication);
    this.#authentication = authentication;
    this.#trust =
      options.credentials === undefined
        ? { kind: 'practice' }
        : { kind: 'production', moreHosts: options.moreHosts ?? [] };
    this.onTurnError = (context, error) => apologise(context, error, options);
  }

  /**
   * Runs one turn and answers the request: an invoke with what the turn answered (501 if nothing did), anything else
   * with an empty 200.
   * @throws TurnRefused before the turn, when the caller or the address to answer to is not to be trusted.
   */
  async process(request: TurnRequest, response: TurnResponse, turn: Turn, id = ''): Promise<void> {
    const activity = withDates(request.body as Partial<BotBuilder.Activity>);
    if (this.#trust.kind === 'production' && activity.channelId !== TEAMS) throw new TurnRefused(403, 'channel');
    if (!this.trusts(activity.serviceUrl)) throw new TurnRefused(403, 'serviceUrl');
    const answer = await this.processActivity(request.headers.authorization ?? '', activity, async (context) => {
      context.turnState.set(REQUEST, id);
      await turn(context);
    });
    response.statusCode = answer?.status ?? 200;
    if (answer?.body === undefined) return void response.end();
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.end(JSON.stringify(answer.body));
  }

  /** True when the bot may send to this address. */
  trusts(serviceUrl: unknown): boolean {
    if (typeof serviceUrl === 'string' && this.#trusted.get(serviceUrl)) return true;
    if (!isTrustedServiceUrl(serviceUrl, this.#trust)) return false;
    if (serviceUrl.length <= ADDRESS_MAX) this.#trusted.set(serviceUrl, true);
    return true;
  }

  /** The requests that can be sent outside a turn; the caller checks `trusts` first. */
  conversationsAt(serviceUrl: string): Conversations {
    return this.#authentication.conversationsAt(serviceUrl);
  }

  /** Ends idle connections; no turn may follow. */
  close(): void {
    this.#authentication.close();
  }
}

/** Times as Date, the text kept beside them, as the SDK's types promise and its own adapter does. */
function withDates(activity: Partial<BotBuilder.Activity>): BotBuilder.Activity {
  const fixed = activity as Record<string, unknown>;
  for (const key of ['timestamp', 'localTimestamp', 'expiration']) {
    const text = fixed[key];
    if (typeof text !== 'string') continue;
    fixed[`raw${key.charAt(0).toUpperCase()}${key.slice(1)}`] = text;
    fixed[key] = new Date(text);
  }
  return activity as BotBuilder.Activity;
}

/**
 * A turn failed. A press is answered 200 with a sentence: any other status makes Teams say that the app cannot be
 * reached. A message gets the sentence sent. An answer that the turn had already given stands.
 */
async function apologise(context: BotBuilder.TurnContext, error: unknown, options: AdapterOptions): Promise<void> {
  const { type } = context.activity;
  const request: unknown = context.turnState.get(REQUEST);
  options.log.error({ request, activityType: typeOf(type), ...traits(error) }, 'turn failed');
  try {
    if (type === 'invoke') {
      if (context.turnState.get(INVOKE_RESPONSE_KEY) !== undefined) return;
      const value = options.apology(context.activity);
      const body = { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value };
      await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
    } else if (type === 'message') {
      await context.sendActivity(options.apology(context.activity));
    }
  } catch (second) {
    options.log.error({ request, activityType: typeOf(type), ...traits(second) }, 'the apology failed too');
  }
}

/** What may be logged of an activity's type: a word of the protocol, not whatever somebody wrote there. */
function typeOf(type: string): string {
  return /^(message|invoke|event|conversationUpdate|installationUpdate|messageReaction|messageUpdate)$/.test(type)
    ? type
    : 'other';
}

/** What may be logged of an error: its kind and where it arose. Its message may quote what a person typed. */
function traits(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const at = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  return { error: error.name, code, status: statusCode, at: at?.slice(0, 4).map((line) => line.trim()) };
}
