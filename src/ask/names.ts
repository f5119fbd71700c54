import { municipalityName } from '../task/municipalities.js';
import { fold } from './fold.js';

export interface PlacesFound {
  /** Those of the given municipality codes that the text names. */
  readonly codes: ReadonlySet<string>;
  /** The text without the names: they say which case is meant and nothing of what is asked about it. */
  readonly rest: string;
}

/** Which of these municipalities a text names: "hvor langt er vi i Vejle?" */
export function placesIn(text: string, codes: readonly string[]): PlacesFound {
  const folded = ` ${fold(text)} `;
  const found = new Set<string>();
  let rest = text;
  for (const code of codes) {
    const name = municipalityName(code);
    if (name === undefined || !new RegExp(` ${fold(name)}s? `).test(folded)) continue;
    found.add(code);
    const letters = name.replace(/[^\p{L}]+/gu, '.');
    rest = rest.replace(new RegExp(`(?:(?<!\\p{L})(?:i|for|in|hos) )?${letters}s?(?: kommune)?(?!\\p{L})`, 'giu'), ' ');
  }
  return { codes: found, rest };
}

/** A text without the names of these people: who did something is not what was done. */
export function withoutPeople(text: string, names: readonly string[]): string {
  return names
    .flatMap((name) => [name, ...name.split(' ').slice(0, 1)])
    .filter((name) => name.length > 2)
    .reduce((rest, name) => rest.replace(new RegExp(`(?<!\\p{L})${escaped(name)}(?!\\p{L})`, 'giu'), ' '), text);
}

function escaped(name: string): string {
  return name.replace(/[^\p{L}\p{N} ]/gu, '.');
}
