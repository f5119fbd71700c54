import { expect, test } from 'vitest';
import { number, processorMs, restingMb, spreadOf, table } from './measure.js';
import { keep } from './report.js';
import { inLanes, inRow, LANES, type Rival } from './rival.js';
import { type Contender, ECHO, RIVALS } from './rivals.js';

const WARM_UP = 400;
const ROUNDS = 4;
const ALONE = 50;
const ROW = 150;
/** So many that the work which follows the answers is done within the block and not after it. */
const CROWD = 400;

/** What was measured of one rival, in the order of `COLUMNS`. */
type Measured = readonly number[];

const COLUMNS = [
  'ready ms',
  'MB idle',
  'MB after',
  'alone ms',
  'p99',
  'in a row ms',
  'p99',
  `${LANES} in flight ms`,
  'p99',
  'answers/s',
  'processor ms',
] as const;

test('what a turn costs: every rival beside a bare botbuilder bot', async () => {
  const running: { contender: Contender; rival: Rival; idle: number }[] = [];
  try {
    for (const contender of RIVALS) {
      const rival = await contender.start();
      running.push({ contender, rival, idle: await restingMb(rival.process.pid) });
    }
    for (const { rival } of running) await inRow(rival, WARM_UP).finally(() => rival.quiet());
    const taken = running.map(() => ({ alone: [], row: [], crowd: [], perSecond: [], cpu: 0, turns: 0 }) as Taken);
    for (let round = 0; round < ROUNDS; round++)
      for (const [at, { rival }] of running.entries()) await take(rival, taken[at] as Taken);
    const measured = new Map<string, Measured>();
    for (const [at, { contender, rival, idle }] of running.entries())
      measured.set(contender.name, await rowOf(taken[at] as Taken, rival, idle));
    await print(measured);
    expect(measured.size).toBe(RIVALS.length);
  } finally {
    for (const { rival } of running) await rival.stop();
  }
});

interface Taken {
  readonly alone: number[];
  readonly row: number[];
  readonly crowd: number[];
  readonly perSecond: number[];
  /** Processor time of the turns taken alone, and how many these were. */
  cpu: number;
  turns: number;
}

async function take(rival: Rival, taken: Taken): Promise<void> {
  const before = await processorMs(rival.process.pid);
  for (let number = 0; number < ALONE; number++) {
    taken.alone.push(await rival.turn(number % LANES));
    await rival.quiet();
  }
  taken.cpu += (await processorMs(rival.process.pid)) - before;
  taken.turns += ALONE;
  taken.row.push(...(await inRow(rival, ROW)));
  await rival.quiet();
  const start = performance.now();
  taken.crowd.push(...(await inLanes(rival, CROWD)));
  taken.perSecond.push((CROWD * 1_000) / (performance.now() - start));
  await rival.quiet();
}

async function rowOf(taken: Taken, rival: Rival, idle: number): Promise<Measured> {
  const spreads = [taken.alone, taken.row, taken.crowd].map(spreadOf);
  return [
    rival.process.readyMs,
    idle,
    await restingMb(rival.process.pid),
    ...spreads.flatMap(({ median, p99 }) => [median, p99]),
    spreadOf(taken.perSecond).median,
    taken.cpu / taken.turns,
  ];
}

/** The numbers, and below them the same as ratios to the bare botbuilder bot. */
async function print(measured: ReadonlyMap<string, Measured>): Promise<void> {
  const echo = measured.get(ECHO.name) ?? [];
  const all = [...measured];
  const ratios = all.map(([name, row]) => [name, ...row.map((one, at) => (one / (echo[at] ?? 1)).toFixed(2))]);
  const text = [
    table(
      ['a turn', ...COLUMNS],
      all.map(([name, row]) => [name, ...row.map(number)]),
    ),
    '',
    table(['the same, ratio to the bare botbuilder bot', ...COLUMNS], ratios),
  ].join('\n');
  const numbers = all.map(([name, row]) => ({
    name,
    ...Object.fromEntries(COLUMNS.map((column, at) => [`${at} ${column}`, row[at]])),
  }));
  await keep('rivals', text, { rivals: numbers });
}
