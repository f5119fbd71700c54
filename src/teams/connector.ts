import { z } from 'zod';
import type { ConversationReference } from '../delivery/ports.js';
import type { BotAdapter } from './adapter.js';
import { type Failure, failureOf, type Result, type SendOutcome } from './http-client.js';

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

const text = z.string().min(1).optional().catch(undefined);

const member = z
  .object({
    /** Teams' id of the user (`29:...`). */
    id: z.string().min(1),
    aadObjectId: text,
    objectId: text,
    name: text,
    tenantId: text,
    /** 'user', 'guest', 'anonymous' ...; a guest comes from another home tenant. */
    userRole: text,
  })
  // Teams says `objectId` in some of its answers.
  .transform(({ objectId, ...member }) => ({ ...member, aadObjectId: member.aadObjectId ?? objectId }));
const memberPage = z.object({
  members: z.array(z.unknown()).catch([]),
  continuationToken: text,
});
const created = z.object({ id: z.string().min(1) });

/** A person in a conversation, as its roster tells it. */
export type Member = Readonly<z.infer<typeof member>>;

export type Connector = ReturnType<typeof createConnector>;

/** Pages asked for at most; 500 people a page. A case's conversation is never that big, a looping server could be. */
const PAGES = 20;

type Conversations = Awaited<ReturnType<BotAdapter['connectorClient']>>['conversations'];

/**
 * The way out to Teams, outside any turn: the SDK's ConnectorClient, each call with its outcome. One call = at most one
 * request, ended after ten seconds, never redirected. Nothing outside makes it throw: every failure is an outcome.
 * `continueConversationAsync` would do the same requests, but it runs a whole turn for each.
 */
export function createConnector(
  adapter: Pick<BotAdapter, 'trusts' | 'authorization' | 'connectorClient'>,
  now: () => number = Date.now,
) {
  /**
   * Gets everything ready that a request needs: trust, then the bot's token. After it, nothing but the request itself
   * takes time. What fails here has left nothing behind: `retry`.
   */
  async function ready({ serviceUrl }: Pick<ConversationReference, 'serviceUrl'>): Promise<Failure | undefined> {
    if (!adapter.trusts(serviceUrl)) return refused('UntrustedServiceUrl');
    try {
      await adapter.authorization(serviceUrl);
      return undefined;
    } catch {
      return { kind: 'retry', status: 0 };
    }
  }

  async function ask<T>(
    to: ConversationReference,
    request: (conversations: Conversations) => Promise<T>,
  ): Promise<Result<T>> {
    const unready = await ready(to);
    if (unready) return unready;
    try {
      const { conversations } = await adapter.connectorClient(to.serviceUrl);
      return { kind: 'found', value: await request(conversations) };
    } catch (error) {
      return failureOf(error, now());
    }
  }

  return {
    ready,

    async send(to: ConversationReference, activity: OutgoingActivity): Promise<SendOutcome> {
      const answer = await ask(to, (api) => api.sendToConversation(to.conversationId, message(to, activity)));
      if (answer.kind !== 'found') return answer;
      const sent = created.safeParse(answer.value);
      return sent.success ? { kind: 'sent', activityId: sent.data.id } : { kind: 'unknown', reason: 'noActivityId' };
    },

    async update(to: ConversationReference, activityId: string, activity: OutgoingActivity): Promise<SendOutcome> {
      const edited = { ...message(to, activity), id: activityId };
      const answer = await ask(to, (api) => api.updateActivity(to.conversationId, activityId, edited));
      return answer.kind === 'found' ? { kind: 'sent', activityId } : answer;
    },

    async remove(to: ConversationReference, activityId: string): Promise<SendOutcome> {
      const answer = await ask(to, (api) => api.deleteActivity(to.conversationId, activityId));
      return answer.kind === 'found' ? { kind: 'sent', activityId } : answer;
    },

    /** The personal chat with a user (`29:...`); made by Teams if there is none yet. The value is a conversation id. */
    async openPersonal(via: ConversationReference, userId: string): Promise<Result<string>> {
      const parameters = {
        isGroup: false,
        bot: { id: via.botId, name: '' },
        members: [{ id: userId, name: '' }],
        tenantId: via.tenantId,
        channelData: { tenant: { id: via.tenantId } },
      } as Parameters<Conversations['createConversation']>[0];
      const answer = await ask(via, (api) => api.createConversation(parameters));
      if (answer.kind !== 'found') return answer;
      const chat = created.safeParse(answer.value);
      return chat.success ? { kind: 'found', value: chat.data.id } : refused('NoConversationId');
    },

    /** Everyone in the conversation, page by page. */
    async members(to: ConversationReference): Promise<Result<readonly Member[]>> {
      const all: Member[] = [];
      let next: string | undefined;
      for (let pages = 0; pages < PAGES; pages++) {
        const page = { pageSize: 500, ...(next !== undefined && { continuationToken: next }) };
        const answer = await ask(to, (api) => api.getConversationPagedMembers(to.conversationId, page as Page));
        if (answer.kind !== 'found') return answer;
        const { members, continuationToken } = memberPage.parse(answer.value);
        all.push(...members.map((one) => member.safeParse(one)).flatMap(({ data }) => data ?? []));
        next = continuationToken;
        if (next === undefined) break;
      }
      return { kind: 'found', value: all };
    },

    /** One member, by Teams' id or AAD object id. */
    async member(to: ConversationReference, id: string): Promise<Result<Member>> {
      const answer = await ask<unknown>(to, (api) => api.getConversationMember(to.conversationId, id));
      if (answer.kind !== 'found') return answer;
      const found = member.safeParse(answer.value);
      return found.success ? { kind: 'found', value: found.data } : refused('NoMember');
    },
  };
}

/** Both keys are optional on the wire; the SDK's type says that they are not. */
type Page = NonNullable<Parameters<Conversations['getConversationPagedMembers']>[1]>;

function message(to: ConversationReference, activity: OutgoingActivity) {
  const from = { id: to.botId };
  const conversation = { id: to.conversationId, tenantId: to.tenantId };
  return { type: 'message', from, conversation, ...activity } as Parameters<Conversations['sendToConversation']>[1];
}

/** Something is wrong that no repetition mends, found on our side or in an answer that makes no sense. */
function refused(code: string): Failure {
  return { kind: 'refused', status: 0, code };
}
