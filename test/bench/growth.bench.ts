import { expect, test } from 'vitest';
import { manyCases } from './many-cases.js';
import { number, restingMb, spreadOf, table } from './measure.js';
import { type OurRival, type PressedCase, startOurs } from './ours.js';
import { keep } from './report.js';

/** How many cases are stored; `BENCH_CASES=100,100000` measures other sizes. A hundred thousand take a minute or two. */
const SIZES = (process.env.BENCH_CASES ?? '100,1000,10000').split(',').map(Number);
/** Cases that are pressed again and again, as those of today are. */
const IN_USE = 40;
/** Cases that are pressed once each, so that they have to be read from the disk first. */
const ASLEEP = 60;
const ROUNDS = 8;
/** The press may take this much longer than with the fewest cases. */
const FLAT = 1.2;

interface Size {
  readonly cases: number;
  readonly rival: OurRival;
  readonly idle: number;
  readonly inUse: PressedCase[];
  readonly asleep: PressedCase[];
  readonly times: { readonly inUse: number[]; readonly asleep: number[] };
}

test('what a press costs with ever more cases', async () => {
  const sizes: Size[] = [];
  try {
    for (const cases of SIZES) sizes.push(await started(cases));
    for (const { rival, inUse } of sizes) for (const one of inUse) await rival.press(one).finally(() => rival.quiet());
    for (let turn = 0; turn < ROUNDS * IN_USE; turn++)
      for (const size of sizes) size.times.inUse.push(await pressed(size, size.inUse[turn % IN_USE]));
    for (let turn = 0; turn < ASLEEP; turn++)
      for (const size of sizes) size.times.asleep.push(await pressed(size, size.asleep[turn]));
    await print(sizes);
    expect(sizes.every(({ times }) => times.asleep.length === ASLEEP)).toBe(true);
  } finally {
    for (const { rival } of sizes) await rival.stop();
  }
});

async function started(cases: number): Promise<Size> {
  let known: PressedCase[] = [];
  const prepared = async (
    ...[data, connector]: Parameters<NonNullable<Parameters<typeof startOurs>[0]>['prepared'] & object>
  ) => {
    known = await manyCases(data, connector, cases, IN_USE + ASLEEP);
    return known;
  };
  const rival = await startOurs({ prepared });
  const idle = await restingMb(rival.process.pid);
  return {
    cases,
    rival,
    idle,
    inUse: known.slice(0, IN_USE),
    asleep: known.slice(IN_USE),
    times: { inUse: [], asleep: [] },
  };
}

async function pressed({ rival }: Size, one: PressedCase | undefined): Promise<number> {
  if (!one) throw new Error('too few cases');
  return rival.press(one).finally(() => rival.quiet());
}

async function print(sizes: readonly Size[]): Promise<void> {
  const rows = await Promise.all(
    sizes.map(async ({ cases, rival, idle, times }) => ({
      cases,
      readyMs: rival.process.readyMs,
      idle,
      after: await restingMb(rival.process.pid),
      inUse: spreadOf(times.inUse),
      asleep: spreadOf(times.asleep),
    })),
  );
  const least = rows[0]?.inUse.median ?? Number.NaN;
  const leastAsleep = rows[0]?.asleep.median ?? Number.NaN;
  const text = table(
    [
      'cases',
      'ready ms',
      'MB idle',
      'MB after',
      'press ms',
      'p99',
      'ratio',
      'target',
      'press in a case asleep ms',
      'p99',
      'ratio',
    ],
    rows.map(({ cases, readyMs, idle, after, inUse, asleep }) => [
      String(cases),
      ...[readyMs, idle, after, inUse.median, inUse.p99].map(number),
      (inUse.median / least).toFixed(2),
      `<= ${FLAT}`,
      ...[asleep.median, asleep.p99].map(number),
      (asleep.median / leastAsleep).toFixed(2),
    ]),
  );
  await keep('growth', text, { growth: rows });
}
