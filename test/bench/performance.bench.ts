import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { test } from 'vitest';
import { CLOCK, type Contender, MAIN, startEcho, startOurs } from './contenders.js';
import { processorMs, restingMb, run } from './process.js';
import { median, quantile, report } from './report.js';
import { OVERDUE, seedCases } from './seeds.js';
import { startLimitedTeams } from './teams-limits.js';

/** Turns before anything is measured: code runs slowly until it has run often. */
const WARM_UP = 150;
const TURNS = 250;
/** A start differs from the next by a tenth, so that a ratio takes the medians of several. */
const STARTS = 7;
const FULL_STARTS = 3;
/** Requests that Teams allows a bot in one tenant, each second. */
const PER_TENANT = 50;

test('start: ready and memory beside a bare teams-ai bot, and with 1,000 cases', async () => {
  const ready = { empty: [] as number[], full: [] as number[], echo: [] as number[] };
  let memory = { ours: 0, echo: 0 };
  const folder = await mkdtemp(join(tmpdir(), 'nemkonto-bench-'));
  await seedCases(folder, 1_000, 1_000);
  for (let number = 0; number < STARTS; number++) {
    const echo = await startEcho('teams-ai-bot.mjs');
    const ours = await startOurs({ cases: 0 });
    ready.echo.push(echo.process.readyMs);
    ready.empty.push(ours.process.readyMs);
    if (number === 0) memory = { ours: await restingMb(ours.process.pid), echo: await restingMb(echo.process.pid) };
    await Promise.all([echo.stop(), ours.stop()]);
    if (number >= FULL_STARTS) continue;
    const full = await run(MAIN, { DATA_DIR: folder, LOG_LEVEL: 'warn', PRACTICE_CLOCK: CLOCK });
    ready.full.push(full.readyMs);
    await full.stop();
  }
  await rm(folder, { recursive: true, force: true });
  const [empty, full, echo] = [median(ready.empty), median(ready.full), median(ready.echo)];
  report('start', [
    { what: 'ready, bare teams-ai echo', value: echo, unit: 'ms' },
    { what: 'ready', value: empty, unit: 'ms' },
    { what: 'ready, times that of teams-ai', value: empty / echo, budget: { atMost: 1.3 } },
    { what: 'memory, bare teams-ai echo', value: memory.echo, unit: 'MB' },
    { what: 'memory', value: memory.ours, unit: 'MB' },
    { what: 'memory, times that of teams-ai', value: memory.ours / memory.echo, budget: { atMost: 1.3 } },
    { what: 'ready with 1,000 cases beyond an empty one', value: full - empty, unit: 'ms', budget: { atMost: 2_000 } },
  ]);
});

test('press: beside an echo turn of a bare teams-ai and a bare botbuilder bot', async () => {
  const contenders = {
    teamsAi: await startEcho('teams-ai-bot.mjs'),
    botbuilder: await startEcho('echo-bot.mjs'),
    lowdb: await startOurs(),
    postgres: await startOurs({ store: 'PostgreSQL' }),
  };
  const all = Object.values(contenders);
  try {
    const [teamsAi = [], botbuilder = [], lowdb = [], postgres = []] = await turnsOf(all);
    const [echoMb, ourMb] = [
      await restingMb(contenders.teamsAi.process.pid),
      await restingMb(contenders.lowdb.process.pid),
    ];
    const echo = median(teamsAi);
    const p99 = (times: readonly number[]) => quantile(times, 0.99);
    report('press', [
      { what: 'bare botbuilder echo, median', value: median(botbuilder), unit: 'ms' },
      { what: 'bare botbuilder echo, p99', value: p99(botbuilder), unit: 'ms' },
      { what: 'bare teams-ai echo, median', value: echo, unit: 'ms' },
      { what: 'bare teams-ai echo, p99', value: p99(teamsAi), unit: 'ms' },
      { what: 'lowdb, median', value: median(lowdb), unit: 'ms' },
      { what: 'lowdb, p99', value: p99(lowdb), unit: 'ms' },
      { what: 'PostgreSQL, median', value: median(postgres), unit: 'ms' },
      { what: 'PostgreSQL, p99', value: p99(postgres), unit: 'ms' },
      { what: 'lowdb, median, times that of teams-ai', value: median(lowdb) / echo, budget: { atMost: 2 } },
      { what: 'lowdb, p99, times that of teams-ai', value: p99(lowdb) / p99(teamsAi) },
      { what: 'PostgreSQL, median, times that of teams-ai', value: median(postgres) / echo, budget: { atMost: 2.5 } },
      // No budget: how much of it is garbage depends on when V8 last collected the old generation.
      { what: 'memory after as many turns, times that of teams-ai', value: ourMb / echoMb },
    ]);
  } finally {
    await Promise.all(all.map((one) => one.stop()));
  }
});

test('growth: with 10,000 cases beside 100, and an idle tick', async () => {
  const few = await startOurs({ prepare: (folder) => seedCases(folder, 100, 100) });
  const many = await startOurs({ prepare: (folder) => seedCases(folder, 10_000, 10_000), tickSeconds: 1 });
  try {
    // One ticks every second and the other not at all. Before the first press: after it the heads of the logs are written.
    const [ticking = 0, resting = 0] = await processorMsOf([many, few], 20);
    const tick = (ticking - resting) / 20;
    const [small = [], large = []] = await turnsOf([few, many]);
    report('growth', [
      { what: 'press with 100 cases, median', value: median(small), unit: 'ms' },
      { what: 'press with 10,000 cases, median', value: median(large), unit: 'ms' },
      { what: 'press, times that with 100 cases', value: median(large) / median(small), budget: { atMost: 1.2 } },
      { what: 'ready with 10,000 cases', value: many.process.readyMs, unit: 'ms' },
      { what: 'idle tick over 10,000 cases, processor time', value: tick, unit: 'ms', budget: { atMost: 5 } },
    ]);
  } finally {
    await Promise.all([few.stop(), many.stop()]);
  }
});

test('drain: 2,000 reminders due at once', async () => {
  const [cases, tenants] = [2_000, 4];
  const folder = await mkdtemp(join(tmpdir(), 'nemkonto-bench-'));
  const teams = await startLimitedTeams();
  const seeds = await seedCases(folder, cases, tenants, teams.serviceUrl);
  const bot = await run(MAIN, { DATA_DIR: folder, LOG_LEVEL: 'error', PRACTICE_CLOCK: OVERDUE });
  const { now: ready } = await teams.soFar();
  try {
    // Until nothing has come for three seconds when all have arrived, for half a minute before.
    for (let requests = -1, quiet = 0, sent = 0; quiet < (sent < cases ? 30 : 3); quiet++) {
      await wait(1_000);
      const now = await teams.soFar();
      if (now.requests > requests) quiet = 0;
      ({ requests, sent } = now);
    }
    const { times, requests, refused, sends } = await teams.counted();
    const [first = 0, last = 0] = [times[0], times.at(-1)];
    const seconds = (last - ready) / 1_000;
    const counts = seeds.map(({ chat }) => sends[chat] ?? 0);
    report('drain', [
      { what: 'requests', value: requests },
      { what: 'seconds until the first', value: (first - ready) / 1_000 },
      { what: 'seconds until the last', value: seconds },
      {
        what: `share of the ${tenants * PER_TENANT} requests a second that Teams allows`,
        value: (100 * requests) / seconds / (tenants * PER_TENANT),
        ...{ unit: '%', budget: { atLeast: 70 } },
      },
      { what: '429 for being too fast', value: (100 * refused) / requests, unit: '%', budget: { atMost: 1 } },
      { what: 'people without their reminder', value: counts.filter((one) => one === 0).length, budget: { atMost: 0 } },
      { what: 'people with more than one', value: counts.filter((one) => one > 1).length, budget: { atMost: 0 } },
    ]);
  } finally {
    await bot.stop();
    await teams.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

/** Turns of all contenders one after the other, so that noise of the machine hits all of them; milliseconds of each. */
async function turnsOf(contenders: readonly Contender[]): Promise<number[][]> {
  const times: number[][] = contenders.map(() => []);
  for (let number = 0; number < WARM_UP + TURNS; number++)
    for (const [at, one] of contenders.entries()) {
      const ms = await one.turn();
      if (number < WARM_UP) continue;
      times[at]?.push(ms);
      await one.settled();
    }
  return times;
}

/** Processor time of idle contenders during some seconds (ms). */
async function processorMsOf(contenders: readonly Contender[], seconds: number): Promise<number[]> {
  const read = () => Promise.all(contenders.map((one) => processorMs(one.process.pid)));
  // What the start has left behind is compiled and collected first.
  await wait(5_000);
  const before = await read();
  await wait(seconds * 1_000);
  return (await read()).map((after, at) => after - (before[at] ?? 0));
}
