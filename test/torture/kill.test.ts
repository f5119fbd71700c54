import { expect, onTestFinished, test } from 'vitest';
import { lots } from '../simulation/chance.js';
import { freshFolder } from '../store/sample.js';
import { leanLife, torture } from './lean.js';
import { seedOf } from './life.js';

/** The short form of `npm run torture`. */
const KILLS = 4;

test('given a bot that is killed again and again under presses and reminders, then every promise holds', async () => {
  const seed = seedOf();
  const toll = await torture({ kills: KILLS, random: lots(seed) });
  expect(toll.losses, `seed ${seed}`).toEqual([]);
  expect(toll.kills).toBe(KILLS);
  expect(toll.acknowledged).toBeGreaterThan(KILLS);
  expect(toll.reminders).toBeGreaterThan(0);
}, 120_000);

test('given a folder in which a process works, then another one does not start; given that one was killed, then it does', async () => {
  const folder = await freshFolder();
  const start = () => leanLife({ folder, connector: 'http://127.0.0.1:9/', clock: '2026-05-04T08:00:00.000Z' });
  const first = start();
  onTestFinished(() => first.kill());
  expect(await first.ready).toMatchObject({ setAside: [] });
  const second = start();
  await expect(second.ready).rejects.toThrow(/FolderInUseError: The data folder is in use by process \d+/);
  await first.kill();
  const third = start();
  onTestFinished(() => third.kill());
  expect(await third.ready).toMatchObject({ setAside: [] });
}, 60_000);
