import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as Graph got it. */
export interface GraphRequest {
  readonly method: string;
  /** Decoded, with the query. */
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** How Graph answers instead of doing its work. */
export type GraphTrouble = { readonly status: number; readonly code?: string; readonly retryAfter?: string } | 'drop';

export interface LoopbackGraph {
  readonly port: number;
  readonly heard: GraphRequest[];
  /** What the app catalog lists: `externalId` by the app's id there. */
  readonly catalog: Map<string, string>;
  /** Names by user id. */
  readonly names: Map<string, string>;
  /** Who has the app. */
  readonly installed: Set<string>;
  /** Requests that `when` accepts are answered in this way, at most `times` of them. */
  trouble(trouble: GraphTrouble, when?: (request: GraphRequest) => boolean, times?: number): void;
  /** How often the app was to be installed for a person. */
  installs(id: string): number;
  close(): Promise<void>;
}

/** The chat of the bot and a person in Graph's words. */
export const graphChat = (id: string) => `19:${id}_bot@unq.gbl.spaces`;

/** Plays the part of Microsoft Graph that the bot asks, over real HTTP on loopback. */
export async function startLoopbackGraph(): Promise<LoopbackGraph> {
  const heard: GraphRequest[] = [];
  const catalog = new Map<string, string>();
  const names = new Map<string, string>();
  const installed = new Set<string>();
  const troubles: { trouble: GraphTrouble; when: (request: GraphRequest) => boolean; left: number }[] = [];

  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { method = '', headers } = request;
    const path = decodeURIComponent(request.url ?? '');
    const one = { method, path, authorization: headers.authorization, body: Buffer.concat(parts).toString() };
    heard.push(one);
    const found = troubles.find((each) => each.left > 0 && each.when(one));
    if (!found) return json(response, ...work(one));
    found.left -= 1;
    if (found.trouble === 'drop') return void response.socket?.destroy();
    const { status, code = 'Trouble', retryAfter } = found.trouble;
    if (retryAfter !== undefined) response.setHeader('Retry-After', retryAfter);
    json(response, status, { error: { code, message: 'as the test asked' } });
  });

  function work({ method, path, body }: GraphRequest): [status: number, body?: unknown] {
    const apps = [...catalog].map(([id, externalId]) => ({ id, externalId }));
    const [, wanted] = /^\/v1\.0\/appCatalogs\/teamsApps\?\$filter=externalId eq '(.+)'$/.exec(path) ?? [];
    if (wanted) return [200, { value: apps.filter(({ externalId }) => externalId === wanted) }];
    const [, user = '', rest = ''] = /^\/v1\.0\/users\/([\w-]+)(.*)$/.exec(path) ?? [];
    const displayName = names.get(user);
    const app = apps[0]?.id;
    if (rest === '?$select=displayName' && displayName) return [200, { displayName }];
    if (rest === '/teamwork/installedApps' && method === 'POST') {
      const bound = `https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/${app}`;
      if (JSON.parse(body)['teamsApp@odata.bind'] !== bound) return [400, { error: { code: 'BadRequest' } }];
      if (installed.has(user)) return [409, { error: { code: 'Conflict' } }];
      installed.add(user);
      return [201];
    }
    if (rest === `/teamwork/installedApps?$expand=teamsApp&$filter=teamsApp/id eq '${app}'`)
      return [200, { value: installed.has(user) ? [{ id: `${user}##=` }] : [] }];
    if (rest === `/teamwork/installedApps/${user}##=/chat`) return [200, { id: graphChat(user) }];
    return [404, { error: { code: 'NotFound' } }];
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    ...{ heard, catalog, names, installed },
    trouble: (trouble, when = () => true, times = Number.POSITIVE_INFINITY) => {
      troubles.push({ trouble, when, left: times });
    },
    installs: (id) => heard.filter(({ method, path }) => method === 'POST' && path.includes(id)).length,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function json(response: ServerResponse, status: number, body?: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(body && JSON.stringify(body));
}
