import { MUNICIPALITIES } from '../task/municipalities.js';

export interface MunicipalitiesFound {
  /** The codes of the municipalities that the text names. */
  readonly codes: ReadonlySet<string>;
  /** The text without the names: they say which case is meant, not what is asked about it. */
  readonly rest: string;
}

/** A municipality's name in a running text, with what people put around it: "i Vejle Kommune", "for Vejles". */
const NAMED = new RegExp(
  `(?:(?<!\\p{L})(?:i|for|in|hos) )?(?<!\\p{L})(${MUNICIPALITIES.map(([, name]) => escaped(name)).join('|')})s?(?: kommune)?(?!\\p{L})`,
  'giu',
);
const CODES: ReadonlyMap<string, string> = new Map(MUNICIPALITIES.map(([code, name]) => [keyOf(name), code]));

/** Which municipalities a text names: "hvor langt er vi i Vejle?" */
export function placesIn(text: string): MunicipalitiesFound {
  const codes = new Set<string>();
  const rest = text
    .normalize('NFC')
    .slice(0, 1_000)
    .replace(NAMED, (all, name: string) => {
      if (!isMunicipality(all, name)) return all;
      codes.add(CODES.get(keyOf(name)) ?? '');
      return ' ';
    });
  return { codes, rest };
}

/** "Vejen" is also the road, as in "hele vejen": it is the municipality where it is written as one. */
function isMunicipality(all: string, name: string): boolean {
  return keyOf(name) !== 'vejen' || /^V/.test(name) || /^(i|for|in|hos) | kommune$/i.test(all);
}

/** A name without the signs that people write otherwise: "Lyngby Taarbæk". */
function keyOf(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ' ');
}

/** Stands where a colleague was named: says that somebody else is spoken of, and counts as no word. */
export const SOMEBODY = '·';

/**
 * A text without the names of people, so that they are not taken for a part of what was done: of those in the case their
 * first names too, of other colleagues only the whole name.
 */
export function withoutPeople(text: string, inCase: readonly string[], others: readonly string[] = []): string {
  return [...inCase, ...others, ...inCase.map(firstName)]
    .filter((name) => name.length > 2)
    .reduce((rest, name) => rest.replace(namedBy(name), SOMEBODY), text);
}

/** The people a text names: in full, or by a first name that only one of them has. */
export function peopleIn<P extends { readonly name: string }>(text: string, people: readonly P[]): P[] {
  const known = people.filter(({ name }) => name !== '');
  const rest = known.reduce((left, { name }) => left.replace(namedBy(name), SOMEBODY), text);
  return known.filter(({ name }) => {
    if (namedBy(name).test(text)) return true;
    const first = firstName(name);
    if (first.length <= 2 || !namedBy(first).test(rest)) return false;
    return known.filter((one) => firstName(one.name) === first).length === 1;
  });
}

function firstName(name: string): string {
  return name.split(' ')[0] ?? '';
}

/** A name in a running text, also on a keyboard without æ, ø and å. */
function namedBy(name: string): RegExp {
  const written = escaped(name).replace(/[æøå]/giu, (letter) => `(?:${letter}|${PLAIN[letter.toLowerCase()]})`);
  return new RegExp(`(?<!\\p{L})${written}s?(?!\\p{L})`, 'giu');
}

const PLAIN: Readonly<Record<string, string>> = { æ: 'ae', ø: 'oe|o', å: 'aa' };

function escaped(name: string): string {
  return name.replace(/[^\p{L}\p{N} ]/gu, '.');
}
