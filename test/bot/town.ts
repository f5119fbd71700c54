import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bot, startBot } from '../../src/bot.js';
import { readConfig } from '../../src/config.js';
import { type LoopbackConnector, startLoopbackConnector } from '../teams/loopback-connector.js';

export type Json = Record<string, unknown>;

/** One person of a made-up municipality, with a chat of their own. */
export interface Citizen {
  readonly id: string;
  readonly name: string;
  readonly tenant: string;
  readonly chat: string;
}

/** The running bot, a connector on loopback, and people who write and press as Teams would send it. */
export interface Town {
  readonly bot: Bot;
  readonly connector: LoopbackConnector;
  person(name: string, tenant?: string): Citizen;
  /** Everybody opens their chat with the bot. */
  arrive(...people: Citizen[]): Promise<void>;
  say(by: Citizen, text: string, more?: Json): Promise<void>;
  /** Presses the button with that verb on the newest card of the person's chat that has one, as soon as there is one. */
  press(by: Citizen, verb: string, inputs?: Json): Promise<PressAnswer>;
  /** Presses with data of the caller's choosing, as a forger would. */
  pressRaw(
    by: Citizen,
    verb: string,
    data: Json,
    place?: { conversation: string; activity?: string },
  ): Promise<PressAnswer>;
  /** Resolves when the case has told everybody; reads what stands in a chat. */
  standing(chat: string): readonly { id: string; card: Json }[];
  restart(env?: Record<string, string>): Promise<void>;
  close(): Promise<void>;
}

export interface PressAnswer {
  readonly status: number;
  /** The card or the sentence the presser sees. */
  readonly card?: Json;
  readonly text?: string;
}

export const TENANT = '22222222-2222-4222-8222-222222222222';
let people = 0;

export async function startTown(env: Record<string, string> = {}): Promise<Town> {
  const folder = await mkdtemp(join(tmpdir(), 'nemkonto-'));
  const settings = { PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'silent', PRACTICE_CLOCK: '2026-05-04T08:00:00Z', ...env };
  const connector = await startLoopbackConnector();
  let bot = await startBot(readConfig(settings));
  let activities = 0;

  const post = async (activity: Json): Promise<Response> =>
    fetch(`http://127.0.0.1:${bot.port}/api/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(activity),
    });

  const activity = (by: Citizen, more: Json): Json => ({
    id: `in-${++activities}`,
    timestamp: new Date(0).toISOString(),
    channelId: 'msteams',
    serviceUrl: connector.serviceUrl,
    from: { id: `29:${by.id}`, name: by.name, aadObjectId: by.id },
    recipient: { id: '28:bot', name: 'NemKonto' },
    conversation: { id: by.chat, conversationType: 'personal', tenantId: by.tenant },
    channelData: { tenant: { id: by.tenant } },
    locale: 'da-DK',
    ...more,
  });

  const pressRaw: Town['pressRaw'] = async (by, verb, data, place) => {
    const conversation = place && { id: place.conversation, tenantId: by.tenant, conversationType: 'personal' };
    const response = await post(
      activity(by, {
        type: 'invoke',
        name: 'adaptiveCard/action',
        ...(place?.activity && { replyToId: place.activity }),
        ...(conversation && { conversation }),
        value: { action: { type: 'Action.Execute', verb, data } },
      }),
    );
    const body = response.status === 200 ? ((await response.json()) as { type?: string; value?: unknown }) : {};
    if (typeof body.value === 'string') return { status: response.status, text: body.value };
    return { status: response.status, ...(body.value !== undefined && { card: body.value as Json }) };
  };

  const town: Town = {
    get bot() {
      return bot;
    },
    connector,
    person(name, tenant = TENANT) {
      const id = `00000000-0000-4000-8000-${String(++people).padStart(12, '0')}`;
      return { id, name, tenant, chat: `a:${id}` };
    },
    async arrive(...arriving) {
      for (const one of arriving) {
        connector.setRoster(one.chat, [
          { id: `29:${one.id}`, name: one.name, aadObjectId: one.id, tenantId: one.tenant, userRole: 'user' },
        ]);
        await post(activity(one, { type: 'installationUpdate', action: 'add' }));
      }
    },
    async say(by, text, more = {}) {
      await post(activity(by, { type: 'message', text, ...more }));
    },
    async press(by, verb, inputs = {}) {
      const button = () =>
        town
          .standing(by.chat)
          .toReversed()
          .flatMap(({ id, card }) => actionsOf(card).map((action) => ({ id, action })))
          .find(({ action }) => action.verb === verb);
      if (!button()) await connector.waitFor(() => button() !== undefined);
      const found = button();
      if (!found) throw new Error(`${by.name} sees no button ${verb}`);
      const place = { conversation: by.chat, activity: found.id };
      return pressRaw(by, verb, { ...(found.action.data as Json), ...inputs }, place);
    },
    pressRaw,
    standing(chat) {
      const ids = [...new Set(connector.messagesIn(chat).map((heard) => heard.answeredId))];
      return ids.flatMap((id) => {
        const card = connector.standing(id)?.attachments?.[0]?.content as Json | undefined;
        return card ? [{ id, card }] : [];
      });
    },
    async restart(more = {}) {
      await bot.stop();
      const { PRACTICE_CLOCK: _once, ...rest } = settings;
      bot = await startBot(readConfig({ ...rest, ...more }));
    },
    async close() {
      await bot.stop();
      await connector.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return town;
}

/** Every action in a card, nested ones included. */
export function actionsOf(card: unknown): Json[] {
  if (Array.isArray(card)) return card.flatMap(actionsOf);
  if (typeof card !== 'object' || card === null) return [];
  const { fallback: _same, ...own } = card as Json;
  const here = typeof own.verb === 'string' && own.type === 'Action.Execute' ? [own] : [];
  return [...here, ...Object.values(own).flatMap(actionsOf)];
}

/** Every text a person reads in a card, joined. */
export function textOf(card: unknown): string {
  if (Array.isArray(card)) return card.map(textOf).join('\n');
  if (typeof card !== 'object' || card === null) return '';
  const { type, text, title, label, errorMessage, ...rest } = card as Json;
  const own = [type === 'TextBlock' || type === 'TextRun' ? text : '', title, label, errorMessage];
  return [...own.filter((one) => typeof one === 'string' && one !== ''), ...Object.values(rest).map(textOf)]
    .filter((one) => one !== '')
    .join('\n');
}
