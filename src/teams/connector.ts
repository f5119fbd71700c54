import type { BotAdapter } from './adapter.js';
import { bodyOf, type Conversations } from './conversations.js';
import { type Failure, failureOf, type Result, type SendOutcome } from './outcome.js';

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
  readonly attachments?: readonly {
    readonly contentType: string;
    readonly content: unknown;
    readonly name?: string;
    readonly contentUrl?: string;
  }[];
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
  /** Sees to whatever a request needs besides itself, as the bot's token: nothing holds up what is asked for after it. */
  ready(to: Pick<Address, 'serviceUrl'>): Promise<Failure | undefined>;
  /** `left` is called when the request has left, here and below. */
  send(to: Address, activity: OutgoingActivity, left?: () => void): Promise<SendOutcome>;
  update(to: Address, activityId: string, activity: OutgoingActivity, left?: () => void): Promise<SendOutcome>;
  remove(to: Address, activityId: string): Promise<SendOutcome>;
  /** The personal chat with a user (`29:...`); made by Teams if there is none yet. The value is a conversation id. */
  openPersonal(at: Omit<Address, 'conversationId'>, userId: string): Promise<Result<string>>;
  /** Everybody in the conversation, page by page. */
  members(to: Address): Promise<Result<readonly Member[]>>;
  /** One member, by Teams' id or AAD object id. */
  member(to: Address, id: string): Promise<Result<Member>>;
}

export interface ConnectorOptions {
  /** Milliseconds until an answer is no longer awaited. */
  readonly timeoutMs?: number;
  /** The time now in ms, for a Retry-After that is a date. */
  readonly now: () => number;
}

/** Pages asked for at most; 500 people a page. A case's conversation is never that big, a looping server could be. */
const PAGES = 20;

type Body = ReturnType<typeof bodyOf>;

export function createConnector(
  adapter: Pick<BotAdapter, 'trusts' | 'conversationsAt'>,
  options: ConnectorOptions,
): Connector {
  const timeoutMs = options.timeoutMs ?? 10_000;

  /** Trust, then a token. What fails here has left nothing behind: `retry`. */
  async function ready({ serviceUrl }: Pick<Address, 'serviceUrl'>): Promise<Failure | undefined> {
    if (!adapter.trusts(serviceUrl)) return refused('UntrustedServiceUrl');
    try {
      await within(timeoutMs, adapter.conversationsAt(serviceUrl).ready());
      return undefined;
    } catch {
      return { kind: 'retry', status: 0 };
    }
  }

  /** The one request, once everything is ready for it. */
  async function ask(
    serviceUrl: string,
    request: (calls: Conversations, timeoutMs: number) => ReturnType<Conversations['send']>,
  ): Promise<Result<Body>> {
    const unready = await ready({ serviceUrl });
    if (unready) return unready;
    try {
      return { kind: 'found', value: bodyOf(await request(adapter.conversationsAt(serviceUrl), timeoutMs)) };
    } catch (error) {
      return failureOf(error, options.now());
    }
  }

  async function openPersonal(at: Omit<Address, 'conversationId'>, userId: string): Promise<Result<string>> {
    const parameters = {
      isGroup: false,
      bot: { id: at.botId, name: '' },
      members: [{ id: userId, name: '' }],
      tenantId: at.tenantId,
      channelData: { tenant: { id: at.tenantId } },
    };
    const answer = await ask(at.serviceUrl, (calls, ms) => calls.create(parameters, ms));
    if (answer.kind !== 'found') return answer;
    return isId(answer.value.id) ? { kind: 'found', value: answer.value.id } : refused('NoConversationId');
  }

  async function members(to: Address): Promise<Result<readonly Member[]>> {
    const all: Member[] = [];
    let next: string | undefined;
    for (let pages = 0; pages < PAGES; pages++) {
      const answer = await ask(to.serviceUrl, (calls, ms) => calls.members(to.conversationId, next, ms));
      if (answer.kind !== 'found') return answer;
      const { members: page, continuationToken } = answer.value;
      all.push(...(Array.isArray(page) ? page : []).filter(isAccount).map(memberOf));
      if (!isId(continuationToken)) break;
      next = continuationToken;
    }
    return { kind: 'found', value: all };
  }

  async function member(to: Address, id: string): Promise<Result<Member>> {
    const answer = await ask(to.serviceUrl, (calls, ms) => calls.member(to.conversationId, id, ms));
    if (answer.kind !== 'found') return answer;
    return isAccount(answer.value) ? { kind: 'found', value: memberOf(answer.value) } : refused('NoMember');
  }

  return {
    ready,
    async send(to, activity, left) {
      const answer = await ask(to.serviceUrl, (calls, ms) =>
        calls.send(to.conversationId, message(to, activity), ms, left),
      );
      if (answer.kind !== 'found') return answer;
      const { id } = answer.value;
      return isId(id) ? { kind: 'sent', activityId: id } : { kind: 'unknown', reason: 'noActivityId' };
    },
    async update(to, activityId, activity, left) {
      const edited = { ...message(to, activity), id: activityId };
      const answer = await ask(to.serviceUrl, (calls, ms) =>
        calls.update(to.conversationId, activityId, edited, ms, left),
      );
      return answer.kind === 'found' ? { kind: 'sent', activityId } : answer;
    },
    async remove(to, activityId) {
      const answer = await ask(to.serviceUrl, (calls, ms) => calls.remove(to.conversationId, activityId, ms));
      return answer.kind === 'found' ? { kind: 'sent', activityId } : answer;
    },
    openPersonal,
    members,
    member,
  };
}

function message(to: Address, activity: OutgoingActivity): object {
  return {
    type: 'message',
    from: { id: to.botId },
    conversation: { id: to.conversationId, tenantId: to.tenantId },
    ...activity,
  };
}

/** Somebody the roster names. What is not text is left out. */
function memberOf(known: Account): Member {
  const text = (key: string) => (typeof known[key] === 'string' && known[key] !== '' ? { [key]: known[key] } : {});
  const aadObjectId = typeof known.aadObjectId === 'string' ? known.aadObjectId : known.objectId;
  return {
    id: known.id,
    ...(typeof aadObjectId === 'string' ? { aadObjectId } : {}),
    ...text('name'),
    ...text('tenantId'),
    ...text('userRole'),
  };
}

type Account = Readonly<Record<string, unknown>> & { readonly id: string };

function isAccount(value: unknown): value is Account {
  return typeof value === 'object' && value !== null && 'id' in value && isId(value.id);
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
