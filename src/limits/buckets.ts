import { Recent } from './recent.js';

/** So many at once, and one more every `everyMs` milliseconds. */
export interface Budget {
  readonly count: number;
  readonly everyMs: number;
}

/**
 * Token buckets by key. What is kept is bounded: when there are too many keys, those that were silent longest are
 * forgotten, and would begin with a full bucket. Time is an argument (ms, never going back).
 */
export class Buckets {
  private readonly levels: Recent<{ readonly left: number; readonly at: number }>;

  constructor(
    private readonly budget: Budget,
    keys = 10_000,
  ) {
    this.levels = new Recent(keys);
  }

  /** Takes one of the key's budget; false when nothing is left, and then nothing is taken. */
  take(key: string, now: number): boolean {
    const left = this.left(key, now);
    const granted = left >= 1;
    this.levels.set(key, { left: granted ? left - 1 : left, at: now });
    return granted;
  }

  /** True when `take` would succeed. */
  has(key: string, now: number): boolean {
    return this.left(key, now) >= 1;
  }

  /** How many keys are kept. */
  get size(): number {
    return this.levels.size;
  }

  private left(key: string, now: number): number {
    const { count, everyMs } = this.budget;
    const known = this.levels.get(key);
    return known ? Math.min(count, known.left + Math.max(0, now - known.at) / everyMs) : count;
  }
}
