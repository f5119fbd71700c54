import { expect, test } from 'vitest';
import { measureDisk } from './disk.js';
import { number, processorMs, restingMb, type Spread, spreadOf, table } from './measure.js';
import { flagsOfServe, startOurs } from './ours.js';
import { measurePure } from './pure.js';
import { keep } from './report.js';
import { inLanes, inRow, LANES, type Rival } from './rival.js';
import { ECHO } from './rivals.js';

const WARM_UP = 200;
const ALTERNATELY = 400;
const BLOCK = 100;
const ROW_BLOCKS = 6;
const LANE_BLOCKS = 8;
const STARTS = 5;

interface Pair {
  readonly what: string;
  readonly ours: number;
  readonly echo: number;
  readonly target?: number;
}

test('what a press costs, beside a turn of a bare botbuilder bot', async () => {
  const disk = await measureDisk();
  const pure = measurePure();
  const starts = await startsOf();
  const ours = await startOurs();
  const echo = await ECHO.start();
  try {
    const idle = { ours: starts.idleOurs, echo: starts.idleEcho };
    const times = await turnsOf(ours, echo);
    const after = { ours: await restingMb(ours.process.pid), echo: await restingMb(echo.process.pid) };
    const pairs: Pair[] = [
      ...times.pairs,
      { what: 'requests to Teams per turn', ours: requestsOf(ours), echo: requestsOf(echo) },
      { what: 'ready, ms', ours: starts.readyOurs, echo: starts.readyEcho, target: 1.3 },
      { what: 'memory idle, MB', ...idle, target: 1.2 },
      { what: `memory after ${ours.turns()} turns, MB`, ...after, target: 1.2 },
    ];
    await report(pure, disk, pairs);
    expect(ours.turns()).toBe(echo.turns());
  } finally {
    await ours.stop();
    await echo.stop();
  }
});

function requestsOf({ requests, turns }: Rival): number {
  return requests() / turns();
}

/** Several starts of each, in turns; the medians. Memory is that of the fresh process, which has answered /health only. */
async function startsOf() {
  const ready = { ours: [] as number[], echo: [] as number[] };
  const idle = { ours: [] as number[], echo: [] as number[] };
  for (let number = 0; number < STARTS; number++) {
    for (const name of ['ours', 'echo'] as const) {
      const rival = name === 'ours' ? await startOurs({ untouched: true }) : await ECHO.start();
      ready[name].push(rival.process.readyMs);
      idle[name].push(await restingMb(rival.process.pid));
      await rival.stop();
    }
  }
  return {
    readyOurs: spreadOf(ready.ours).median,
    readyEcho: spreadOf(ready.echo).median,
    idleOurs: spreadOf(idle.ours).median,
    idleEcho: spreadOf(idle.echo).median,
  };
}

async function turnsOf(ours: Rival, echo: Rival): Promise<{ pairs: Pair[] }> {
  const rivals = { ours, echo };
  const times = { ours: [] as number[], echo: [] as number[] };
  const cpu = { ours: 0, echo: 0 };
  const take = () => {
    const taken = { ours: spreadOf(times.ours), echo: spreadOf(times.echo) };
    times.ours = [];
    times.echo = [];
    return taken;
  };
  const block = async (name: 'ours' | 'echo', run: (rival: Rival) => Promise<number[]>) => {
    const rival = rivals[name];
    const before = await processorMs(rival.process.pid);
    times[name].push(...(await run(rival)));
    await rival.quiet();
    cpu[name] += (await processorMs(rival.process.pid)) - before;
  };
  const both = async (blocks: number, run: (rival: Rival) => Promise<number[]>) => {
    for (let number = 0; number < blocks; number++) {
      await block('ours', run);
      await block('echo', run);
    }
    return take();
  };

  await both(1, (rival) => inRow(rival, WARM_UP));
  cpu.ours = 0;
  cpu.echo = 0;
  const spent = (how: string, turns: number, target?: number): Pair => {
    const pair = { what: `processor time ${how}, ms a turn`, ours: cpu.ours / turns, echo: cpu.echo / turns };
    cpu.ours = 0;
    cpu.echo = 0;
    return target === undefined ? pair : { ...pair, target };
  };
  for (let number = 0; number < ALTERNATELY; number++)
    for (const name of ['ours', 'echo'] as const)
      await block(name, async (rival) => [await rival.turn(number % LANES)]);
  const alternately = take();
  const whole = spent('alone', ALTERNATELY, 2);
  const row = await both(ROW_BLOCKS, (rival) => inRow(rival, BLOCK));
  const inARow = spent('in a row', ROW_BLOCKS * BLOCK);
  const lanes = await both(LANE_BLOCKS, (rival) => inLanes(rival, BLOCK));
  return {
    pairs: [
      ...pairsOf('alone', alternately, 1),
      ...pairsOf('in a row', row, 1),
      ...pairsOf(`${LANES} in flight`, lanes, 1),
      whole,
      inARow,
    ],
  };
}

function pairsOf(how: string, spreads: { ours: Spread; echo: Spread }, target: number): Pair[] {
  const { ours, echo } = spreads;
  return [
    { what: `answer ${how}, median ms`, ours: ours.median, echo: echo.median, target },
    { what: `answer ${how}, p99 ms`, ours: ours.p99, echo: echo.p99, target },
  ];
}

async function report(
  pure: ReturnType<typeof measurePure>,
  disk: Awaited<ReturnType<typeof measureDisk>>,
  pairs: readonly Pair[],
): Promise<void> {
  const rows = (measured: typeof pure) =>
    measured.map(({ what, spread }) => [what, number(spread.median), number(spread.p99)]);
  const text = [
    `flags of the bot: ${(await flagsOfServe()).join(' ') || 'none'}`,
    '',
    table(['a press on a case with 60 facts, no network, disk or SDK', 'median ms', 'p99 ms'], rows(pure)),
    '',
    table(['this disk: the floor of everything that is written', 'median ms', 'p99 ms'], rows(disk)),
    '',
    table(
      ['over HTTP', 'press', 'echo turn', 'ratio', 'target'],
      pairs.map(({ what, ours, echo, target }) => [
        what,
        number(ours),
        number(echo),
        (ours / echo).toFixed(2),
        target === undefined ? '' : `<= ${target.toFixed(1)}`,
      ]),
    ),
  ].join('\n');
  await keep('speed', text, { pure, disk, pairs });
}
