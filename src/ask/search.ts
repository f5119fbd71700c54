import MiniSearch from 'minisearch';
import type { Question } from '../task/schema.js';
import { CASE_QUESTIONS, type CaseTopic } from './case-questions.js';
import { wordsOf } from './normalise.js';
import { type Term, termsOf } from './terms.js';

/** The question that was asked: one of the task's, answered from its file, or one about the asker's own case. */
export type Match = { kind: 'task'; question: Question } | { kind: 'case'; about: CaseTopic };

export interface Hit {
  readonly asked: Match;
  /** 0 to 1: how much the asked and the known question have in common. */
  readonly score: number;
}

/** Below this the bot gives no answer. Set, as are the weights, on the tuned lists of `test/ask`, not on the held-out one. */
export const LEAST_SCORE = 0.65;
/** Of the score; the rest is how much of the known question was asked. */
const ASKED_SHARE = 0.6;
/** A question word counts less than one that names what is asked about. */
const ASKING_WEIGHT = 0.45;
/** A word that no known question has: the text may be about something else, or it is only a filler. */
const UNKNOWN_WEIGHT = 0.8;
/** A word matched with a letter wrong, and a compound of which a part is matched. */
const NEARLY = 0.85;
const PARTLY = 0.8;
/** Asked with another question word than the known question: who, and not when. */
const ASKED_OTHERWISE = 0.82;
/** The same where the known question has one word that names something: "hvornår skal vi betale?", "hvad betaler vi for?". */
const ONLY_ASKED_OTHERWISE = 0.68;
/** One of the two asks without a question word. */
const NOT_ASKED = 0.9;
/** The larger, the less a word loses weight by standing in many questions. */
const RARENESS = 8;

/** How many questions are worth comparing with what the concepts say. */
const CANDIDATES = 4;

interface Phrase {
  readonly asked: Match;
  readonly terms: readonly Term[];
  /** Its question words. */
  readonly asks: string;
}

/**
 * Finds the known question that a text asks. minisearch finds those that share words with it, misspelt and unfinished ones
 * too. The score is how much of both sides is covered: minisearch's own cannot tell that a text asks something else.
 */
export class QuestionSearch {
  private readonly index: MiniSearch;
  private readonly phrases: readonly Phrase[];
  /** Each known question by its words as written, for those made of stop words only: "hvad skal jeg gøre?" */
  private readonly asWritten: ReadonlyMap<string, Match>;
  /** In how many phrases a stem occurs. */
  private readonly frequency = new Map<string, number>();

  constructor(questions: readonly Question[]) {
    const known = knownQuestions(questions);
    this.phrases = known
      .map(({ asked, text }) => ({ asked, terms: termsOf(text) }))
      .map(({ asked, terms }) => ({ asked, terms, asks: asksOf(terms) }))
      .filter(({ terms }) => terms.some((term) => !term.asks));
    this.asWritten = new Map(known.map(({ asked, text }) => [words(text), asked]));
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

  /** The question that these very words ask, fillers aside. */
  verbatim(text: string): Match | undefined {
    return this.asWritten.get(words(text));
  }

  /** The questions that a text may ask, each once, the likeliest first; none when no word is known. */
  ranked(text: string): Hit[] {
    const known = this.verbatim(text);
    if (known) return [{ asked: known, score: 1 }];
    const terms = termsOf(text);
    if (terms.every((term) => term.asks)) return [];
    const asks = asksOf(terms);
    const best = new Map<string, Hit>();
    for (const { id, queryTerms, terms: met } of this.index.search(spelled(terms))) {
      const phrase = this.phrases[id];
      if (!phrase || (namesOne(terms) && !namesOne(phrase.terms))) continue;
      const own = new Set(phrase.terms.flatMap(stemsOf));
      const score =
        likeness(asks, phrase) *
        (ASKED_SHARE * this.covered(terms, new Set(queryTerms), own) +
          (1 - ASKED_SHARE) * this.covered(phrase.terms, new Set(met), new Set(terms.flatMap(stemsOf))));
      const key = phrase.asked.kind === 'task' ? phrase.asked.question.ask.da : phrase.asked.about;
      if (score > (best.get(key)?.score ?? 0)) best.set(key, { asked: phrase.asked, score });
    }
    return [...best.values()].sort((a, b) => b.score - a.score).slice(0, CANDIDATES);
  }

  /** Whether any known question has this word, misspelt or as a part of one too. */
  knows(word: string): boolean {
    return termsOf(word).every(
      ({ stem, parts, asks }) => asks || this.index.search([stem, ...parts].join(' ')).length > 0,
    );
  }

  /** How much of `terms` was matched, 0 to 1; an exact match counts in full. */
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

  /** A word of many questions says less than a rare one; an unknown word is a sign of another question. */
  private weight(stem: string, how: number): number {
    const known = this.frequency.get(stem);
    if (known === undefined && how === 0) return UNKNOWN_WEIGHT;
    return 1 / (1 + Math.log1p(known ?? 0) / RARENESS);
  }
}

/** A single word only matches a question that is about nothing else: "formularen?", but not "vi er i gang". */
function namesOne(terms: readonly Term[]): boolean {
  return terms.filter((term) => !term.asks).length === 1;
}

function likeness(asks: string, phrase: Phrase): number {
  if (asks === phrase.asks) return 1;
  if (asks === '' || phrase.asks === '') return NOT_ASKED;
  return namesOne(phrase.terms) ? ONLY_ASKED_OTHERWISE : ASKED_OTHERWISE;
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

/** Every way a known question is asked. */
export function knownQuestions(questions: readonly Question[]): Known[] {
  return [...taskPhrases(questions), ...casePhrases()];
}

function taskPhrases(questions: readonly Question[]): Known[] {
  return questions.flatMap((question) => {
    const { ask, also } = question;
    return [ask.da, ask.en, ...also.da, ...also.en].map((text) => ({ asked: { kind: 'task', question }, text }));
  });
}

function casePhrases(): Known[] {
  return CASE_QUESTIONS.flatMap(({ about, title, ask }) =>
    [title.da, title.en, ...ask].map((text) => ({ asked: { kind: 'case', about }, text })),
  );
}

/** Words that add nothing but tone. */
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
  const all = wordsOf(text);
  const bare = all.filter((word) => !FILLERS.has(word));
  return (bare.length > 1 ? bare : all).join(' ');
}

function stemsOf({ stem, parts }: Term): readonly string[] {
  return [stem, ...parts];
}

function spelled(terms: readonly Term[]): string {
  return terms.flatMap(stemsOf).join(' ');
}

/** How many letters may be wrong: none in a short word, one in most, two in a long one. */
function slips(term: string): number | false {
  if (term.startsWith('?') || term.length < 5) return false;
  return term.length < 9 ? 1 : 2;
}
