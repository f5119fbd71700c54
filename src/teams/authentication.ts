import http from 'node:http';
import https from 'node:https';
import type * as BotBuilder from 'botbuilder';
import { AuthenticationError, ConfigurationBotFrameworkAuthentication } from './sdk.js';

type Base = BotBuilder.ConfigurationBotFrameworkAuthentication;
type Authenticated = Awaited<ReturnType<Base['authenticateRequest']>>;
type Factory = ReturnType<Base['createConnectorFactory']>;
type UserTokens = Awaited<ReturnType<Base['createUserTokenClient']>>;
/** The SDK's client of a Teams connector: conversations, activities, members. */
export type ConnectorClient = Awaited<ReturnType<Factory['create']>>;

/** The bot's identity at Microsoft, named as botbuilder names it (docs: environment settings). */
export interface Credentials {
  readonly type: 'SingleTenant' | 'MultiTenant' | 'UserAssignedMSI';
  readonly appId: string;
  readonly password?: string;
  readonly tenantId?: string;
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

/** Idle connections to Teams are kept this long (ms); Teams closes its own end after about two minutes. */
const IDLE = 60_000;
/** Clients kept, one per connector address. Teams has a handful; the bound is for a practice run fed with nonsense. */
const CLIENTS = 50;

/**
 * The SDK's authentication with three differences. A connector client is made once per address, not once per turn (a
 * third of a turn's cost). No client for users' tokens is made: the bot signs nobody in. And the clients never send a
 * request twice: the SDK repeats a POST on 500 and on a lost connection, so a person could get a message twice. The one
 * retry policy is the delivery ledger's.
 */
export class Authentication extends ConfigurationBotFrameworkAuthentication {
  readonly #clients = new Map<string, Promise<ConnectorClient>>();
  readonly #agents = {
    'http:': new http.Agent({ keepAlive: true, timeout: IDLE }),
    'https:': new https.Agent({ keepAlive: true, timeout: IDLE }),
  };

  constructor(credentials: Credentials | undefined) {
    super(
      credentials === undefined
        ? {}
        : {
            MicrosoftAppType: credentials.type,
            MicrosoftAppId: credentials.appId,
            ...(credentials.password === undefined ? {} : { MicrosoftAppPassword: credentials.password }),
            ...(credentials.tenantId === undefined ? {} : { MicrosoftAppTenantId: credentials.tenantId }),
          },
    );
  }

  override async authenticateRequest(activity: BotBuilder.Activity, header: string): Promise<Authenticated> {
    try {
      const result = await super.authenticateRequest(activity, header);
      return result.connectorFactory === undefined
        ? result
        : { ...result, connectorFactory: this.#remembering(result.connectorFactory) };
    } catch (error) {
      throw refusal(error);
    }
  }

  override createConnectorFactory(claims: Parameters<Base['createConnectorFactory']>[0]): Factory {
    return this.#remembering(super.createConnectorFactory(claims));
  }

  /** A client for sending outside a turn. No audience = Teams' own in the SDK, though its types ask for one. */
  clientFor(serviceUrl: string, claims: Parameters<Base['createConnectorFactory']>[0]): Promise<ConnectorClient> {
    return this.createConnectorFactory(claims).create(serviceUrl, undefined as unknown as string);
  }

  override createUserTokenClient(): Promise<UserTokens> {
    return Promise.resolve(NO_USER_TOKENS);
  }

  /** Ends the idle connections, so that the process can end. */
  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }

  #remembering(factory: Factory): Factory {
    return {
      create: (serviceUrl, audience) => {
        const key = `${serviceUrl} ${audience ?? ''}`;
        const known = this.#clients.get(key);
        if (known !== undefined) return known;
        const made = factory.create(serviceUrl, audience).then((client) => this.#once(client));
        made.catch(() => this.#clients.delete(key));
        this.#clients.set(key, made);
        const oldest = this.#clients.keys().next().value;
        if (this.#clients.size > CLIENTS && oldest !== undefined) this.#clients.delete(oldest);
        return made;
      },
    };
  }

  /**
   * Takes the retry and the redirect steps out of the client's pipeline. The client's own options for that
   * (`noRetryPolicy`) are accepted by the types and ignored by the code. A test counts the requests.
   */
  #once(client: ConnectorClient): ConnectorClient {
    const { pipeline } = (client as unknown as { client: { pipeline: Pipeline } }).client;
    for (const { name } of pipeline.getOrderedPolicies()) {
      if (/retry|redirect/i.test(name)) pipeline.removePolicy({ name });
    }
    pipeline.addPolicy({
      name: 'keepConnections',
      sendRequest: (request, next) => {
        request.agent ??= request.url.startsWith('https:') ? this.#agents['https:'] : this.#agents['http:'];
        return next(request);
      },
    });
    return client;
  }
}

/** What is used of `@azure/core-rest-pipeline`, whose types the client keeps private. */
interface Pipeline {
  getOrderedPolicies(): readonly { readonly name: string }[];
  removePolicy(which: { name: string }): unknown;
  addPolicy(policy: {
    name: string;
    sendRequest: (request: { url: string; agent?: http.Agent }, next: (request: unknown) => unknown) => unknown;
  }): void;
}

/** Stands where the SDK expects a client for users' tokens. Empty, so that using it fails at once and in our tests. */
const NO_USER_TOKENS = Object.freeze({}) as unknown as UserTokens;

/** A token that cannot be checked because Microsoft's keys cannot be fetched is no bad token: the sender should retry. */
function refusal(error: unknown): TurnRefused {
  const outage =
    !(error instanceof AuthenticationError) &&
    error instanceof Error &&
    (error.name === 'FetchError' || ('syscall' in error && typeof error.syscall === 'string'));
  return outage ? new TurnRefused(503, 'tokenKeysUnavailable') : new TurnRefused(401, 'tokenRefused');
}
