import { expect, test } from 'vitest';
import { Simulation } from './simulate.js';

/** The short form of two years (`npm run torture -- simulation`); SIMULATION_SEED chooses another run. */
test('three months of people, faults and restarts break no rule of reminders', async () => {
  const seed = Number(process.env.SIMULATION_SEED ?? 1);
  const simulation = new Simulation({ seed, cases: 25, days: 90, people: 16 });
  await simulation.run();
  const { wrong, counts } = simulation.watch;
  expect(wrong.slice(0, 10), `SIMULATION_SEED=${seed}`).toEqual([]);
  for (const what of [
    'reminder',
    'escalation',
    'restarts',
    'unknown',
    'undelivered',
    'removed',
    'settled cards looked at',
    'cards in rooms',
  ])
    expect([what, counts.get(what) ?? 0]).not.toEqual([what, 0]);
}, 240_000);
