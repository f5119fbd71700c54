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
