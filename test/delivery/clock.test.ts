import { expect, test } from 'vitest';
import { systemClock } from '../../src/delivery/ports.js';

test('the computer’s own time is the one there is', () => {
  const before = Date.now();
  const told = systemClock.now();
  expect(new Date(told).toISOString()).toBe(told);
  expect(Date.parse(told)).toBeGreaterThanOrEqual(before);
  expect(Date.parse(told)).toBeLessThanOrEqual(Date.now());
});
