import type { Question } from '../task/schema.js';
import type { SentenceParts } from './clauses.js';
import { ASKING, type Concept, conceptsIn } from './concepts.js';
import { FRAMES, framesOf, isConcept, type Target } from './frames.js';
import { normalised } from './normalise.js';
import { knownQuestions, type Match, QuestionSearch } from './search.js';
import type { Standing } from './standing.js';
import { asksSomething } from './statements.js';
import { contentWords } from './terms.js';

/** What a question leads to: an answer of the task or the case, or what is known to stand in neither. */
export type Answer = Match | { readonly kind: 'outside' };

export interface Scored {
  readonly answer: Answer;
  /** 0 to about 1. */
  readonly score: number;
  /** Before anything was taken off for standing in a clause: decides between equals. */
  readonly clear: number;
}

/** A part of a text, with what it may ask. */
export interface ReadPiece {
  readonly text: string;
  readonly isClause: boolean;
  readonly scored: readonly Scored[];
}

/** The score of a frame by how many concepts it needs. Set, as are the others here, on the tuned lists of `test/ask`. */
const FRAME_SCORES = [0, 0.68, 0.78, 0.86, 0.92] as const;
/** Off a frame's score for each word that says something else. */
const OTHER_WORD = 0.04;
const OTHER_WORDS_MOST = 5;
/** Off the score of every question for each word that none of them has: the text may be about something else. */
const STRANGE_WORD = 0.16;
const STRANGE_WORDS_MOST = 3;
/** Off the score of an answer for each thing the text speaks of that has nothing to do with it. */
const ASIDE = 0.08;
/** Names of things that only this task has: beside them a strange word is seldom about anything else. */
const ANCHORS: readonly Concept[] = ['nks', 'annex', 'klik', 'kombit', 'los', 'ui23', 'officer'];
/** Of what is said, not asked, beside a question or at length. */
const STATED = 0.85;
/** Where search and frame agree. */
const AGREED = 0.06;
const AGREED_FROM = 0.5;
/** A sentence of several clauses may speak of several things: its clauses come first. */
const WHOLE_SENTENCE = 0.03;
/** A clause says less than its sentence: it never counts in full, and one of small words counts little. */
const CLAUSE_MOST = 0.82;
/** Still less where another clause says under what condition: "hvad koster det, hvis ...". */
const DEPENDENT_MOST = 0.7;
/** A clause that says of what another one speaks. */
const DEPENDENT = /^(?:om|at|som|that|which|whether|about)\s/iu;
const DEPENDS = /\S\s+(?:hvis|når|if|when)\s/iu;
const SMALL_WORDS = 0.62;
/** Asked in another tense, or without the word it turns on. */
const OTHERWISE = 0.75;
/** About something that is none of the bot's business, only the very words of a known question count. */
const OUTSIDE_LEAST = 0.9;
/** Answers as near as this are equally likely. */
const TIE = 0.015;
/** A second question is answered too when it is as clear as this. */
const ALSO_SCORE = 0.72;

/** Concepts that do not show what is asked about; a past tense says no more of it than the present. */
const SMALL: ReadonlySet<Concept> = new Set<Concept>([
  ...ASKING,
  ...(['me', 'you', 'have', 'may', 'must', 'already', 'come', 'got', 'other', 'paid', 'sent', 'signed'] as const),
]);

/** The words that some questions cannot be asked without: "er den sendt?" is not "hvem skal sende den?". */
const MUST_SAY: Readonly<Record<string, readonly Concept[]>> = {
  sent: ['sent'],
  signed: ['signed'],
  paid: ['paid'],
  cost: ['fee', 'much', 'pay'],
  why: ['whyask', 'asked', 'who', 'write', 'what'],
  mailLate: ['missing', 'late', 'wait', 'chase'],
};

/** What the case must have before its fact is likely to be asked about. */
const MUST_HAVE: Readonly<Record<string, Standing>> = {
  number: 'has:agreementNumber',
  invoiceNumber: 'has:invoice',
  invoiceAmount: 'has:invoice',
  invoiceDue: 'has:invoice',
  payer: 'has:payer',
};
const NOT_THERE = 0.95;

/** Finds what a text asks, by the search among known questions and by the frames of concepts. */
export class Questions {
  private readonly search: QuestionSearch;
  /** What each answer is asked with: the concepts of its known questions and of its frames. */
  private readonly own: ReadonlyMap<string, ReadonlySet<Concept>>;
  private readonly byId: ReadonlyMap<string, Question>;

  constructor(questions: readonly Question[]) {
    this.search = new QuestionSearch(questions);
    this.own = conceptsOfAnswers(questions);
    this.byId = new Map(questions.flatMap((question) => (question.id ? [[question.id, question] as const] : [])));
  }

  /** The question that these very words ask. */
  verbatim(text: string): Match | undefined {
    return this.search.verbatim(text);
  }

  /** The sentences and clauses of a text, each with what it may ask. */
  read(sentences: readonly SentenceParts[], standing: ReadonlySet<Standing>): ReadPiece[] {
    const [first, ...others] = sentences;
    const piece = (text: string, isClause: boolean, counts: (score: number) => number): ReadPiece => ({
      text,
      isClause,
      scored: this.scored(text, standing).map(({ answer, score }) => ({ answer, score: counts(score), clear: score })),
    });
    const inSentence = (score: number) => score - WHOLE_SENTENCE;
    const all = sentences.map(({ text }) => text).join('. ');
    const whole = first && others.length > 0 ? [piece(all, false, inSentence)] : [];
    const pieces = sentences.flatMap(({ text, clauses }) => {
      const most = DEPENDS.test(text) ? DEPENDENT_MOST : CLAUSE_MOST;
      return [
        piece(text, false, clauses.length > 0 ? inSentence : (score) => score),
        ...clauses.map((clause) => piece(clause, true, inClause(clause, most))),
      ];
    });
    return [...whole, ...pieces];
  }

  /** The words of a text that neither a known question nor a concept has, and those that are surely about something else. */
  strange(text: string): readonly string[] {
    const { left, outside } = conceptsIn(text);
    return [...outside, ...this.unknown(left)];
  }

  private unknown(words: readonly string[]): readonly string[] {
    return words.filter((word) => !this.search.knows(word));
  }

  private scored(text: string, standing: ReadonlySet<Standing>): Omit<Scored, 'clear'>[] {
    const known = this.search.verbatim(text);
    if (known) return [{ answer: known, score: 1 }];
    const spoken = conceptsIn(text);
    const hits: Omit<Scored, 'clear'>[] = this.search
      .ranked(text)
      .map(({ asked, score }) => ({ answer: asked, score: score * mustSay(asked, spoken.of) }));
    if (spoken.of.has('outside')) return hits.filter(({ score }) => score >= OUTSIDE_LEAST);
    const others = OTHER_WORD * Math.min(OTHER_WORDS_MOST, spoken.left.length);
    for (const { target, weight } of framesOf(spoken, standing)) {
      const answer = this.answerOf(target);
      if (!answer) continue;
      const score = frameScore(weight) - others;
      const at = hits.findIndex((hit) => sameAnswer(hit.answer, answer));
      const hit = hits[at];
      if (!hit) hits.push({ answer, score });
      else hits[at] = { answer, score: Math.max(hit.score, score) + (hit.score >= AGREED_FROM ? AGREED : 0) };
    }
    const less =
      (ANCHORS.some((one) => spoken.of.has(one)) ? STRANGE_WORD / 2 : STRANGE_WORD) *
      Math.min(STRANGE_WORDS_MOST, this.unknown(spoken.left).length);
    return hits.map(({ answer, score }) => ({
      answer,
      score: (score - less - ASIDE * this.aside(answer, spoken.of)) * (isThere(answer, standing) ? 1 : NOT_THERE),
    }));
  }

  /** How many of the things a text speaks of the answer has nothing to do with. */
  private aside(answer: Answer, of: ReadonlySet<Concept>): number {
    const own = answer.kind === 'outside' ? undefined : this.own.get(keyOf(answer));
    return own ? [...of].filter((one) => !SMALL.has(one) && !own.has(one)).length : 0;
  }

  private answerOf(target: Target): Answer | undefined {
    if (target === 'outside') return { kind: 'outside' };
    const [kind, name = ''] = target.split(':');
    if (kind === 'case') return { kind: 'case', about: name as Extract<Match, { kind: 'case' }>['about'] };
    const question = this.byId.get(name);
    return question && { kind: 'task', question };
  }
}

function keyOf(answer: Answer): string {
  if (answer.kind === 'outside') return 'outside';
  return answer.kind === 'case' ? `case:${answer.about}` : `task:${answer.question.id}`;
}

function conceptsOfAnswers(questions: readonly Question[]): ReadonlyMap<string, ReadonlySet<Concept>> {
  const own = new Map<string, Set<Concept>>();
  const add = (key: string, some: Iterable<Concept>) => {
    const known = own.get(key) ?? new Set();
    for (const one of some) known.add(one);
    own.set(key, known);
  };
  for (const { target, needs } of FRAMES) add(target, needs.filter(isConcept));
  for (const { asked, text } of knownQuestions(questions)) add(keyOf(asked), conceptsIn(text).of);
  return own;
}

/** What the pieces of a text may ask, the likeliest first, each answer once. */
export function ranked(pieces: readonly ReadPiece[]): Scored[] {
  const best: Scored[] = [];
  for (const one of pieces.flatMap(({ scored }) => scored)) {
    const at = best.findIndex(({ answer }) => sameAnswer(answer, one.answer));
    if (at < 0) best.push(one);
    else if (byScore(one, best[at] ?? one) < 0) best[at] = one;
  }
  return best.sort(byScore);
}

function byScore(a: Scored, b: Scored): number {
  return b.score - a.score || b.clear - a.clear;
}

/** Two questions that a text may ask equally well. */
export function isTie(best: Scored, next: Scored): boolean {
  return best.clear < 1 && best.score - next.score < TIE && best.clear - next.clear < TIE;
}

/** Another question than the first, asked in a sentence or clause of its own. */
export function secondOf(first: Answer, pieces: readonly ReadPiece[]): Answer | undefined {
  const parts = pieces.filter(({ isClause }) => isClause);
  const own = parts.length > 0 ? parts : pieces.slice(1);
  const clear = own.flatMap((piece) => clearQuestion([piece]) ?? []);
  return clear.some((answer) => sameAnswer(answer, first))
    ? clear.find((answer) => !sameAnswer(answer, first))
    : undefined;
}

/** The question that some pieces ask beyond doubt. */
export function clearQuestion(pieces: readonly ReadPiece[]): Answer | undefined {
  const [best] = ranked(pieces.filter(({ text }) => asksSomething(text)));
  return best && best.score >= ALSO_SCORE ? best.answer : undefined;
}

/** What a score counts that was found in a clause. */
function inClause(text: string, most: number): (score: number) => number {
  const bare = text.replace('?', '');
  const { of, asks } = conceptsIn(bare);
  const speaks = contentWords(normalised(bare)).length > 0 || [...of].some((one) => !SMALL.has(one));
  const stated = !DEPENDENT.test(bare) && (asks || asksSomething(bare)) ? 1 : STATED;
  return (score) => Math.min(most, speaks ? score : score * SMALL_WORDS) * stated;
}

function mustSay(asked: Match, of: ReadonlySet<Concept>): number {
  const needed = MUST_SAY[asked.kind === 'case' ? asked.about : (asked.question.id ?? '')];
  return !needed || needed.some((concept) => of.has(concept)) ? 1 : OTHERWISE;
}

function isThere(answer: Answer, standing: ReadonlySet<Standing>): boolean {
  const needed = answer.kind === 'case' ? MUST_HAVE[answer.about] : undefined;
  return needed === undefined || standing.size === 0 || standing.has(needed);
}

/** Between two whole numbers of concepts lies what is true of the asker's case. */
function frameScore(weight: number): number {
  const [low = 0, high = 0] = [Math.floor(weight), Math.ceil(weight)].map((at) => FRAME_SCORES[Math.min(at, 4)]);
  return (low + high) / 2;
}

function sameAnswer(a: Answer, b: Answer): boolean {
  if (a.kind === 'task') return b.kind === 'task' && a.question === b.question;
  return a.kind === 'case' ? b.kind === 'case' && a.about === b.about : b.kind === 'outside';
}
