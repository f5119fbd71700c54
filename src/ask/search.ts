import MiniSearch from 'minisearch';
import type { Question } from '../task/schema.js';
import { type About, CASE_QUESTIONS } from './case-questions.js';
import { foldedWords } from './fold.js';
import { type Term, termsOf } from './terms.js';

/** The question somebody asked: one of the task's, answered from its file, or one about their own case. */
export type Match = { kind: 'task'; question: Question } | { kind: 'case'; about: About };

export interface Hit {
  readonly asked: Match;
  /** 0 to 1: how much of what was asked and of the known question is the same. */
  readonly score: number;
}

/** Below this nothing is answered. This and the weights were set on the first two lists of `test/ask`, not on the third. */
export const LEAST_SCORE = 0.64;
/** Of the score; the rest is how much of the known question was asked. */
const ASKED_SHARE = 0.6;
/** A word that only asks counts less than one that names what is asked about. */
const ASKING_WEIGHT = 0.45;
/** A word no known question has: a sign that it is about something else, or only a word put in. */
const UNKNOWN_WEIGHT = 0.8;
/** A word met with a letter wrong, and a long word of which a part is met. */
const NEARLY = 0.85;
const PARTLY = 0.8;
/** Asked with other words than the known question asks with: who, and not when. */
const ASKED_OTHERWISE = 0.85;
/** The larger, the less the number of questions that have a word takes from its weight. */
const RARENESS = 8;

interface Phrase {
  readonly asked: Match;
  readonly terms: readonly Term[];
  /** The words it asks with. */
  readonly asks: string;
}

/**
 * Finds the known question that somebody asks. minisearch gathers those that share words with it, misspelt and unfinished
 * ones too; how much of both sides is covered decides, because its own score knows no "that is something else".
 */
export class QuestionSearch {
  private readonly index: MiniSearch;
  private readonly phrases: readonly Phrase[];
  /** Each known question by its words as they stand, for those that are made of small words only: "hvad skal jeg gøre?" */
  private readonly verbatim: ReadonlyMap<string, Match>;
  /** In how many phrases a stem occurs. */
  private readonly frequency = new Map<string, number>();

  constructor(questions: readonly Question[]) {
    const known = [...taskPhrases(questions), ...casePhrases()];
    this.phrases = known
      .map(({ asked, text }) => ({ asked, terms: termsOf(text) }))
      .map(({ asked, terms }) => ({ asked, terms, asks: asksOf(terms) }))
      .filter(({ terms }) => terms.some((term) => !term.asks));
    this.verbatim = new Map(known.map(({ asked, text }) => [words(text), asked]));
    this.index = new MiniSearch({
      fields: ['terms'],
      tokenize: (text) => text.split(' '),
      processTerm: (term) => term,
      searchOptions: { fuzzy: slips, prefix: (term) => term.length >= 7 },
    });
    this.index.addAll(this.phrases.map(({ terms }, id) => ({ id, terms: spelled(terms) })));
    for (const { terms } of this.phrases)
      for (const stem of new Set(terms.flatMap(stemsOf))) this.frequency.set(stem, (this.frequency.get(stem) ?? 0) + 1);
  }

  /** The best match, good or bad; undefined when no word is known. */
  best(text: string): Hit | undefined {
    const known = this.verbatim.get(words(text));
    if (known) return { asked: known, score: 1 };
    const terms = termsOf(text);
    if (terms.every((term) => term.asks)) return undefined;
    const asks = asksOf(terms);
    let best: Hit | undefined;
    for (const { id, queryTerms, terms: met } of this.index.search(spelled(terms))) {
      const phrase = this.phrases[id];
      if (!phrase || (namesOne(terms) && !namesOne(phrase.terms))) continue;
      const own = new Set(phrase.terms.flatMap(stemsOf));
      const score =
        (asks === phrase.asks ? 1 : ASKED_OTHERWISE) *
        (ASKED_SHARE * this.covered(terms, new Set(queryTerms), own) +
          (1 - ASKED_SHARE) * this.covered(phrase.terms, new Set(met), new Set(terms.flatMap(stemsOf))));
      if (!best || score > best.score) best = { asked: phrase.asked, score };
    }
    return best;
  }

  /** How much of `terms` was met, 0 to 1; what is met to the letter counts in full. */
  private covered(terms: readonly Term[], met: ReadonlySet<string>, exact: ReadonlySet<string>): number {
    const one = (stem: string) => (!met.has(stem) ? 0 : exact.has(stem) ? 1 : NEARLY);
    let [sum, all] = [0, 0];
    for (const term of terms) {
      const parts = term.parts.reduce((total, part) => total + one(part), 0) / Math.max(1, term.parts.length);
      const how = Math.max(one(term.stem), PARTLY * parts);
      const weight = term.asks ? ASKING_WEIGHT : this.weight(term.stem, how);
      sum += weight * how;
      all += weight;
    }
    return sum / all;
  }

  /** A word of many questions says less than a rare one; a word nobody asked with before says that it is something else. */
  private weight(stem: string, how: number): number {
    const known = this.frequency.get(stem);
    if (known === undefined && how === 0) return UNKNOWN_WEIGHT;
    return 1 / (1 + Math.log1p(known ?? 0) / RARENESS);
  }
}

/** A single word is asked about only where a question is about nothing else: "formularen?", but not "vi er i gang". */
function namesOne(terms: readonly Term[]): boolean {
  return terms.filter((term) => !term.asks).length === 1;
}

function asksOf(terms: readonly Term[]): string {
  return terms
    .filter((term) => term.stem.startsWith('?'))
    .map((term) => term.stem)
    .join(' ');
}

interface Known {
  readonly asked: Match;
  readonly text: string;
}

function taskPhrases(questions: readonly Question[]): Known[] {
  return questions.flatMap((question) => {
    const { ask, also } = question;
    return [ask.da, ask.en, ...also.da, ...also.en].map((text) => ({ asked: { kind: 'task', question }, text }));
  });
}

function casePhrases(): Known[] {
  return CASE_QUESTIONS.flatMap(({ about, ask }) => ask.map((text) => ({ asked: { kind: 'case', about }, text })));
}

/** Words put in for the tone of it. */
const FILLERS: ReadonlySet<string> = new Set([
  'nu',
  'lige',
  'egentlig',
  'saa',
  'jo',
  'da',
  'her',
  'hej',
  'now',
  'so',
  'hi',
]);

function words(text: string): string {
  const all = foldedWords(text);
  const bare = all.filter((word) => !FILLERS.has(word));
  return (bare.length > 1 ? bare : all).join(' ');
}

function stemsOf({ stem, parts }: Term): readonly string[] {
  return [stem, ...parts];
}

function spelled(terms: readonly Term[]): string {
  return terms.flatMap(stemsOf).join(' ');
}

/** Letters that may be wrong: none in a short word, one in most, two in a long one. */
function slips(term: string): number | false {
  if (term.startsWith('?') || term.length < 5) return false;
  return term.length < 9 ? 1 : 2;
}
