import { SOMEBODY } from './names.js';
import { normalised } from './normalise.js';

/** More of a text than this is not read. */
const WORDS_MOST = 60;
/** Letters of the pieces that words are cut into: they carry stems, compounds and slips of the pen. */
const PIECE = 4;

/** What a text is compared by: its words, its pairs of words, and the pieces of its words; each once. */
export function featuresOf(text: string): ReadonlySet<string> {
  const features = new Set<string>();
  const words = wordsIn(text);
  for (const [at, word] of words.entries()) {
    const padded = `_${word}_`;
    features.add(padded);
    features.add(`${words[at - 1] ?? '^'} ${word}`);
    for (let from = 0; from + PIECE <= padded.length; from++) features.add(padded.slice(from, from + PIECE));
  }
  return features;
}

/** A colleague and a number count as such, whoever and whichever they are; a question mark is a word. */
function wordsIn(text: string): string[] {
  const plain = text
    .slice(0, 1_000)
    .replaceAll(SOMEBODY, ' xx ')
    .replace(/\d[\d.,/ -]*\d|\d/g, ' 0 ');
  const words = normalised(plain)
    .split(' ')
    .filter((word) => word !== '')
    .slice(0, WORDS_MOST);
  return text.includes('?') ? [...words, '?'] : words;
}
