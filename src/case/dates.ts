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
const copenhagenDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' });
const copenhagenParts = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Copenhagen',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** The Danish calendar day of a moment: half past midnight in Vejle is still yesterday in UTC. */
export function dayOf(instant: Instant): Day {
  return copenhagenDay.format(new Date(instant));
}

/** The Danish wall-clock time of a moment in minutes after midnight, 0-1439. */
export function minuteOfDay(instant: Instant): number {
  const [, time = '00:00'] = copenhagenParts.format(new Date(instant)).split(' ');
  const [hours = '0', minutes = '0'] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}

/** The moment at which a Danish wall clock shows `minute` (0-1439) on `day`; right on both sides of daylight saving. */
export function instantAt(day: Day, minute: number): Instant {
  const wanted = Date.parse(`${day}T00:00:00Z`) + minute * 60_000;
  let guess = wanted;
  for (let i = 0; i < 2; i++) {
    const shown = Date.parse(`${copenhagenParts.format(new Date(guess)).replace(' ', 'T')}Z`);
    guess += wanted - shown;
  }
  return new Date(guess).toISOString();
}

/** True when `text` is a day that exists: 2026-02-30 does not. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The day `count` calendar days later; earlier when negative. */
export function addDays(day: Day, count: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * MS_PER_DAY).toISOString().slice(0, 10);
}

/** Calendar days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / MS_PER_DAY);
}

/** 1 = Monday ... 7 = Sunday. */
export function weekday(day: Day): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
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
  while (left > 0) {
    current = addDays(current, step);
    if (isWorkday(current, calendar)) left -= 1;
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
