import { MUNICIPALITIES } from '../task/municipalities.js';

export interface MunicipalitiesFound {
  /** The codes of the municipalities that the text names. */
  readonly codes: ReadonlySet<string>;
  /** The text without the names: they say which case is meant, not what is asked about it. */
  readonly rest: string;
}

/** A municipality's name in a running text, with what people put around it: "i Vejle Kommune", "for Vejles". */
const NAMES: readonly (readonly [code: string, name: RegExp])[] = MUNICIPALITIES.map(([code, name]) => [
  code,
  new RegExp(`(?:(?<!\\p{L})(?:i|for|in|hos) )?(?<!\\p{L})${escaped(name)}s?(?: kommune)?(?!\\p{L})`, 'giu'),
]);

/** Which municipalities a text names: "hvor langt er vi i Vejle?" */
export function placesIn(text: string): MunicipalitiesFound {
  const codes = new Set<string>();
  let rest = text.normalize('NFC').slice(0, 1_000);
  for (const [code, name] of NAMES) {
    const without = rest.replace(name, ' ');
    if (without !== rest) codes.add(code);
    rest = without;
  }
  return { codes, rest };
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
