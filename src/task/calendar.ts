import { easter } from 'date-easter';
import { addDays, type Calendar, type Day } from '../case/dates.js';

type Name = { da: string; en: string };

/** The public holidays that move, in days from Easter Sunday. */
const FROM_EASTER: readonly (readonly [number, Name])[] = [
  [-3, { da: 'skærtorsdag', en: 'Maundy Thursday' }],
  [-2, { da: 'langfredag', en: 'Good Friday' }],
  [0, { da: 'påskedag', en: 'Easter Sunday' }],
  [1, { da: 'anden påskedag', en: 'Easter Monday' }],
  [39, { da: 'kristi himmelfartsdag', en: 'Ascension Day' }],
  [49, { da: 'pinsedag', en: 'Pentecost' }],
  [50, { da: 'anden pinsedag', en: 'Whit Monday' }],
];
/** Abolished by law no. 214 of 6 March 2023: the last one was in 2023. */
const PRAYER_DAY: readonly [number, Name] = [26, { da: 'store bededag', en: 'Prayer Day' }];
const PRAYER_DAY_UNTIL = 2023;

/** The public holidays with a date of their own, and the days that are no legal holidays but mostly free. */
const NAMES: Readonly<Record<string, Name>> = {
  '01-01': { da: 'nytårsdag', en: "New Year's Day" },
  '05-01': { da: '1. maj', en: 'May Day' },
  '06-05': { da: 'grundlovsdag', en: 'Constitution Day' },
  '12-24': { da: 'juleaftensdag', en: 'Christmas Eve' },
  '12-25': { da: 'juledag', en: 'Christmas Day' },
  '12-26': { da: 'anden juledag', en: 'Boxing Day' },
  '12-31': { da: 'nytårsaftensdag', en: "New Year's Eve" },
};
const FIXED = ['01-01', '12-25', '12-26'];

/**
 * The Danish days off: the public holidays, and the days (`mm-dd`) that are free by custom; of those another than the
 * usual ones is called a day off. Each year is worked out once. A test compares the holidays with the `date-holidays`
 * package, which knows every country and would cost the start 150 ms and 10 to 25 MB.
 */
export function danishCalendar(freeByCustom: readonly string[]): Calendar {
  const years = new Map<string, ReadonlyMap<Day, Name>>();
  const ofYear = (year: string): ReadonlyMap<Day, Name> => {
    const known = years.get(year);
    if (known) return known;
    const days = new Map<Day, Name>();
    for (const day of [...freeByCustom, ...FIXED])
      days.set(`${year}-${day}`, NAMES[day] ?? { da: 'en fridag', en: 'a day off' });
    const { month, day } = easter(Number(year));
    const sunday = `${year}-${two(month)}-${two(day)}`;
    const moving = Number(year) <= PRAYER_DAY_UNTIL ? [...FROM_EASTER, PRAYER_DAY] : FROM_EASTER;
    for (const [after, name] of moving) days.set(addDays(sunday, after), name);
    years.set(year, days);
    return days;
  };
  return { freeDay: (day) => ofYear(day.slice(0, 4)).get(day) };
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
