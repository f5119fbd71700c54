import { SOMEBODY } from './names.js';
import { wordsOf } from './text.js';

/**
 * What `npm run learn` makes of the example sentences: a weight for each pair of a feature and an intent. The numbers are
 * base64, in lines that an editor can show: what they stand for is with each.
 */
export interface Model {
  readonly intents: readonly string[];
  /** How many examples each intent has. */
  readonly examples: readonly number[];
  /** In the order of all the rest. */
  readonly features: readonly string[];
  /** How rare each feature is among the examples, in hundredths, two bytes each, little-endian. */
  readonly rareness: readonly string[];
  /** How many weights each feature has, a byte each. */
  readonly counts: readonly string[];
  /** An intent's number and its weight, a byte each. */
  readonly weights: readonly string[];
  /** What a weight of 1 stands for. */
  readonly unit: number;
}

export interface Classified {
  readonly intent: string;
  /** The examples of an intent score about 1 more than its nearest rival does. */
  readonly score: number;
}

interface Feature {
  readonly rareness: number;
  /** Where its weights begin and end. */
  readonly from: number;
  readonly to: number;
}

export interface Read {
  /** Every intent, in no order. */
  readonly intents: readonly Classified[];
  /** The share of the text's features that the examples know, 0 to 1: little is known of gibberish. */
  readonly known: number;
}

/** Says what a text means: a linear classifier over words, pairs of words and pieces of words. */
export class Classifier {
  private readonly intents: readonly string[];
  private readonly unit: number;
  private readonly features: ReadonlyMap<string, Feature>;
  private readonly weights: Buffer;

  constructor({ intents, unit, features, rareness, counts, weights }: Model) {
    this.intents = intents;
    this.unit = unit;
    this.weights = bytesIn(weights);
    const [rare, count] = [bytesIn(rareness), bytesIn(counts)];
    let from = 0;
    this.features = new Map(
      features.map((feature, at) => {
        const to = from + (count[at] ?? 0);
        const one = [feature, { rareness: rare.readUInt16LE(2 * at) / 100, from, to }] as const;
        from = to;
        return one;
      }),
    );
  }

  read(text: string): Read {
    const all = [...featuresOf(text)];
    const known = all.flatMap((feature) => this.features.get(feature) ?? []);
    const length = Math.sqrt(known.reduce((sum, { rareness }) => sum + rareness ** 2, 0)) || 1;
    const scores = this.intents.map(() => 0);
    for (const { rareness, from, to } of known) {
      const value = (rareness / length) * this.unit;
      for (let at = from; at < to; at++) {
        const intent = this.weights.readUInt8(2 * at);
        scores[intent] = (scores[intent] ?? 0) + value * this.weights.readInt8(2 * at + 1);
      }
    }
    const intents = this.intents.map((intent, at) => ({ intent, score: scores[at] ?? 0 }));
    return { intents, known: known.length / Math.max(1, all.length) };
  }
}

function bytesIn(lines: readonly string[]): Buffer {
  return Buffer.from(lines.join(''), 'base64');
}

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
