import { type Method, type Reply, type Rest, type Server, serverOf } from './rest.js';

/** What the connector API of the Bot Framework (v3) is asked for, at one service address. */
export class Conversations {
  private readonly server: Server;
  private readonly root: string;

  /** @throws TypeError when `serviceUrl` is no address. */
  constructor(
    private readonly rest: Rest,
    serviceUrl: string,
    /** The bot's token for Teams; undefined in practice. */
    private readonly token: () => Promise<string | undefined>,
  ) {
    const url = new URL(serviceUrl);
    this.server = serverOf(url);
    this.root = `${url.pathname.replace(/\/+$/, '')}/v3/conversations`;
  }

  /** Fetches the token, so that failing to get one is told apart from failing to send. */
  async ready(): Promise<void> {
    await this.token();
  }

  create(parameters: object, timeoutMs?: number): Promise<Reply> {
    return this.call('POST', [], timeoutMs, parameters);
  }

  /** `left` is called when the request has left. */
  send(conversation: string, activity: object, timeoutMs?: number, left?: () => void): Promise<Reply> {
    return this.call('POST', [conversation, 'activities'], timeoutMs, activity, left);
  }

  reply(conversation: string, to: string, activity: object, timeoutMs?: number): Promise<Reply> {
    return this.call('POST', [conversation, 'activities', to], timeoutMs, activity);
  }

  update(conversation: string, id: string, activity: object, timeoutMs?: number, left?: () => void): Promise<Reply> {
    return this.call('PUT', [conversation, 'activities', id], timeoutMs, activity, left);
  }

  remove(conversation: string, id: string, timeoutMs?: number): Promise<Reply> {
    return this.call('DELETE', [conversation, 'activities', id], timeoutMs);
  }

  member(conversation: string, id: string, timeoutMs?: number): Promise<Reply> {
    return this.call('GET', [conversation, 'members', id], timeoutMs);
  }

  /** One page of the roster; `next` is the token that came with the page before. */
  members(conversation: string, next: string | undefined, timeoutMs?: number): Promise<Reply> {
    const query = { pageSize: '500', ...(next !== undefined && { continuationToken: next }) };
    return this.call('GET', [conversation, 'pagedmembers'], timeoutMs, undefined, undefined, query);
  }

  private async call(
    method: Method,
    path: readonly string[],
    timeoutMs = PATIENCE,
    body?: object,
    left?: () => void,
    query?: Readonly<Record<string, string>>,
  ): Promise<Reply> {
    const way = [this.root, ...path.map(encodeURIComponent)].join('/');
    const asked = query ? `${way}?${new URLSearchParams(query)}` : way;
    return this.rest.call(method, this.server, asked, await this.token(), timeoutMs, body, left);
  }
}

/** Milliseconds an answer of Teams is awaited. */
const PATIENCE = 10_000;

/** Teams answered with something else than success. */
export class Declined extends Error {
  override readonly name = 'Declined';
  readonly statusCode: number;
  constructor(readonly reply: Reply) {
    super(`HTTP ${reply.status}`);
    this.statusCode = reply.status;
  }
}

/** The body of a good answer. @throws Declined for any other. */
export function bodyOf(reply: Reply): Readonly<Record<string, unknown>> {
  if (reply.status < 200 || reply.status > 299) throw new Declined(reply);
  return typeof reply.body === 'object' && reply.body !== null ? (reply.body as Record<string, unknown>) : {};
}

/**
 * The part of the SDK's connector client that a turn uses to answer. The SDK's own repeats a POST on 500 and on a lost
 * connection, so a person could get a message twice, follows redirects, and costs 25 MB.
 */
export class TurnClient {
  constructor(private readonly calls: Conversations) {}

  readonly conversations = {
    sendToConversation: async (conversation: string, activity: object) =>
      bodyOf(await this.calls.send(conversation, activity)),
    replyToActivity: async (conversation: string, to: string, activity: object) =>
      bodyOf(await this.calls.reply(conversation, to, activity)),
    updateActivity: async (conversation: string, id: string, activity: object) =>
      bodyOf(await this.calls.update(conversation, id, activity)),
    deleteActivity: async (conversation: string, id: string) => bodyOf(await this.calls.remove(conversation, id)),
  };
}
