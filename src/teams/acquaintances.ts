import { welcomeCard } from '../cards/entry.js';
import type { Inputs } from '../case/commands.js';
import { dayOf } from '../case/dates.js';
import { type Person, sameTenant } from '../case/people.js';
import type { Gate } from '../delivery/gate.js';
import type { ConversationReference } from '../delivery/ports.js';
import type { Connector, Member, OutgoingActivity } from './connector.js';
import { cardContext, isUserId, languageOf, ownCase, type Services } from './context.js';
import type { Sender } from './inbound.js';
import type { Reply } from './presses.js';

/** The inputs that name a person (contract: "Card verbs and inputs"). */
const PERSON_FIELDS = ['officer', 'person', 'payer'] as const;

/** Milliseconds an answer waits for the roster at most: Teams wants a press answered within three seconds. */
const PATIENCE = 1_500;

/** Keeps what the bot learns of people and conversations from every activity, and asks the roster for the rest. */
export class Roster {
  /** Conversations whose roster was asked for since the start. */
  private readonly rosters = new Set<string>();
  private readonly welcomed = new Set<string>();

  constructor(
    private readonly desk: Services,
    private readonly connector: Connector,
    private readonly gate: Pick<Gate, 'passed'>,
    /** Called with somebody who can be reached from now on. */
    private readonly onReachable: (person: Person) => Promise<void>,
  ) {}

  /** Writes down who this is and where they were met. Nothing is written when nothing is new. */
  async remember({
    person,
    teamsId,
    locale,
    address,
    known,
  }: Sender): Promise<{ newPlace: boolean; newChat: boolean }> {
    const { directory } = this.desk;
    const newPlace = directory.conversation(address.conversationId) === undefined;
    const personal = address.kind === 'personal' ? { personal: address } : {};
    const newChat = known && address.kind === 'personal' && !directory.person(person.tenant, person.id)?.personal;
    await directory.remember(address);
    const seen = dayOf(this.desk.clock.now());
    if (known) await directory.meet({ person, teamsId, locale, seen, ...personal });
    return { newPlace, newChat };
  }

  /** What should be known before a press or a text is answered. A slow roster holds the answer up a little, no more. */
  async prepare(sender: Sender, inputs: Inputs = {}): Promise<void> {
    const unknown = this.unknownIn(sender, inputs);
    if (this.isChecked(sender) && unknown.length === 0) return;
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE);
    });
    await Promise.race([Promise.all([this.check(sender), this.findNamed(sender, inputs, unknown)]), enough]);
    clearTimeout(timer);
  }

  /**
   * Makes sure that it is known whether the sender is a guest. Asks the roster once per person; a roster that does not
   * answer leaves the question open, for the tenant has been checked already.
   */
  private async check(sender: Sender): Promise<void> {
    if (this.isChecked(sender)) return;
    const { person, address } = sender;
    const answer = await this.connector.member(address, person.id);
    if (answer.kind === 'found') await this.meetMember(answer.value, address.tenantId);
  }

  private isChecked({ person, known }: Sender): boolean {
    return !known || this.desk.directory.person(person.tenant, person.id)?.guest !== undefined;
  }

  /** The people a press names and whose Teams id is not known. */
  private unknownIn({ person: { tenant } }: Sender, inputs: Inputs): string[] {
    return PERSON_FIELDS.flatMap((field) => inputs[field]?.trim() ?? []).filter(
      (id) => isUserId(id) && this.desk.directory.person(tenant, id)?.teamsId === undefined,
    );
  }

  /**
   * Looks up people a press names, so that their Teams ids, names and home organisation are known. Asks where it was
   * pressed and where the case lives. An answer that comes too late for this press serves the next card.
   */
  private async findNamed({ person, address }: Sender, inputs: Inputs, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const home = this.desk.directory.conversation((await this.homeOf(inputs, person)) ?? '');
    const messages = [address, ...(home && home.conversationId !== address.conversationId ? [home] : [])];
    await Promise.all(ids.flatMap((id) => messages.map((place) => this.askAbout(id, place))));
  }

  private async askAbout(id: string, place: ConversationReference): Promise<void> {
    const answer = await this.connector.member(place, id);
    if (answer.kind === 'found') await this.meetMember(answer.value, place.tenantId);
  }

  /** The conversation the pressed card's case lives in, when several people are in it. */
  private async homeOf({ caseId = '' }: Inputs, { tenant }: Person): Promise<string | undefined> {
    const theCase = await ownCase(this.desk, caseId, tenant);
    return theCase && theCase.home.kind !== 'personal' ? theCase.home.id : undefined;
  }

  /** Learns the roster of a conversation, once and when somebody joins; those in it become choices and can be mentioned. */
  async lookUp(address: ConversationReference, joined = false): Promise<void> {
    if (this.rosters.has(address.conversationId) && !joined) return;
    this.rosters.add(address.conversationId);
    const answer = await this.connector.members(address);
    if (answer.kind !== 'found') this.rosters.delete(address.conversationId);
    else for (const member of answer.value) await this.meetMember(member, address.tenantId);
  }

  /** Takes up what could not reach somebody before they opened their chat with the bot, or let it in again. */
  async reachable({ person }: Sender): Promise<void> {
    await this.onReachable(person);
  }

  /** Somebody who had shut the bot out has written or pressed something: it may write to them again. True if so. */
  async unblock({ person }: Sender): Promise<boolean> {
    if (!this.desk.directory.person(person.tenant, person.id)?.blocked) return false;
    await this.desk.directory.meet({ person, blocked: false });
    return true;
  }

  /** Writes to the person's own chat with the bot; false when there is none or it could not be reached. */
  async tell({ person }: Sender, activity: OutgoingActivity): Promise<boolean> {
    const chat = this.desk.directory.person(person.tenant, person.id)?.personal;
    if (!chat) return false;
    this.gate.passed(chat.conversationId, chat.tenantId);
    return (await this.connector.send(chat, activity)).kind === 'sent';
  }

  /** The greeting on the first meeting in a conversation; nothing when it was greeted before. */
  welcome({ person, locale, address }: Sender): Reply | undefined {
    if (this.welcomed.has(address.conversationId)) return undefined;
    this.welcomed.add(address.conversationId);
    const context = cardContext(this.desk, person.tenant, languageOf(this.desk, person, locale));
    return { card: welcomeCard(context) };
  }

  private async meetMember(member: Member, tenant: string): Promise<void> {
    if (!member.aadObjectId) return;
    const guest =
      member.userRole === 'guest' || (member.tenantId !== undefined && !sameTenant(member.tenantId, tenant));
    const person = { tenant, id: member.aadObjectId.toLowerCase(), name: (member.name ?? '').slice(0, 200) };
    await this.desk.directory.meet({ person, teamsId: member.id, guest });
  }
}
