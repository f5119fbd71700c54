import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startServer } from '../postgres/server.js';
import { type LoopbackConnector, startLoopbackConnector } from '../teams/loopback-connector.js';
import { type Running, run } from './process.js';

/** A bot in a process of its own, with Teams' connector and the people played by the bench. */
export interface Contender {
  readonly process: Running;
  /** One turn; resolves with the milliseconds until its answer. */
  turn(): Promise<number>;
  /** Resolves when what the turn has caused has reached the connector. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

const here = fileURLToPath(new URL('.', import.meta.url));
export const MAIN = join(here, '../../dist/main.js');

/** A Tuesday morning. */
export const CLOCK = '2026-05-12T07:00:00.000Z';
/** Milliseconds without a request after which a turn counts as settled. */
const SILENCE_MS = 25;
/** Cases that are pressed in turns, each in an organisation of its own with six people. */
const CASES = 20;
const PEOPLE = 6;
/** A press moves go-live to the other of the two. */
const DATES = ['2026-11-09', '2026-11-02'] as const;

/** A bare echo bot as Microsoft's samples write one. A turn: one message in, one request to the connector, the answer. */
export async function startEcho(script: 'teams-ai-bot.mjs' | 'echo-bot.mjs'): Promise<Contender> {
  const connector = await startLoopbackConnector();
  const bot = await run(join(here, script), {});
  let turns = 0;
  return {
    process: bot,
    async turn() {
      const { ms } = await bot.post({ ...activityOf(connector, ++turns, 0), type: 'message', text: 'Er sagen klar?' });
      return ms;
    },
    settled: () => settled(connector),
    async stop() {
      await bot.stop();
      await connector.close();
    },
  };
}

export interface OurSettings {
  readonly store?: 'lowdb' | 'PostgreSQL';
  /** Makes the data folder what it should be before the bot starts on it. */
  readonly prepare?: (folder: string) => Promise<unknown>;
  /** How many cases are opened to be pressed. */
  readonly cases?: number;
  readonly tickSeconds?: number;
}

/**
 * This bot, built. A turn: the coordinator moves go-live to the other of two dates. That appends one fact, which is
 * durable before the answer; the answer is the coordinator's next card; two messages are edited after it.
 */
export async function startOurs(ours: OurSettings = {}): Promise<Contender> {
  const { store = 'lowdb', prepare, cases = CASES, tickSeconds = 3_600 } = ours;
  const connector = await startLoopbackConnector();
  const folder = await mkdtemp(join(tmpdir(), 'nemkonto-bench-'));
  await prepare?.(folder);
  const database = store === 'PostgreSQL' ? await startServer(true) : undefined;
  const bot = await run(MAIN, {
    ...{ DATA_DIR: folder, LOG_LEVEL: 'warn', PRACTICE_CLOCK: CLOCK, TICK_SECONDS: String(tickSeconds) },
    ...(database && { DATABASE_URL: database.url }),
  });
  const opened: Pressed[] = [];
  let turns = 0;
  const press = (at: number, card: string, verb: string, values: object) =>
    bot.post({
      ...activityOf(connector, ++turns, at),
      ...{ type: 'invoke', name: 'adaptiveCard/action', replyToId: card },
      value: { action: { type: 'Action.Execute', verb, data: { ...values, verb } } },
    });

  for (let at = 0; at < cases; at++) {
    connector.setRoster(
      chatOf(at),
      Array.from({ length: PEOPLE }, (_, number) => ({ ...personOf(at, number), userRole: 'user' })),
    );
    const { body } = await press(at, `home-${at}`, 'openCase', { municipality: '0630', goLive: DATES[1] });
    await settled(connector);
    opened.push({ ...shownIn(body), card: `home-${at}` });
  }
  return {
    process: bot,
    async turn() {
      const at = turns % opened.length;
      const one = opened[at] as Pressed;
      const goLive = DATES[(one.version + 1) % 2];
      const { ms, body } = await press(at, one.card, 'moveGoLive', { ...one, step: 'officer', goLive });
      const { version } = shownIn(body);
      if (version !== one.version + 1) throw new Error(`The press moved nothing: ${body.slice(0, 500)}`);
      opened[at] = { ...one, version };
      return ms;
    },
    settled: () => settled(connector),
    async stop() {
      await bot.stop();
      await database?.remove();
      await connector.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Pressed {
  readonly caseId: string;
  readonly version: number;
  readonly card: string;
}

/** What the buttons of a card carry: the case, and the version that the card shows. */
function shownIn(body: string): { caseId: string; version: number } {
  const [, caseId] = /"caseId":"([^"]+)"/.exec(body) ?? [];
  const [, version] = /"version":(\d+)/.exec(body) ?? [];
  if (caseId === undefined) throw new Error(`The card is of no case: ${body.slice(0, 500)}`);
  return { caseId, version: Number(version) };
}

/** At least one request, and then none for a moment. */
async function settled(connector: LoopbackConnector): Promise<void> {
  if (connector.heard.length === 0) await connector.waitFor(() => true, 20_000);
  for (let heard = 0; heard !== connector.heard.length; ) {
    heard = connector.heard.length;
    await wait(SILENCE_MS);
  }
  connector.forget();
}

function chatOf(organisation: number): string {
  return `a:bench-${organisation}`;
}

function personOf(organisation: number, number: number) {
  const id = `00000000-0000-4000-8000-${String(organisation * 100 + number).padStart(12, '0')}`;
  const tenantId = `11111111-2222-4222-8222-${String(organisation).padStart(12, '0')}`;
  return { id: `29:${id}`, name: `Medarbejder ${number}`, aadObjectId: id, tenantId };
}

function activityOf(connector: LoopbackConnector, number: number, organisation: number) {
  const from = personOf(organisation, 0);
  return {
    ...{ id: `in-${number}`, timestamp: CLOCK, channelId: 'msteams', locale: 'da-DK', from },
    serviceUrl: connector.serviceUrl,
    recipient: { id: '28:bot', name: 'NemKonto' },
    conversation: { id: chatOf(organisation), conversationType: 'personal', tenantId: from.tenantId },
    channelData: { tenant: { id: from.tenantId } },
  };
}
