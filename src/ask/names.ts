import { MUNICIPALITIES } from '../task/municipalities.js';

export interface PlacesFound {
  /** The codes of the municipalities that the text names. */
  readonly codes: ReadonlySet<string>;
  /** The text without the names: they say which case is meant and nothing of what is asked about it. */
  readonly rest: string;
}

/** A municipality's name in a running text, with what people put around it: "i Vejle Kommune", "for Vejles". */
const PLACES: readonly (readonly [code: string, part: string, name: RegExp])[] = MUNICIPALITIES.map(([code, name]) => [
  code,
  longestWord(name),
  new RegExp(`(?:(?<!\\p{L})(?:i|for|in|hos) )?(?<!\\p{L})${escaped(name)}s?(?: kommune)?(?!\\p{L})`, 'giu'),
]);

/** Which municipalities a text names: "hvor langt er vi i Vejle?" */
export function placesIn(text: string): PlacesFound {
  const codes = new Set<string>();
  let rest = text.normalize('NFC').slice(0, 1_000);
  // Nearly every text names no municipality: looking for a word is much cheaper than trying a hundred expressions.
  const lower = rest.toLowerCase();
  for (const [code, part, name] of PLACES) {
    if (!lower.includes(part)) continue;
    const without = rest.replace(name, ' ');
    if (without !== rest) codes.add(code);
    rest = without;
  }
  return { codes, rest };
}

/** A text without the names of these people: who did something is not what was done. */
export function withoutPeople(text: string, names: readonly string[]): string {
  return names
    .flatMap((name) => [name, ...name.split(' ').slice(0, 1)])
    .filter((name) => name.length > 2)
    .reduce((rest, name) => rest.replace(new RegExp(`(?<!\\p{L})${escaped(name)}(?!\\p{L})`, 'giu'), ' '), text);
}

/** The longest run of letters in a name: whatever stands between the letters, a text that names it has this in it. */
function longestWord(name: string): string {
  const words = name.toLowerCase().match(/\p{L}+/gu) ?? [];
  return words.reduce((longest, word) => (word.length > longest.length ? word : longest), '');
}

function escaped(name: string): string {
  return name.replace(/[^\p{L}\p{N} ]/gu, '.');
}
