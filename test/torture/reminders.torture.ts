import { expect, test } from 'vitest';
import { drainUnderKills } from './reminders.js';

/** TORTURE_CASES makes a trial run short. */
const CASES = Number(process.env.TORTURE_CASES ?? 10_000);
/** So many that it is not the pace of Teams which decides how much leaves in a life. */
const TENANTS = 30;

test(`SIGKILL every half second while ${CASES} reminders leave: no double, every unknown outcome on record`, async () => {
  const begun = performance.now();
  const drained = await drainUnderKills(CASES, TENANTS, 500);
  process.stdout.write(
    `${JSON.stringify({ ...drained, wrong: drained.wrong.length })}, ${Math.round((performance.now() - begun) / 1_000)} s\n`,
  );
  expect(drained.doubled).toEqual([]);
  expect(drained.wrong).toEqual([]);
  // Each of the tenants has eight messages under way, so that a life sends some hundreds.
  expect(drained.kills).toBeGreaterThan(CASES / 500);
  expect(drained.sent + drained.unknown).toBe(CASES);
});
