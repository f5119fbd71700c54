import type { ActivitySender, Reply } from '../../src/answers/protocol.js';
import { cardContext } from '../../src/answers/services.js';
import { copyCard } from '../../src/cards/papers.js';
import { type Inputs, readInputs } from '../../src/case/commands.js';
import { addDays, dayOf } from '../../src/case/dates.js';
import type { Person } from '../../src/case/people.js';
import type { ConversationReference } from '../../src/delivery/ports.js';
import { readIncomingText } from '../../src/teams/incoming-text.js';
import { cardActivity } from '../../src/teams/replies.js';
import { nodes } from '../cards/inspect.js';
import type { Chance } from './chance.js';
import type { BotProcess } from './process.js';
import type { FakeTeams, Standing } from './teams.js';
import type { Watch } from './watch.js';

export interface Room {
  readonly id: string;
  readonly kind: ConversationReference['kind'];
  readonly members: readonly Actor[];
}

type Node = Readonly<Record<string, unknown>>;
interface Where {
  readonly room: Pick<Room, 'id' | 'kind'>;
  readonly message?: Standing;
}

const WORDS = [
  ...['status', 'oversigt', 'historik', 'udsæt', 'påmind', 'stedfortræder', 'ret', 'overdrag', 'hjælp', 'sprog'],
  ...['annuller', 'eksport', 'hvad nu?', 'underskrevet og sendt i dag', 'jeg er væk næste uge', 'mind mig på torsdag'],
];

/** A word as Teams and a phone send it: mentioned to, in a reply, in HTML, with a full stop, with signs nobody sees. */
function asSent(text: string, chance: Chance) {
  const recipient = { id: '28:bot', name: 'NemKonto' };
  const reply = '<blockquote itemtype="http://schema.skype.com/Reply"><p itemprop="preview">annuller</p></blockquote>';
  const shapes = [
    { text },
    { text: `<at>NemKonto</at> ${text}.` },
    { text: `<p>${text}&nbsp;</p>` },
    { text: `> eksport\n\n${text}!` },
    { text: `annuller ${text}`, attachments: [{ contentType: 'text/html', content: `${reply}<p>${text}</p>` }] },
    { text: `\u200e${text.toUpperCase()}\u00a0` },
  ];
  return { recipient, ...(chance.pick(shapes) ?? { text }) };
}

/** Cards that stand behind two others, so that chance alone seldom comes to them. */
const SELDOM = ['returned', 'replacePayer', 'reopen', 'askForOfficer', 'moveGoLive'];

/** Somebody with a chat of their own, who now and then looks at Teams and does something, sensible or not. */
export class Actor {
  readonly chat: Pick<Room, 'id' | 'kind'>;
  readonly rooms: Room[] = [];

  constructor(
    readonly person: Person,
    /** Days between two looks, on average. */
    readonly pause: number,
    private readonly locale: ActivitySender['locale'],
    private readonly teams: FakeTeams,
    private readonly chance: Chance,
    private readonly watch: Watch,
  ) {
    this.chat = { id: `a:${person.id}`, kind: 'personal' };
  }

  get member() {
    const { id, name, tenant } = this.person;
    return { id: `29:${id}`, aadObjectId: id, name, tenantId: tenant, userRole: 'user' };
  }

  sender(room: Pick<Room, 'id' | 'kind'> = this.chat): ActivitySender {
    const { person, locale } = this;
    const { tenant: tenantId } = person;
    const address = { serviceUrl: 'https://teams.test', conversationId: room.id, kind: room.kind, tenantId };
    return { person, teamsId: `29:${person.id}`, locale, known: true, conversation: { ...address, botId: '28:bot' } };
  }

  /** One look at Teams: presses on what is there, writes a word, shuts the bot out or lets it in again. */
  async look(bot: BotProcess): Promise<void> {
    const { chance, teams } = this;
    if (teams.uninstalled.has(this.chat.id)) {
      if (!chance.percent(40)) return;
      teams.uninstalled.delete(this.chat.id);
      return bot.installed(this.sender());
    }
    if (chance.percent(1.5)) {
      this.watch.count('shut out');
      teams.blocked.add(this.chat.id);
      return;
    }
    if (chance.percent(1)) {
      this.watch.count('uninstalled');
      teams.uninstalled.add(this.chat.id);
      // Teams does not always tell.
      if (chance.percent(50)) await bot.removed(this.sender());
      return;
    }
    // Whoever writes or presses in the chat has let the bot in again.
    if (chance.percent(25)) return this.write(bot, chance.pick(WORDS) ?? '');
    for (let left = chance.between(1, 4); left > 0 && bot.alive; left--) await this.handle(bot);
  }

  /** Opens a case where they like to have it. */
  async open(bot: BotProcess, municipality: string): Promise<void> {
    const room = this.chance.percent(35) ? this.chat : (this.chance.pick(this.rooms) ?? this.chat);
    const goLive = addDays(dayOf(this.watch.time.instant()), this.chance.between(150, 330));
    await this.turn(bot, 'openCase', { municipality, goLive }, { room });
  }

  /** Takes up one of the messages that stand, mostly a new one, and mostly one that asks for something. */
  private async handle(bot: BotProcess): Promise<void> {
    const { chance } = this;
    const room = chance.percent(85) ? this.chat : (chance.pick(this.rooms) ?? this.chat);
    const live = this.teams.standingIn(room.id).filter((one) => buttonsOf(cardOf(one)).length > 0);
    const asking = live.filter((one) => buttonsOf(cardOf(one)).some(({ style }) => style === 'positive'));
    const from = asking.length > 0 && chance.percent(60) ? asking : live;
    const message = chance.percent(75) ? chance.pick(from.slice(-6)) : chance.pick(from);
    if (message) await this.press(bot, cardOf(message), { room, message }, 4);
  }

  private async write(bot: BotProcess, text: string): Promise<void> {
    this.teams.blocked.delete(this.chat.id);
    const sent = asSent(text, this.chance);
    const answer = await bot.turn({ kind: 'text', sender: this.sender(), ...readIncomingText(sent) });
    this.watch.answered(answer, text);
    if (!('card' in answer)) return;
    const message = this.teams.post(this.chat.id, cardActivity(answer.card, String(answer.card.fallbackText)));
    if (this.chance.percent(60)) await this.press(bot, answer.card, { room: this.chat, message }, 3);
  }

  /** Presses one of the buttons, most often the act itself, and goes on with the card that answers. */
  private async press(bot: BotProcess, card: Node, where: Where, left: number): Promise<void> {
    const { chance } = this;
    const offered = buttonsOf(card).filter(({ verb }) => verb !== 'openCase');
    const acts = offered.filter((one) => one.style === 'positive');
    const button = acts.length > 0 && chance.percent(70) ? chance.pick(acts) : chance.pick(offered);
    if (!button) return;
    const typed = nodes(card).flatMap((node) => (String(node.type).startsWith('Input.') ? [this.fill(node)] : []));
    const data = { ...(button.data as Record<string, string>), ...Object.fromEntries(typed) };
    if (button.verb === 'refresh' && data.caseId && chance.percent(6)) data.show = chance.pick(SELDOM);
    const answer = await this.turn(bot, String(button.verb), data, where);
    if ('card' in answer && left > 0 && chance.percent(70)) await this.press(bot, answer.card, where, left - 1);
  }

  private async turn(bot: BotProcess, verb: string, data: Record<string, unknown>, where: Where): Promise<Reply> {
    const { room, message } = where;
    if (room.id === this.chat.id) this.teams.blocked.delete(room.id);
    const inputs: Inputs = readInputs(data);
    const pressed = message && { conversationId: room.id, activityId: message.id };
    const answer = await bot.turn({
      ...{ kind: 'press' as const, sender: this.sender(room), verb, inputs, automatic: false, message: pressed },
    });
    this.watch.count(`pressed ${verb}`);
    this.watch.answered(answer, `${verb} in ${inputs.caseId}`);
    if (verb === 'confirmSignature' && this.chance.percent(50)) await this.sendFile(bot, inputs.caseId ?? '');
    return answer;
  }

  /** The file of the signed agreement, as the bot asks about it once it has measured it. */
  private async sendFile({ services }: BotProcess, caseId: string): Promise<void> {
    const theCase = await services.commands.case(caseId);
    if (!theCase?.done.signature) return;
    const copy = { name: 'Underskrevet aftale.pdf', size: 123_456, sha256: 'ab'.repeat(32) };
    const file = services.pending.keep(this.person, copy, this.watch.time.instant());
    const card = copyCard([theCase], copy, file, cardContext(services, theCase.tenant, this.locale, theCase));
    this.teams.post(this.chat.id, cardActivity(card, String(card.fallbackText)));
  }

  /** What somebody types into an input, mostly right. */
  private fill({ id, type, choices, value, isRequired }: Node): [string, unknown] {
    const { chance } = this;
    const today = dayOf(this.watch.time.instant());
    const key = String(id);
    if (type === 'Input.Toggle') return [key, chance.percent(key === 'everyone' ? 50 : 95)];
    // A snooze takes a number of days or a day, an absence needs no substitute.
    if (isRequired !== true && type !== 'Input.Text' && chance.percent(40)) return [key, ''];
    if (type === 'Input.ChoiceSet') {
      const offered = (choices as readonly { value: string }[] | undefined) ?? [];
      return [key, chance.pick(offered)?.value ?? String(value ?? '')];
    }
    const ahead: Readonly<Record<string, () => number>> = {
      goLive: () => chance.between(100, 400),
      invoiceDue: () => chance.between(1, 40),
      from: () => chance.between(0, 8),
      until: () => chance.between(4, 25),
      awayFrom: () => chance.between(0, 8),
      awayUntil: () => chance.between(4, 25),
    };
    if (key.startsWith('away') && chance.percent(80)) return [key, ''];
    if (type === 'Input.Date') return [key, addDays(today, ahead[key]?.() ?? (chance.percent(95) ? 0 : 1))];
    const said: Readonly<Record<string, readonly string[]>> = {
      agreementNumber: ['123456', '\u200e123456\u200b', '42', '12345678', '0123', '12a4'],
      invoiceAmount: ['4.040,28', '\u202a4.040,28\u202c', 'fire tusind'],
      invoiceNumber: ['70012345', 'F-17', '2512001234', '\ufeff70012345'],
      reason: ['Det er en anden', 'Vi venter lidt', 'Det passer ikke'],
    };
    return [key, chance.pick(said[key] ?? [String(value ?? '')]) ?? ''];
  }
}

export function cardOf({ activity }: Standing): Node {
  return (activity.attachments?.[0]?.content ?? {}) as Node;
}

const buttons = new WeakMap<Node, readonly Node[]>();

/** Every button of a card that asks the bot for something. */
export function buttonsOf(card: Node): readonly Node[] {
  const known = buttons.get(card);
  if (known) return known;
  const found = nodes({ ...card, refresh: undefined }).filter((node) => node.type === 'Action.Execute');
  buttons.set(card, found);
  return found;
}
