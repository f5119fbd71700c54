import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { openLowdbCaseStore } from '../../src/store/lowdb.js';
import { type Spread, spreadOf, table } from './measure.js';
import { type Appender, floorOf, ours, plainLowdb } from './stores.js';

/** Facts appended to each case; a long real one has about sixty. */
const FACTS = 50;
const AT_ONCE = 100;
const BLOCKS = 8;
const SMALL = 100;
const LARGE = 10_000;
const GROWTH_SAMPLES = 400;

const idOf = (number: number) => `${String(1_000 + (number % 9_000))}-bench${Math.floor(number / 9_000)}`;

interface Measured {
  readonly what: string;
  readonly ours: { readonly perSecond: number; readonly spread: Spread };
  readonly plain: { readonly perSecond: number; readonly spread: Spread };
}

test('the store: durable appends beside plain lowdb, growth, memory, and the floor of the disk', {
  timeout: 1_800_000,
}, async () => {
  const folder = await mkdtemp(join(process.env.BENCH_DIR ?? tmpdir(), 'nemkonto-bench-'));
  const load = loadavg()[0] ?? 0;
  try {
    const rows = [await beside(folder, 1), await beside(folder, AT_ONCE)];
    const floor = await floorIn(folder);
    const growth = await growthIn(folder);
    await report(rows, floor, growth, load);
    expect(rows.every((row) => row.ours.spread.count === row.plain.spread.count)).toBe(true);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** Both kinds in blocks that take turns: cases opened and grown, `width` of them at once. */
async function beside(folder: string, width: number): Promise<Measured> {
  const store = await openLowdbCaseStore(join(folder, `ours-${width}`));
  const plainFolder = join(folder, `plain-${width}`);
  await mkdir(plainFolder);
  const kinds = { ours: ours(store), plain: plainLowdb(plainFolder) };
  const times = { ours: [] as number[], plain: [] as number[] };
  const total = { ours: 0, plain: 0 };
  const facts = width === 1 ? FACTS : Math.ceil(FACTS / 5);
  for (let block = -1; block < BLOCKS; block++) {
    for (const kind of ['ours', 'plain'] as const) {
      const ids = Array.from({ length: width }, (_, number) => idOf((block + 1) * width + number));
      const begun = performance.now();
      const found = (await Promise.all(ids.map((id) => grow(kinds[kind], id, facts)))).flat();
      // The first block warms both up.
      if (block < 0) continue;
      times[kind].push(...found);
      total[kind] += performance.now() - begun;
    }
  }
  await store.close();
  const theCase = (kind: 'ours' | 'plain') => ({
    perSecond: (times[kind].length / total[kind]) * 1_000,
    spread: spreadOf(times[kind]),
  });
  return { what: width === 1 ? 'one case' : `${width} cases at once`, ours: theCase('ours'), plain: theCase('plain') };
}

async function grow(append: Appender, id: string, facts: number): Promise<number[]> {
  const times: number[] = [];
  for (let number = 0; number < facts; number++) {
    const begun = performance.now();
    await append(id);
    times.push(performance.now() - begun);
  }
  return times;
}

async function floorIn(folder: string) {
  const floor = floorOf(folder);
  const timesOf = async (work: () => Promise<void>) => {
    const times: number[] = [];
    for (let number = 0; number < 300; number++) {
      const begun = performance.now();
      await work();
      times.push(performance.now() - begun);
    }
    return spreadOf(times);
  };
  return { append: await timesOf(floor.append), replace: await timesOf(floor.replace) };
}

/** A store of 100 cases and one of 10,000; single appends in turns, to cases in memory and to cases that are not. */
async function growthIn(folder: string) {
  const small = await openLowdbCaseStore(join(folder, 'small'));
  const large = await openLowdbCaseStore(join(folder, 'large'));
  const append = { small: ours(small), large: ours(large) };
  const counts = { small: SMALL, large: LARGE };
  for (const size of ['small', 'large'] as const)
    for (let from = 0; from < counts[size]; from += 100)
      await Promise.all(Array.from({ length: 100 }, (_, number) => grow(append[size], idOf(from + number), 3)));
  const times = { small: [] as number[], large: [] as number[], cold: [] as number[] };
  const timed = async (to: number[], work: () => Promise<void>) => {
    const begun = performance.now();
    await work();
    to.push(performance.now() - begun);
  };
  for (let number = 0; number < SMALL; number++) await append.large(idOf(LARGE - SMALL + number));
  for (let number = 0; number < GROWTH_SAMPLES; number++) {
    const one = number % SMALL;
    const sides = [
      () => timed(times.small, () => append.small(idOf(one))),
      () => timed(times.large, () => append.large(idOf(LARGE - SMALL + one))),
    ];
    for (const side of number % 2 === 0 ? sides : sides.toReversed()) await side();
  }
  for (let number = 0; number < GROWTH_SAMPLES; number++)
    await timed(times.cold, () => append.large(idOf(number * 20)));
  await small.close();
  await large.close();
  return {
    small: spreadOf(times.small),
    large: spreadOf(times.large),
    cold: spreadOf(times.cold),
    ...(await memoryOf(join(folder, 'large'))),
  };
}

/** What an open case costs in memory: in the index, where all are, and read, as the newest 500 are. */
async function memoryOf(folder: string) {
  const before = heapUsed();
  const begun = performance.now();
  const store = await openLowdbCaseStore(folder);
  const openMs = performance.now() - begun;
  const indexed = (heapUsed() - before) / LARGE;
  const empty = heapUsed();
  for (let number = 0; number < 500; number++) await store.read(idOf(number));
  const read = (heapUsed() - empty) / 500;
  await store.close();
  return { openMs, indexedBytes: indexed, readBytes: read };
}

function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

async function report(
  rows: readonly Measured[],
  floor: Awaited<ReturnType<typeof floorIn>>,
  growth: Awaited<ReturnType<typeof growthIn>>,
  load: number,
): Promise<void> {
  const ms = (value: number) => value.toFixed(value < 10 ? 2 : 1);
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const machine = `${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}, load ${load.toFixed(1)} at the start`;
  const ratio = growth.large.median / growth.small.median;
  const text = [
    `${commit}, ${machine}`,
    '',
    table(
      [
        'append',
        'durable: per second',
        'median ms',
        'p99 ms',
        'plain lowdb: per second',
        'median ms',
        'p99 ms',
        'time, ratio',
      ],
      rows.map(({ what, ours: own, plain }) => [
        what,
        ...[own, plain].flatMap((one) => [one.perSecond.toFixed(0), ms(one.spread.median), ms(one.spread.p99)]),
        (own.spread.median / plain.spread.median).toFixed(2),
      ]),
    ),
    '',
    table(
      ['the disk alone', 'median ms', 'p99 ms'],
      [
        ['a line added and synced', ms(floor.append.median), ms(floor.append.p99)],
        ['a file written, synced, renamed, its folder synced', ms(floor.replace.median), ms(floor.replace.p99)],
      ],
    ),
    '',
    table(
      ['growth', 'median ms', 'p99 ms', 'ratio', 'target'],
      [
        [`one append among ${SMALL} cases`, ms(growth.small.median), ms(growth.small.p99), '', ''],
        [`one append among ${LARGE} cases`, ms(growth.large.median), ms(growth.large.p99), ratio.toFixed(2), '<= 1.20'],
        ['the same to a case not in memory', ms(growth.cold.median), ms(growth.cold.p99), '', ''],
      ],
    ),
    '',
    table(
      ['memory', ''],
      [
        [`an open case, of ${LARGE}, in the index`, `${(growth.indexedBytes / 1_024).toFixed(2)} KB`],
        ['a case that has been read (the newest 500 stay)', `${(growth.readBytes / 1_024).toFixed(2)} KB`],
        [`opening a store of ${LARGE} cases`, `${growth.openMs.toFixed(0)} ms`],
      ],
    ),
  ].join('\n');
  process.stdout.write(`${text}\n`);
  await mkdir('artefacts', { recursive: true });
  await writeFile(
    'artefacts/bench-store.json',
    `${JSON.stringify({ commit, machine, rows, floor, growth }, null, 2)}\n`,
  );
}
