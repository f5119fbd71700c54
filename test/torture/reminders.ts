import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { DeliveryState } from '../../src/delivery/ports.js';
import { isCase } from '../../src/store/case-index.js';
import { caseIdIn, readCaseFile } from '../../src/store/lowdb/case-file.js';
import { OVERDUE, type Seed, seedCases } from '../bench/seeds.js';
import { type LimitedTeams, startLimitedTeams } from '../bench/teams-limits.js';
import { dist } from '../built.js';

/** So long after a start without a message the folder is asked whether there is one left to send. */
const SILENCE_MS = 15_000;

/** What came of a drain that was killed again and again. */
export interface Drained {
  readonly kills: number;
  /** People who got the message of their one case more than once. */
  readonly doubled: readonly string[];
  /** Cases whose reminder has no end on record, or one that what arrived contradicts. */
  readonly wrong: readonly string[];
  readonly sent: number;
  readonly unknown: number;
}

/**
 * The whole bot, started again and again over one folder in which many reminders are due, and killed half a second after
 * the first message of each life has arrived. At last it is left alone until nothing is on its way.
 */
export async function drainUnderKills(cases: number, tenants: number, kills: number): Promise<Drained> {
  const folder = await mkdtemp(join(tmpdir(), 'nemkonto-drain-'));
  const teams = await startLimitedTeams();
  const seeds = await seedCases(folder, cases, tenants, teams.serviceUrl);
  let bot: ChildProcess | undefined;
  try {
    let killed = 0;
    // The folder is read only towards the end: with thousands of cases that takes longer than a life.
    const nearEnd = async () => (await teams.soFar()).sent > cases * 0.9;
    for (; killed < kills; killed++) {
      const before = (await teams.soFar()).requests;
      const began = performance.now();
      bot = start(folder);
      const speaks = async () => (await teams.soFar()).requests > before;
      // What the last kills left may be of unknown outcome only: then nothing leaves any more.
      const silent = async () => performance.now() - began > SILENCE_MS && (await openIn(folder)) === 0;
      await comesTrue(bot, async () => (await speaks()) || (await silent()));
      await wait(500);
      await end(bot, 'SIGKILL');
      if ((await silent()) || ((await nearEnd()) && (await openIn(folder)) === 0)) break;
    }
    bot = start(folder);
    await comesTrue(bot, async () => (await openIn(folder)) === 0);
    await end(bot, 'SIGTERM');
    return { kills: killed, ...(await judged(folder, teams, seeds)) };
  } finally {
    if (bot) await end(bot, 'SIGKILL');
    await teams.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function judged(folder: string, teams: LimitedTeams, seeds: readonly Seed[]) {
  const { sends } = await teams.counted();
  const endings = await endingsIn(folder);
  const wrong: string[] = [];
  const counts = { sent: 0, unknown: 0 };
  for (const { caseId, chat } of seeds) {
    const [state, ...more] = endings.get(caseId) ?? [];
    const arrived = sends[chat] ?? 0;
    if (state === 'sent') counts.sent += 1;
    else if (state === 'unknown') counts.unknown += 1;
    const fits = (state === 'sent' && arrived === 1) || (state === 'unknown' && arrived <= 1);
    if (!fits || more.length > 0) wrong.push(`${caseId}: ${[state, ...more].join()}, arrived ${arrived} times`);
  }
  const doubled = seeds.filter(({ chat }) => (sends[chat] ?? 0) > 1).map(({ caseId }) => caseId);
  return { ...counts, doubled, wrong };
}

/** How the reminders ended, by what the case files say while the bot runs. */
async function endingsIn(folder: string): Promise<Map<string, DeliveryState[]>> {
  const endings = new Map<string, DeliveryState[]>();
  for (const name of await readdir(join(folder, 'cases'))) {
    const caseId = caseIdIn(name);
    if (caseId === undefined) continue;
    const content = readCaseFile(caseId, await readFile(join(folder, 'cases', name), 'utf8'));
    const reminders = isCase(content) ? content.deliveries.filter(({ effect }) => effect.kind === 'reminder') : [];
    endings.set(
      caseId,
      reminders.map(({ state }) => state),
    );
  }
  return endings;
}

/** How many cases have no ended reminder yet. */
async function openIn(folder: string): Promise<number> {
  const endings = [...(await endingsIn(folder)).values()];
  return endings.filter((states) => !states.some((state) => state === 'sent' || state === 'unknown')).length;
}

function start(folder: string): ChildProcess {
  const { NODE_OPTIONS: _options, NODE_ENV: _env, VITEST: _vitest, ...inherited } = process.env;
  const settings = { PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'error', PRACTICE_CLOCK: OVERDUE };
  return spawn(process.execPath, [join(dist, 'main.js')], {
    env: { ...inherited, ...settings },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

/** Asks again until it holds; throws when the bot ended by itself. */
async function comesTrue(bot: ChildProcess, holds: () => Promise<boolean>): Promise<void> {
  for (;;) {
    if (await holds()) return;
    if (bot.exitCode !== null) throw new Error(`the bot ended with ${bot.exitCode}`);
    await wait(200);
  }
}
