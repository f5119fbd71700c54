import type { Question } from '../task/schema.js';
import type { SentenceParts } from './clauses.js';
import { type Concept, conceptsIn } from './concepts.js';
import { framesOf, type Target } from './frames.js';
import { normalised } from './normalise.js';
import { type Match, QuestionSearch } from './search.js';
import type { Standing } from './standing.js';
import { asksSomething } from './statements.js';
import { contentWords } from './terms.js';

/** What a question leads to: an answer of the task or the case, or what is known to stand in neither. */
export type Answer = Match | { readonly kind: 'outside' };

export interface Scored {
  readonly answer: Answer;
  /** 0 to about 1. */
  readonly score: number;
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
/** Where search and frame agree. */
const AGREED = 0.06;
const AGREED_FROM = 0.5;
/** A sentence of several clauses may speak of several things: its clauses come first. */
const WHOLE_SENTENCE = 0.03;
/** A clause says less than its sentence: it never counts in full, and one of small words counts little. */
const CLAUSE_MOST = 0.82;
const SMALL_WORDS = 0.62;
/** Asked in another tense, or without the word it turns on. */
const OTHERWISE = 0.75;
/** About something that is none of the bot's business, only the very words of a known question count. */
const OUTSIDE_LEAST = 0.9;
/** A second question is answered too when it is as clear as this. */
const ALSO_SCORE = 0.72;

/** The words that some questions cannot be asked without: "er den sendt?" is not "hvem skal sende den?". */
const MUST_SAY: Readonly<Record<string, readonly Concept[]>> = {
  sent: ['sent'],
  signed: ['signed'],
  paid: ['paid'],
  cost: ['fee', 'much', 'pay'],
  mailLate: ['missing', 'late', 'wait', 'chase'],
};

/** Finds what a text asks, by the search among known questions and by the frames of concepts. */
export class Questions {
  private readonly search: QuestionSearch;
  private readonly byId: ReadonlyMap<string, Question>;

  constructor(questions: readonly Question[]) {
    this.search = new QuestionSearch(questions);
    this.byId = new Map(questions.flatMap((question) => (question.id ? [[question.id, question] as const] : [])));
  }

  /** The question that these very words ask. */
  verbatim(text: string): Match | undefined {
    return this.search.verbatim(text);
  }

  /** The sentences and clauses of a text, each with what it may ask. */
  read(sentences: readonly SentenceParts[], standing: ReadonlySet<Standing>): ReadPiece[] {
    const [first, ...others] = sentences;
    const whole =
      first && others.length > 0 ? [{ text: sentences.map(({ text }) => text).join('. '), less: WHOLE_SENTENCE }] : [];
    const pieces = sentences.flatMap(({ text, clauses }) => [
      { text, less: clauses.length > 0 ? WHOLE_SENTENCE : 0 },
      ...clauses.map((clause) => ({ text: clause, less: 0, isClause: true })),
    ]);
    return [...whole, ...pieces].map(({ text, less, ...kind }) => {
      const isClause = 'isClause' in kind;
      const most = (score: number) => (isClause ? inClause(score, text) : score - less);
      return { text, isClause, scored: this.scored(text, standing).map((one) => ({ ...one, score: most(one.score) })) };
    });
  }

  private scored(text: string, standing: ReadonlySet<Standing>): Scored[] {
    const spoken = conceptsIn(text);
    const hits: Scored[] = this.search
      .ranked(text)
      .map(({ asked, score }) => ({ answer: asked, score: score * mustSay(asked, spoken.of) }));
    if (spoken.of.has('outside')) return hits.filter(({ score }) => score >= OUTSIDE_LEAST);
    const others = OTHER_WORD * Math.min(OTHER_WORDS_MOST, spoken.others);
    for (const { target, weight } of framesOf(spoken, standing)) {
      const answer = this.answerOf(target);
      if (!answer) continue;
      const score = frameScore(weight) - others;
      const at = hits.findIndex((hit) => sameAnswer(hit.answer, answer));
      const hit = hits[at];
      if (!hit) hits.push({ answer, score });
      else hits[at] = { answer, score: Math.max(hit.score, score) + (hit.score >= AGREED_FROM ? AGREED : 0) };
    }
    return hits;
  }

  private answerOf(target: Target): Answer | undefined {
    if (target === 'outside') return { kind: 'outside' };
    const [kind, name = ''] = target.split(':');
    if (kind === 'case') return { kind: 'case', about: name as Extract<Match, { kind: 'case' }>['about'] };
    const question = this.byId.get(name);
    return question && { kind: 'task', question };
  }
}

/** What the pieces of a text may ask, the likeliest first, each answer once. */
export function ranked(pieces: readonly ReadPiece[]): Scored[] {
  const best: Scored[] = [];
  for (const one of pieces.flatMap(({ scored }) => scored)) {
    const at = best.findIndex(({ answer }) => sameAnswer(answer, one.answer));
    if (at < 0) best.push(one);
    else if ((best[at]?.score ?? 0) < one.score) best[at] = one;
  }
  return best.sort((a, b) => b.score - a.score);
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

function inClause(score: number, text: string): number {
  return Math.min(CLAUSE_MOST, contentWords(normalised(text)).length === 0 ? score * SMALL_WORDS : score);
}

function mustSay(asked: Match, of: ReadonlySet<Concept>): number {
  const needed = MUST_SAY[asked.kind === 'case' ? asked.about : (asked.question.id ?? '')];
  return !needed || needed.some((concept) => of.has(concept)) ? 1 : OTHERWISE;
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
