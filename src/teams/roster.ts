import type { ActivitySender, MentionedPerson, Reply } from '../answers/protocol.js';
import { cardsFor, isUserId, ownCase, PERSON_FIELDS, type Services, turnOf } from '../answers/services.js';
import { welcomeCard } from '../cards/entry.js';
import type { Inputs } from '../case/commands.js';
import { dayOf } from '../case/dates.js';
import { type Person, sameTenant } from '../case/people.js';
import type { ConversationReference } from '../delivery/ports.js';
import type { RateLimiter } from '../delivery/rate-limit.js';
import type { Sender } from '../delivery/sender.js';
import type { Connector, Member, OutgoingActivity } from './connector.js';
import type { Graph } from './graph.js';

/** Milliseconds an answer waits for the roster at most: Teams wants a press answered within three seconds. */
const LOOKUP_MS = 1_500;

/** Keeps what the bot learns of people and conversations from every activity, and asks the roster for the rest. */
export class Roster {
  /** Conversations whose roster was asked for since the start. */
  private readonly lookedUp = new Set<string>();
  private readonly welcomed = new Set<string>();

  constructor(
    private readonly services: Services,
    private readonly connector: Connector,
    private readonly limiter: Pick<RateLimiter, 'passed'>,
    private readonly outbox: Pick<Sender, 'retryUndelivered' | 'refreshCaseCards'>,
    /** Knows the names of people whom no roster has. */
    private readonly graph?: Pick<Graph, 'nameOf'>,
  ) {}

  /** Writes down who this is and where they were met. Nothing is written when nothing is new. */
  async remember(sender: ActivitySender): Promise<{ newConversation: boolean; newChat: boolean }> {
    const { person, teamsId, locale, conversation, known } = sender;
    const { directory, clock } = this.services;
    const isPersonal = conversation.kind === 'personal';
    const newConversation = directory.conversation(conversation.conversationId) === undefined;
    const newChat = known && isPersonal && !directory.person(person.tenant, person.id)?.personal;
    await directory.remember(conversation);
    const seen = dayOf(clock.now());
    if (known) await directory.meet({ person, teamsId, locale, seen, ...(isPersonal && { personal: conversation }) });
    return { newConversation, newChat };
  }

  /**
   * What should be known before a press or a text is answered: whether the sender is a guest, and the people the press
   * or the text names. A slow roster holds the answer up a little, no more; what it says later serves the next card.
   */
  async prepare(
    sender: ActivitySender,
    { inputs = {}, mentioned = [] }: { inputs?: Inputs; mentioned?: readonly MentionedPerson[] } = {},
  ): Promise<void> {
    const { person, conversation, known } = sender;
    const chosen = PERSON_FIELDS.flatMap((field) => inputs[field]?.trim() ?? []).filter(
      (id) => isUserId(id) && this.inDirectory(person.tenant, id)?.teamsId === undefined,
    );
    const met = (teamsId: string) =>
      this.services.directory.people(person.tenant).some((one) => one.teamsId === teamsId);
    const named = [...chosen, ...mentioned.map(({ teamsId }) => teamsId).filter((id) => isUserId(id) && !met(id))];
    // The roster is asked once per person; one that does not answer leaves the question open.
    const unchecked = known && this.inDirectory(person.tenant, person.id)?.guest === undefined;
    if (!unchecked && named.length === 0) return;
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LOOKUP_MS);
    });
    const own = unchecked ? this.askAbout(person.id, conversation) : undefined;
    await Promise.race([Promise.all([own, this.findNamed(sender, inputs, named)]), enough]);
    clearTimeout(timer);
  }

  /** Looks up people where their names were pressed and where the case lives. */
  private async findNamed(
    { person, conversation }: ActivitySender,
    { caseId = '' }: Inputs,
    ids: readonly string[],
  ): Promise<void> {
    if (ids.length === 0) return;
    const theCase = await ownCase(this.services, caseId, person.tenant);
    const home = theCase && theCase.home.kind !== 'personal' ? theCase.home.id : '';
    const other = home === conversation.conversationId ? undefined : this.services.directory.conversation(home);
    const conversations = [conversation, ...(other ? [other] : [])];
    await Promise.all(ids.flatMap((id) => conversations.map((one) => this.askAbout(id, one))));
    await Promise.all(ids.map((id) => this.learnName({ tenant: person.tenant, id: id.toLowerCase(), name: '' })));
  }

  /** Asks Graph for the name of a person whom the rosters did not know. */
  private async learnName(person: Person): Promise<void> {
    if (this.inDirectory(person.tenant, person.id)?.person.name) return;
    const name = await this.graph?.nameOf(person);
    if (name) await this.services.directory.meet({ person: { ...person, name } });
  }

  private async askAbout(id: string, conversation: ConversationReference): Promise<void> {
    const answer = await this.connector.member(conversation, id);
    if (answer.kind === 'found') await this.meetMember(answer.value, conversation.tenantId);
  }

  /** Learns the roster of a conversation, once and when people join; its members become choices and can be mentioned. */
  async lookUp(conversation: ConversationReference, joined = false): Promise<void> {
    const { conversationId, tenantId } = conversation;
    if (this.lookedUp.has(conversationId) && !joined) return;
    this.lookedUp.add(conversationId);
    const answer = await this.connector.members(conversation);
    if (answer.kind !== 'found') this.lookedUp.delete(conversationId);
    else for (const member of answer.value) await this.meetMember(member, tenantId);
  }

  /**
   * A person has written or pressed something: the bot may write to them again, whatever Teams said of them before. True
   * when something has not reached them meanwhile.
   */
  async isAlive({ person }: ActivitySender): Promise<boolean> {
    const { blocked, removed, missed } = this.inDirectory(person.tenant, person.id) ?? {};
    if (!blocked && !removed && !missed) return false;
    await this.services.directory.meet({ person, blocked: false, removed: false, missed: false });
    if (removed) await this.outbox.refreshCaseCards(person);
    return true;
  }

  /** A person has removed the bot from their own chat: nothing is written there until they let it in again. */
  async left({ person, conversation }: ActivitySender): Promise<void> {
    const known = this.inDirectory(person.tenant, person.id);
    if (conversation.kind !== 'personal' || !known || known.removed) return;
    await this.services.directory.meet({ person, removed: true });
    await this.outbox.refreshCaseCards(person);
  }

  /** Takes up what could not reach a person before they opened their chat with the bot, or let it in again. */
  reachable({ person }: ActivitySender): Promise<void> {
    return this.outbox.retryUndelivered(person);
  }

  /** Writes to the person's own chat with the bot; false when there is none or it could not be reached. */
  async tell({ person }: ActivitySender, activity: OutgoingActivity): Promise<boolean> {
    const chat = this.inDirectory(person.tenant, person.id)?.personal;
    if (!chat) return false;
    this.limiter.passed(chat.conversationId, chat.tenantId);
    return (await this.connector.send(chat, activity)).kind === 'sent';
  }

  /** The greeting on the first meeting in a conversation; nothing when it was greeted before. */
  welcome(sender: ActivitySender): Reply | undefined {
    const { conversationId } = sender.conversation;
    if (this.welcomed.has(conversationId)) return undefined;
    this.welcomed.add(conversationId);
    return { card: welcomeCard(cardsFor(turnOf(this.services, sender))) };
  }

  private async meetMember(member: Member, tenant: string): Promise<void> {
    if (!member.aadObjectId) return;
    const elsewhere = member.tenantId !== undefined && !sameTenant(member.tenantId, tenant);
    const guest = member.userRole === 'guest' || elsewhere;
    const person = { tenant, id: member.aadObjectId.toLowerCase(), name: (member.name ?? '').slice(0, 200) };
    await this.services.directory.meet({ person, teamsId: member.id, guest });
  }

  private inDirectory(tenant: string, id: string) {
    return this.services.directory.person(tenant, id);
  }
}
