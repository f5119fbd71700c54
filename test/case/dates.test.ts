import { describe, expect, test } from 'vitest';
import {
  addDays,
  addWorkdays,
  dayOf,
  daysBetween,
  instantAt,
  isDay,
  isOverTime,
  isWorkday,
  minuteOfDay,
  weekday,
  workdayFrom,
} from '../../src/case/dates.js';
import { calendar } from '../given.js';

describe('the Danish day of a moment', () => {
  test.each([
    ['2026-05-03T22:30:00.000Z', '2026-05-04', 30],
    ['2026-05-03T21:59:59.999Z', '2026-05-03', 23 * 60 + 59],
    ['2026-01-14T23:00:00.000Z', '2026-01-15', 0],
    ['2026-01-14T22:59:00.000Z', '2026-01-14', 23 * 60 + 59],
    ['2026-03-29T00:59:00.000Z', '2026-03-29', 119],
    ['2026-03-29T01:00:00.000Z', '2026-03-29', 180],
    ['2026-10-25T00:59:00.000Z', '2026-10-25', 179],
    ['2026-10-25T01:00:00.000Z', '2026-10-25', 120],
    ['2026-12-31T23:00:00.000Z', '2027-01-01', 0],
  ])('%s is %s, %d minutes after midnight', (instant, day, minute) => {
    expect(dayOf(instant)).toBe(day);
    expect(minuteOfDay(instant)).toBe(minute);
  });
});

describe('a moment by the Danish wall clock', () => {
  test.each([
    ['2026-01-15', 480, '2026-01-15T07:00:00.000Z'],
    ['2026-05-04', 480, '2026-05-04T06:00:00.000Z'],
    ['2026-03-29', 0, '2026-03-28T23:00:00.000Z'],
    ['2026-03-29', 480, '2026-03-29T06:00:00.000Z'],
    ['2026-03-30', 0, '2026-03-29T22:00:00.000Z'],
    ['2026-10-25', 0, '2026-10-24T22:00:00.000Z'],
    ['2026-10-25', 480, '2026-10-25T07:00:00.000Z'],
    ['2026-10-26', 0, '2026-10-25T23:00:00.000Z'],
  ])('%s at minute %d is %s', (day, minute, instant) => {
    expect(instantAt(day, minute)).toBe(instant);
  });
});

describe('calendar days', () => {
  test('are counted over daylight saving, leap days and turns of the year', () => {
    expect(addDays('2026-03-28', 2)).toBe('2026-03-30');
    expect(addDays('2026-10-26', -2)).toBe('2026-10-24');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2027-01-01', -1)).toBe('2026-12-31');
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(daysBetween('2026-11-02', '2026-05-08')).toBe(-178);
  });

  test('exist in the calendar', () => {
    for (const day of ['2026-05-04', '2028-02-29', '2100-12-31']) expect(isDay(day)).toBe(true);
    for (const text of ['2026-02-29', '2026-13-01', '2026-00-10', '2026-5-4', '2026-05-04T00:00', '', 'i dag'])
      expect(isDay(text)).toBe(false);
  });

  test('have a weekday, Monday first', () => {
    expect(['2026-05-04', '2026-05-09', '2026-05-10'].map(weekday)).toEqual([1, 6, 7]);
  });
});

describe('working days', () => {
  test('are neither weekends nor days off', () => {
    const may = ['2026-05-13', '2026-05-14', '2026-05-15', '2026-05-16', '2026-05-17'];
    expect(may.map((day) => isWorkday(day, calendar))).toEqual([true, false, true, false, false]);
  });

  test('are counted past them, forwards and backwards', () => {
    expect(addWorkdays('2026-05-13', 1, calendar)).toBe('2026-05-15');
    expect(addWorkdays('2026-05-13', 2, calendar)).toBe('2026-05-18');
    expect(addWorkdays('2026-05-18', -2, calendar)).toBe('2026-05-13');
    expect(addWorkdays('2026-05-22', 1, calendar)).toBe('2026-05-26');
    expect(addWorkdays('2026-05-16', 1, calendar)).toBe('2026-05-18');
  });

  test('begin with the day itself when it is one', () => {
    expect(workdayFrom('2026-05-13', calendar)).toBe('2026-05-13');
    expect(workdayFrom('2026-05-14', calendar)).toBe('2026-05-15');
  });
});

describe('how long something is kept', () => {
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

  test('without a number of days it is kept', () => {
    expect(isOverTime('1999-01-01', undefined, '2099-01-01T00:00:00.000Z')).toBe(false);
  });
});
