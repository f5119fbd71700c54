import { expect, test } from 'vitest';
import { builtNow } from './built.js';
import { torture } from './lean.js';
import { lots, seedOf } from './lots.js';

/** The short form of `npm run torture`. */
const KILLS = 10;

test('given a bot that is killed again and again under presses and reminders, then every promise holds', async () => {
  const seed = seedOf();
  const toll = await torture({ build: await builtNow(), kills: KILLS, random: lots(seed) });
  expect(toll.losses, `seed ${seed}`).toEqual([]);
  expect(toll.kills).toBe(KILLS);
  expect(toll.acknowledged).toBeGreaterThan(KILLS);
  expect(toll.reminders).toBeGreaterThan(0);
}, 120_000);
