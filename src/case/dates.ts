/** A calendar day, `yyyy-mm-dd`. Days are compared as text; every count of days is in Europe/Copenhagen. */
export type Day = string;

/** A moment, ISO 8601 in UTC, as in `2026-05-04T08:15:00.000Z`. */
export type Instant = string;

/** The days off that reminders and warnings must know of; the Danish ones are built in src/task. */
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
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** What the Danish wall clock shows at a time (ms), as `2026-05-04 10:15:00`. Throws a RangeError for NaN. */
function wallClock(time: number): string {
  return copenhagen.format(time);
}

/**
 * The Danish calendar day of a moment: half past midnight in Vejle is still yesterday in UTC. Throws a RangeError on a text
 * that is not a moment.
 */
export function dayOf(instant: Instant): Day {
  return wallClock(Date.parse(instant)).slice(0, 10);
}

/** The Danish wall-clock time of a moment in minutes after midnight, 0-1439. */
export function minuteOfDay(instant: Instant): number {
  const [hours = 0, minutes = 0] = wallClock(Date.parse(instant)).slice(11).split(':').map(Number);
  return hours * 60 + minutes;
}

/** The moment at which a Danish wall clock shows `minute` (0-1439) on `day`; right on both sides of daylight saving. */
export function instantAt(day: Day, minute: number): Instant {
  const wanted = Date.parse(day) + minute * MS_PER_MINUTE;
  let guess = wanted;
  // The offset at the guess may be the one before a change of the clocks; the second round has the right one.
  for (let round = 0; round < 2; round++) guess += wanted - Date.parse(`${wallClock(guess).replace(' ', 'T')}Z`);
  return new Date(guess).toISOString();
}

/** True when `text` is a day that exists: 2026-02-30 does not. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The day `count` calendar days later; earlier when negative. */
export function addDays(day: Day, count: number): Day {
  return new Date(Date.parse(day) + count * MS_PER_DAY).toISOString().slice(0, 10);
}

/** Calendar days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return (Date.parse(to) - Date.parse(from)) / MS_PER_DAY;
}

/** True when two periods, last days included, have a day in common. */
export function overlap(a: { from: Day; until: Day }, b: { from: Day; until: Day }): boolean {
  return a.from <= b.until && b.from <= a.until;
}

/** The last of the days; an undefined one does not count. */
export function latest(day: Day, ...others: readonly (Day | undefined)[]): Day {
  return others.reduce<Day>((last, one) => (one !== undefined && one > last ? one : last), day);
}

/** 1 = Monday ... 7 = Sunday. */
export function weekday(day: Day): number {
  return new Date(day).getUTCDay() || 7;
}

/** True on Monday to Friday when the calendar knows no holiday. */
export function isWorkday(day: Day, calendar: Calendar): boolean {
  return weekday(day) <= 5 && calendar.freeDay(day) === undefined;
}

/** The day `count` working days after `day` (count >= 1), or before it when negative. */
export function addWorkdays(day: Day, count: number, calendar: Calendar): Day {
  let current = day;
  for (let left = Math.abs(count); left > 0; ) {
    current = addDays(current, Math.sign(count));
    if (isWorkday(current, calendar)) left -= 1;
  }
  return current;
}

/** How many working days after `from` the first one is that is not before `to`, a later day. */
export function workdaysUntil(from: Day, to: Day, calendar: Calendar): number {
  let count = 0;
  for (let day = from; day < to; count += 1) day = addWorkdays(day, 1, calendar);
  return count;
}

/** `day` itself when it is a working day, else the next one. */
export function workdayFrom(day: Day, calendar: Calendar): Day {
  return isWorkday(day, calendar) ? day : addWorkdays(day, 1, calendar);
}

/**
 * True when something that ended at `since` has been kept for `days` whole days and may be kept no longer. Without a
 * number of days everything is kept. Danish days, so that summer time makes no retention period shorter.
 */
export function isOverTime(since: Day | Instant, days: number | undefined, now: Instant): boolean {
  return days !== undefined && addDays(since.length === 10 ? since : dayOf(since), days) < dayOf(now);
}
