import { test } from 'vitest';
import { attack } from './attack.js';
import { expectUnharmed } from './verdict.js';

/** `FUZZ_COUNT=1000000 FUZZ_SEED=7 npm run fuzz` is longer and other than the default run. */
const COUNT = Number(process.env.FUZZ_COUNT ?? 100_000);
const SEED = Number(process.env.FUZZ_SEED ?? 2026);

test(`${COUNT} hostile activities crash nothing, change nothing and fill nothing`, async () => {
  const told = await attack(COUNT, SEED);
  const { ms, statuses, heapEarly, heapLate } = told;
  const heap = [heapEarly, heapLate].map((bytes) => `${(bytes / 1024 / 1024).toFixed(1)} MB`).join(' -> ');
  process.stdout.write(`${COUNT} in ${Math.round(ms / 1000)} s, answers ${JSON.stringify(statuses)}, heap ${heap}\n`);
  expectUnharmed(COUNT, told);
});
