import Holidays from 'date-holidays';
import { describe, expect, test } from 'vitest';
import { addDays, FIRST_DAY, LAST_DAY } from '../../src/case/dates.js';
import { danishCalendar } from '../../src/task/calendar.js';

describe('the Danish days off', () => {
  test('are the public holidays that date-holidays knows, with its names, on every day that can be typed', () => {
    const holidays = new Holidays('DK', { languages: 'da', types: ['public'] });
    const named = (year: number, language: string) =>
      new Map(holidays.getHolidays(year, language).map(({ date, name }) => [date.slice(0, 10), name]));
    const calendar = danishCalendar([]);
    const [first, last] = [Number(FIRST_DAY.slice(0, 4)), Number(LAST_DAY.slice(0, 4))];
    for (let year = first; year <= last; year++) {
      const [danish, english] = [named(year, 'da'), named(year, 'en')];
      const known = [...danish].map(([day, da]) => [day, { da: da.toLowerCase(), en: english.get(day) }]);
      const free: Record<string, unknown> = {};
      for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = addDays(day, 1))
        if (calendar.freeDay(day)) free[day] = calendar.freeDay(day);
      expect.soft(free).toEqual(Object.fromEntries(known));
    }
  });

  test('include Store Bededag until 2023 and not after', () => {
    const calendar = danishCalendar([]);
    expect(calendar.freeDay('2023-05-05')).toEqual({ da: 'store bededag', en: 'Prayer Day' });
    expect(calendar.freeDay('2024-04-26')).toBeUndefined();
  });

  test('include what the task names as free by custom, a holiday on the same day keeping its name', () => {
    const calendar = danishCalendar(['06-05', '12-24', '07-01', '12-25']);
    expect(calendar.freeDay('2026-06-05')).toEqual({ da: 'grundlovsdag', en: 'Constitution Day' });
    expect(calendar.freeDay('2026-12-24')).toEqual({ da: 'juleaftensdag', en: 'Christmas Eve' });
    expect(calendar.freeDay('2026-07-01')).toEqual({ da: 'en fridag', en: 'a day off' });
    expect(calendar.freeDay('2026-12-25')).toEqual({ da: 'juledag', en: 'Christmas Day' });
    expect(danishCalendar([]).freeDay('2026-06-05')).toBeUndefined();
  });
});
