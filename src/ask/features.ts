import { SOMEBODY } from './names.js';
import { wordsOf } from './normalise.js';

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
  const words = wordsOf(text.replaceAll(SOMEBODY, ' xx ').replace(/\d[\d.,/ -]*\d|\d/g, ' 0 '));
  return text.includes('?') ? [...words, '?'] : words;
}
