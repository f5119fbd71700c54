import Holidays from 'date-holidays';
import type { Calendar, Day } from '../case/dates.js';

type Name = { da: string; en: string };

/** Days that are no legal holidays but mostly free; other days of a task file are named by their date alone. */
const CUSTOM_NAMES: Readonly<Record<string, Name>> = {
  '05-01': { da: '1. maj', en: 'May Day' },
  '06-05': { da: 'grundlovsdag', en: 'Constitution Day' },
  '12-24': { da: 'juleaftensdag', en: 'Christmas Eve' },
  '12-31': { da: 'nytårsaftensdag', en: "New Year's Eve" },
};

/**
 * The Danish days off: the public holidays, and the days (`mm-dd`) that are free by custom. Store Bededag is one until
 * 2023 only. Each year is worked out once.
 */
export function danishCalendar(freeByCustom: readonly string[]): Calendar {
  const holidays = new Holidays('DK', { languages: 'da', types: ['public'] });
  const years = new Map<string, ReadonlyMap<Day, Name>>();
  const ofYear = (year: string): ReadonlyMap<Day, Name> => {
    const known = years.get(year);
    if (known) return known;
    const days = new Map<Day, Name>();
    for (const day of freeByCustom)
      days.set(`${year}-${day}`, CUSTOM_NAMES[day] ?? { da: 'en fridag', en: 'a day off' });
    const english = new Map(holidays.getHolidays(Number(year), 'en').map(({ date, name }) => [date, name]));
    for (const { date, name } of holidays.getHolidays(Number(year), 'da'))
      days.set(date.slice(0, 10), { da: name.toLowerCase(), en: english.get(date) ?? name });
    years.set(year, days);
    return days;
  };
  return { freeDay: (day) => ofYear(day.slice(0, 4)).get(day) };
}
