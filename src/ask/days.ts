import { addDays, type Day, isDay, weekday } from '../case/dates.js';
import { MONTHS } from '../case/typed-values.js';

/** Whether a day without a year, or a bare weekday, is past or to come: what was done is past, a plan is to come. */
export type Lean = 'past' | 'future';

export interface DaysFound {
  /** In the order they stand in the text. */
  readonly days: readonly Day[];
  /** The text without them, so that their digits are not taken for anything else. */
  readonly rest: string;
  /** True when the text itself says that a day is to come: "i morgen", "på mandag". */
  readonly ahead: boolean;
}

const MONTH = MONTHS.flat()
  .sort((a, b) => b.length - a.length)
  .join('|');
const WEEKDAYS: readonly RegExp[] = [
  /^(mandag|monday)/,
  /^(tirsdag|tuesday)/,
  /^(onsdag|wednesday)/,
  /^(torsdag|thursday)/,
  /^(fredag|friday)/,
  /^(lørdag|loerdag|saturday)/,
  /^(søndag|soendag|sunday)/,
];
const NAMED =
  'mandag|tirsdag|onsdag|torsdag|fredag|l(?:ø|oe)rdag|s(?:ø|oe)ndag|monday|tuesday|wednesday|thursday|friday|saturday|sunday';
const B = '(?<![\\p{L}\\d])';
const E = '(?![\\p{L}\\d])';
const TH = '(?:\\.|st|nd|rd|th)?';
const DAY = `(?:(?:p(?:å|aa)\\s+|on\\s+)?(?:${NAMED})\\s+)?(?:den\\s+|the\\s+|d\\.?\\s*)?`;
/** Before a time, an amount or a number of a paragraph, `12.10` is no day. */
const NOT_A_DAY =
  '(?<!(?:(?<!\\p{L})(?:kl|klokken|at|kr|kroner|dkk|punkt|pkt|afsnit|bilag|version|v|section|item)|[§,.\\d])\\.?\\s*)';
const TO = '\\s*(?:til og med|til|to|until|through|og|and|-|–)\\s*(?:den\\s+|the\\s+)?';

type Groups = readonly (string | undefined)[];
type Make = (groups: Groups, today: Day, lean: Lean) => readonly (Day | undefined)[];

/** Every way to write a day in a running text, the longest first: a text that one has matched is not matched again. */
const WAYS: readonly (readonly [RegExp, Make])[] = [
  way('(\\d{4}-\\d{2}-\\d{2})', ([, day]) => [day]),
  way(
    `(?<!\\d\\.)${DAY}(\\d{1,2})\\s*[./-]\\s*(\\d{1,2})\\s*[./-]\\s*(\\d{4}|\\d{2}(?!\\s*[./-]\\s*\\d))`,
    ([, d, m, y]) => [composed(y, m, d)],
  ),
  way(
    `(\\d{1,2})${TH}${TO}(\\d{1,2})${TH}\\s*(?:of\\s+)?(${MONTH})\\.?(?:\\s+(\\d{4}))?`,
    ([, a, b, m, y], today, lean) => [named(a, m, y, today, lean), named(b, m, y, today, lean)],
  ),
  way(`${DAY}(\\d{1,2})${TH}\\s*(?:of\\s+)?(${MONTH})\\.?(?:,?\\s+(\\d{4}))?`, ([, d, m, y], today, lean) => [
    named(d, m, y, today, lean),
  ]),
  way(`(${MONTH})\\s+(\\d{1,2})${TH}(?:,?\\s+(\\d{4}))?`, ([, m, d, y], today, lean) => [named(d, m, y, today, lean)]),
  way(`${DAY}(\\d{1,2})\\/(\\d{1,2})`, ([, d, m], today, lean) => [nearest(d, m, today, lean)]),
  way(`${NOT_A_DAY}${DAY}(\\d{1,2})\\.(\\d{1,2})(?!\\s*(?:kr|kroner|dkk|[,.]?\\d|%))\\.?`, ([, d, m], today, lean) => [
    nearest(d, m, today, lean),
  ]),
  way(
    '(?:for\\s+)?(\\d{1,2}|en|a|one|to|two|tre|three)\\s+(dage?|days?|uger?|weeks?)\\s+(?:siden|ago)',
    ([, n, unit], today) => [addDays(today, -count(n) * (/^(uge|week)/.test(unit ?? '') ? 7 : 1))],
  ),
  way('(?:i\\s*forg(?:å|aa)rs|the day before yesterday)', (_groups, today) => [addDays(today, -2)]),
  way('(?:i\\s*g(?:å|aa)r|yesterday|i\\s*aftes|last night)', (_groups, today) => [addDays(today, -1)]),
  way(
    '(?:i\\s*dag|today|this (?:morning|afternoon)|her til (?:morgen|formiddag|eftermiddag|aften)|i\\s*(?:morges|formiddags|eftermiddags))',
    (_groups, today) => [today],
  ),
  way('(?:i\\s*morgen|tomorrow)', (_groups, today) => [addDays(today, 1)]),
  way(`(?:i|last|sidste)\\s+(${NAMED})s?`, ([, name], today) => [onWeekday(name, today, 'past')]),
  way(`(?:p(?:å|aa)|next|n(?:æ|ae)ste)\\s+(${NAMED})`, ([, name], today) => [onWeekday(name, today, 'future')]),
  way(`(?:on\\s+)?(${NAMED})`, ([, name], today, lean) => [onWeekday(name, today, lean)]),
  way(`(?:(?:${NAMED})\\s+)?(?:den|the)\\s+(\\d{1,2})${TH}`, ([, d], today, lean) => [dayOfMonth(d, today, lean)]),
];

const AHEAD = new RegExp(
  `${B}(?:i\\s*morgen|tomorrow|(?:p(?:å|aa)|next|n(?:æ|ae)ste)\\s+(?:${NAMED}|uge|week|m(?:å|aa)ned|month))${E}`,
  'u',
);

function way(pattern: string, make: Make): readonly [RegExp, Make] {
  return [new RegExp(`${B}${pattern}${E}`, 'gu'), make];
}

/** The days a running text names, as of `today`, a Danish calendar day. */
export function daysIn(text: string, today: Day, lean: Lean): DaysFound {
  let rest = text.normalize('NFC').toLowerCase();
  const ahead = AHEAD.test(rest);
  const found: { at: number; day: Day }[] = [];
  for (const [pattern, make] of WAYS) {
    rest = rest.replace(pattern, (all: string, ...groups: unknown[]) => {
      const at = Number(groups.find((one) => typeof one === 'number'));
      const days = make([all, ...groups.map((one) => (typeof one === 'string' ? one : undefined))], today, lean);
      const real = days.filter((day): day is Day => day !== undefined && isDay(day));
      real.forEach((day, number) => {
        found.push({ at: at + number, day });
      });
      return real.length === 0 ? all : ' '.repeat(all.length);
    });
  }
  return { days: found.sort((a, b) => a.at - b.at).map(({ day }) => day), rest, ahead };
}

const WEEKS = new RegExp(`${B}(?:uge(?:rne)?|weeks?)\\s+(\\d{1,2})(?:${TO}(\\d{1,2}))?${E}`, 'u');
const NEXT_WEEK = new RegExp(`${B}(?:n(?:æ|ae)ste uge|next week)${E}`, 'u');

/** The first and last day of the weeks a text names ("uge 28-30"), of this year or else the next. */
export function weeksIn(text: string, today: Day): { from: Day; until: Day } | undefined {
  const lower = text.normalize('NFC').toLowerCase();
  const monday = addDays(today, 1 - weekday(today));
  if (NEXT_WEEK.test(lower)) return { from: addDays(monday, 7), until: addDays(monday, 13) };
  const [, first, last = first] = WEEKS.exec(lower) ?? [];
  if (first === undefined || last === undefined) return undefined;
  const year = Number(today.slice(0, 4));
  const [from, until] = [mondayOf(Number(first), year), addDays(mondayOf(Number(last), year), 6)];
  if (until >= today) return { from, until };
  return { from: mondayOf(Number(first), year + 1), until: addDays(mondayOf(Number(last), year + 1), 6) };
}

/** Week 1 is the one with 4 January in it. */
function mondayOf(week: number, year: number): Day {
  const fourth = `${year}-01-04`;
  return addDays(fourth, 1 - weekday(fourth) + (week - 1) * 7);
}

function composed(year = '', month = '', day = ''): Day {
  return `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

function named(day: string | undefined, name = '', year: string | undefined, today: Day, lean: Lean): Day | undefined {
  const month = String(MONTHS.findIndex((names) => names.includes(name)) + 1);
  return year === undefined ? nearest(day, month, today, lean) : composed(year, month, day);
}

/** A day that is further than this on the wrong side of today is of another year. */
const SLACK_DAYS = 60;

/** The day and month in the year that is meant; a day shortly on the wrong side of today is of this year. */
function nearest(day: string | undefined, month: string | undefined, today: Day, lean: Lean): Day | undefined {
  const year = Number(today.slice(0, 4));
  const all = [year - 1, year, year + 1].map((one) => composed(String(one), month, day)).filter(isDay);
  if (lean === 'past') return all.findLast((one) => one <= addDays(today, SLACK_DAYS));
  return all.find((one) => one >= addDays(today, -SLACK_DAYS));
}

function dayOfMonth(day: string | undefined, today: Day, lean: Lean): Day | undefined {
  const month = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1;
  const all = [-2, -1, 0, 1, 2]
    .map((by) => composed(String(Math.floor((month + by) / 12)), String(((month + by) % 12) + 1), day))
    .filter(isDay);
  return lean === 'past' ? all.findLast((one) => one <= today) : all.find((one) => one >= today);
}

/** The last such weekday before today, or the next one after it. */
function onWeekday(name = '', today: Day, lean: Lean): Day {
  const wanted = WEEKDAYS.findIndex((pattern) => pattern.test(name)) + 1;
  const apart = (weekday(today) - wanted + 7) % 7 || 7;
  return addDays(today, lean === 'past' ? -apart : 7 - apart || 7);
}

/** The numbers from one on, as they are written in words. */
export const COUNTED: readonly (readonly string[])[] = [
  ['en', 'one'],
  ['to', 'two'],
  ['tre', 'three'],
  ['fire', 'four'],
  ['fem', 'five'],
  ['seks', 'six'],
  ['syv', 'seven'],
  ['otte', 'eight'],
  ['ni', 'nine'],
  ['ti', 'ten'],
];

/** A number in digits or as a word; "a day" is one. 0 for anything else. */
export function count(word = ''): number {
  return word === 'a' ? 1 : Number(word) || COUNTED.findIndex((words) => words.includes(word)) + 1;
}
