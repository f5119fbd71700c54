import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { processorMs, spreadOf } from './measure.js';
import { flagsOfServe } from './ours.js';
import { type Running, run } from './process.js';
import { type Counted, startLimitedTeams } from './teams-limits.js';
import { endingsIn, OVERDUE, QUIET, type Resident, writeTown } from './town.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Requests that Teams allows a bot in one tenant, each second. */
export const PER_TENANT = 50;

export interface Drain {
  readonly cases: number;
  readonly tenants: number;
  readonly seconds: number;
  readonly counted: Omit<Counted, 'times' | 'sends'>;
  /** Messages that arrived, and people who got more than one. */
  readonly arrived: number;
  readonly doubled: number;
  readonly notSent: number;
  /** Requests a second, over the whole run and over its middle nine tenths, as a share of what the limits allow. */
  readonly share: { readonly whole: number; readonly middle: number };
  readonly loop: { readonly p50: number; readonly p99: number; readonly max: number; readonly samples: number };
  readonly presses: { readonly median: number; readonly p99: number; readonly count: number };
  /** Of the bot's processor time, all threads: a second of it for each second is one core. */
  readonly cores: number;
}

/** All reminders of a town are due when the bot starts; people press buttons while they leave. */
export async function measureDrain(cases: number, tenants: number): Promise<Drain> {
  const folder = await mkdtemp(join(tmpdir(), 'nemkonto-bench-'));
  const teams = await startLimitedTeams({ share429: 0.05, share503: 0.02 });
  const loopFile = join(folder, 'loop-delay.json');
  const residents = await writeTown(folder, teams.serviceUrl, cases, tenants);
  const bot = await startBot(folder, OVERDUE, loopFile);
  let stopped = false;
  try {
    const { times: presses, used, counted } = await pressUntilAllArrived(bot, teams, residents);
    await bot.stop();
    stopped = true;
    const { times, sends, ...counts } = counted;
    const allowed = tenants * PER_TENANT;
    const rate = (from: number, to: number) =>
      ((to - from) * times.length) / ((at(times, to) - at(times, from)) / 1_000) / allowed;
    const endings = [...(await endingsIn(folder)).values()];
    return {
      ...{ cases, tenants, counted: counts, seconds: (at(times, 1) - at(times, 0)) / 1_000 },
      arrived: Object.values(sends).reduce((sum, one) => sum + one, 0),
      doubled: Object.values(sends).filter((one) => one > 1).length,
      notSent: endings.filter((states) => states.join() !== 'sent').length,
      share: { whole: rate(0, 1), middle: rate(0.05, 0.95) },
      loop: JSON.parse(await readFile(loopFile, 'utf8')),
      presses: spreadOf(presses),
      cores: used,
    };
  } finally {
    if (!stopped) await bot.stop();
    await teams.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The bot as `npm run serve` starts it, over that folder. BENCH_PROFILE names a folder for a profile of its processor time. */
async function startBot(folder: string, clock: string, loopFile?: string): Promise<Running> {
  const profile = process.env.BENCH_PROFILE ? ['--cpu-prof', '--cpu-prof-dir', process.env.BENCH_PROFILE] : [];
  const preload = loopFile ? [...profile, '--import', join(root, 'test/bench/loop-delay.mjs')] : [];
  return run([...(await flagsOfServe()), ...preload, join(root, 'dist/main.js')], {
    ...{ DATA_DIR: folder, LOG_LEVEL: 'error', PRACTICE_CLOCK: clock, LOOP_DELAY_AFTER_MS: '5000' },
    ...(loopFile && { LOOP_DELAY_FILE: loopFile }),
  });
}

/** Somebody looks at their case ten times a second, until every reminder has arrived and it is quiet. */
async function pressUntilAllArrived(
  bot: Running,
  teams: { serviceUrl: string; counted(): Promise<Counted> },
  residents: readonly Resident[],
) {
  const times: number[] = [];
  const begun = performance.now();
  const before = await processorMs(bot.pid);
  let last = { requests: 0, at: performance.now() };
  for (let turn = 0; ; turn++) {
    const resident = residents[(turn * 7_919) % residents.length];
    if (resident) times.push((await bot.post(pressOf(resident, teams.serviceUrl, turn))).ms);
    await wait(100);
    if (turn % 20 !== 0) continue;
    const counted = await teams.counted();
    const used = ((await processorMs(bot.pid)) - before) / (performance.now() - begun);
    if (counted.requests > last.requests) last = { requests: counted.requests, at: performance.now() };
    else if (Object.keys(counted.sends).length >= residents.length || performance.now() - last.at > 60_000)
      return { times, used, counted };
  }
}

function pressOf({ caseId, tenant, person, chat }: Resident, serviceUrl: string, number: number): object {
  const data = { verb: 'refresh', show: 'personal', caseId, version: 1 };
  return {
    ...{ id: `in-${number}`, timestamp: OVERDUE, channelId: 'msteams', serviceUrl, locale: 'da-DK' },
    type: 'invoke',
    name: 'adaptiveCard/action',
    from: { id: `29:${person}`, name: 'Medarbejder', aadObjectId: person },
    recipient: { id: '28:bot', name: 'NemKonto' },
    conversation: { id: chat, conversationType: 'personal', tenantId: tenant },
    channelData: { tenant: { id: tenant } },
    value: { action: { type: 'Action.Execute', verb: 'refresh', data } },
  };
}

function at(times: readonly number[], share: number): number {
  return times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
}

/** Milliseconds from the spawn until the bot answers; the median of several starts. */
export interface Start {
  /** With what followed from the cases noted by the same program. */
  readonly full: number;
  /** With nothing noted, as after an update: everything is worked out from the facts. */
  readonly anew: number;
  readonly empty: number;
}

export async function measureStart(cases: number, starts: number): Promise<Start> {
  const folder = await mkdtemp(join(tmpdir(), 'nemkonto-bench-'));
  const none = await mkdtemp(join(tmpdir(), 'nemkonto-bench-'));
  try {
    await writeTown(folder, 'http://127.0.0.1:9', cases, 4);
    const ready = { anew: [] as number[], full: [] as number[], empty: [] as number[] };
    for (let number = 0; number < starts; number++)
      for (const name of ['anew', 'full', 'empty'] as const) {
        if (name === 'anew') await rm(join(folder, 'heads.txt'), { force: true });
        const bot = await startBot(name === 'empty' ? none : folder, QUIET);
        ready[name].push(bot.readyMs);
        await bot.stop();
      }
    const [anew, full, empty] = [ready.anew, ready.full, ready.empty].map((times) => spreadOf(times).median);
    return { anew: anew ?? Number.NaN, full: full ?? Number.NaN, empty: empty ?? Number.NaN };
  } finally {
    for (const one of [folder, none]) await rm(one, { recursive: true, force: true });
  }
}
