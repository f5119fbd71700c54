import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addWorkdays,
  dayOf,
  daysBetween,
  instantAt,
  isDay,
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

test('every moment of a hundred years is the day and minute that the rules of the time zone say', () => {
  const shown = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/Copenhagen',
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const from = Date.parse('2000-01-01T00:00:00Z');
  const moments = fc.integer({ min: 0, max: 100 * 366 * 1_440 }).map((minute) => from + minute * 60_000);
  fc.assert(
    fc.property(moments, (moment) => {
      const instant = new Date(moment).toISOString();
      const minute = minuteOfDay(instant);
      const time = [minute / 60, minute % 60].map((one) => String(Math.floor(one)).padStart(2, '0')).join(':');
      expect(`${dayOf(instant)} ${time}`).toBe(shown.format(moment));
    }),
    { numRuns: 5_000 },
  );
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

  test('exist or do not, as the calendar of every year has it', () => {
    for (let year = 1999; year <= 2101; year++)
      for (let month = 0; month <= 13; month++)
        for (let day = 0; day <= 32; day++) {
          const text = [year, month, day].map((part) => String(part).padStart(2, '0')).join('-');
          const exists = !Number.isNaN(Date.parse(text)) && new Date(Date.parse(text)).toISOString().startsWith(text);
          if (isDay(text) !== exists) expect(`${text}: ${isDay(text)}`).toBe(`${text}: ${exists}`);
        }
  });

  test('exist or do not', () => {
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
