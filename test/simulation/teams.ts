import type { Outgoing } from '../../src/delivery/ports.js';
import type { Connector, Member, OutgoingActivity } from '../../src/teams/connector.js';
import type { Failure, Result, SendOutcome } from '../../src/teams/http-client.js';
import type { Chance } from './chance.js';
import type { VirtualTime } from './time.js';

/** A message as it stands in a conversation. */
export interface Standing {
  readonly id: string;
  readonly conversation: string;
  /** What the bot was doing when it sent it; undefined for the answer to a text. */
  readonly outgoing: Outgoing | undefined;
  /** False when the bot never learnt that it arrived. */
  known: boolean;
  activity: OutgoingActivity;
}

/**
 * What is told of every request: `leaves` before anything of it (`crowded` when another one of the process is still under
 * way in the conversation), `arrives` once it stands in Teams, `removed` once it no longer does.
 */
export interface Listener {
  leaves(conversation: string, outgoing: Outgoing | undefined, write: boolean, crowded: boolean): void;
  arrives(message: Standing, edited: boolean): void;
  /** A message is gone from its conversation; `left` are those that still stand there. */
  removed(message: Standing, left: readonly Standing[]): void;
}

/** The process a request comes from: when it dies, no answer reaches it. */
export interface Caller {
  readonly alive: boolean;
  die(): void;
}

const never = new Promise<never>(() => {});
const later = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Teams as the bot's connector sees it, with weather: outages, storms of refusals, lost answers, closed doors. */
export class FakeTeams {
  readonly messages = new Map<string, Standing>();
  readonly rosters = new Map<string, readonly Member[]>();
  /** Chats whose owner has not (or no longer) installed the bot, or has shut it out; rooms that were deleted. */
  readonly uninstalled = new Set<string>();
  readonly blocked = new Set<string>();
  readonly gone = new Set<string>();
  outageUntil = 0;
  stormUntil = 0;
  /** The process dies in the middle of the request with this number from now. */
  dieIn = Number.POSITIVE_INFINITY;
  private readonly chats = new Map<string, Standing[]>();
  private readonly busy = new WeakMap<Caller, Set<string>>();
  private sent = 0;

  constructor(
    private readonly chance: Chance,
    private readonly time: VirtualTime,
    private readonly listener: Listener,
  ) {}

  /** Messages that stand in a conversation, oldest first. */
  standingIn(conversation: string): readonly Standing[] {
    return this.chats.get(conversation) ?? [];
  }

  /** Puts a new message into a conversation. */
  post(conversation: string, activity: OutgoingActivity, outgoing?: Outgoing): Standing {
    const message = { id: `m-${++this.sent}`, conversation, outgoing, known: outgoing === undefined, activity };
    this.messages.set(message.id, message);
    const standing = this.chats.get(conversation);
    if (standing) standing.push(message);
    else this.chats.set(conversation, [message]);
    this.listener.arrives(message, false);
    return message;
  }

  /** The way out of one process, for one outgoing of its messenger or for everything else. */
  connector(caller: Caller, outgoing?: Outgoing): Connector {
    return {
      ready: async () => undefined,
      send: async ({ conversationId }, activity) => {
        const post = () => this.post(conversationId, activity, outgoing);
        const done = await this.request(caller, conversationId, { outgoing, write: true }, post);
        if (done.kind !== 'found') return done;
        done.value.known = true;
        return { kind: 'sent', activityId: done.value.id };
      },
      update: async ({ conversationId }, activityId, activity): Promise<SendOutcome> => {
        const edit = () => this.edit(activityId, activity);
        const done = await this.request(caller, conversationId, { outgoing, write: false }, edit);
        if (done.kind !== 'found') return done;
        return done.value ? { kind: 'sent', activityId } : { kind: 'refused', status: 404, code: 'ActivityNotFound' };
      },
      remove: async ({ conversationId }, activityId): Promise<SendOutcome> => {
        // Some organisations let no bot remove anything.
        const forbids = this.chance.percent(10);
        const remove = () => !forbids && this.remove(activityId);
        const done = await this.request(caller, conversationId, { outgoing, write: false }, remove);
        if (done.kind !== 'found') return done;
        return done.value ? { kind: 'sent', activityId } : { kind: 'refused', status: 403, code: 'Forbidden' };
      },
      openPersonal: (_at, userId) => {
        const chat = `a:${userId.slice('29:'.length)}`;
        return this.request(caller, chat, undefined, () => chat);
      },
      members: async ({ conversationId }) => ({ kind: 'found', value: this.rosters.get(conversationId) ?? [] }),
      member: async ({ conversationId }, id) => {
        const found = this.rosters.get(conversationId)?.find((one) => one.id === id || one.aadObjectId === id);
        return found ? { kind: 'found', value: found } : { kind: 'refused', status: 404, code: 'MemberNotFound' };
      },
    };
  }

  private edit(id: string, activity: OutgoingActivity): boolean {
    const message = this.messages.get(id);
    if (!message) return false;
    message.activity = activity;
    this.listener.arrives(message, true);
    return true;
  }

  private remove(id: string): boolean {
    const message = this.messages.get(id);
    if (!message) return false;
    this.messages.delete(id);
    const left = this.standingIn(message.conversation).filter((one) => one !== message);
    this.chats.set(message.conversation, left);
    this.listener.removed(message, left);
    return true;
  }

  private async request<T>(
    caller: Caller,
    conversation: string,
    about: { readonly outgoing: Outgoing | undefined; readonly write: boolean } | undefined,
    work: () => T,
  ): Promise<Result<T>> {
    if (!caller.alive) return never;
    const busy = this.busy.get(caller) ?? new Set();
    this.busy.set(caller, busy);
    if (about) {
      this.listener.leaves(conversation, about.outgoing, about.write, busy.has(conversation));
      busy.add(conversation);
    }
    const fault = this.faultIn(conversation);
    const half = this.chance.between(10, 200);
    await later(half);
    const lost = fault?.kind === 'unknown';
    const value = fault === undefined || (lost && this.chance.percent(50)) ? work() : undefined;
    if (--this.dieIn <= 0) {
      this.dieIn = Number.POSITIVE_INFINITY;
      caller.die();
    }
    await later(lost ? 10_000 : half);
    if (about) busy.delete(conversation);
    if (!caller.alive) return never;
    return fault ?? { kind: 'found', value: value as T };
  }

  private faultIn(conversation: string): Failure | undefined {
    const { chance, time } = this;
    const { now } = time;
    if (now < this.outageUntil) return chance.percent(50) ? { kind: 'retry', status: 0 } : retry(503);
    if (now < this.stormUntil && chance.percent(50))
      return chance.percent(80) ? { ...retry(429), retryAfterMs: chance.between(1, 20) * 1_000 } : retry(429);
    if (this.gone.has(conversation)) return { kind: 'refused', status: 404, code: 'ConversationNotFound' };
    if (this.uninstalled.has(conversation)) return { kind: 'refused', status: 403, code: 'BotNotInConversationRoster' };
    if (this.blocked.has(conversation)) return { kind: 'refused', status: 403, code: 'MessageWritesBlocked' };
    if (chance.percent(0.6)) return { kind: 'unknown', reason: 'timeout' };
    if (chance.percent(0.3)) return { kind: 'refused', status: 403, code: 'BadArgument' };
    if (chance.percent(0.1)) return { kind: 'refused', status: 401, code: 'Unauthorized' };
    if (chance.percent(0.3)) return { kind: 'refused', status: 500, code: 'ServiceError' };
    return chance.percent(0.6) ? retry(chance.pick([412, 502, 504]) ?? 503) : undefined;
  }
}

function retry(status: number): Failure & { kind: 'retry' } {
  return { kind: 'retry', status };
}
