import type { Day } from '../case/dates.js';
import type { SignedCopy } from '../case/events.js';
import type { Language } from '../case/people.js';
import { clean, LOCALES, municipalityTitle } from './format.js';
import { texts } from './texts.js';

const KILO = 1_000;

/** Bytes in words: "812 bytes", "124 kB", "1,2 MB". */
export function fileSize(bytes: number, language: Language): string {
  const say = (value: number, unit: string, digits: number) =>
    `${new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: digits }).format(value)}\u00a0${unit}`;
  if (bytes < KILO) return say(bytes, 'bytes', 0);
  return bytes < 999_500 ? say(bytes / KILO, 'kB', 0) : say(bytes / (KILO * KILO), 'MB', 1);
}

/** A file by name and size. */
export function fileSentence({ name, size }: Pick<SignedCopy, 'name' | 'size'>, language: Language): string {
  return texts(language).files.copy.summary(clean(name, 120), fileSize(size, language));
}

/**
 * The name under which a case is saved: "NemKonto Vejle Kommune 2026-05-04 (0630-k3f9).pdf". The case number keeps two
 * cases of one municipality apart; OneDrive refuses none of its characters.
 */
export function exportFileName(
  theCase: { readonly id: string; readonly municipality: string },
  kind: 'pdf' | 'csv',
  day: Day,
  language: Language,
): string {
  const name = texts(language).files.export.fileName(municipalityTitle(theCase.municipality), day);
  return `${name} (${theCase.id}).${kind}`;
}
