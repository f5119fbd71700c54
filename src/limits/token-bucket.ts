import { LruMap } from './lru-map.js';

/** So many tokens at once, and one more every `everyMs` milliseconds. */
export interface Budget {
  readonly count: number;
  readonly everyMs: number;
}

/**
 * Token buckets by key, all with the same budget. When there are too many keys, those used least recently are forgotten
 * and begin with a full bucket again. Time is an argument (milliseconds, never going back).
 */
export class TokenBuckets {
  private readonly levels: LruMap<{ readonly tokens: number; readonly at: number }>;

  constructor(
    private readonly budget: Budget,
    keys = 10_000,
  ) {
    this.levels = new LruMap(keys);
  }

  /** Takes one token from the key's bucket; false when it is empty, and then nothing is taken. */
  take(key: string, now: number): boolean {
    const tokens = this.tokens(key, now);
    const granted = tokens >= 1;
    this.levels.set(key, { tokens: granted ? tokens - 1 : tokens, at: now });
    return granted;
  }

  /** Takes one token, also one that is still to come; gives the milliseconds until it is there. */
  reserve(key: string, now: number): number {
    const tokens = this.tokens(key, now) - 1;
    this.levels.set(key, { tokens, at: now });
    return tokens >= 0 ? 0 : Math.ceil(-tokens * this.budget.everyMs);
  }

  /** True when `take` would succeed. */
  has(key: string, now: number): boolean {
    return this.tokens(key, now) >= 1;
  }

  /** How many keys are kept. */
  get size(): number {
    return this.levels.size;
  }

  private tokens(key: string, now: number): number {
    const { count, everyMs } = this.budget;
    const level = this.levels.get(key);
    return level ? Math.min(count, level.tokens + Math.max(0, now - level.at) / everyMs) : count;
  }
}
