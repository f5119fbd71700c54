import { afterEach, expect, test, vi } from 'vitest';
import { type Plan, Simulation } from './simulate.js';

afterEach(() => {
  vi.useRealTimers();
});

test('two years', async () => {
  const plan: Plan = { seed: Number(process.env.SIMULATION_SEED ?? 1), cases: 200, days: 730, people: 24 };
  const simulation = new Simulation(plan);
  const start = performance.now();
  await simulation.run();
  console.log(plan, Math.round(performance.now() - start), Object.fromEntries([...simulation.watch.counts].sort()));
  expect(simulation.watch.wrong.slice(0, 10)).toEqual([]);
}, 300_000);
