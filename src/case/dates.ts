/** A calendar day, `yyyy-mm-dd`. Days are compared as text; every count of days is in Europe/Copenhagen. */
export type Day = string;

/** A moment, ISO 8601 in UTC, as in `2026-05-04T08:15:00.000Z`. */
export type Instant = string;

/** What the reminders and warnings must know about days off; built from the Danish holidays outside the core. */
export interface Calendar {
  /** The name of the holiday or free day, undefined on ordinary days (weekends too). */
  freeDay(day: Day): { da: string; en: string } | undefined;
}

/** Typed dates outside this span are taken for slips of the finger (contract: 2015-2100). */
export const FIRST_DAY: Day = '2015-01-01';
export const LAST_DAY: Day = '2100-12-31';

const MS_PER_DAY = 86_400_000;
const MS_PER_MINUTE = 60_000;
const copenhagen = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Copenhagen',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** What the Danish wall clock shows at a moment (ms), read as if it were UTC. */
function askedWallClock(time: number): number {
  return Date.parse(`${copenhagen.format(time).replace(' ', 'T')}Z`);
}

/** How far Danish time is ahead of UTC (ms) on each whole UTC day asked about; undefined on a day on which it changes. */
const aheadOn = new Map<number, number | undefined>();
/** A century of days: what a log or a form can name fits, and a log full of nonsense does not fill the memory. */
const DAYS_KEPT = 40_000;

/**
 * The same, asking the time zone's rules once per day only: that is slow, and the start works out a due moment for every
 * open case.
 */
function wallClock(time: number): number {
  const day = Math.floor(time / MS_PER_DAY);
  if (!aheadOn.has(day)) {
    const from = day * MS_PER_DAY;
    const [first, last] = [from, from + MS_PER_DAY].map((edge) => askedWallClock(edge) - edge);
    if (aheadOn.size >= DAYS_KEPT) aheadOn.clear();
    aheadOn.set(day, first === last ? first : undefined);
  }
  const ahead = aheadOn.get(day);
  return ahead === undefined ? askedWallClock(time) : time + ahead;
}

/** The Danish calendar day of a moment: half past midnight in Vejle is still yesterday in UTC. */
export function dayOf(instant: Instant): Day {
  return dayNumbered(Math.floor(wallClock(timeOf(instant)) / MS_PER_DAY));
}

/** The Danish wall-clock time of a moment in minutes after midnight, 0-1439. */
export function minuteOfDay(instant: Instant): number {
  const shown = wallClock(timeOf(instant));
  return Math.floor((shown - Math.floor(shown / MS_PER_DAY) * MS_PER_DAY) / MS_PER_MINUTE);
}

/** The moment at which a Danish wall clock shows `minute` (0-1439) on `day`; right on both sides of daylight saving. */
export function instantAt(day: Day, minute: number): Instant {
  const wanted = numberOf(day) * MS_PER_DAY + minute * MS_PER_MINUTE;
  let guess = wanted;
  for (let i = 0; i < 2; i++) guess += wanted - wallClock(guess);
  return new Date(guess).toISOString();
}

/** A moment in ms. Throws a RangeError on a text that is none, for that is a bug of the caller. */
function timeOf(instant: Instant): number {
  const time = Date.parse(instant);
  if (Number.isNaN(time)) throw new RangeError('Not a moment');
  return time;
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** True when `text` is a day that exists: 2026-02-30 does not. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))];
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day >= 1 && day <= (MONTH_DAYS[month - 1] ?? 0) + (leap ? 1 : 0);
}

/** The number of a day, counted from 1 January 1970. */
function numberOf(day: Day): number {
  return Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8))) / MS_PER_DAY;
}

function dayNumbered(number: number): Day {
  const date = new Date(number * MS_PER_DAY);
  const year = date.getUTCFullYear();
  if (!(year >= 1_000 && year <= 9_999)) return date.toISOString().slice(0, 10);
  return `${year}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
}

function two(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}

/** The day `count` calendar days later; earlier when negative. */
export function addDays(day: Day, count: number): Day {
  return dayNumbered(numberOf(day) + count);
}

/** Calendar days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round(numberOf(to) - numberOf(from));
}

/** 1 = Monday ... 7 = Sunday. */
export function weekday(day: Day): number {
  return weekdayNumbered(numberOf(day));
}

function weekdayNumbered(number: number): number {
  return ((((number + 3) % 7) + 7) % 7) + 1;
}

/** True on Monday to Friday when the calendar knows no holiday. */
export function isWorkday(day: Day, calendar: Calendar): boolean {
  return weekday(day) <= 5 && calendar.freeDay(day) === undefined;
}

/** The day `count` working days after `day` (count >= 1), or before it when negative. */
export function addWorkdays(day: Day, count: number, calendar: Calendar): Day {
  const step = count < 0 ? -1 : 1;
  let left = Math.abs(count);
  let current = day;
  for (let number = numberOf(day) + step; left > 0; number += step) {
    if (weekdayNumbered(number) > 5) continue;
    current = dayNumbered(number);
    if (calendar.freeDay(current) === undefined) left -= 1;
  }
  return current;
}

/** `day` itself when it is a working day, else the next one. */
export function workdayFrom(day: Day, calendar: Calendar): Day {
  return isWorkday(day, calendar) ? day : addWorkdays(day, 1, calendar);
}

/** The earlier of two days or moments of the same form. */
export function earlier<T extends string>(a: T, b: T): T {
  return a <= b ? a : b;
}
