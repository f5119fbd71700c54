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
    .replace(NAMED, (_all, name: string) => {
      codes.add(CODES.get(keyOf(name)) ?? '');
      return ' ';
    });
  return { codes, rest };
}

/** A name without the signs that people write otherwise: "Lyngby Taarbæk". */
function keyOf(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ' ');
}

/** A text without the names of these people, so that they are not taken for a part of what was done. */
export function withoutPeople(text: string, names: readonly string[]): string {
  return names
    .flatMap((name) => [name, ...name.split(' ').slice(0, 1)])
    .filter((name) => name.length > 2)
    .reduce((rest, name) => rest.replace(new RegExp(`(?<!\\p{L})${escaped(name)}(?!\\p{L})`, 'giu'), ' '), text);
}

function escaped(name: string): string {
  return name.replace(/[^\p{L}\p{N} ]/gu, '.');
}
