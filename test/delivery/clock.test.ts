import { expect, test } from 'vitest';
import { practiceClock, systemClock } from '../../src/delivery/clock.js';

test('the computer’s own time is the one there is', () => {
  const before = Date.now();
  const told = systemClock.now();
  expect(new Date(told).toISOString()).toBe(told);
  expect(Date.parse(told)).toBeGreaterThanOrEqual(before);
  expect(Date.parse(told)).toBeLessThanOrEqual(Date.now());
});

test('a practice clock goes forward and never back', () => {
  const clock = practiceClock('2026-05-04T08:00:00.000Z', { now: () => '2026-01-01T00:00:00.000Z' });
  clock.forwardTo('2026-05-07T08:00:00.000Z');
  clock.forwardTo('2026-05-05T08:00:00.000Z');
  expect(clock.now()).toBe('2026-05-07T08:00:00.000Z');
});
