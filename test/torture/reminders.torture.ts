import { expect, test } from 'vitest';
import { drainUnderKills } from './reminders.js';

const CASES = 10_000;
/** So many that it is not the pace of Teams which decides how much leaves in a life. */
const TENANTS = 30;

test(`SIGKILL every half second while ${CASES} reminders leave: no double, every unknown outcome on record`, async () => {
  const drained = await drainUnderKills(CASES, TENANTS, 500);
  process.stdout.write(`${JSON.stringify({ ...drained, wrong: drained.wrong.length })}\n`);
  expect(drained.doubled).toEqual([]);
  expect(drained.wrong).toEqual([]);
  expect(drained.kills).toBeGreaterThan(50);
  expect(drained.sent + drained.unknown).toBe(CASES);
});
