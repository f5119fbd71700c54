import { type Person, sameTenant } from '../case/people.js';
import type { ConversationReference, KnownPerson, MessageReference, Outcome, Undelivered } from '../delivery/ports.js';
import type { RateLimiter } from '../delivery/rate-limit.js';
import type { Connector, OutgoingActivity } from './connector.js';
import type { Graph } from './graph.js';
import type { Failure } from './outcome.js';
import type { Services } from './services.js';

export type Posted = { kind: 'sent'; message: MessageReference } | Unsent;
type Unsent = Exclude<Outcome, { kind: 'sent' }>;

/** Called just before a new message leaves; false keeps it from leaving (see `Outgoing.beforeSend`). */
type BeforeSend = () => Promise<boolean>;

/** Writes new messages and edits old ones, in order and below Teams' limits, and says in the outbox's words how that went. */
export class Post {
  constructor(
    private readonly services: Pick<Services, 'directory' | 'practice'>,
    private readonly connector: Connector,
    private readonly limiter: RateLimiter,
    /** Installs the bot for people who do not have it. */
    private readonly graph?: Pick<Graph, 'chatWith'>,
  ) {}

  /** A new message in a person's own chat with the bot. A person who has shut the bot out is not tried again. */
  async toPerson(
    person: Person,
    activity: OutgoingActivity,
    via: ConversationReference | undefined,
    beforeSend: BeforeSend,
  ): Promise<Posted> {
    if (this.services.directory.person(person.tenant, person.id)?.blocked) return blocked;
    const chat = await this.personalChat(person, via);
    return 'conversationId' in chat ? this.write(chat, activity, beforeSend) : chat;
  }

  /** A new message in a conversation the bot has met. */
  async toConversation(id: string, activity: OutgoingActivity, beforeSend: BeforeSend): Promise<Posted> {
    const conversation = this.services.directory.conversation(id);
    return conversation ? this.write(conversation, activity, beforeSend) : { kind: 'undelivered', why: 'noAddress' };
  }

  /** Edits a message in place. A message that is gone is no failure of the recipient: `gone`. */
  async edit(message: MessageReference, activity: OutgoingActivity): Promise<Posted | { kind: 'gone' }> {
    const conversation = this.services.directory.conversation(message.conversationId);
    if (!conversation) return { kind: 'gone' };
    const owner = this.ownerOf(conversation);
    if (owner?.blocked) return blocked;
    const outcome = await this.limiter.through(message.conversationId, conversation.tenantId, () =>
      this.connector.update(conversation, message.activityId, activity),
    );
    await this.noteBlocked(outcome, owner?.person);
    if (outcome.kind === 'sent') return { kind: 'sent', message };
    if (outcome.kind === 'refused' && (outcome.status === 404 || outcome.status === 400)) return { kind: 'gone' };
    // An edit may be repeated without doubling anything.
    return outcome.kind === 'unknown' ? { kind: 'retry', why: 'noAnswer' } : unsent(outcome);
  }

  private write(to: ConversationReference, activity: OutgoingActivity, beforeSend: BeforeSend): Promise<Posted> {
    const prepare = async (): Promise<Unsent | undefined> => {
      // Another message to the same chat may have been shut out while this one waited for its turn.
      if (this.ownerOf(to)?.blocked) return blocked;
      // A token may take seconds to come. After the last look at the case nothing must.
      const unready = await this.connector.ready(to);
      if (unready) return unsent(unready);
      return (await beforeSend()) ? undefined : { kind: 'stale' };
    };
    const send = async (): Promise<Posted> => {
      const outcome = await this.connector.send(to, activity);
      await this.noteBlocked(outcome, this.ownerOf(to)?.person);
      if (outcome.kind !== 'sent') return unsent(outcome);
      return { kind: 'sent', message: { conversationId: to.conversationId, activityId: outcome.activityId } };
    };
    return this.limiter.through(to.conversationId, to.tenantId, send, prepare);
  }

  /**
   * The person's own chat. One the bot has not seen yet is opened by way of a conversation it knows; Teams allows that
   * when the person has the app, else the bot may install itself. The practice client can do neither: there a person is
   * reached once they have opened their page.
   */
  private async personalChat(
    person: Person,
    via: ConversationReference | undefined,
  ): Promise<ConversationReference | Unsent> {
    const { directory, practice } = this.services;
    const known = directory.person(person.tenant, person.id);
    if (known?.personal) return known.personal;
    if (!via || practice) return notInstalled;
    const opened = known?.teamsId ? await this.openedChat(person, known.teamsId, via) : notInstalled;
    const found = opened === notInstalled && known?.guest !== true ? await this.installedChat(person, via) : opened;
    if (typeof found !== 'string') return found;
    const personal: ConversationReference = { ...via, kind: 'personal', conversationId: found };
    await directory.meet({ person, personal });
    await directory.remember(personal);
    return personal;
  }

  private async openedChat(person: Person, teamsId: string, via: ConversationReference): Promise<string | Unsent> {
    const opened = await this.limiter.through(`new:${teamsId}`, via.tenantId, () =>
      this.connector.openPersonal(via, teamsId),
    );
    await this.noteBlocked(opened, person);
    if (opened.kind === 'found') return opened.value;
    const failed = unsent(opened);
    return failed.kind === 'undelivered' && failed.why === 'notInstalled' ? notInstalled : failed;
  }

  private async installedChat(person: Person, via: ConversationReference): Promise<string | Unsent> {
    if (!this.graph || !sameTenant(person.tenant, via.tenantId)) return notInstalled;
    const chat = await this.graph.chatWith(person);
    if (chat.kind === 'chat') return chat.id;
    if (chat.kind === 'none') return notInstalled;
    return { ...chat, why: 'outage' };
  }

  /** Remembers that a person has shut the bot out, until they write or press something (see roster). */
  private async noteBlocked(outcome: { kind: string } | Failure, owner: Person | undefined): Promise<void> {
    if (owner && 'code' in outcome && whyRefused(outcome.status, outcome.code) === 'blocked')
      await this.services.directory.meet({ person: owner, blocked: true });
  }

  /** Whose own chat with the bot it is; undefined for conversations of several people. */
  private ownerOf({ kind, conversationId }: ConversationReference): KnownPerson | undefined {
    return kind === 'personal' ? this.services.directory.ownerOf(conversationId) : undefined;
  }
}

/** The end of every message to a person who has shut the bot out, without a request. */
const blocked = { kind: 'undelivered', why: 'blocked' } as const;
const notInstalled = { kind: 'undelivered', why: 'notInstalled' } as const;

function unsent(failure: Failure): Unsent {
  switch (failure.kind) {
    case 'retry': {
      const { retryAfterMs: afterMs } = failure;
      return { kind: 'retry', why: 'outage', ...(afterMs !== undefined && { afterMs }) };
    }
    case 'unknown':
      return { kind: 'unknown' };
    case 'refused':
      return { kind: 'undelivered', why: whyRefused(failure.status, failure.code) };
  }
}

const BLOCKED = new Set(['ConversationBlockedByUser', 'MessageWritesBlocked', 'BotDisabledByAdmin']);

/** Teams' word for why not, in ours. */
function whyRefused(status: number, code: string): Undelivered {
  if (BLOCKED.has(code)) return 'blocked';
  if (status === 403) return 'notInstalled';
  return status === 404 ? 'conversationGone' : 'refused';
}
