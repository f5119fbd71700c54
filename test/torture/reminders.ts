import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { DeliveryState } from '../../src/delivery/ports.js';
import { isCase } from '../../src/store/case-index.js';
import { readCaseFile } from '../../src/store/lowdb/case-file.js';
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
    const open = [...seeds];
    /** True when no reminder is left to send. What has ended stays so: a file is read until it says so, then the next. */
    const allEnded = async () => {
      for (const seed of [...open]) {
        if (!(await endingsOf(folder, seed.caseId)).some(isEnd)) return false;
        open.shift();
      }
      return true;
    };
    // The folder is read only towards the end: with thousands of cases that takes longer than a life.
    const nearEnd = async () => (await teams.soFar()).sent > cases * 0.9;
    for (; killed < kills; killed++) {
      const before = (await teams.soFar()).requests;
      const began = performance.now();
      bot = start(folder);
      const speaks = async () => (await teams.soFar()).requests > before;
      // What the last kills left may be of unknown outcome only: then nothing leaves any more.
      const silent = async () => performance.now() - began > SILENCE_MS && (await allEnded());
      await comesTrue(bot, async () => (await speaks()) || (await silent()));
      await wait(500);
      await end(bot, 'SIGKILL');
      if ((await silent()) || ((await nearEnd()) && (await allEnded()))) break;
    }
    bot = start(folder);
    await comesTrue(bot, allEnded);
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
  const wrong: string[] = [];
  const counts = { sent: 0, unknown: 0 };
  for (const { caseId, chat } of seeds) {
    const [state, ...more] = await endingsOf(folder, caseId);
    const arrived = sends[chat] ?? 0;
    if (state === 'sent') counts.sent += 1;
    else if (state === 'unknown') counts.unknown += 1;
    const fits = (state === 'sent' && arrived === 1) || (state === 'unknown' && arrived <= 1);
    if (!fits || more.length > 0) wrong.push(`${caseId}: ${[state, ...more].join()}, arrived ${arrived} times`);
  }
  const doubled = seeds.filter(({ chat }) => (sends[chat] ?? 0) > 1).map(({ caseId }) => caseId);
  return { ...counts, doubled, wrong };
}

const isEnd = (state: DeliveryState) => state === 'sent' || state === 'unknown';

/** How the reminders of a case ended, by what its file says while the bot runs. */
async function endingsOf(folder: string, caseId: string): Promise<DeliveryState[]> {
  const content = readCaseFile(caseId, await readFile(join(folder, 'cases', `${caseId}.json`), 'utf8'));
  const reminders = isCase(content) ? content.deliveries.filter(({ effect }) => effect.kind === 'reminder') : [];
  return reminders.map(({ state }) => state);
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
