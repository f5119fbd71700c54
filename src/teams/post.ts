import { isPlayground } from '../answers/protocol.js';
import type { Services } from '../answers/services.js';
import { type Person, sameTenant } from '../case/people.js';
import type {
  ConversationReference,
  KnownPerson,
  MessageReference,
  Outcome,
  SenderLease,
  Undelivered,
} from '../delivery/ports.js';
import type { RateLimiter } from '../delivery/rate-limit.js';
import { whyShutOut } from '../delivery/reachability.js';
import type { Connector, OutgoingActivity } from './connector.js';
import type { Graph } from './graph.js';
import type { Failure, SendOutcome } from './http-client.js';

export type Posted = { kind: 'sent'; message: MessageReference } | Unsent;
type Unsent = Exclude<Outcome, { kind: 'sent' }>;
type Refused = Extract<Failure, { kind: 'refused' }>;

/** Called just before a new message leaves; false keeps it from leaving (see `Outgoing.beforeSend`). */
type BeforeSend = () => Promise<boolean>;

/** Writes new messages, edits and removes old ones, in order and below Teams' limits, and says in the outbox's words how that went. */
export class Post {
  constructor(
    private readonly services: Pick<Services, 'directory' | 'practice'>,
    private readonly connector: Connector,
    private readonly limiter: RateLimiter,
    private readonly lease: Pick<SenderLease, 'held'>,
    /** Installs the bot for people who do not have it. */
    private readonly graph?: Pick<Graph, 'chatWith'>,
  ) {}

  /**
   * A new message in a person's own chat with the bot. A person who has shut the bot out is not tried again; a chat that
   * is gone is opened anew, once.
   */
  async toPerson(
    person: Person,
    activity: OutgoingActivity,
    via: ConversationReference | undefined,
    beforeSend: BeforeSend,
  ): Promise<Posted> {
    const known = this.services.directory.person(person.tenant, person.id);
    const out = shutOut(known);
    if (out) return out;
    const chat = known?.personal ?? (await this.firstChat(person, via));
    if (!('conversationId' in chat)) return chat;
    const posted = await this.write(chat, activity, beforeSend);
    if (posted.kind !== 'undelivered' || posted.why !== 'conversationGone' || chat !== known?.personal) return posted;
    const anew = await this.openChat(person, via ?? chat);
    if (!('conversationId' in anew) || anew.conversationId === chat.conversationId) return posted;
    return this.write(anew, activity, beforeSend);
  }

  /** A new message in a conversation the bot has met. */
  async toConversation(id: string, activity: OutgoingActivity, beforeSend: BeforeSend): Promise<Posted> {
    const conversation = this.services.directory.conversation(id);
    return conversation ? this.write(conversation, activity, beforeSend) : { kind: 'undelivered', why: 'noAddress' };
  }

  /** Edits a message in place. A message that is gone is no failure of the recipient: `gone`. */
  async edit(message: MessageReference, activity: OutgoingActivity): Promise<Posted | { kind: 'gone' }> {
    const outcome = await this.change(message, (to) => this.connector.update(to, message.activityId, activity));
    if (outcome.kind !== 'refused') return outcome;
    return outcome.status === 404 || outcome.status === 400 ? { kind: 'gone' } : unsent(outcome);
  }

  /**
   * Takes a message out of its conversation. `refused`: Teams does not let the bot do that, or has no such message. The
   * Playground never does and shows each attempt as an error, so it is not asked.
   */
  async remove(message: MessageReference): Promise<Posted | { kind: 'gone' } | { kind: 'refused' }> {
    const { directory, practice } = this.services;
    const serviceUrl = directory.conversation(message.conversationId)?.serviceUrl ?? '';
    if (practice && isPlayground(serviceUrl)) return { kind: 'refused' };
    return this.change(message, (to) => this.connector.remove(to, message.activityId));
  }

  private async change(
    message: MessageReference,
    request: (to: ConversationReference) => Promise<SendOutcome>,
  ): Promise<Posted | { kind: 'gone' } | Refused> {
    const conversation = this.services.directory.conversation(message.conversationId);
    if (!conversation) return { kind: 'gone' };
    const owner = this.ownerOf(conversation);
    const out = shutOut(owner);
    if (out) return out;
    // An edit needs no mark, but another process may have become the sender while it waited for its turn.
    const prepare = async () => (this.lease.held ? undefined : ({ kind: 'stale' } as const));
    const send = (): Promise<SendOutcome | { kind: 'stale' }> => request(conversation);
    const outcome = await this.limiter.through(message.conversationId, conversation.tenantId, send, prepare);
    if (outcome.kind === 'stale') return outcome;
    await this.noteBlocked(outcome, owner?.person);
    if (outcome.kind === 'sent') return { kind: 'sent', message };
    if (outcome.kind === 'refused') return outcome;
    // It may be repeated without doubling anything.
    return outcome.kind === 'unknown' ? { kind: 'retry', why: 'noAnswer' } : unsent(outcome);
  }

  private write(to: ConversationReference, activity: OutgoingActivity, beforeSend: BeforeSend): Promise<Posted> {
    const prepare = async (): Promise<Unsent | undefined> => {
      // Another message to the same chat may have been shut out while this one waited for its turn.
      const out = shutOut(this.ownerOf(to));
      if (out) return out;
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

  /** The chat with a person whom the bot has none with; where they lack the app, the bot may install itself. */
  private async firstChat(
    person: Person,
    via: ConversationReference | undefined,
  ): Promise<ConversationReference | Unsent> {
    const opened = await this.openChat(person, via);
    const lacksApp = 'kind' in opened && opened.kind === 'undelivered' && opened.why === 'notInstalled';
    const isGuest = this.services.directory.person(person.tenant, person.id)?.guest === true;
    if (!lacksApp || isGuest || !via || !this.graph || !sameTenant(person.tenant, via.tenantId)) return opened;
    const chat = await this.graph.chatWith(person);
    if (chat.kind === 'chat') return this.keepChat(person, via, chat.id);
    return chat.kind === 'retry' ? { ...chat, why: 'outage' } : opened;
  }

  /**
   * Opens a person's own chat by way of a conversation the bot knows; Teams allows that when the person has the app. The
   * practice client cannot: there a person is reached once they have opened their page.
   */
  private async openChat(
    person: Person,
    via: ConversationReference | undefined,
  ): Promise<ConversationReference | Unsent> {
    const { directory, practice } = this.services;
    const known = directory.person(person.tenant, person.id);
    if (!known?.teamsId || !via || practice) return { kind: 'undelivered', why: 'notInstalled' };
    const { teamsId } = known;
    const opened = await this.limiter.through(`new:${teamsId}`, via.tenantId, () =>
      this.connector.openPersonal(via, teamsId),
    );
    await this.noteBlocked(opened, person);
    if (opened.kind !== 'found') return unsent(opened);
    return this.keepChat(person, via, opened.value);
  }

  private async keepChat(person: Person, via: ConversationReference, id: string): Promise<ConversationReference> {
    const { directory } = this.services;
    const personal: ConversationReference = { ...via, kind: 'personal', conversationId: id };
    await directory.meet({ person, personal });
    await directory.remember(personal);
    return personal;
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
function shutOut(known: KnownPerson | undefined): Unsent | undefined {
  const why = whyShutOut(known);
  return why && { kind: 'undelivered', why };
}

function unsent(failure: Failure): Unsent {
  switch (failure.kind) {
    case 'retry': {
      const { retryAfterMs: afterMs } = failure;
      return { kind: 'retry', why: 'outage', ...(afterMs !== undefined && { afterMs }) };
    }
    case 'unknown':
      return { kind: 'unknown' };
    case 'refused': {
      const why = whyRefused(failure.status, failure.code);
      return why === 'outage' ? { kind: 'retry', why } : { kind: 'undelivered', why };
    }
  }
}

/** Teams' words for why not, in ours. They decide before the status does. */
const WHY: Readonly<Record<string, Undelivered>> = {
  ConversationBlockedByUser: 'blocked',
  MessageWritesBlocked: 'blocked',
  BotDisabledByAdmin: 'adminBlocked',
  BotNotInConversationRoster: 'notInstalled',
  Forbidden: 'notInstalled',
  ForbiddenOperationException: 'notInstalled',
  NotEnoughPermissions: 'notInstalled',
  ConversationNotFound: 'conversationGone',
  BotConversationNotFound: 'conversationGone',
};

/** A 403 that says nothing of the person or the bot is Teams' own trouble, as "Failed to decrypt conversation id" was. */
function whyRefused(status: number, code: string): Undelivered {
  if (Object.hasOwn(WHY, code)) return WHY[code] ?? 'refused';
  if (status === 403) return 'outage';
  return status === 404 ? 'conversationGone' : 'refused';
}
