import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readStoredCase } from '../../src/store/shapes.js';
import { type LoopbackConnector, startLoopbackConnector } from '../teams/loopback-connector.js';
import { until } from './measure.js';
import { type Running, run } from './process.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** One side of the comparison. */
export interface Rival {
  readonly process: Running;
  /** Turns taken so far. */
  readonly turns: () => number;
  /** One turn in a lane; turns of one lane never overlap. Resolves with the ms until its answer. */
  turn(lane: number): Promise<number>;
  /** Requests the connector got because of them; complete once it is quiet. */
  readonly requests: () => number;
  /** Resolves when nothing that the turns caused is still on its way. */
  quiet(): Promise<void>;
  stop(): Promise<void>;
}

/** The flags `npm run serve` starts the bot with, and those of BENCH_NODE_FLAGS (e.g. `--cpu-prof`). */
export async function flagsOfServe(): Promise<string[]> {
  const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const more = process.env.BENCH_NODE_FLAGS?.split(' ') ?? [];
  const own = [...(scripts.serve ?? '').matchAll(/ (--[\w-]+(?:=\S+)?)(?= (?:--|dist))/g)].map(
    ([, flag]) => flag ?? '',
  );
  return [...own, ...more];
}

/** The bare botbuilder bot. A turn: one message in, one reply out to the connector, then the answer. */
export async function startEcho(): Promise<Rival> {
  const connector = await startLoopbackConnector();
  const running = await run([join(root, 'test/bench/echo-bot.mjs')], {});
  let turns = 0;
  let requests = 0;
  return {
    process: running,
    turns: () => turns,
    requests: () => requests,
    async turn(lane) {
      const activity = activityOf(connector, ++turns, `a:echo-${lane}`, personOf(lane, 0));
      const { ms } = await running.post({ ...activity, type: 'message', text: 'Er sagen klar?' });
      return ms;
    },
    async quiet() {
      requests += connector.heard.length;
      connector.forget();
    },
    async stop() {
      await running.stop();
      await connector.close();
    },
  };
}

interface PressedCase {
  readonly id: string;
  readonly lane: number;
  readonly chat: string;
  /** The activity id of the coordinator's own card, in which they press. */
  readonly card: string;
  version: number;
  presses: number;
}

/** Lanes times cases per lane: with 2,000 presses a case ends with some fifty facts, more than a long real one has. */
export const LANES = 8;
const CASES_PER_LANE = 5;
/** Known in each case's organisation, the coordinator among them. */
const PEOPLE = 6;
const DATES = ['2026-11-09', '2026-11-02'] as const;

/**
 * The bot as `npm run serve` starts it. A turn: the coordinator moves go-live to the other of two dates. That appends one
 * fact; the answer is the coordinator's next card; then two messages are edited, the shared card and the pressed one.
 */
export async function startOurs({ untouched = false } = {}): Promise<Rival> {
  const connector = await startLoopbackConnector();
  const data = await mkdtemp(join(tmpdir(), 'nemkonto-bench-'));
  const running = await run([...(await flagsOfServe()), join(root, 'dist/main.js')], {
    DATA_DIR: data,
    LOG_LEVEL: 'warn',
    PRACTICE_CLOCK: '2026-05-04T08:00:00Z',
  });
  const lanes: PressedCase[][] = Array.from({ length: LANES }, () => []);
  const untold = new Set<PressedCase>();
  let activities = 0;
  let turns = 0;
  let requests = 0;

  const pressed = async (one: Pick<PressedCase, 'lane' | 'chat' | 'card'>, verb: string, values: object) => {
    const activity = activityOf(connector, ++activities, one.chat, personOf(one.lane, 0));
    const action = { type: 'Action.Execute', verb, data: { ...values, verb } };
    return running.post({
      ...activity,
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: one.card,
      value: { action },
    });
  };

  /** Each in an organisation of its own, so that choices of people are as many as in a real one. */
  const openCases = async () => {
    for (let number = 0; number < LANES * CASES_PER_LANE; number++) {
      const lane = number;
      const chat = `a:ours-${number}`;
      connector.setRoster(
        chat,
        Array.from({ length: PEOPLE }, (_, at) => ({ ...personOf(lane, at), userRole: 'user' })),
      );
      const opening = { lane, chat, card: `home-${number}` };
      const { body } = await pressed(opening, 'openCase', { municipality: '0630', goLive: DATES[1] });
      const { caseId: id, version } = carried(body);
      if (id === undefined) throw new Error(`No case was opened: ${body}`);
      await until(() => told({ id }), 20_000);
      const desk = connector.messagesIn(chat).find(({ kind }) => kind === 'send');
      if (!desk) throw new Error(`Nobody was asked in ${chat}`);
      lanes[number % LANES]?.push({ lane, chat, id, card: desk.answeredId, version, presses: 0 });
    }
  };
  const turn = async (lane: number): Promise<number> => {
    const one = lanes[lane]?.reduce((least, each) => (each.presses < least.presses ? each : least));
    if (!one) throw new Error(`no case in lane ${lane}`);
    untold.add(one);
    const goLive = DATES[one.presses++ % 2];
    turns++;
    const { ms, body } = await pressed(one, 'moveGoLive', {
      caseId: one.id,
      step: 'officer',
      version: one.version,
      goLive,
    });
    const { version } = carried(body);
    if (version !== one.version + 1) throw new Error(`The press moved nothing: ${body.slice(0, 500)}`);
    one.version = version;
    return ms;
  };
  const told = async (one: Pick<PressedCase, 'id'>) => {
    const { deliveries } = readStoredCase(one.id, await readFile(join(data, 'cases', `${one.id}.json`), 'utf8'));
    return deliveries.every(({ state }) => state === 'sent' || state === 'superseded');
  };

  const quiet = async () => {
    for (const one of untold) await until(() => told(one), 20_000);
    untold.clear();
    requests += connector.heard.length;
    connector.forget();
  };
  const stop = async () => {
    await running.stop();
    await connector.close();
    await rm(data, { recursive: true, force: true });
  };
  if (!untouched) {
    try {
      await openCases();
      await quiet();
    } catch (error) {
      await stop();
      throw error;
    }
    requests = 0;
  }
  return {
    process: running,
    turns: () => turns,
    requests: () => requests,
    turn,
    quiet,
    stop,
  };
}

/** What the card's buttons carry: the case, and the version that the card shows. */
function carried(body: string): { readonly caseId: string | undefined; readonly version: number } {
  const [, caseId] = /"caseId":"([^"]+)"/.exec(body) ?? [];
  const [, version] = /"version":(\d+)/.exec(body) ?? [];
  return { caseId, version: Number(version) };
}

function personOf(organisation: number, number: number) {
  const id = `00000000-0000-4000-8000-${String(organisation * 100 + number).padStart(12, '0')}`;
  return { id: `29:${id}`, name: `Medarbejder ${number}`, aadObjectId: id, tenantId: tenantOf(organisation) };
}

function tenantOf(organisation: number): string {
  return `22222222-2222-4222-8222-${String(organisation).padStart(12, '0')}`;
}

function activityOf(connector: LoopbackConnector, number: number, chat: string, from: ReturnType<typeof personOf>) {
  return {
    id: `in-${number}`,
    timestamp: '2026-05-04T08:00:00.000Z',
    channelId: 'msteams',
    serviceUrl: connector.serviceUrl,
    from,
    recipient: { id: '28:bot', name: 'NemKonto' },
    conversation: { id: chat, conversationType: 'personal', tenantId: from.tenantId },
    channelData: { tenant: { id: from.tenantId } },
    locale: 'da-DK',
  };
}
