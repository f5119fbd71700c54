import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { BOT, TEAMS_URL } from './identity.js';

/** A certificate for Microsoft's names and its key, both for tests only: `NODE_EXTRA_CA_CERTS` makes a process trust it. */
export const CERTIFICATE = fileURLToPath(new URL('microsoft-hosts.pem', import.meta.url));

export interface MicrosoftBehindProxy {
  /** The proxy's address, with the name and the password it wants. */
  readonly proxy: string;
  /** Every way that was asked of the proxy, as `host:port`, in order. */
  readonly asked: readonly string[];
  /** Every request that came to one of Microsoft's hosts, as `METHOD host/path`; for a token followed by its scope. */
  readonly heard: readonly string[];
  /** The proxy leads nobody to this host from now on; undefined = to every host. */
  shut(host: string | undefined): void;
  /** From now on this request, as `METHOD host/path`, is answered so. */
  answer(line: string, status: number, body?: unknown, headers?: Readonly<Record<string, string>>): void;
  /** A token of Teams for this bot and the address that it is to answer to. */
  token(serviceUrl: string): Promise<string>;
  close(): Promise<void>;
}

/** A person whom only Graph knows. */
export const PICKED = { id: '99999999-9999-4999-8999-999999999999', name: 'Jens Find' };

const ISSUER = 'https://api.botframework.com';
const LOGIN = 'https://login.microsoftonline.com/';

/**
 * The hosts that the bot talks to under their own names, which a CONNECT proxy on loopback leads to this computer. What
 * is sent to Teams goes on to `connector`.
 */
export async function startMicrosoftBehindProxy(connector: {
  readonly serviceUrl: string;
}): Promise<MicrosoftBehindProxy> {
  const keys = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'own', use: 'sig', alg: 'RS256', endorsements: ['msteams'] };
  const answers: Readonly<Record<string, unknown>> = {
    'GET login.botframework.com/v1/.well-known/openidconfiguration': {
      issuer: ISSUER,
      jwks_uri: 'https://login.botframework.com/keys',
    },
    'GET login.botframework.com/keys': { keys: [jwk] },
    [`GET login.microsoftonline.com/${BOT.MicrosoftAppTenantId}/v2.0/.well-known/openid-configuration`]: {
      token_endpoint: `${LOGIN}${BOT.MicrosoftAppTenantId}/oauth2/v2.0/token`,
      authorization_endpoint: `${LOGIN}${BOT.MicrosoftAppTenantId}/oauth2/v2.0/authorize`,
      issuer: `${LOGIN}${BOT.MicrosoftAppTenantId}/v2.0`,
      jwks_uri: `${LOGIN}common/discovery/v2.0/keys`,
    },
    [`POST login.microsoftonline.com/${BOT.MicrosoftAppTenantId}/oauth2/v2.0/token`]: {
      token_type: 'Bearer',
      expires_in: 3_599,
      access_token: 'the-bot-itself',
    },
    'PUT vejle-my.sharepoint.com/up': {},
    [`GET graph.microsoft.com/v1.0/users/${PICKED.id}`]: { displayName: PICKED.name },
  };
  const asked: string[] = [];
  const heard: string[] = [];
  const others = new Map<string, { status: number; body: unknown; headers: Readonly<Record<string, string>> }>();
  let shut: string | undefined;

  const pem = await readFile(CERTIFICATE);
  const hosts = createTlsServer({ key: pem, cert: pem }, async (incoming, response) => {
    const { pathname } = new URL(incoming.url ?? '', 'https://x');
    const line = `${incoming.method} ${incoming.headers.host}${pathname}`;
    if (incoming.headers.host === new URL(TEAMS_URL).host) {
      heard.push(line);
      return passOn(connector.serviceUrl, incoming, response);
    }
    const scope = new URLSearchParams(await text(incoming)).get('scope');
    heard.push(scope ? `${line} ${scope}` : line);
    const other = others.get(line);
    const answer = other ? other.body : answers[line];
    const headers = { 'Content-Type': 'application/json', ...other?.headers };
    response.writeHead(other?.status ?? (answer ? 200 : 404), headers).end(JSON.stringify(answer ?? {}));
  });
  const proxy = createServer((_request, response) => response.writeHead(405).end());
  proxy.on('connect', (incoming: IncomingMessage, socket, head: Buffer) => {
    asked.push(incoming.url ?? '');
    const known = Buffer.from('bot:pass word').toString('base64');
    socket.on('error', () => undefined);
    if (incoming.headers['proxy-authorization'] !== `Basic ${known}`) return void socket.end('HTTP/1.1 407 No\r\n\r\n');
    if (incoming.url === `${shut}:443`) return void socket.end('HTTP/1.1 403 No\r\n\r\n');
    const onward = connect((hosts.address() as AddressInfo).port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  });
  await Promise.all([hosts, proxy].map(listening));

  return {
    proxy: `http://bot:pass%20word@127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    ...{ asked, heard },
    shut: (host) => {
      shut = host;
    },
    answer: (line, status, body = {}, headers = {}) => void others.set(line, { status, body, headers }),
    token: (serviceUrl) =>
      new SignJWT({ serviceurl: serviceUrl })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: 'own' })
        .setIssuer(ISSUER)
        .setAudience(BOT.MicrosoftAppId)
        .setExpirationTime('1h')
        .sign(keys.privateKey),
    async close() {
      hosts.closeAllConnections();
      proxy.closeAllConnections();
      hosts.close();
      proxy.close();
    },
  };
}

function passOn(address: string, incoming: IncomingMessage, response: ServerResponse): void {
  const { method, headers } = incoming;
  const onward = request(new URL(incoming.url ?? '', address), { method: method ?? 'GET', headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  incoming.pipe(onward);
}

function listening(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}
