import { type Day, dayOf, daysBetween, type Instant, minuteOfDay } from '../case/dates.js';
import type { Author, Language, Person } from '../case/people.js';
import { municipalityName } from '../task/municipalities.js';

/** The locale whose spelling of dates and numbers a language uses. */
export const LOCALES: { readonly [L in Language]: string } = { da: 'da-DK', en: 'en-GB' };

const inBoth = <F>(make: (locale: string) => F): { readonly [L in Language]: F } => ({
  da: make(LOCALES.da),
  en: make(LOCALES.en),
});
const dayFormats = (options: Intl.DateTimeFormatOptions) =>
  inBoth((locale) => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }));

const DAY_MONTH = dayFormats({ day: 'numeric', month: 'long' });
const DAY_MONTH_YEAR = dayFormats({ day: 'numeric', month: 'long', year: 'numeric' });
const FULL_DATE = dayFormats({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const KRONER = inBoth(
  (locale) => new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
);
const NEAR_DAY = inBoth((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
/** With "auto" two days would be "i overmorgen". */
const FAR_DAY = inBoth((locale) => new Intl.RelativeTimeFormat(locale));
const AND = inBoth((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }));
const OR = inBoth((locale) => new Intl.ListFormat(locale, { type: 'disjunction' }));

function formatDay(day: Day, formats: typeof FULL_DATE, language: Language): string {
  return formats[language].format(new Date(day)).replace(',', '');
}

/** In full: "mandag den 4. maj 2026", "Monday 4 May 2026". */
export function date(day: Day, language: Language): string {
  return formatDay(day, FULL_DATE, language);
}

/** Without the weekday, for narrow lines: "4. maj 2026". */
export function shortDate(day: Day, language: Language): string {
  return formatDay(day, DAY_MONTH_YEAR, language);
}

/** Within the weeks around today: "4. maj". */
export function dayAndMonth(day: Day, language: Language): string {
  return formatDay(day, DAY_MONTH, language);
}

/** The Danish calendar day of a moment, in words. */
export function momentDate(at: Instant, language: Language): string {
  return date(dayOf(at), language);
}

/** The Danish clock time of a moment: "kl. 9.05", "09:05". */
export function clockTime(at: Instant, language: Language): string {
  const minutes = minuteOfDay(at);
  const hour = Math.floor(minutes / 60);
  const minute = String(minutes % 60).padStart(2, '0');
  return language === 'da' ? `kl. ${hour}.${minute}` : `${String(hour).padStart(2, '0')}:${minute}`;
}

/** How far a day is from today: "i dag", "i morgen", "om 5 dage", "for 2 dage siden". */
export function fromToday(day: Day, today: Day, language: Language): string {
  const days = daysBetween(today, day);
  return (Math.abs(days) < 2 ? NEAR_DAY : FAR_DAY)[language].format(days, 'day');
}

/** Øre as kroner; the space before kr. does not break: "4.040,28 kr.", "DKK 4,040.28". */
export function amount(oere: number, language: Language): string {
  const shown = KRONER[language].format(oere / 100);
  return language === 'da' ? `${shown}\u00a0kr.` : `DKK\u00a0${shown}`;
}

/** A number with its noun: 1 sag, 2 sager. */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** "Anne, Bo og Carl" */
export function list(items: readonly string[], language: Language, or = false): string {
  return (or ? OR : AND)[language].format(items);
}

const NAME_MAX = 60;

/** The name people read; a person known by id alone is "den valgte person". */
export function personName(person: Person, language: Language): string {
  const name = clean(person.name, NAME_MAX);
  return name === '' ? (language === 'da' ? 'den valgte person' : 'the chosen person') : name;
}

/** The name of who caused an event; the clock is the bot itself. */
export function authorName(author: Author, language: Language): string {
  if (author !== 'clock') return personName(author, language);
  return language === 'da' ? 'NemKonto-botten' : 'the NemKonto bot';
}

/** Names in a row, without repetition; not capitalised for the start of a sentence. */
export function people(persons: readonly Person[], language: Language, or = false): string {
  const names = persons.map((person) => personName(person, language));
  return list([...new Set(names)], language, or);
}

/** Starts a sentence: "den valgte person" becomes "Den valgte person". */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

const OFFICIAL: ReadonlyMap<string, string> = new Map([
  ['0101', 'Københavns Kommune'],
  ['0400', 'Bornholms Regionskommune'],
]);

/** The name a municipality calls itself by; names are not translated. */
export function municipalityTitle(code: string): string {
  const name = municipalityName(code);
  return OFFICIAL.get(code) ?? (name === undefined ? 'Kommunen' : `${name} Kommune`);
}

/** Fills the placeholders of a task text, `{key}` after a dollar sign; unknown ones become empty. */
export function fill(text: string, facts: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{([A-Za-z]+)\}/g, (_all, key: string) =>
    Object.hasOwn(facts, key) ? (facts[key] ?? '') : '',
  );
}

/** Control, bidi, zero-width and private characters, lone surrogates, blank fillers: no name or reason needs them. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]+/gu;

/** A person's text on one line, without invisible characters, cut with an ellipsis at `max` characters. */
export function clean(text: string, max = 500): string {
  const visible = text
    .slice(0, max * 4 + 200)
    .replace(/[^\S\u00a0]+/g, ' ')
    .replace(INVISIBLE, '')
    .normalize('NFC')
    .replace(/(\p{M}{3})\p{M}+/gu, '$1')
    .trim();
  const characters = [...visible];
  return characters.length <= max ? visible : `${characters.slice(0, max - 1).join('')}…`;
}

/** The beginning of a hash in a form people can read aloud and write down: "ab12 cd34 ef56". */
export function controlCode(hash: string): string {
  return (hash.slice(0, 12).match(/.{1,4}/g) ?? []).join(' ');
}

/** What people typed may end without a full stop, and a sentence follows. */
export function withStop(text: string): string {
  return /[.?!…]$/.test(text) ? text : `${text}.`;
}
