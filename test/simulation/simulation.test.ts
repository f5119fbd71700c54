import { afterEach, expect, test, vi } from 'vitest';
import { type Plan, Simulation } from './simulate.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

test('two years', async () => {
  const plan: Plan = {
    seed: Number(process.env.SIMULATION_SEED ?? 1),
    cases: Number(process.env.SIM_CASES ?? 200),
    days: Number(process.env.SIM_DAYS ?? 730),
    people: 24,
  };
  const simulation = new Simulation(plan);
  const start = performance.now();
  await simulation.run();
  process.stdout.write(
    `${Math.round(performance.now() - start)} ms ${JSON.stringify(Object.fromEntries([...simulation.watch.counts].sort()))}\n`,
  );
  expect(simulation.watch.wrong.slice(0, 5).map((w) => w.slice(0, 1500))).toEqual([]);
}, 300_000);
