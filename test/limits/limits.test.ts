import { describe, expect, test } from 'vitest';
import { Allowance } from '../../src/limits/allowance.js';
import { LruMap } from '../../src/limits/lru-map.js';
import { TokenBuckets } from '../../src/limits/token-bucket.js';

describe('a map of bounded size', () => {
  test('forgets the key used least recently; reading is using', () => {
    const map = new LruMap<number>(3);
    for (const [value, key] of ['a', 'b', 'c'].entries()) map.set(key, value);
    expect(map.get('a')).toBe(0);
    map.set('d', 3);
    expect(['a', 'b', 'c', 'd'].map((key) => map.get(key))).toEqual([0, undefined, 2, 3]);
    map.set('a', 4);
    expect([map.size, map.get('a')]).toEqual([3, 4]);
  });
});

describe('a bucket', () => {
  test('gives what it holds at once, then one for each stretch of time, and never more than it holds', () => {
    const buckets = new TokenBuckets({ count: 3, everyMs: 100 });
    const takes = (now: number, times: number) => Array.from({ length: times }, () => buckets.take('a', now));
    expect(takes(0, 4)).toEqual([true, true, true, false]);
    expect(takes(99, 1)).toEqual([false]);
    expect(takes(100, 2)).toEqual([true, false]);
    expect(takes(1_000_000, 4)).toEqual([true, true, true, false]);
  });

  test('of one key is not another’s, and a look takes nothing', () => {
    const buckets = new TokenBuckets({ count: 1, everyMs: 100 });
    expect(buckets.has('a', 0) && buckets.has('a', 0)).toBe(true);
    expect([buckets.take('a', 0), buckets.has('a', 0), buckets.take('b', 0)]).toEqual([true, false, true]);
  });

  test('is forgotten when too many are kept, but not while it is in use', () => {
    const buckets = new TokenBuckets({ count: 1, everyMs: 1_000_000 }, 10);
    for (let key = 0; key < 100; key++) {
      buckets.take(`${key}`, 0);
      buckets.take('busy', 0);
      expect(buckets.size).toBeLessThanOrEqual(10);
    }
    expect(buckets.has('busy', 0)).toBe(false);
    expect(buckets.has('1', 0)).toBe(true);
  });
});

describe('what one may ask', () => {
  const person = (id: string, tenant = 't') => ({ tenant, id });

  test('is thirty at once and then one a second, for each person', () => {
    let now = 0;
    const allowance = new Allowance(() => now);
    const granted = (times: number) => Array.from({ length: times }, () => allowance.take(person('a'))).filter(Boolean);
    expect(granted(100)).toHaveLength(30);
    expect(allowance.take(person('b'))).toBe(true);
    expect(allowance.take(person('a', 'u'))).toBe(true);
    now = 5_000;
    expect(granted(100)).toHaveLength(5);
  });

  test('has an end for an organisation too, which one person’s flood does not use up', () => {
    const allowance = new Allowance(() => 0);
    for (let press = 0; press < 10_000; press++) allowance.take(person('flood'));
    const granted = Array.from({ length: 1_000 }, (_, at) => allowance.take(person(`p${at}`))).filter(Boolean);
    expect(granted).toHaveLength(370);
    expect(allowance.take(person('a', 'another'))).toBe(true);
  });

  test('takes no more memory for a hundred thousand people than for ten thousand', () => {
    const allowance = new Allowance(() => 0);
    for (let id = 0; id < 100_000; id++) {
      allowance.take(person(`${id}`, `t${id % 5_000}`));
      if (id % 10 === 0) allowance.tells(person(`${id}`));
    }
    expect(allowance.size).toBeLessThanOrEqual(21_000);
  });
});
