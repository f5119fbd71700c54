import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Gate } from '../../src/delivery/gate.js';
import { Pace, TEAMS_LIMITS } from '../../src/delivery/pace.js';
import { heldUp, mostIn } from './pace-time.js';

describe('the pace', () => {
  test('never books more than Teams allows in a tenant, in any stretch of time', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 60, maxLength: 300 });
    fc.assert(
      fc.property(gaps, (list) => {
        const pace = new Pace();
        let now = 0;
        const booked = list.map((gap, index) => {
          now += gap;
          const at = pace.book(`chat-${index}`, 'tenant', now);
          expect(at).toBeGreaterThanOrEqual(now);
          return at;
        });
        expect(mostIn(booked, 1_000)).toBeLessThanOrEqual(TEAMS_LIMITS.tenant.count);
      }),
      { numRuns: 100 },
    );
  });

  test('lets what a few acts cause leave as it comes, and spreads evenly what is more', () => {
    const pace = new Pace();
    const book = (count: number, now: number) =>
      Array.from({ length: count }, (_, index) => pace.book(`chat-${index}`, 'tenant', now));
    expect(book(10, 0)).toEqual(Array.from({ length: 10 }, () => 0));
    for (const [index, at] of book(20, 0).entries()) expect(at).toBeCloseTo((10 + index) * 20.4);
    expect(book(2, 2_000)).toEqual([2_000, 2_000]);
  });

  test('uses at least 97 of 100 parts of what a tenant is allowed', () => {
    const pace = new Pace();
    const times = Array.from({ length: 5_000 }, (_, index) => pace.book(`chat-${index}`, 'tenant', 0));
    const seconds = (times.at(-1) ?? 0) / 1_000;
    expect(5_000 / seconds / TEAMS_LIMITS.tenant.count).toBeGreaterThan(0.97);
  });

  test('lets a person have an answer at once after a quiet time, and does not let one tenant hold up another', () => {
    const pace = new Pace();
    for (let index = 0; index < 100; index++) pace.book('busy', 'one', 0);
    expect(pace.book('quiet', 'other', 0)).toBe(0);
  });
});

describe('answers, which never wait', () => {
  test('count with what follows them: whatever is booked stays below the limits of both together', () => {
    const ask = fc.record({ answer: fc.boolean(), gap: fc.integer({ min: 0, max: 900 }) });
    fc.assert(
      fc.property(fc.array(ask, { minLength: 20, maxLength: 200 }), (list) => {
        const pace = new Pace();
        let now = 0;
        const times: number[] = [];
        for (const { answer, gap } of list) {
          // The gate books for a conversation when the request before has left, so never from before it.
          now = Math.max(now, answer ? 0 : (times.at(-1) ?? 0)) + gap;
          if (answer) pace.spend('chat', 'tenant', now);
          const at = answer ? now : pace.book('chat', 'tenant', Math.max(now, pace.room('chat')));
          times.push(at);
          times.sort((a, b) => a - b);
          if (answer) continue;
          for (const { count, perMs } of TEAMS_LIMITS.conversation)
            expect(times.filter((time) => time > at - perMs && time <= at).length).toBeLessThanOrEqual(count);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('seven in a second leave no room for an eighth message until the second is over', () => {
    const pace = new Pace();
    for (let at = 0; at < 7; at++) pace.spend('chat', 'tenant', at * 10);
    expect(pace.room('chat')).toBeGreaterThanOrEqual(1_000);
    expect(pace.room('other chat')).toBe(0);
  });

  test('fifty in a tenant push what is sent to anybody of it back by a second', () => {
    const pace = new Pace();
    for (let at = 0; at < 50; at++) pace.spend(`chat-${at}`, 'tenant', 0);
    expect(pace.book('quiet', 'tenant', 0)).toBeGreaterThanOrEqual(1_000);
    expect(pace.book('quiet', 'other', 0)).toBe(0);
  });

  test('an answer that comes while a message waits for room takes that room', async () => {
    const { until, inTime: time } = heldUp(1);
    const gate = new Gate(new Pace(), time);
    for (let at = 0; at < 7; at++) gate.passed('chat', 'tenant');
    const left: number[] = [];
    const message = gate.through('chat', 'tenant', async () => void left.push(time.now()));
    void time.wait(500).then(() => gate.passed('chat', 'tenant'));
    await until(() => left.length === 1);
    await message;
    // Seven at first and one at half past: two seconds allow eight.
    expect(left[0]).toBeGreaterThanOrEqual(2_000);
  });
});
