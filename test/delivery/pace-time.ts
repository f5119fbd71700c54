import type { GateTime } from '../../src/delivery/gate.js';

/** The most requests that any stretch of `perMs` holds. */
export function mostIn(times: readonly number[], perMs: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  let from = 0;
  let most = 0;
  for (const [to, time] of sorted.entries()) {
    while ((sorted[from] ?? 0) <= time - perMs) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

/** Time that stands still until somebody waits. */
export function standing(): GateTime {
  let now = 0;
  return {
    now: () => now,
    wait: async (ms) => {
      now += ms;
    },
  };
}

/** A clock whose waits all end at the next of so many milliseconds: whatever is due in between comes at once. */
export function heldUp(everyMs: number) {
  let now = 0;
  const waiting: { at: number; resolve: () => void }[] = [];
  const wait = (every: number) => (ms: number) =>
    new Promise<void>((resolve) => {
      waiting.push({ at: Math.ceil((now + ms) / every) * every, resolve });
    });
  const time: GateTime = { now: () => now, wait: wait(everyMs) };
  const until = async (done: () => boolean) => {
    while (!done()) {
      await new Promise((next) => setImmediate(next));
      waiting.sort((a, b) => a.at - b.at);
      const next = waiting.shift();
      if (!next) continue;
      now = Math.max(now, next.at);
      next.resolve();
    }
  };
  return { time, until, inTime: { ...time, wait: wait(1) } };
}
