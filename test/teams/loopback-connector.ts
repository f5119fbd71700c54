import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as the connector got it. */
export interface Heard {
  readonly method: string;
  /** The token the bot came with. */
  readonly authorization: string | undefined;
  /** Decoded, with the query. */
  readonly path: string;
  readonly kind: 'createConversation' | 'send' | 'update' | 'remove' | 'members' | 'member' | 'attachment' | 'other';
  readonly conversationId: string;
  /** The activity updated, removed or replied to; the member asked for. */
  readonly itemId: string;
  /** The activity id the connector answered with, '' when it answered something else. */
  answeredId: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read cards out of it
  readonly body: any;
}

/** A person on a roster, as Teams' connector tells it. */
export interface RosterPerson {
  readonly id: string;
  readonly name: string;
  readonly aadObjectId: string;
  readonly tenantId?: string;
  readonly userRole?: string;
  readonly email?: string;
}

/** How the connector answers instead of doing its work. */
export type Trouble =
  | { readonly status: number; readonly code?: string; readonly retryAfter?: string; readonly location?: string }
  | { readonly body: unknown }
  | 'hang'
  | 'drop';

export type When = (heard: Heard) => boolean;

export interface LoopbackConnector {
  readonly serviceUrl: string;
  /** Every request in the order it came. */
  readonly heard: readonly Heard[];
  /** Who is in a conversation; without a roster it has nobody and a member is 404. */
  setRoster(conversationId: string, people: readonly RosterPerson[]): void;
  /** Members per page from now on. */
  setPageSize(size: number): void;
  /** The personal chat's id that `POST /v3/conversations` answers for a user. */
  personalChatOf(userId: string): string;
  /** Answers in this way the next `times` requests that `when` accepts (default: all). */
  trouble(trouble: Trouble, options?: { readonly when?: When; readonly times?: number }): void;
  /** Ends every trouble. */
  calm(): void;
  /** Forgets what was heard. */
  forget(): void;
  /** Messages (sends and updates) in a conversation, in order. */
  messagesIn(conversationId: string): readonly Heard[];
  /** The message that stands under an activity id: the last send or update of it, undefined once removed. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read cards out of it
  standing(activityId: string): any;
  /** Resolves with the first request that `when` accepts, heard already or to come; rejects after `ms`. */
  waitFor(when: When, ms?: number): Promise<Heard>;
  /** Resolves when `count` accepted requests were heard; rejects after `ms`. */
  waitForCount(count: number, when?: When, ms?: number): Promise<readonly Heard[]>;
  close(): Promise<void>;
}

/**
 * Plays the Bot Framework connector over real HTTP on loopback, so that tests go the way a message goes: client, wire,
 * answer. It keeps what it heard and what stands in each conversation.
 */
export async function startLoopbackConnector(): Promise<LoopbackConnector> {
  const heard: Heard[] = [];
  const rosters = new Map<string, readonly RosterPerson[]>();
  const standing = new Map<string, unknown>();
  const listeners = new Set<() => void>();
  let troubles: { trouble: Trouble; when: When; left: number }[] = [];
  let pageSize = 500;
  let sent = 0;

  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const one = understood(request, body);
      heard.push(one);
      answer(one, response);
      for (const listener of [...listeners]) listener();
    });
  });

  function answer(one: Heard, response: ServerResponse): void {
    const found = troubles.find((each) => each.left > 0 && each.when(one));
    if (found !== undefined) found.left -= 1;
    const trouble = found?.trouble;
    if (trouble === 'hang') return;
    if (trouble === 'drop') {
      response.socket?.destroy();
    } else if (trouble === undefined) {
      json(response, work(one));
    } else if ('body' in trouble) {
      json(response, [200, trouble.body]);
    } else {
      if (trouble.retryAfter !== undefined) response.setHeader('Retry-After', trouble.retryAfter);
      if (trouble.location !== undefined) response.setHeader('Location', trouble.location);
      json(response, [trouble.status, { error: { code: trouble.code ?? 'Trouble', message: 'as the test asked' } }]);
    }
  }

  function work(one: Heard): Reply {
    const people = rosters.get(one.conversationId) ?? [];
    switch (one.kind) {
      case 'createConversation':
        return [201, { id: personalChatOf(String(one.body?.members?.[0]?.id)) }];
      case 'send': {
        sent += 1;
        one.answeredId = `sent-${sent}`;
        standing.set(one.answeredId, one.body);
        return [201, { id: one.answeredId }];
      }
      case 'update':
        one.answeredId = one.itemId;
        standing.set(one.itemId, one.body);
        return [200, { id: one.itemId }];
      case 'remove':
        standing.delete(one.itemId);
        return [200, {}];
      case 'members': {
        const from = Number(new URL(one.path, 'http://x').searchParams.get('continuationToken') ?? 0);
        const to = from + pageSize;
        const more = to < people.length ? { continuationToken: String(to) } : {};
        return [200, { members: people.slice(from, to), ...more }];
      }
      case 'member': {
        const person = people.find((each) => each.id === one.itemId || each.aadObjectId === one.itemId);
        return person === undefined
          ? [404, { error: { code: 'MemberNotFoundInConversation', message: 'no such member' } }]
          : [200, person];
      }
      case 'attachment':
        return [200, { picture: one.path }];
      default:
        return [404, { error: { code: 'NotFound', message: 'no such path' } }];
    }
  }

  function waitForCount(count: number, when: When = () => true, ms = 5_000): Promise<readonly Heard[]> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const matching = heard.filter(when);
        if (matching.length < count) return;
        done();
        resolve(matching);
      };
      const timer = setTimeout(() => {
        done();
        const seen = heard.map((one) => `${one.kind} ${one.conversationId}`).join(', ');
        reject(new Error(`heard ${heard.filter(when).length} of ${count} awaited requests; all: ${seen}`));
      }, ms);
      const done = () => {
        clearTimeout(timer);
        listeners.delete(look);
      };
      listeners.add(look);
      look();
    });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    serviceUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    setRoster: (conversationId, people) => void rosters.set(conversationId, people),
    setPageSize: (size) => {
      pageSize = size;
    },
    personalChatOf,
    trouble: (trouble, { when = () => true, times = Number.POSITIVE_INFINITY } = {}) => {
      troubles.push({ trouble, when, left: times });
    },
    calm: () => {
      troubles = [];
    },
    forget: () => {
      heard.length = 0;
    },
    messagesIn: (conversationId) =>
      heard.filter((one) => one.conversationId === conversationId && (one.kind === 'send' || one.kind === 'update')),
    standing: (activityId) => standing.get(activityId),
    waitFor: async (when, ms) => {
      const [first] = await waitForCount(1, when, ms);
      if (first === undefined) throw new Error('nothing heard');
      return first;
    },
    waitForCount,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function personalChatOf(userId: string): string {
  return `a:personal-${userId}`;
}

/** Status and body of an answer. */
type Reply = readonly [status: number, body: unknown];

function json(response: ServerResponse, [status, body]: Reply): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString('utf8');
  return text === '' ? undefined : JSON.parse(text);
}

const ROUTES: readonly [string, RegExp, Heard['kind']][] = [
  ['POST', /^\/v3\/conversations$/, 'createConversation'],
  ['POST', /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/, 'send'],
  ['PUT', /^\/v3\/conversations\/([^/]+)\/activities\/([^/]+)$/, 'update'],
  ['DELETE', /^\/v3\/conversations\/([^/]+)\/activities\/([^/]+)$/, 'remove'],
  ['GET', /^\/v3\/conversations\/([^/]+)\/pagedmembers$/, 'members'],
  ['GET', /^\/v3\/conversations\/([^/]+)\/members\/([^/]+)$/, 'member'],
  ['GET', /^\/v3\/attachments\/([^/]+)\/views\/original$/, 'attachment'],
];

function understood(request: IncomingMessage, body: unknown): Heard {
  const url = new URL(request.url ?? '/', 'http://x');
  url.pathname = url.pathname.replace(/^\/_connector/, '');
  const path = `${decodeURIComponent(url.pathname)}${url.search}`;
  const { authorization } = request.headers;
  for (const [method, pattern, kind] of ROUTES) {
    const match = request.method === method ? pattern.exec(url.pathname) : null;
    if (match === null) continue;
    const [conversationId = '', itemId = ''] = match.slice(1).map((part) => decodeURIComponent(part ?? ''));
    return { method, authorization, path, kind, conversationId, itemId, answeredId: '', body };
  }
  const other = { kind: 'other', conversationId: '', itemId: '', answeredId: '' } as const;
  return { method: request.method ?? '', authorization, path, ...other, body };
}
