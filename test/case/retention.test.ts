import { describe, expect, test } from 'vitest';
import { tombstoneOf } from '../../src/case/case.js';
import { isOverTime } from '../../src/case/dates.js';
import { caseOf } from '../given.js';
import { cancelled, named, opened, reopened } from '../store/sample.js';

describe('how long a closed case is kept', () => {
  test.each([
    ['2026-05-04T08:15:00.000Z', 30, '2026-06-03T21:59:59.000Z', false],
    ['2026-05-04T08:15:00.000Z', 30, '2026-06-03T22:00:00.000Z', true],
    // Half past midnight in Denmark is the next day already.
    ['2026-05-04T22:30:00.000Z', 30, '2026-06-03T22:00:00.000Z', false],
    ['2026-03-28T12:00:00.000Z', 1, '2026-03-29T21:59:00.000Z', false],
    ['2026-03-28T12:00:00.000Z', 1, '2026-03-29T22:00:00.000Z', true],
    ['2026-05-04', 1, '2026-05-05T12:00:00.000Z', false],
    ['2026-05-04', 1, '2026-05-05T22:00:00.000Z', true],
  ])('closed %s, kept %i days, at %s: over = %s', (since, days, now, over) => {
    expect(isOverTime(since, days, now)).toBe(over);
  });

  test('without a number of days, for ever', () => {
    expect(isOverTime('1999-01-01', undefined, '2099-01-01T00:00:00.000Z')).toBe(false);
  });
});

describe('the tombstone', () => {
  const log = [opened('0630-aaaa'), named, cancelled];
  const now = '2026-06-01T10:00:00.000Z';

  test('of a closed case says which, whose, how and when it ended, and the hash that stands for its log', () => {
    expect(tombstoneOf(caseOf(...log), ['x', 'y', 'z'], now)).toEqual({
      ...{ id: '0630-aaaa', tenant: expect.any(String), municipality: '0630' },
      ...{ ended: 'cancelled', closed: '2026-05-04', facts: 3, head: 'z', removed: now },
    });
  });

  test('has no name, no reason and no id of a person in it', () => {
    const text = JSON.stringify(tombstoneOf(caseOf(...log), ['x', 'y', 'z'], now));
    for (const secret of ['Anna', 'Bo Berg', 'Udskudt', 'aaaa-', 'a0000000', 'b0000000', '19:home'])
      expect(text).not.toContain(secret);
  });

  test('of an open case there is none, nor of one without a log', () => {
    expect(tombstoneOf(caseOf(...log, reopened), ['x', 'y', 'z', 'æ'], now)).toBeUndefined();
    expect(tombstoneOf(caseOf(...log), [], now)).toBeUndefined();
  });
});
