import type { Person } from '../case/people.js';
import type { Gate } from '../delivery/gate.js';
import type { ConversationReference, KnownPerson, MessageReference, Outcome, Undelivered } from '../delivery/ports.js';
import type { Connector, OutgoingActivity } from './connector.js';
import type { Services } from './context.js';
import type { Failure } from './outcome.js';

type Sent = { kind: 'sent'; message: MessageReference };
type Unsent = Exclude<Outcome, { kind: 'sent' }>;

/** Called just before a new message leaves; false keeps it from leaving (see Errand.leaving). */
type Leaving = () => Promise<boolean>;

/** Writes new messages and edits old ones, in turn and in time, and says in the ledger's words how that went. */
export class Post {
  constructor(
    private readonly desk: Services,
    private readonly connector: Connector,
    private readonly gate: Gate,
  ) {}

  /** A new message in a person's own chat with the bot. Whoever has shut the bot out is not tried again. */
  async toPerson(
    person: Person,
    activity: OutgoingActivity,
    via: ConversationReference | undefined,
    leaving: Leaving,
  ): Promise<Sent | Unsent> {
    if (this.desk.directory.person(person.tenant, person.id)?.blocked) return blocked;
    const found = await this.personalAddress(person, via);
    return 'address' in found ? this.write(found.address, activity, leaving) : found;
  }

  /** A new message in a conversation the bot has met. */
  async toConversation(id: string, activity: OutgoingActivity, leaving: Leaving): Promise<Sent | Unsent> {
    const address = this.desk.directory.conversation(id);
    return address ? this.write(address, activity, leaving) : { kind: 'undelivered', why: 'noAddress' };
  }

  /** Edits a message in place. A message that is gone is no failure of the recipient: `gone`. */
  async edit(place: MessageReference, activity: OutgoingActivity): Promise<Sent | Unsent | { kind: 'gone' }> {
    const address = this.desk.directory.conversation(place.conversationId);
    if (!address) return { kind: 'gone' };
    if (this.ownerOf(address)?.blocked) return blocked;
    const outcome = await this.gate.through(place.conversationId, address.tenantId, (left) =>
      this.connector.update(address, place.activityId, activity, left),
    );
    await this.heed(outcome, () => this.ownerOf(address)?.person);
    if (outcome.kind === 'sent') return { kind: 'sent', message: place };
    if (outcome.kind === 'refused' && (outcome.status === 404 || outcome.status === 400)) return { kind: 'gone' };
    // An edit may be repeated without doubling anything.
    return outcome.kind === 'unknown' ? { kind: 'retry', why: 'noAnswer' } : unsent(outcome);
  }

  private write(address: ConversationReference, activity: OutgoingActivity, leaving: Leaving): Promise<Sent | Unsent> {
    const { conversationId, tenantId } = address;
    const prepare = async (): Promise<Unsent | undefined> => {
      // Another message to the same chat may have been shut out while this one waited for its turn.
      if (this.ownerOf(address)?.blocked) return blocked;
      // A token may take seconds to come. After the last look at the case nothing must.
      const unready = await this.connector.ready(address);
      if (unready) return unsent(unready);
      return (await leaving()) ? undefined : { kind: 'stale' };
    };
    const send = async (left: () => void): Promise<Sent | Unsent> => {
      const outcome = await this.connector.send(address, activity, left);
      await this.heed(outcome, () => this.ownerOf(address)?.person);
      if (outcome.kind !== 'sent') return unsent(outcome);
      return { kind: 'sent', message: { conversationId, activityId: outcome.activityId } };
    };
    return this.gate.through(conversationId, tenantId, send, prepare);
  }

  /**
   * The person's own chat. One the bot has not seen yet is opened by way of a conversation it knows; Teams allows that
   * when the person has the app. The practice client cannot: there a person is reached once they have opened their page.
   */
  private async personalAddress(
    person: Person,
    via: ConversationReference | undefined,
  ): Promise<{ address: ConversationReference } | Unsent> {
    const known = this.desk.directory.person(person.tenant, person.id);
    if (known?.personal) return { address: known.personal };
    if (!known?.teamsId || !via || this.desk.practice) return { kind: 'undelivered', why: 'notInstalled' };
    const { teamsId } = known;
    const opened = await this.gate.through(`new:${teamsId}`, via.tenantId, () =>
      this.connector.openPersonal(via, teamsId),
    );
    await this.heed(opened, () => person);
    if (opened.kind !== 'found') return unsent(opened);
    const personal: ConversationReference = { ...via, kind: 'personal', conversationId: opened.value };
    await this.desk.directory.meet({ person, personal });
    await this.desk.directory.remember(personal);
    return { address: personal };
  }

  /** Remembers that somebody has shut the bot out, until they write or press something (see Acquaintances). */
  private async heed(outcome: { kind: string } | Failure, owner: () => Person | undefined): Promise<void> {
    if (!('code' in outcome) || whyRefused(outcome.status, outcome.code) !== 'blocked') return;
    const person = owner();
    if (person) await this.desk.directory.meet({ person, blocked: true });
  }

  /** Whose own chat with the bot it is; undefined for rooms of several people. */
  private ownerOf({ kind, conversationId }: ConversationReference): KnownPerson | undefined {
    return kind === 'personal' ? this.desk.directory.ownerOf(conversationId) : undefined;
  }
}

/** The end of every message to somebody who has shut the bot out, without a request. */
const blocked = { kind: 'undelivered', why: 'blocked' } as const;

function unsent(failure: Failure): Unsent {
  switch (failure.kind) {
    case 'retry':
      return {
        kind: 'retry',
        why: 'outage',
        ...(failure.retryAfterMs !== undefined && { afterMs: failure.retryAfterMs }),
      };
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
