import fc from 'fast-check';
import { expect, test } from 'vitest';
import { practiceClock, systemClock } from '../../src/delivery/clock.js';

const moments = fc.array(fc.date({ min: new Date('2015-01-01'), max: new Date('2100-12-31'), noInvalidDate: true }), {
  minLength: 1,
});

test('a clock tells every moment as ISO 8601 has it, also when the computer jumps back and forward', () => {
  fc.assert(
    fc.property(moments, (shown) => {
      let at = shown[0] as Date;
      const clock = practiceClock('2026-05-04T08:00:00.123Z', { now: () => at.toISOString() });
      const ahead = Date.parse('2026-05-04T08:00:00.123Z') - at.getTime();
      for (const one of shown)
        for (const ms of [0, 1, 999]) {
          at = new Date(one.getTime() + ms);
          expect(clock.now()).toBe(new Date(at.getTime() + ahead).toISOString());
        }
    }),
  );
});

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
