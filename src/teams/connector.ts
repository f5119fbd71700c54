import type * as BotBuilder from 'botbuilder';
import type { BotAdapter } from './adapter.js';
import type { ConnectorClient } from './authentication.js';
import { type Answer, type Failure, failureOf, type SendOutcome } from './outcome.js';

/** Where a message goes. Plain data, stored as JSON with a person or a case. */
export interface Address {
  readonly serviceUrl: string;
  /** A chat's id; in a channel with `;messageid=` = that thread. */
  readonly conversationId: string;
  /** The tenant the conversation belongs to. */
  readonly tenantId: string;
  /** The bot's own id in Teams (`28:...`), the sender. */
  readonly botId: string;
}

/** A message as it is sent: a card alone with its `summary`, or a text, perhaps with mentions. Teams ids in, no names. */
export interface OutgoingActivity {
  readonly text?: string;
  readonly textFormat?: 'plain' | 'markdown' | 'xml';
  readonly summary?: string;
  readonly attachments?: readonly { readonly contentType: string; readonly content: unknown }[];
  readonly entities?: readonly Readonly<Record<string, unknown>>[];
  readonly channelData?: Readonly<Record<string, unknown>>;
}

/** Somebody in a conversation, as the roster tells it. */
export interface Member {
  /** Teams' id of the user (`29:...`). */
  readonly id: string;
  readonly aadObjectId?: string;
  readonly name?: string;
  readonly tenantId?: string;
  /** 'user', 'guest', 'anonymous' ...; a guest comes from another home tenant. */
  readonly userRole?: string;
}

/**
 * The way out to Teams, outside any turn. One call = at most one request, ended after ten seconds, never redirected.
 * Nothing outside makes it throw: every failure is an outcome.
 */
export interface Connector {
  send(to: Address, activity: OutgoingActivity): Promise<SendOutcome>;
  update(to: Address, activityId: string, activity: OutgoingActivity): Promise<SendOutcome>;
  remove(to: Address, activityId: string): Promise<SendOutcome>;
  /** The personal chat with a user (`29:...`); made by Teams if there is none yet. The value is a conversation id. */
  openPersonal(at: Omit<Address, 'conversationId'>, userId: string): Promise<Answer<string>>;
  /** Everybody in the conversation, page by page. */
  members(to: Address): Promise<Answer<readonly Member[]>>;
  /** One member, by Teams' id or AAD object id. */
  member(to: Address, id: string): Promise<Answer<Member>>;
}

export interface ConnectorOptions {
  /** Milliseconds until an answer is no longer awaited. */
  readonly timeoutMs?: number;
  /** The time now in ms, for a Retry-After that is a date. */
  readonly now: () => number;
}

/** Pages asked for at most; 500 people a page. A case's conversation is never that big, a looping server could be. */
const PAGES = 20;

type Client = ConnectorClient['conversations'];
type Options = { readonly abortSignal: AbortSignal };

export function createConnector(adapter: BotAdapter, options: ConnectorOptions): Connector {
  const timeoutMs = options.timeoutMs ?? 10_000;

  /** Trust, then a token, then the one request. What fails before the request has left nothing behind: `retry`. */
  async function ask<T>(serviceUrl: string, request: (client: Client, options: Options) => Promise<T>) {
    if (!adapter.trusts(serviceUrl)) return refused('UntrustedServiceUrl');
    let client: ConnectorClient;
    try {
      client = await within(timeoutMs, authenticated(adapter, serviceUrl));
    } catch {
      return { kind: 'retry', status: 0 } satisfies Failure;
    }
    try {
      const abortSignal = AbortSignal.timeout(timeoutMs);
      return { kind: 'found', value: await request(client.conversations, { abortSignal }) } satisfies Answer<T>;
    } catch (error) {
      return failureOf(error, options.now());
    }
  }

  async function openPersonal(at: Omit<Address, 'conversationId'>, userId: string): Promise<Answer<string>> {
    const parameters = {
      isGroup: false,
      bot: { id: at.botId, name: '' },
      members: [{ id: userId, name: '' }],
      tenantId: at.tenantId,
      channelData: { tenant: { id: at.tenantId } },
    } as unknown as BotBuilder.ConversationParameters;
    const answer = await ask(at.serviceUrl, (client, how) => client.createConversation(parameters, how));
    if (answer.kind !== 'found') return answer;
    return isId(answer.value.id) ? { kind: 'found', value: answer.value.id } : refused('NoConversationId');
  }

  async function members(to: Address): Promise<Answer<readonly Member[]>> {
    const all: Member[] = [];
    let next: string | undefined;
    for (let page = 0; page < PAGES; page++) {
      // The SDK's type calls the token required, though the first page has none.
      const from = { pageSize: 500, continuationToken: next } as { pageSize: number; continuationToken: string };
      const answer = await ask(to.serviceUrl, (client, how) =>
        client.getConversationPagedMembers(to.conversationId, { ...from, ...how }),
      );
      if (answer.kind !== 'found') return answer;
      all.push(...(answer.value.members ?? []).filter((one) => isId(one.id)).map(memberOf));
      next = answer.value.continuationToken;
      if (!next) break;
    }
    return { kind: 'found', value: all };
  }

  async function member(to: Address, id: string): Promise<Answer<Member>> {
    const answer = await ask(to.serviceUrl, (client, how) => client.getConversationMember(to.conversationId, id, how));
    if (answer.kind !== 'found') return answer;
    return isId(answer.value.id) ? { kind: 'found', value: memberOf(answer.value) } : refused('NoMember');
  }

  return {
    async send(to, activity) {
      const answer = await ask(to.serviceUrl, (client, how) =>
        client.sendToConversation(to.conversationId, message(to, activity), how),
      );
      if (answer.kind !== 'found') return answer;
      const { id } = answer.value;
      return isId(id) ? { kind: 'sent', activityId: id } : { kind: 'unknown', reason: 'noActivityId' };
    },
    async update(to, activityId, activity) {
      const answer = await ask(to.serviceUrl, (client, how) =>
        client.updateActivity(to.conversationId, activityId, { ...message(to, activity), id: activityId }, how),
      );
      return answer.kind === 'found' ? { kind: 'sent', activityId } : answer;
    },
    async remove(to, activityId) {
      const answer = await ask(to.serviceUrl, (client, how) =>
        client.deleteActivity(to.conversationId, activityId, how),
      );
      return answer.kind === 'found' ? { kind: 'sent', activityId } : answer;
    },
    openPersonal,
    members,
    member,
  };
}

/** A client whose token is at hand, so that fetching one is told apart from sending: nothing is written before it. */
async function authenticated(adapter: BotAdapter, serviceUrl: string): Promise<ConnectorClient> {
  const client = await adapter.clientFor(serviceUrl);
  const { credentials } = client as unknown as { credentials: { appId?: string; getToken(): Promise<string> } };
  if (credentials.appId) await credentials.getToken();
  return client;
}

function message(to: Address, activity: OutgoingActivity): Partial<BotBuilder.Activity> {
  return {
    type: 'message',
    from: { id: to.botId },
    conversation: { id: to.conversationId, tenantId: to.tenantId },
    ...activity,
  } as unknown as Partial<BotBuilder.Activity>;
}

/** The roster's answer has more than the SDK's types tell (tenantId, userRole); what is not text is left out. */
function memberOf(account: object): Member {
  const known = account as Record<string, unknown>;
  const text = (key: string) => (typeof known[key] === 'string' && known[key] !== '' ? { [key]: known[key] } : {});
  const aadObjectId = typeof known.aadObjectId === 'string' ? known.aadObjectId : known.objectId;
  return {
    id: String(known.id),
    ...(typeof aadObjectId === 'string' ? { aadObjectId } : {}),
    ...text('name'),
    ...text('tenantId'),
    ...text('userRole'),
  };
}

function isId(id: unknown): id is string {
  return typeof id === 'string' && id !== '';
}

/** Something is wrong that no repetition mends, found on our side or in an answer that makes no sense. */
function refused(code: string): Failure {
  return { kind: 'refused', status: 0, code };
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('late')), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
