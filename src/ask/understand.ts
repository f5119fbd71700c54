import type { Day } from '../case/dates.js';
import { looksLikeCpr } from '../case/typed-values.js';
import type { Question } from '../task/schema.js';
import { sentencesOf } from './clauses.js';
import { type Concept, conceptsIn } from './concepts.js';
import { framesOf, type Target } from './frames.js';
import { normalised } from './normalise.js';
import { LEAST_SCORE, type Match, QuestionSearch } from './search.js';
import { type Talk, talkIn } from './small-talk.js';
import type { Standing } from './standing.js';
import type { Statement } from './statement.js';
import { asksSomething, isNotDone, statementsIn } from './statements.js';
import { contentWords } from './terms.js';

/** What a question leads to: an answer of the task or the case, or what is known to stand in neither. */
export type Answer = Match | { kind: 'outside' };

/** What a text that is no command is understood as. */
export type Understood =
  | { kind: 'privacy' }
  | { kind: 'talk'; talk: Talk }
  /** The likeliest first; which of them is meant depends on what the case waits for. `also` was asked beside it. */
  | { kind: 'statement'; statements: readonly [Statement, ...Statement[]]; also?: Answer }
  | { kind: 'answers'; answers: readonly [Answer, ...Answer[]] }
  /** Not understood; `near` are the questions that come nearest, perhaps none. */
  | { kind: 'unclear'; near: readonly Match[] };

interface Scored {
  readonly answer: Answer;
  readonly score: number;
}

/** What a question must score to be offered as "did you mean". */
const NEAR_SCORE = 0.45;
/** A second question is answered too when it is as clear as this. */
const ALSO_SCORE = 0.72;
/** The score of a frame by how many concepts it needs. */
const FRAME_SCORES = [0, 0.68, 0.78, 0.86, 0.92] as const;
/** Off a frame's score for each word that says something else. */
const OTHER_WORD = 0.04;
/** Where search and frame agree. */
const AGREED = 0.06;
/** A sentence of several clauses may speak of several things: its clauses come first. */
const WHOLE_SENTENCE = 0.03;
/** A clause of small words only asks little without the rest: "hvad sker der, hvis ...". */
const SMALL_WORDS = 0.62;
const CLAUSE_MOST = 0.82;
/** What has happened is asked in the past tense. */
const OTHER_TENSE = 0.75;

/** Reads free text: what may not be kept, small talk, statements, questions, in this order. Pure: the day is given. */
export class Understanding {
  private readonly search: QuestionSearch;
  private readonly byId: ReadonlyMap<string, Question>;

  constructor(questions: readonly Question[]) {
    this.search = new QuestionSearch(questions);
    this.byId = new Map(questions.flatMap((question) => (question.id ? [[question.id, question] as const] : [])));
  }

  /** `standing` is what is true of the writer and their one case: it chooses between readings. */
  of(text: string, today: Day, standing: ReadonlySet<Standing> = new Set()): Understood {
    if (looksLikeCpr(text)) return { kind: 'privacy' };
    const read = text.slice(0, 1_000);
    const talk = talkIn(read);
    if (talk) return { kind: 'talk', talk };
    const sentences = sentencesOf(read);
    const known = this.search.verbatim(read);
    if (known) return { kind: 'answers', answers: [known] };
    const [first, ...others] = statedIn(read, sentences, today, standing);
    if (first) {
      const also = this.ranked(sentences.filter(({ text: one }) => one.includes('?')).flatMap(piecesOf), standing)[0];
      const second = also && also.score >= ALSO_SCORE ? { also: also.answer } : {};
      return { kind: 'statement', statements: [first, ...others], ...second };
    }
    const politely = sentences.flatMap(({ text: one, clauses }) =>
      [one, ...clauses].flatMap((part) => talkIn(part) ?? []),
    )[0];
    if (isNotDone(read) && !sentences.some(({ clauses }) => clauses.some(asksSomething)))
      return { kind: 'unclear', near: [] };
    const ranked = this.ranked(
      [...(sentences.length > 1 ? [{ text: read, less: WHOLE_SENTENCE }] : []), ...sentences.flatMap(piecesOf)],
      standing,
    );
    const [best, ...rest] = ranked;
    if (best && best.score >= LEAST_SCORE) {
      const second = this.secondOf(best.answer, sentences, standing);
      return { kind: 'answers', answers: [best.answer, ...(second ? [second] : [])] };
    }
    if (politely) return { kind: 'talk', talk: politely };
    const near = [...(best ? [best] : []), ...rest].filter(({ score }) => score >= NEAR_SCORE);
    return {
      kind: 'unclear',
      near: near.flatMap(({ answer }) => (answer.kind === 'outside' ? [] : [answer])).slice(0, 2),
    };
  }

  /** Another question, asked in a sentence or clause of its own. */
  private secondOf(first: Answer, sentences: ReturnType<typeof sentencesOf>, standing: ReadonlySet<Standing>) {
    const parts = sentences.flatMap(({ text, clauses }) => (clauses.length > 0 ? clauses : [text]));
    if (parts.length < 2) return undefined;
    const clear = parts.flatMap((text) => {
      const [best] = this.ranked([{ text, less: 0 }], standing);
      return best && best.score >= ALSO_SCORE && asksSomething(text) ? [best.answer] : [];
    });
    const own = clear.some((answer) => sameAnswer(answer, first));
    return own ? clear.find((answer) => !sameAnswer(answer, first)) : undefined;
  }

  /** What these pieces of a text may ask, the likeliest first, each answer once. */
  private ranked(pieces: readonly Piece[], standing: ReadonlySet<Standing>): Scored[] {
    const best: Scored[] = [];
    for (const { text, less, clause } of pieces)
      for (const { answer, score: full } of this.scored(text, standing)) {
        const score = clause ? inClause(full, text) : full;
        const known = best.findIndex((one) => sameAnswer(one.answer, answer));
        if (known < 0) best.push({ answer, score: score - less });
        else if ((best[known]?.score ?? 0) < score - less) best[known] = { answer, score: score - less };
      }
    return best.sort((a, b) => b.score - a.score);
  }

  private scored(text: string, standing: ReadonlySet<Standing>): Scored[] {
    const spoken = conceptsIn(text);
    const hits: Scored[] = this.search
      .ranked(text)
      .map(({ asked, score }) => ({ answer: asked, score: score * tenseOf(asked, spoken.of) }));
    if (spoken.of.has('outside')) return hits.filter(({ score }) => score >= 0.9);
    for (const { target, weight } of framesOf(spoken, standing).slice(0, 4)) {
      const answer = this.answerOf(target);
      if (!answer) continue;
      const score = frameScore(weight) - OTHER_WORD * Math.min(5, spoken.others);
      const at = hits.findIndex((hit) => sameAnswer(hit.answer, answer));
      const hit = hits[at];
      if (!hit) hits.push({ answer, score });
      else hits[at] = { answer, score: Math.max(hit.score, score) + (hit.score >= 0.5 ? AGREED : 0) };
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

interface Piece {
  readonly text: string;
  readonly less: number;
  readonly clause?: true;
}

function piecesOf({ text, clauses }: ReturnType<typeof sentencesOf>[number]): Piece[] {
  const less = clauses.length > 0 ? WHOLE_SENTENCE : 0;
  return [{ text, less }, ...clauses.map((clause) => ({ text: clause, less: 0, clause: true as const }))];
}

/** A clause says less than its sentence: it never counts in full, and small words alone count little. */
function inClause(score: number, text: string): number {
  return Math.min(CLAUSE_MOST, contentWords(normalised(text)).length === 0 ? score * SMALL_WORDS : score);
}

/** The words that some questions cannot be asked without: "er den sendt?" is not "hvem skal sende den?". */
const MUST_SAY: Readonly<Record<string, readonly Concept[]>> = {
  sent: ['sent'],
  signed: ['signed'],
  paid: ['paid'],
  mailLate: ['missing', 'late', 'wait', 'chase'],
};

function tenseOf(asked: Match, of: ReadonlySet<Concept>): number {
  const needed = MUST_SAY[asked.kind === 'case' ? asked.about : (asked.question.id ?? '')];
  return !needed || needed.some((concept) => of.has(concept)) ? 1 : OTHER_TENSE;
}

function frameScore(weight: number): number {
  const [low, high] = [Math.floor(weight), Math.ceil(weight)].map((at) => FRAME_SCORES[Math.min(at, 4)] ?? 0);
  return ((low ?? 0) + (high ?? 0)) / 2;
}

function sameAnswer(a: Answer, b: Answer): boolean {
  if (a.kind === 'task') return b.kind === 'task' && a.question === b.question;
  return a.kind === 'case' ? b.kind === 'case' && a.about === b.about : b.kind === 'outside';
}

/** What the whole text states, else what its sentences and clauses do; a question states nothing. */
function statedIn(
  text: string,
  sentences: ReturnType<typeof sentencesOf>,
  today: Day,
  standing: ReadonlySet<Standing>,
): Statement[] {
  const whole = statementsIn(text, today, standing);
  if (whole.length > 0) return whole;
  for (const pieces of [
    sentences.map((one) => one.text),
    sentences.flatMap((one) => (one.text.includes('?') ? [] : one.clauses)),
  ]) {
    const found = pieces.flatMap((piece) => statementsIn(piece, today, standing));
    if (found.length > 0) return found;
  }
  return [];
}
