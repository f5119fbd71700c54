import { featuresOf, type Model } from './classifier.js';
import { SOMEBODY } from './names.js';

/** A sentence, and what it means. */
export type Example = readonly [text: string, intent: string];

/** How the example files write the name of a colleague. */
const NAME = /\bNAME\b/g;

/** The examples of a file: a line `# intent`, then a sentence a line. */
export function examplesIn(file: string): Example[] {
  const examples: Example[] = [];
  let intent = '';
  for (const line of file.split(/\r?\n/)) {
    if (line.startsWith('# ')) intent = line.slice(2);
    else if (line !== '') examples.push([line.replace(NAME, SOMEBODY), intent]);
  }
  return examples;
}

const ROUNDS = 6;
/** A feature that fewer examples have says nothing about other sentences. */
const SEEN_LEAST = 2;
/** The largest weight a byte holds. */
const WEIGHT_MOST = 127;

interface Vector {
  /** The numbers of its features, and how much each counts: its length is 1. */
  readonly features: Uint32Array;
  readonly values: Float32Array;
}

/**
 * Learns from examples by the averaged passive-aggressive algorithm (Crammer and others, "Online Passive-Aggressive
 * Algorithms", 2006): an example that does not win by 1 moves the weights of its intent up and those of the best rival
 * down. Takes seconds; the same examples always give the same model.
 */
export function train(examples: readonly Example[]): Model {
  const sets = examples.map(([text]) => featuresOf(text));
  const { intents, features, rareness, ...others } = count(examples, sets);
  const numbers = new Map(features.map((feature, number) => [feature, number]));
  const vectors = sets.map((set) => vectorOf(set, numbers, rareness));
  const wanted = examples.map(([, intent]) => intents.indexOf(intent));
  return {
    ...{ intents, ...others, features, rareness: twoByteLines(rareness) },
    ...packed(learned(vectors, wanted, features.length, intents.length), intents.length),
  };
}

/** The part of a model that takes no learning: it changes with every example, so that it tells whether a model is theirs. */
export function vocabularyOf(
  examples: readonly Example[],
): Pick<Model, 'intents' | 'examples' | 'features' | 'rareness'> {
  const sets = examples.map(([text]) => featuresOf(text));
  const { rareness, ...others } = count(examples, sets);
  return { ...others, rareness: twoByteLines(rareness) };
}

function count(examples: readonly Example[], sets: readonly ReadonlySet<string>[]) {
  const intents = counted(examples.map(([, intent]) => intent));
  const seen = counted(sets.flatMap((set) => [...set]));
  const sorted = [...intents.keys()].sort();
  const features = [...seen.keys()].filter((feature) => (seen.get(feature) ?? 0) >= SEEN_LEAST).sort();
  return {
    intents: sorted,
    examples: sorted.map((intent) => intents.get(intent) ?? 0),
    features,
    rareness: features.map((feature) => Math.round(100 * Math.log(1 + examples.length / (seen.get(feature) ?? 1)))),
  };
}

function counted(all: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

function twoByteLines(numbers: readonly number[]): string[] {
  return lined(Buffer.from(Uint16Array.from(numbers).buffer));
}

function vectorOf(set: ReadonlySet<string>, numbers: ReadonlyMap<string, number>, rareness: readonly number[]): Vector {
  const features = [...set].flatMap((feature) => numbers.get(feature) ?? []);
  const values = features.map((feature) => rareness[feature] ?? 0);
  const length = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0)) || 1;
  return { features: Uint32Array.from(features), values: Float32Array.from(values, (value) => value / length) };
}

/** The weights, a row of intents for each feature: their mean over all steps, which wavers less than the last ones. */
function learned(vectors: readonly Vector[], wanted: readonly number[], rows: number, intents: number): Float64Array {
  const weights = new Float64Array(rows * intents);
  const sums = new Float64Array(rows * intents);
  const order = vectors.map((_, at) => at);
  const random = lots(1);
  let left = ROUNDS * vectors.length;
  for (let round = 0; round < ROUNDS; round++) {
    shuffle(order, random);
    for (const at of order) {
      const [vector, right] = [vectors[at], wanted[at]];
      if (vector && right !== undefined) learn(vector, right, weights, sums, left, intents);
      left--;
    }
  }
  return sums.map((sum) => sum / (ROUNDS * vectors.length));
}

/** One step; a change counts in the mean for all the steps that are left. */
function learn(
  { features, values }: Vector,
  right: number,
  weights: Float64Array,
  sums: Float64Array,
  left: number,
  intents: number,
): void {
  const scores = new Float64Array(intents);
  for (let at = 0; at < features.length; at++) {
    const [row, value] = [(features[at] ?? 0) * intents, values[at] ?? 0];
    for (let intent = 0; intent < intents; intent++)
      scores[intent] = (scores[intent] ?? 0) + (weights[row + intent] ?? 0) * value;
  }
  const rival = bestBut(right, scores);
  const loss = 1 - (scores[right] ?? 0) + (scores[rival] ?? 0);
  if (loss <= 0) return;
  const step = Math.min(1, loss / 2);
  features.forEach((feature, at) => {
    const [row, change] = [feature * intents, step * (values[at] ?? 0)];
    for (const [cell, by] of [
      [row + right, change],
      [row + rival, -change],
    ] as const) {
      weights[cell] = (weights[cell] ?? 0) + by;
      sums[cell] = (sums[cell] ?? 0) + by * left;
    }
  });
}

function bestBut(right: number, scores: Float64Array): number {
  let best = right === 0 ? 1 : 0;
  for (const [intent, score] of scores.entries()) if (intent !== right && score > (scores[best] ?? 0)) best = intent;
  return best;
}

/** The weights in bytes; those that round to nothing are left out. */
function packed(weights: Float64Array, intents: number): Pick<Model, 'weights' | 'counts' | 'unit'> {
  const unit = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / WEIGHT_MOST;
  const pairs: number[] = [];
  const counts: number[] = [];
  for (let row = 0; row < weights.length; row += intents) {
    const kept = [...weights.subarray(row, row + intents)].flatMap((weight, intent) => {
      const units = Math.round(weight / unit);
      return units === 0 ? [] : [intent, units];
    });
    counts.push(kept.length / 2);
    pairs.push(...kept);
  }
  const bytes = (numbers: readonly number[]) => Buffer.from(Uint8Array.from(numbers, (one) => one & 0xff));
  return { weights: lined(bytes(pairs)), counts: lined(bytes(counts)), unit };
}

/** As base64, in lines. */
function lined(bytes: Buffer): string[] {
  return bytes.toString('base64').match(/.{1,140}/g) ?? [];
}

/** Numbers from 0 up to 1, the same ones every time. */
function lots(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

function shuffle(order: number[], random: () => number): void {
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
}
