import { LruMap } from './lru-map.js';

/** `count` tokens at most, and one more every `everyMs` milliseconds. */
export interface Budget {
  readonly count: number;
  readonly everyMs: number;
}

/**
 * Token buckets by key. When there are too many keys, those unused for longest are forgotten, and would begin with a full
 * bucket. Time is an argument (milliseconds, never going back).
 */
export class TokenBuckets {
  private readonly levels: LruMap<{ readonly left: number; readonly at: number }>;

  constructor(
    private readonly budget: Budget,
    keys = 10_000,
  ) {
    this.levels = new LruMap(keys);
  }

  /** Takes a token; false when none is left, and then none is taken. */
  take(key: string, now: number): boolean {
    const left = this.left(key, now);
    const granted = left >= 1;
    this.levels.set(key, { left: granted ? left - 1 : left, at: now });
    return granted;
  }

  /** Takes a token, also one that is still to come; gives the milliseconds until it is there. */
  reserve(key: string, now: number): number {
    const left = this.left(key, now) - 1;
    this.levels.set(key, { left, at: now });
    return left >= 0 ? 0 : Math.ceil(-left * this.budget.everyMs);
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
