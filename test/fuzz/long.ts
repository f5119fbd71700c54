import { test } from 'vitest';
import { attack } from './attack.js';
import { expectUnharmed } from './verdict.js';

/** `FUZZ_COUNT=1000000 FUZZ_SEED=7 npm run fuzz` is longer and other than the default run. */
const COUNT = Number(process.env.FUZZ_COUNT ?? 100_000);
const SEED = Number(process.env.FUZZ_SEED ?? 2026);
/** The run is made in two processes side by side, each with a bot of its own. */
const HALVES = 2;

/** One half of the run. */
export function attackWithHalf(half: number): void {
  const count = Math.ceil(COUNT / HALVES);
  test(`${count} of ${COUNT} hostile activities crash nothing, change nothing and fill nothing`, async () => {
    const told = await attack(count, SEED + half * COUNT);
    const { ms, processorMs, statuses, heapEarly, heapLate } = told;
    const heap = [heapEarly, heapLate].map((bytes) => `${(bytes / 1024 / 1024).toFixed(1)} MB`).join(' -> ');
    const [seconds, processor] = [Math.round(ms / 1000), Math.round(processorMs / 1000)];
    process.stdout.write(
      `${count} in ${seconds} s, processor ${processor} s, answers ${JSON.stringify(statuses)}, live heap ${heap}\n`,
    );
    expectUnharmed(count, told);
  });
}
