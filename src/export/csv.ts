import type { CaseLog } from '../case/case.js';
import { dayOf, minuteOfDay } from '../case/dates.js';
import type { Language } from '../case/people.js';
import type { Task } from '../task/schema.js';
import { eventLine } from '../texts/events.js';
import { authorName, capital, clean } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { eventDetails, FREE_TEXT_MAX } from './details.js';

/** Excel takes a file for UTF-8 only when it begins with this. */
const BYTE_ORDER_MARK = '\ufeff';

/** The first characters that make a spreadsheet read a cell as a formula, also in their full-width forms. */
const FORMULA = /^[=+\-@\t\r\n|%\uff1d\uff0b\uff0d\uff20]/;

/**
 * The events as a Danish Excel opens them: semicolons, a byte order mark, CRLF, days and times as Danes write them.
 * A text that a spreadsheet would run as a formula gets an apostrophe before it: people type names and reasons, and
 * opening the file must not run them.
 */
export function csvOf({ events, hashes }: Omit<CaseLog, 'case'>, task: Task, language: Language): Uint8Array {
  const { csv } = texts(language).files;
  const head = [csv.number, csv.date, csv.time, csv.by, csv.what, csv.details, csv.fingerprint];
  const rows = events.map((event, position) => [
    String(position + 1),
    danishDay(dayOf(event.at)),
    danishTime(minuteOfDay(event.at)),
    capital(authorName(event.by, language)),
    eventLine(event, language, FREE_TEXT_MAX),
    eventDetails(event, task, language)
      .map(({ label, value }) => `${label}: ${value}`)
      .join(' · '),
    hashes[position] ?? '',
  ]);
  const lines = [head, ...rows].map((row) => `${row.map(cell).join(';')}\r\n`);
  return new TextEncoder().encode(BYTE_ORDER_MARK + lines.join(''));
}

/** Any text as one cell. */
export function cell(text: string): string {
  const seen = clean(text, 10 * FREE_TEXT_MAX);
  const tame = FORMULA.test(seen) ? `'${seen}` : seen;
  return /[";,'\s]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}

/** "04-05-2026": Excel set to Danish reads it as a date. */
function danishDay(day: string): string {
  return day.split('-').reverse().join('-');
}

function danishTime(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
