import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { query } from '../postgres/ground.js';
import { startServer } from '../postgres/server.js';
import { type LoopbackConnector, startLoopbackConnector } from '../teams/loopback-connector.js';
import { until } from './measure.js';
import { run } from './process.js';
import { activityOf, LANES, personOf, type Rival } from './rival.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

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

export interface PressedCase {
  readonly id: string;
  readonly lane: number;
  readonly chat: string;
  /** The activity id of the coordinator's own card, in which they press. */
  readonly card: string;
  version: number;
  presses: number;
}

/** With 2,000 presses a case ends with some fifty facts, more than a long real one has. */
const CASES_PER_LANE = 5;
/** Known in each case's organisation, the coordinator among them. */
export const PEOPLE = 6;
/** A press moves go-live from the second of them to the first, the next one back. */
export const DATES = ['2026-11-09', '2026-11-02'] as const;

export interface OurSettings {
  /** The script that starts the bot, from the project's folder. */
  readonly script?: string;
  /**
   * Where the cases are: in a memory nobody can look into, it counts as quiet when nothing has been sent for a moment. A
   * database is started for the bot alone.
   */
  readonly stores?: 'files' | 'memory' | 'database';
  /** True for a bot that is only started. */
  readonly untouched?: boolean;
  /** Puts cases into the data folder before the start, and gives those that will be pressed. */
  readonly prepared?: (data: string, connector: LoopbackConnector) => Promise<readonly PressedCase[]>;
}

/** Our own bot as a rival, with one more way to press: in a case of the bench's choosing. */
export interface OurRival extends Rival {
  press(one: PressedCase): Promise<number>;
}

/** Milliseconds without a request after which the bot counts as quiet: its files lag behind on purpose. */
const SILENCE = 30;

/**
 * The bot as `npm run serve` starts it. A turn: the coordinator moves go-live to the other of two dates. That appends one
 * fact; the answer is the coordinator's next card; then two messages are edited, the shared card and the pressed one.
 */
export async function startOurs(settings: OurSettings = {}): Promise<OurRival> {
  const { script = 'dist/main.js', stores = 'files', untouched = false, prepared } = settings;
  const connector = await startLoopbackConnector();
  const data = await mkdtemp(join(tmpdir(), 'nemkonto-bench-'));
  const ready = (await prepared?.(data, connector)) ?? [];
  const database = stores === 'database' ? await startServer(true) : undefined;
  const running = await run([...(await flagsOfServe()), join(root, script)], {
    DATA_DIR: data,
    LOG_LEVEL: 'warn',
    PRACTICE_CLOCK: '2026-05-04T08:00:00Z',
    ...(database && { DATABASE_URL: database.url }),
  });
  const lanes: PressedCase[][] = Array.from({ length: LANES }, () => []);
  for (const [number, one] of ready.entries()) lanes[number % LANES]?.push(one);
  let untold = 0;
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
      const chat = `a:ours-${number}`;
      const people = Array.from({ length: PEOPLE }, (_, at) => ({ ...personOf(number, at), userRole: 'user' }));
      connector.setRoster(chat, people);
      const opening = { lane: number, chat, card: `home-${number}` };
      const { body } = await pressed(opening, 'openCase', { municipality: '0630', goLive: DATES[1] });
      const { caseId: id, version } = carried(body);
      if (id === undefined) throw new Error(`No case was opened: ${body}`);
      const asked = () => connector.messagesIn(chat).find(({ kind }) => kind === 'send');
      await until(async () => asked() !== undefined, 20_000);
      const one = { ...opening, id, card: asked()?.answeredId ?? '', version, presses: 0 };
      lanes[number % LANES]?.push(one);
      untold++;
    }
  };
  const press = async (one: PressedCase): Promise<number> => {
    untold++;
    turns++;
    const goLive = DATES[one.presses++ % 2];
    const values = { caseId: one.id, step: 'officer', version: one.version, goLive };
    const { ms, body } = await pressed(one, 'moveGoLive', values);
    const { version } = carried(body);
    if (version !== one.version + 1) throw new Error(`The press moved nothing: ${body.slice(0, 500)}`);
    one.version = version;
    return ms;
  };
  const turn = (lane: number): Promise<number> => {
    const one = lanes[lane]?.reduce((least, each) => (each.presses < least.presses ? each : least));
    if (!one) throw new Error(`no case in lane ${lane}`);
    return press(one);
  };
  const silent = async () => {
    let heard: number;
    do {
      heard = connector.heard.length;
      await new Promise((resolve) => setTimeout(resolve, SILENCE));
    } while (heard !== connector.heard.length);
  };
  const quiet = async () => {
    if (database) await until(() => isIdle(database.url), 20_000);
    else if (untold > 0) {
      await until(async () => connector.heard.length > 0, 20_000);
      await silent();
    }
    untold = 0;
    requests += connector.heard.length;
    connector.forget();
  };
  const stop = async () => {
    await running.stop();
    await database?.remove();
    await connector.close();
    await rm(data, { recursive: true, force: true });
  };
  if (!untouched && !prepared) {
    try {
      await openCases();
      await quiet();
    } catch (error) {
      await stop();
      throw error;
    }
    requests = 0;
  }
  return { process: running, turns: () => turns, requests: () => requests, turn, press, quiet, stop };
}

/** True when everything was delivered and no case is held any more. */
async function isIdle(url: string): Promise<boolean> {
  const left = `select 1 from deliveries where state in ('due', 'claimed', 'inFlight')
    union all select 1 from claims where owner is not null limit 1`;
  return (await query(url, left)).length === 0;
}

/** What the card's buttons carry: the case, and the version that the card shows. */
function carried(body: string): { readonly caseId: string | undefined; readonly version: number } {
  const [, caseId] = /"caseId":"([^"]+)"/.exec(body) ?? [];
  const [, version] = /"version":(\d+)/.exec(body) ?? [];
  return { caseId, version: Number(version) };
}
