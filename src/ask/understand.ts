import type { Day } from '../case/dates.js';
import { looksLikeCpr } from '../case/typed-values.js';
import type { Question } from '../task/schema.js';
import { type SentenceParts, sentencesOf } from './clauses.js';
import { conceptsIn } from './concepts.js';
import { daysIn } from './days.js';
import { type Answer, clearQuestion, isTie, Questions, ranked, type Scored, secondOf } from './questions.js';
import { LEAST_SCORE, type Match } from './search.js';
import { type Talk, talkIn } from './small-talk.js';
import type { Standing } from './standing.js';
import type { Statement } from './statement.js';
import { ACT_WORDS, asksSomething, HAS_REASON, isNotDone, statementsIn } from './statements.js';
import { placeIn } from './values.js';

/** What a text that is no command is understood as. */
export type Understood =
  | { kind: 'privacy' }
  | { kind: 'talk'; talk: Talk }
  /** The likeliest first; which of them is meant depends on what the case waits for. `also` was asked beside it. */
  | { kind: 'statement'; statements: readonly [Statement, ...Statement[]]; also?: Answer | undefined }
  | { kind: 'answers'; answers: readonly [Answer, ...Answer[]] }
  /** Not understood; `near` are the questions that come nearest, perhaps none. */
  | { kind: 'unclear'; near: readonly Match[] };

/** What a question must score to be offered as "did you mean". */
const NEAR_SCORE = 0.45;
const NEAR_MOST = 2;
const READ_MOST = 1_000;

const NOWHERE: ReadonlySet<Standing> = new Set();

/** Reads free text: what may not be kept, small talk, statements, questions, in this order. Pure: the day is given. */
export class Understanding {
  private readonly questions: Questions;

  constructor(questions: readonly Question[]) {
    this.questions = new Questions(questions);
  }

  /** `standing` is what is true of the writer and their one case: it chooses between readings. */
  of(written: string, today: Day, standing = NOWHERE): Understood {
    if (looksLikeCpr(written)) return { kind: 'privacy' };
    const text = written.slice(0, READ_MOST);
    const talk = talkIn(text);
    if (talk) return { kind: 'talk', talk };
    const known = this.questions.verbatim(text);
    const sentences = sentencesOf(text);
    const isQuestion = known !== undefined && asksSomething(text);
    const [first, ...others] = isQuestion ? [] : this.stated(text, sentences, today, standing);
    if (first) {
      const asking = sentences.filter((one) => one.text.includes('?'));
      return {
        kind: 'statement',
        statements: [first, ...others],
        also: clearQuestion(this.questions.read(asking, standing)),
      };
    }
    return known ? { kind: 'answers', answers: [known] } : this.asked(text, sentences, standing);
  }

  /** What a text states, where no word of it is about something else; a reason may be about anything. */
  private stated(
    text: string,
    sentences: readonly SentenceParts[],
    today: Day,
    standing: ReadonlySet<Standing>,
  ): Statement[] {
    const found = statedIn(text, sentences, today, standing);
    if (found.length === 0) return found;
    const parts = [text, ...sentences.flatMap((one) => [one.text, ...one.clauses])];
    const plain = parts.filter((part) =>
      this.questions.strange(bare(part, today)).every((word) => ACT_WORDS.test(word)),
    );
    return found.filter(
      ({ about }) =>
        HAS_REASON.has(about) ||
        plain.some((part) => statementsIn(part, today, standing).some((one) => one.about === about)),
    );
  }

  private asked(text: string, sentences: readonly SentenceParts[], standing: ReadonlySet<Standing>): Understood {
    const parts = sentences.flatMap(({ text: sentence, clauses }) => [sentence, ...clauses]);
    if (isNotDone(text) && !parts.some(asksSomething)) return { kind: 'unclear', near: [] };
    const pieces = this.questions.read(sentences, standing);
    const all = ranked(pieces);
    const [best] = all;
    if (best && best.score >= LEAST_SCORE) {
      const second = secondOf(best.answer, pieces);
      const [, next] = all;
      if (!second && next && isTie(best, next)) return { kind: 'unclear', near: offered([best, next]) };
      return { kind: 'answers', answers: [best.answer, ...(second ? [second] : [])] };
    }
    const [politely] = parts.flatMap((part) => talkIn(part) ?? []);
    if (politely) return { kind: 'talk', talk: politely };
    const spoken = conceptsIn(text);
    const near = spoken.known < spoken.left.length ? [] : all.filter(({ score }) => score >= NEAR_SCORE);
    return { kind: 'unclear', near: offered(near) };
  }
}

function offered(near: readonly Scored[]): readonly Match[] {
  return near.flatMap(({ answer }) => (answer.kind === 'outside' ? [] : [answer])).slice(0, NEAR_MOST);
}

/** A text without the days and the place it names. */
function bare(text: string, today: Day): string {
  return daysIn(placeIn(text).rest, today, 'past').rest;
}

/** A clause that asks, not one that leaves out what the one before it named: "fik regningen, skal betales ...". */
function asksOfItself(clause: string): boolean {
  return asksSomething(clause) && !/^(skal|kan|må|vil|bør)\s+(?!vi|jeg|du|i|man|det|den|der|de)\p{L}/iu.test(clause);
}

/** What the whole text states, else what its sentences and clauses do; a question states nothing. */
function statedIn(
  text: string,
  sentences: readonly SentenceParts[],
  today: Day,
  standing: ReadonlySet<Standing>,
): Statement[] {
  const clauses = sentences.flatMap((one) => (one.text.includes('?') ? [] : one.clauses));
  const asksLast = clauses.length > 1 && asksOfItself(clauses.at(-1) ?? '');
  const told = asksLast ? clauses.filter((one) => !asksOfItself(one)) : clauses;
  for (const pieces of asksLast ? [told] : [[text], sentences.map((one) => one.text), told]) {
    const found = pieces.flatMap((piece) => statementsIn(piece, today, standing));
    if (found.length > 0) return found;
  }
  return [];
}
