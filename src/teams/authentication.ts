import type { Agent } from 'node:https';
import type * as BotBuilder from 'botbuilder';
import { LruMap } from '../limits/lru-map.js';
import { Conversations, TurnClient } from './conversations.js';
import { quietly } from './quiet.js';
import { Rest } from './rest.js';
import {
  AuthenticationError,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
} from './sdk.js';

type Base = BotBuilder.ConfigurationBotFrameworkAuthentication;
type Authenticated = Awaited<ReturnType<Base['authenticateRequest']>>;
type Factory = ReturnType<Base['createConnectorFactory']>;
type UserTokens = Awaited<ReturnType<Base['createUserTokenClient']>>;

/** The bot's identity at Microsoft, named as botbuilder names it (docs: environment settings). */
export interface Credentials {
  readonly type: 'SingleTenant' | 'MultiTenant' | 'UserAssignedMSI';
  readonly appId: string;
  readonly password?: string;
  readonly tenantId?: string;
}

/**
 * Where Microsoft answers. Tests put an identity provider and a connector on this computer in its place; the process
 * itself passes none, and no setting can.
 */
export interface Microsoft {
  /** Who issues the tokens of Teams' activities, and where its keys are found. */
  readonly issuer: string;
  readonly openIdMetadata: string;
  /** The bot's own token for Teams. */
  readonly token: () => Promise<string>;
  /** Carries the requests to Teams' addresses. */
  readonly agent: Agent;
}

/** An activity that gets no turn. `status` is what HTTP answers: 401 bad token, 403 untrusted address, 503 try later. */
export class TurnRefused extends Error {
  override readonly name = 'TurnRefused';
  constructor(
    readonly status: 401 | 403 | 503,
    readonly why: string,
  ) {
    super(why);
  }
}

/**
 * Who issues the tokens of Teams' activities. The SDK takes some of others too: of the bot's own registration, which it
 * holds to be the Emulator, so that the bot's password alone would do to act as anybody.
 */
const ISSUER = 'https://api.botframework.com';
/** What a token for Teams is asked for, and where (Bot Framework, public cloud). The tenant takes the path's place. */
const AUDIENCE = 'https://api.botframework.com';
const LOGIN = 'https://login.microsoftonline.com/botframework.com';

/** Service addresses whose requests are kept ready. */
const ADDRESSES = 100;

/**
 * The SDK's authentication: its token checks inwards, its tokens outwards. The requests to Teams are not sent by the
 * SDK's client but by `Conversations`, once each. No client for users' tokens is made: the bot signs nobody in.
 */
export class Authentication extends ConfigurationBotFrameworkAuthentication {
  readonly #appId: string | undefined;
  readonly #tokens: InstanceType<typeof ConfigurationServiceClientCredentialFactory>;
  readonly #rest: Rest;
  readonly #conversations = new LruMap<Conversations>(ADDRESSES);
  readonly #microsoft: Microsoft | undefined;
  #credentials: Promise<{ getToken(): Promise<string> }> | undefined;

  constructor(credentials: Credentials | undefined, microsoft?: Microsoft) {
    const settings = settingsOf(credentials, microsoft);
    const tokens = new ConfigurationServiceClientCredentialFactory(settings);
    super(settings, tokens);
    this.#tokens = tokens;
    this.#appId = credentials?.appId;
    this.#microsoft = microsoft;
    this.#rest = new Rest(microsoft?.agent);
  }

  override async authenticateRequest(activity: BotBuilder.Activity, header: string): Promise<Authenticated> {
    try {
      const result = await quietly(() => super.authenticateRequest(activity, header));
      const issuer = this.#microsoft?.issuer ?? ISSUER;
      if (this.#appId !== undefined && result.claimsIdentity.getClaimValue('iss') !== issuer)
        throw new TurnRefused(401, 'notFromTeams');
      return { ...result, connectorFactory: this.#factory };
    } catch (error) {
      throw error instanceof TurnRefused ? error : refusal(error);
    }
  }

  override createConnectorFactory(): Factory {
    return this.#factory;
  }

  override createUserTokenClient(): Promise<UserTokens> {
    return Promise.resolve(NO_USER_TOKENS);
  }

  /** The requests that can be sent to a service address; the caller has checked that it is to be trusted. */
  conversationsAt(serviceUrl: string): Conversations {
    const known = this.#conversations.get(serviceUrl);
    if (known) return known;
    const conversations = new Conversations(this.#rest, serviceUrl, () => this.#token());
    this.#conversations.set(serviceUrl, conversations);
    return conversations;
  }

  /** Ends the idle connections, so that the process can end. */
  close(): void {
    this.#rest.close();
  }

  readonly #factory: Factory = {
    create: async (serviceUrl) =>
      new TurnClient(this.conversationsAt(serviceUrl)) as unknown as Awaited<ReturnType<Factory['create']>>,
  };

  /** The SDK keeps a token until shortly before it ends. Credentials that could not be made are made anew. */
  async #token(): Promise<string | undefined> {
    const appId = this.#appId;
    if (appId === undefined) return undefined;
    if (this.#microsoft) return this.#microsoft.token();
    this.#credentials ??= this.#tokens.createCredentials(appId, AUDIENCE, LOGIN, true) as unknown as Promise<{
      getToken(): Promise<string>;
    }>;
    try {
      return await (await this.#credentials).getToken();
    } catch (error) {
      this.#credentials = undefined;
      throw error;
    }
  }
}

function settingsOf(credentials: Credentials | undefined, microsoft: Microsoft | undefined): Record<string, string> {
  if (credentials === undefined) return {};
  return {
    ...(microsoft && {
      ToBotFromChannelTokenIssuer: microsoft.issuer,
      ToBotFromChannelOpenIdMetadataUrl: microsoft.openIdMetadata,
      ToBotFromEmulatorOpenIdMetadataUrl: microsoft.openIdMetadata,
      ToChannelFromBotOAuthScope: AUDIENCE,
    }),
    MicrosoftAppType: credentials.type,
    MicrosoftAppId: credentials.appId,
    ...(credentials.password !== undefined && { MicrosoftAppPassword: credentials.password }),
    ...(credentials.tenantId !== undefined && { MicrosoftAppTenantId: credentials.tenantId }),
  };
}

/** Stands where the SDK expects a client for users' tokens. Empty, so that using it fails at once and in our tests. */
const NO_USER_TOKENS = Object.freeze({}) as unknown as UserTokens;

/** A token that cannot be checked because Microsoft's keys cannot be fetched is no bad token: the sender should retry. */
function refusal(error: unknown): TurnRefused {
  const outage =
    error instanceof AuthenticationError
      ? error.statusCode >= 500
      : error instanceof Error &&
        (error.name === 'FetchError' || ('syscall' in error && typeof error.syscall === 'string'));
  return outage ? new TurnRefused(503, 'tokenKeysUnavailable') : new TurnRefused(401, 'tokenRefused');
}
