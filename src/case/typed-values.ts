import type { Task } from '../task/schema.js';
import { type Day, dayOf, FIRST_DAY, isDay, LAST_DAY } from './dates.js';
import type { Person } from './people.js';
import type { StepId } from './steps.js';

/** What is wrong with one field, with the facts a sentence about it needs. `typed` is what the person wrote. */
export type Problem =
  | { kind: 'required' }
  | { kind: 'tooLong'; max: number }
  | { kind: 'cpr' }
  | { kind: 'notADate'; typed: string }
  | { kind: 'dateOutOfRange' }
  | { kind: 'inFuture'; today: Day }
  | { kind: 'inPast'; today: Day }
  | { kind: 'beforeStep'; step: StepId; day: Day }
  | { kind: 'beforeFrom' }
  | { kind: 'notDigits'; typed: string }
  | { kind: 'numberZero' }
  | { kind: 'numberTooBig'; max: string }
  | { kind: 'notAnAmount'; typed: string }
  | { kind: 'notEan'; typed: string }
  | { kind: 'amountTooBig' }
  | { kind: 'unknownPerson' }
  | { kind: 'onePersonOnly' }
  | { kind: 'guest' }
  | { kind: 'samePerson'; person: Person }
  | { kind: 'payerForBilling' }
  | { kind: 'unknownMunicipality' }
  | { kind: 'annexNotFollowed' }
  | { kind: 'notAChoice' }
  | { kind: 'daysOutOfRange'; min: number; max: number }
  | { kind: 'dayOutOfRange'; first: Day; last: Day }
  | { kind: 'daysAndDay' }
  | { kind: 'daysOrDay' };

export interface FieldProblem {
  /** Input id as in the card: `agreementNumber`, `field.<id>` ... */
  readonly field: string;
  readonly problem: Problem;
}

/** A value understood, or what is wrong with it. */
export type Read<T> = { value: T } | { problem: Problem };

/** The names of each month, Danish and English, in full and short. */
export const MONTHS: readonly (readonly string[])[] = [
  ['jan', 'januar', 'january'],
  ['feb', 'februar', 'february'],
  ['mar', 'marts', 'march'],
  ['apr', 'april'],
  ['maj', 'may'],
  ['jun', 'juni', 'june'],
  ['jul', 'juli', 'july'],
  ['aug', 'august'],
  ['sep', 'sept', 'september'],
  ['okt', 'oct', 'oktober', 'october'],
  ['nov', 'november'],
  ['dec', 'december'],
];

/**
 * A text without format characters: marks of direction, blanks of no width, soft hyphens. They come along with what is
 * copied, nobody sees them, and no value means anything by them. A blank that does not break is a blank.
 */
export function withoutInvisible(text: string): string {
  return text.replace(/\p{Cf}/gu, '').replace(/\u00a0/g, ' ');
}

/**
 * A day, a month and two digits, then four: what a CPR number looks like, however its groups are separated. The number of
 * separators is limited, so that no text makes the search slow.
 */
const CPR = /(?<!\d)(0[1-9]|[12]\d|3[01])[ .\p{Pd}]?(0[1-9]|1[0-2])[ .\p{Pd}]?\d{2}[ ./\p{Pd}]{0,3}\d{4}(?!\d)/u;

/** The same as ten digits without a break, also as a replacement CPR number, whose day is 60 more. */
const TEN_DIGITS = /(?<!\d)(0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])(0[1-9]|1[0-2])\d{6}(?!\d)/u;

/**
 * An invoice's number. Ten digits in a row may be what the biller counts with, so that only the person can tell them from a
 * CPR number (`mayBeCpr`); with a hyphen or blanks between they are refused as everywhere.
 */
export function readInvoiceNumber(typed: string, max: number): Read<string> {
  const read = readText(
    typed.replace(/(?<!\d)\d{10}(?!\d)/g, (ten) => 'x'.repeat(ten.length)),
    max,
  );
  return 'problem' in read ? read : { value: typed.normalize('NFC').trim() };
}

/** True for an invoice's number that could be a CPR number. */
export function mayBeCpr(number: string): boolean {
  return TEN_DIGITS.test(number.normalize('NFKC'));
}

/** True when a CPR number may stand in the text, also in full-width digits or with invisible characters between. */
export function looksLikeCpr(text: string): boolean {
  return CPR.test(withoutInvisible(text.normalize('NFKC')));
}

/** Free text: trimmed, not empty unless allowed, at most `max` characters, and no CPR number in it. */
export function readText(typed: string, max: number, mayBeEmpty = false): Read<string> {
  const text = typed.normalize('NFC').trim();
  if (text === '' && !mayBeEmpty) return { problem: { kind: 'required' } };
  if (text.length > max) return { problem: { kind: 'tooLong', max } };
  if (looksLikeCpr(text)) return { problem: { kind: 'cpr' } };
  return { value: text };
}

/** A day in any Danish spelling, day always first: 4.5.2026, 04-05-2026, 4/5-2026, 4. maj 2026, or ISO. */
export function readDay(typed: string): Read<Day> {
  const text = typed.trim().toLowerCase();
  if (text === '') return { problem: { kind: 'required' } };
  const day = dayFrom(text);
  if (day === undefined || !isDay(day)) return { problem: { kind: 'notADate', typed: typed.trim().slice(0, 40) } };
  if (day < FIRST_DAY || day > LAST_DAY) return { problem: { kind: 'dateOutOfRange' } };
  return { value: day };
}

function dayFrom(text: string): Day | undefined {
  const [, iso, time, zone] = /^(\d{4}-\d{2}-\d{2})(?:t(\d{2}:\d{2}:\d{2})[.\d]*(z?))?$/.exec(text) ?? [];
  // Some clients send a moment: the beginning of the day where the person is.
  const moment = `${iso}T${time}Z`;
  if (iso) return zone && !Number.isNaN(Date.parse(moment)) ? dayOf(moment) : iso;
  const numbers = /^(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})$/.exec(text);
  if (numbers) return compose(numbers[3], numbers[2], numbers[1]);
  const words = /^(?:[a-zæøå]+\s+)?(?:den\s+)?(\d{1,2})(?:\.\s*|\s+)([a-z]+)\.?\s+(\d{4})$/.exec(text);
  if (!words) return undefined;
  const month = MONTHS.findIndex((names) => names.includes(words[2] ?? ''));
  return month < 0 ? undefined : compose(words[3], String(month + 1), words[1]);
}

function compose(year = '', month = '', day = ''): Day {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** The largest amount a fee invoice can plausibly have: 100 million kroner, in øre. */
const MAX_OERE = 10_000_000_000;

/** No amount is longer; the patterns below would be slow on endless blanks. */
const AMOUNT_MAX = 40;

/** An amount in kroner as Danes and their systems write it (4.040,28 / 4040,28 / 4040.28 / kr. 4.040), as whole øre. */
export function readAmount(typed: string): Read<number> {
  const trimmed = typed.trim();
  const shown = trimmed.slice(0, AMOUNT_MAX);
  if (trimmed.length > AMOUNT_MAX) return { problem: { kind: 'notAnAmount', typed: shown } };
  const text = trimmed
    .toLowerCase()
    .replace(/^(dkk|kr\.?)\s*/, '')
    .replace(/\s*(dkk|kr\.?|kroner|,-)$/, '')
    .replace(/\s/g, '');
  if (text === '') return { problem: { kind: 'required' } };
  const parts =
    /^(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}))?$/.exec(text) ?? /^(\d{1,3}(?:,\d{3})+|\d+)\.(\d{1,2})$/.exec(text);
  if (!parts) return { problem: { kind: 'notAnAmount', typed: shown } };
  const kroner = Number((parts[1] ?? '').replace(/[.,]/g, ''));
  const oere = kroner * 100 + Number((parts[2] ?? '').padEnd(2, '0'));
  if (oere === 0) return { problem: { kind: 'notAnAmount', typed: shown } };
  if (oere > MAX_OERE) return { problem: { kind: 'amountTooBig' } };
  return { value: oere };
}

/**
 * An NKS agreement number without spaces and dots, within the limits. With `why` the person must confirm it before it
 * counts; a leading zero is never dropped silently.
 */
export function readAgreementNumber(
  typed: string,
  limits: Task['agreementNumber'],
): Read<{ number: string; why?: 'long' | 'leadingZero' }> {
  const text = typed.replace(/[\s.]/g, '');
  if (text === '') return { problem: { kind: 'required' } };
  if (!/^\d+$/.test(text)) return { problem: { kind: 'notDigits', typed: typed.trim().slice(0, 40) } };
  const number = text.replace(/^0+/, '');
  if (number === '' || Number(number) < limits.min) return { problem: { kind: 'numberZero' } };
  if (number.length > String(limits.max).length || Number(number) > limits.max)
    return { problem: { kind: 'numberTooBig', max: String(limits.max) } };
  if (number !== text) return { value: { number, why: 'leadingZero' } };
  if (number.length >= limits.secondLookFromDigits) return { value: { number, why: 'long' } };
  return { value: { number } };
}

/** The EAN number (GLN) of an electronic invoice: 13 digits, the last one a check digit; empty when left out. */
export function readEan(typed: string): Read<string> {
  const text = typed.replace(/[\s.\u00a0-]/g, '');
  if (text === '') return { value: '' };
  const sum = [...text].reduce((all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  if (/^\d{13}$/.test(text) && sum % 10 === 0) return { value: text };
  return { problem: looksLikeCpr(typed) ? { kind: 'cpr' } : { kind: 'notEan', typed: typed.trim().slice(0, 40) } };
}

const FILE_NAME_MAX = 200;

/** Invisible characters, also those that turn a line around: "fdp.exe" must not read as "exe.pdf". */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * A file's name as it may be recorded: one line, and without a CPR number, also where underscores or dots take the place
 * of its hyphen.
 */
export function readFileName(name: string): Read<string> {
  const visible = name.slice(0, 2_000).replace(INVISIBLE, '').replace(/\s+/g, ' ');
  const read = readText(visible, FILE_NAME_MAX);
  if ('problem' in read) return read;
  return looksLikeCpr(visible.replace(/[_.]+/g, '-')) ? { problem: { kind: 'cpr' } } : read;
}
