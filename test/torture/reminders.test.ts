import { expect, test } from 'vitest';
import { drainUnderKills } from './reminders.js';

/** The short form of what `npm run torture` does with 10,000. */
test('a bot killed while 120 reminders leave doubles none, and has every unknown outcome on record', async () => {
  const { kills, doubled, wrong, sent, unknown } = await drainUnderKills(120, 4, 3);
  expect(doubled).toEqual([]);
  expect(wrong).toEqual([]);
  expect(kills).toBeGreaterThan(0);
  expect(sent + unknown).toBe(120);
  expect(sent).toBeGreaterThan(20);
}, 180_000);
