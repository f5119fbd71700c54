import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { RateLimiter, SendingStoppedError } from '../../src/delivery/rate-limit.js';

/** What Teams allows: so many requests in any stretch of so many milliseconds. */
const CONVERSATION = [
  [7, 1_000],
  [8, 2_000],
  [60, 30_000],
  [1_800, 3_600_000],
] as const;
const TENANT = [[50, 1_000]] as const;

/** The most requests in any stretch of a length. */
function most(times: readonly number[], ms: number): number {
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + ms).length));
}

describe('the rate limiter', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  /** Sends so many requests at once to conversations by turns; gives when each left. */
  async function flood(count: number, conversations: number, limiter = new RateLimiter()) {
    const left: { conversation: string; at: number }[] = [];
    const all = Array.from({ length: count }, (_, number) => {
      const conversation = `c${number % conversations}`;
      return limiter.through(conversation, 'tenant', async () => {
        left.push({ conversation, at: performance.now() });
      });
    });
    const done = Promise.all(all);
    await vi.runAllTimersAsync();
    await done;
    return left;
  }

  test('keeps within all four limits of a conversation, however many wait', async () => {
    const times = (await flood(2_000, 1)).map(({ at }) => at);
    for (const [count, ms] of CONVERSATION) expect(most(times, ms)).toBeLessThanOrEqual(count);
  });

  test('keeps within the limit of a tenant, and uses at least 70 of 100 parts of it', async () => {
    const times = (await flood(2_000, 500)).map(({ at }) => at);
    for (const [count, ms] of TENANT) expect(most(times, ms)).toBeLessThanOrEqual(count);
    const [first = 0, last = 0] = [times[0], times.at(-1)];
    expect(2_000 / ((last - first) / 1_000)).toBeGreaterThan(35);
  });

  test('lets a few requests leave at once', async () => {
    const left = await flood(5, 5);
    expect(left.map(({ at }) => at - (left[0]?.at ?? 0))).toEqual([0, 0, 0, 0, 0]);
  });

  test('counts answers, which do not wait, with what follows them', async () => {
    const limiter = new RateLimiter();
    const start = performance.now();
    for (let answers = 0; answers < 6; answers++) limiter.passed('c0', 'tenant');
    const [first] = await flood(1, 1, limiter);
    expect((first?.at ?? 0) - start).toBeGreaterThanOrEqual(1_000);
  });

  test('lets nobody of a tenant wait for one full conversation', async () => {
    const limiter = new RateLimiter();
    const full = flood(60, 1, limiter);
    let at = Number.NaN;
    void limiter.through('other', 'tenant', async () => {
      at = performance.now();
    });
    const start = performance.now();
    await full;
    expect(at - start).toBeLessThan(1_000);
  });

  test('lets one request at a time into a conversation, in the order they came, also after one that failed', async () => {
    const limiter = new RateLimiter();
    const order: string[] = [];
    const request = (name: string) =>
      limiter.through('c', 'tenant', async () => {
        order.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, 50));
        order.push(`${name} ends`);
        if (name === 'a') throw new Error('refused');
      });
    const all = Promise.allSettled(['a', 'b', 'c'].map(request));
    await vi.runAllTimersAsync();
    expect((await all).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  test('sends nothing when what comes just before says otherwise, and gives that', async () => {
    const limiter = new RateLimiter();
    let sent = false;
    const result = limiter.through(
      'c',
      'tenant',
      async () => {
        sent = true;
        return 'sent';
      },
      async () => 'stale',
    );
    expect([await result, sent]).toEqual(['stale', false]);
  });

  test('ends every wait when it is closed, and lets nothing leave any more', async () => {
    const limiter = new RateLimiter();
    for (let answers = 0; answers < 60; answers++) limiter.passed('c', 'tenant');
    const waiting = limiter.through('c', 'tenant', async () => 'sent');
    limiter.close();
    await expect(waiting).rejects.toThrow(SendingStoppedError);
    await expect(limiter.through('d', 'tenant', async () => 'sent')).rejects.toThrow(SendingStoppedError);
  });
});
