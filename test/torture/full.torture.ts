import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lots } from '../simulation/chance.js';
import { startLoopbackConnector } from '../teams/loopback-connector.js';
import { FullBot } from './full.js';
import { seedOf } from './life.js';

/** The whole bot takes a second to start, so it is killed less often than the lean one. */
const KILLS = Math.max(12, Math.ceil(Number(process.env.TORTURE_KILLS ?? 200) / 16));
const seed = seedOf();

test(`given the whole bot, killed ${KILLS} times under presses and reminders, then every promise holds (seed ${seed})`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nemkonto-torture-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const connector = await startLoopbackConnector();
  onTestFinished(() => connector.close());
  const begun = Date.now();
  const toll = await new FullBot(folder, connector, lots(seed)).live(KILLS);
  process.stdout.write(
    `seed ${seed}: the whole bot, ${toll.kills} kills in ${Math.round((Date.now() - begun) / 1_000)} s, ` +
      `${toll.acknowledged} acknowledged presses, ${toll.reminders} reminders\n`,
  );
  expect(toll.losses).toEqual([]);
  expect(toll.acknowledged).toBeGreaterThan(KILLS);
  expect(toll.reminders).toBeGreaterThan(0);
});
