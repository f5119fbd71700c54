import { easter } from 'date-easter';
import { addDays, type Calendar, type Day } from '../case/dates.js';

type Name = { da: string; en: string };

/** The public holidays that move, by days from Easter Sunday. */
const FROM_EASTER: ReadonlyMap<number, Name> = new Map([
  [-3, { da: 'skærtorsdag', en: 'Maundy Thursday' }],
  [-2, { da: 'langfredag', en: 'Good Friday' }],
  [0, { da: 'påskedag', en: 'Easter Sunday' }],
  [1, { da: 'anden påskedag', en: 'Easter Monday' }],
  [39, { da: 'kristi himmelfartsdag', en: 'Ascension Day' }],
  [49, { da: 'pinsedag', en: 'Pentecost' }],
  [50, { da: 'anden pinsedag', en: 'Whit Monday' }],
]);

/** Abolished by law no. 214 of 6 March 2023: the last one was in 2023. */
const PRAYER_DAY: Name = { da: 'store bededag', en: 'Prayer Day' };
const PRAYER_DAY_FROM_EASTER = 26;
const PRAYER_DAY_UNTIL = 2023;

/** The names of the days with a fixed date (`mm-dd`): public holidays, and days that are free by custom. */
const NAMES: Readonly<Record<string, Name>> = {
  '01-01': { da: 'nytårsdag', en: "New Year's Day" },
  '05-01': { da: '1. maj', en: 'May Day' },
  '06-05': { da: 'grundlovsdag', en: 'Constitution Day' },
  '12-24': { da: 'juleaftensdag', en: 'Christmas Eve' },
  '12-25': { da: 'juledag', en: 'Christmas Day' },
  '12-26': { da: 'anden juledag', en: 'Boxing Day' },
  '12-31': { da: 'nytårsaftensdag', en: "New Year's Eve" },
};
const PUBLIC = ['01-01', '12-25', '12-26'];
const DAY_OFF: Name = { da: 'en fridag', en: 'a day off' };

/**
 * The Danish days off: the public holidays, and the days (`mm-dd`) that are free by custom; one without a name above is
 * called a day off. A test compares the holidays with the `date-holidays` package, which knows every country and would
 * cost the start 150 ms and 10 to 25 MB.
 */
export function danishCalendar(freeByCustom: readonly string[]): Calendar {
  const fixed = new Set([...freeByCustom, ...PUBLIC]);
  /** The holidays that move, by year. */
  const moving = new Map<string, ReadonlyMap<Day, Name>>();
  return {
    freeDay(day) {
      const [year, date] = [day.slice(0, 4), day.slice(5)];
      const holidays = moving.get(year) ?? movingHolidays(Number(year));
      moving.set(year, holidays);
      return holidays.get(day) ?? (fixed.has(date) ? (NAMES[date] ?? DAY_OFF) : undefined);
    },
  };
}

function movingHolidays(year: number): ReadonlyMap<Day, Name> {
  const sunday = easter(year).toString();
  const prayerDay = year <= PRAYER_DAY_UNTIL ? ([[PRAYER_DAY_FROM_EASTER, PRAYER_DAY]] as const) : [];
  return new Map([...FROM_EASTER, ...prayerDay].map(([days, name]) => [addDays(sunday, days), name]));
}
