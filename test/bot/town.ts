import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bot, startBot } from '../../src/bot.js';
import { readConfig } from '../../src/config.js';
import { RateLimiter } from '../../src/delivery/rate-limit.js';
import { TENANT } from '../teams/identity.js';
import { type Heard, type LoopbackConnector, startLoopbackConnector } from '../teams/loopback-connector.js';
import type { Abroad } from '../teams/loopback-microsoft.js';
import { actionsOf, textOf } from './cards.js';

export type Json = Record<string, unknown>;

/** One person of a made-up municipality, with a chat of their own. */
export interface Citizen {
  readonly id: string;
  readonly name: string;
  readonly tenant: string;
  readonly chat: string;
}

/** A conversation of several people. */
export interface Room {
  readonly conversation: string;
  readonly kind: 'groupChat' | 'channel';
}

/** Where a press happens: a conversation, and the message the card stands in. */
export interface Spot {
  readonly conversation: string;
  readonly activity?: string;
  readonly kind?: 'personal' | Room['kind'];
}

/** What the presser sees: a card or a sentence. */
export interface PressAnswer {
  readonly status: number;
  readonly card?: Json;
  readonly text?: string;
}

/** The running bot, a connector on loopback, and people who write and press as Teams would send it. */
export interface Town {
  readonly bot: Bot;
  readonly connector: LoopbackConnector;
  /** The data folder of the bot. */
  readonly folder: string;
  person(name: string, tenant?: string): Citizen;
  /** Everybody opens their chat with the bot. */
  arrive(...people: Citizen[]): Promise<void>;
  /** A group chat or channel thread with these people, into which the first of them has brought the bot. */
  room(kind: Room['kind'], ...people: Citizen[]): Promise<Room>;
  /** Writes to the bot; resolves with what it answered in the same conversation. */
  say(by: Citizen, text: string, more?: Json & { room?: Room }): Promise<PressAnswer>;
  /** Presses the button with that verb on the newest card of the person's chat that has one, as soon as there is one. */
  press(by: Citizen, verb: string, inputs?: Json, caseId?: string): Promise<PressAnswer>;
  /** Presses with data of the caller's choosing, as a forger would; `more` goes over the activity's own fields. */
  pressRaw(by: Citizen, verb: string, data: Json, place?: Spot, more?: Json): Promise<PressAnswer>;
  /** An old client's press: a message that carries the card's data. */
  submit(by: Citizen, data: Json, place: Spot): Promise<Response>;
  /** Posts any activity of a person. */
  post(by: Citizen, more: Json, hangUp?: AbortSignal): Promise<Response>;
  /** The cards that stand in a chat now, oldest first. */
  standing(chat: string): readonly { id: string; card: Json }[];
  /** Waits until a card with this text stands in somebody's chat. */
  sees(who: Pick<Citizen, 'chat'>, text: string | RegExp): Promise<void>;
  /** Resolves when every message on its way has been sent or given up; an hour passes on the practice clock. */
  settled(by: Citizen): Promise<void>;
  /** The history of a case as its card tells it: the same text means the same facts. */
  history(by: Citizen, caseId: string): Promise<string>;
  restart(env?: Record<string, string>): Promise<void>;
  close(): Promise<void>;
}

/** A way out without Teams' limits: tests wait for nothing but the bot itself. */
const unhurried = () => new RateLimiter({ conversation: [], tenant: { count: 1_000_000, everyMs: 1 } });
let people = 0;
let rooms = 0;

export async function startTown(
  env: Record<string, string> = {},
  timeoutMs = 5_000,
  limiter: () => RateLimiter = unhurried,
  abroad: Abroad = {},
): Promise<Town> {
  const folder = await mkdtemp(join(tmpdir(), 'nemkonto-'));
  const settings = { PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'silent', PRACTICE_CLOCK: '2026-05-04T08:00:00Z', ...env };
  const connector = await startLoopbackConnector();
  let bot = await startBot(readConfig(settings), { limiter: limiter(), timeoutMs, ...abroad.overrides });
  let activities = 0;

  const post: Town['post'] = (by, more, hangUp) => {
    const activity = {
      id: `in-${++activities}`,
      timestamp: new Date(0).toISOString(),
      channelId: 'msteams',
      serviceUrl: abroad.serviceUrl ?? connector.serviceUrl,
      from: { id: `29:${by.id}`, name: by.name, aadObjectId: by.id },
      recipient: { id: '28:bot', name: 'NemKonto' },
      conversation: { id: by.chat, conversationType: 'personal', tenantId: by.tenant },
      channelData: { tenant: { id: by.tenant } },
      locale: 'da-DK',
      ...more,
    };
    return fetch(`http://127.0.0.1:${bot.port}/api/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...abroad.headers },
      body: JSON.stringify(activity),
      ...(hangUp && { signal: hangUp }),
    });
  };
  const at = (by: Citizen, place: Spot | undefined): Json => ({
    ...(place?.activity && { replyToId: place.activity }),
    ...(place && {
      conversation: {
        id: place.conversation,
        tenantId: by.tenant,
        conversationType: place.kind ?? 'personal',
        isGroup: (place.kind ?? 'personal') !== 'personal',
      },
    }),
  });

  const pressRaw: Town['pressRaw'] = async (by, verb, data, place, more = {}) => {
    const value = { action: { type: 'Action.Execute', verb, data } };
    const invoke = { type: 'invoke', name: 'adaptiveCard/action', value };
    const response = await post(by, { ...at(by, place), ...invoke, ...more });
    const body = response.status === 200 ? ((await response.json()) as { value?: unknown }) : {};
    if (typeof body.value === 'string') return { status: response.status, text: body.value };
    return { status: response.status, ...(body.value !== undefined && { card: body.value as Json }) };
  };

  const town: Town = {
    get bot() {
      return bot;
    },
    connector,
    folder,
    person(name, tenant = TENANT) {
      const id = `00000000-0000-4000-8000-${String(++people).padStart(12, '0')}`;
      return { id, name, tenant, chat: `a:${id}` };
    },
    async arrive(...arriving) {
      for (const one of arriving) {
        connector.setRoster(one.chat, [rosterPerson(one)]);
        await post(one, { type: 'installationUpdate', action: 'add' });
      }
    },
    async room(kind, ...inside) {
      const name = `19:room${++rooms}@thread`;
      const room = {
        kind,
        conversation: kind === 'channel' ? `${name}.tacv2;messageid=17000000000${rooms}` : `${name}.v2`,
      };
      connector.setRoster(room.conversation, inside.map(rosterPerson));
      const [first] = inside;
      if (first) await post(first, { ...at(first, room), type: 'installationUpdate', action: 'add' });
      return room;
    },
    async say(by, text, { room, ...more } = {}) {
      const id = `said-${++activities}`;
      const response = await post(by, { ...at(by, room), type: 'message', text, id, ...more });
      const said = connector.heard.find((one) => one.kind === 'send' && one.itemId === id);
      return { status: response.status, ...messageOf(said) };
    },
    async press(by, verb, inputs = {}, caseId) {
      const isMeant = (action: Json) =>
        action.verb === verb && (caseId === undefined || (action.data as Json).caseId === caseId);
      const button = () => {
        for (const { id, card } of town.standing(by.chat).toReversed()) {
          const action = actionsOf(card).find(isMeant);
          if (action) return { id, data: action.data as Json };
        }
        return undefined;
      };
      if (!button()) await connector.waitFor(() => button() !== undefined);
      const found = button();
      if (!found) throw new Error(`${by.name} sees no button ${verb}`);
      return pressRaw(by, verb, { ...found.data, ...inputs }, { conversation: by.chat, activity: found.id });
    },
    pressRaw,
    submit: (by, data, place) => post(by, { ...at(by, place), type: 'message', value: data }),
    post,
    standing(chat) {
      const ids = [...new Set(connector.messagesIn(chat).map((heard) => heard.answeredId))];
      return ids.flatMap((id) => {
        const card = connector.standing(id)?.attachments?.[0]?.content as Json | undefined;
        return card ? [{ id, card }] : [];
      });
    },
    async sees(who, text) {
      const has = () => town.standing(who.chat).some(({ card }) => new RegExp(text).test(textOf(card)));
      if (!has()) await connector.waitFor(has);
    },
    async settled(by) {
      const { text } = await town.say(by, 'spol 1 time');
      if (!text?.includes('Øvelsens ur')) throw new Error(`the practice clock did not answer: ${text}`);
    },
    async history(by, caseId) {
      return textOf((await pressRaw(by, 'refresh', { caseId, show: 'history' })).card);
    },
    async restart(more = {}) {
      await bot.stop();
      const { PRACTICE_CLOCK: _once, ...rest } = settings;
      bot = await startBot(readConfig({ ...rest, ...more }), { limiter: limiter(), timeoutMs, ...abroad.overrides });
    },
    async close() {
      await bot.stop();
      await connector.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return town;
}

/** A colleague on the roster of a conversation. */
export function rosterPerson({ id, name, tenant }: Citizen) {
  return { id: `29:${id}`, name, aadObjectId: id, tenantId: tenant, userRole: 'user' };
}

/** What a message of the bot shows. */
function messageOf(heard: Heard | undefined): { card?: Json; text?: string } {
  const card = heard?.body?.attachments?.[0]?.content as Json | undefined;
  const text: unknown = heard?.body?.text;
  return { ...(card && { card }), ...(typeof text === 'string' && text !== '' && { text }) };
}
