import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigurationServiceClientCredentialFactory } from 'botbuilder';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { Overrides } from '../../src/bot.js';
import type { Microsoft } from '../../src/teams/adapter.js';
import { BOT, TEAMS_URL } from './identity.js';

/** What differs for a bot with credentials: its activities' address and headers, and its way out. */
export interface Abroad {
  readonly serviceUrl?: string;
  readonly headers?: Record<string, string>;
  readonly overrides?: Overrides;
}

/** The bot's own token, as the provider hands it out. */
export const BOT_TOKEN = 'the-bot-itself';

const ISSUER = 'https://api.botframework.com';
const MINUTE = 60;

/** How a token differs from a good one. Times are seconds from now. */
export interface Flaws {
  readonly claims?: JWTPayload;
  readonly expiresIn?: number;
  readonly notBeforeIn?: number;
  /** Signed with a key that the provider does not publish. */
  readonly foreignKey?: boolean;
  /** Names a key that does not exist. */
  readonly kid?: string;
}

export interface LoopbackMicrosoft {
  /** What the bot is given instead of Microsoft's addresses. */
  readonly microsoft: Microsoft;
  /** Requests to Teams go to this connector from now on. */
  leadTo(connector: { readonly serviceUrl: string }): void;
  /** Requests to Graph go to this port from now on; before that nothing answers them. */
  leadGraphTo(port: number): void;
  /** A token of Teams for this bot, or one with flaws. */
  token(flaws?: Flaws): Promise<string>;
  /** How often the keys were fetched. */
  readonly fetched: () => number;
  /** The provider answers every request with this status from now on; 0 = as it should. */
  breakWith(status: number): void;
  close(): Promise<void>;
}

let started = 0;

/** The bot's credentials, whose token no identity provider is asked for. */
class HandedOut extends ConfigurationServiceClientCredentialFactory {
  override async createCredentials() {
    return {
      signRequest: async (request: Parameters<Awaited<Base>['signRequest']>[0]) => {
        request.headers.set('Authorization', `Bearer ${BOT_TOKEN}`);
        return request;
      },
    };
  }
}
type Base = ReturnType<ConfigurationServiceClientCredentialFactory['createCredentials']>;

/** An identity provider on loopback with keys of its own, and the road from Teams' addresses to a connector beside it. */
export async function startLoopbackMicrosoft(): Promise<LoopbackMicrosoft> {
  const own = await generateKeyPair('RS256');
  const foreign = await generateKeyPair('RS256');
  const jwk = {
    ...(await exportJWK(own.publicKey)),
    kid: 'own',
    use: 'sig',
    alg: 'RS256',
    endorsements: ['msteams', 'webchat'],
  };
  let port = 0;
  let graphPort = 0;
  let fetched = 0;
  let broken = 0;
  const server = createServer((request, response) => {
    fetched += 1;
    const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    if (broken > 0) return void response.writeHead(broken).end();
    const body = request.url?.startsWith('/keys') ? { keys: [jwk] } : { issuer: ISSUER, jwks_uri: `${here}/keys` };
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // The SDK keeps keys by address: each provider has one of its own.
  const openIdMetadata = `http://127.0.0.1:${(server.address() as AddressInfo).port}/openid-${++started}`;
  return {
    microsoft: {
      settings: {
        ToBotFromChannelTokenIssuer: ISSUER,
        ToBotFromChannelOpenIdMetadataUrl: openIdMetadata,
        ToBotFromEmulatorOpenIdMetadataUrl: openIdMetadata,
        ToChannelFromBotOAuthScope: ISSUER,
      },
      credentials: new HandedOut({ ...BOT, MicrosoftAppType: 'SingleTenant' }),
      // Every check of the address has been passed by then: only the wire leads elsewhere.
      fetch: (address, init) => {
        const { host, pathname, search } = new URL(String(address));
        return fetch(`http://127.0.0.1:${host === 'graph.microsoft.com' ? graphPort : port}${pathname}${search}`, init);
      },
    },
    leadTo: ({ serviceUrl }) => {
      port = Number(new URL(serviceUrl).port);
    },
    leadGraphTo: (opened) => {
      graphPort = opened;
    },
    token({ claims, expiresIn = 60 * MINUTE, notBeforeIn = -MINUTE, foreignKey = false, kid = 'own' } = {}) {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ serviceurl: TEAMS_URL, ...claims })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
        .setIssuer(claims?.iss ?? ISSUER)
        .setAudience(claims?.aud ?? BOT.MicrosoftAppId)
        .setNotBefore(now + notBeforeIn)
        .setExpirationTime(now + expiresIn)
        .sign((foreignKey ? foreign : own).privateKey);
    },
    fetched: () => fetched,
    breakWith: (status) => {
      broken = status;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A log that keeps its lines. */
export interface KeptLog {
  readonly lines: Record<string, unknown>[];
  write(line: string): void;
  /** Resolves as soon as `count` lines fit, written already or to come. */
  until(count: number, fits: (line: Record<string, unknown>) => boolean): Promise<void>;
}

export function keptLog(): KeptLog {
  const lines: Record<string, unknown>[] = [];
  const waiting = new Set<() => void>();
  return {
    lines,
    write(line) {
      lines.push(JSON.parse(line));
      for (const look of [...waiting]) look();
    },
    until: (count, fits) =>
      new Promise((resolve) => {
        const look = () => {
          if (lines.filter(fits).length < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}
