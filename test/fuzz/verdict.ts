import { expect } from 'vitest';
import type { Aftermath } from './attack.js';

/** Live heap may grow by the conversations and people the bot has met, not with every activity. */
const GROWTH_MAX = 24 * 1024 * 1024;

/** What must hold after any attack. */
export function expectUnharmed(count: number, told: Aftermath): void {
  expect(told.unanswered).toBe(0);
  expect(told.failures).toEqual([]);
  expect(told.leaks).toEqual([]);
  expect(Object.keys(told.statuses).filter((status) => !['200', '400', '403', '501'].includes(status))).toEqual([]);
  expect(told.wrong501).toBe(0);
  expect(told.statuses['200']).toBeGreaterThan(count / 2);
  expect(Object.values(told.statuses).reduce((sum, so) => sum + so, 0)).toBe(count);
  expect(told.after).toEqual(told.before);
  expect(told.intruded).toEqual([]);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(told.heapLate - told.heapEarly).toBeLessThan(GROWTH_MAX);
}
