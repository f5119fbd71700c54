import type { Day } from '../case/dates.js';
import { looksLikeCpr } from '../case/typed-values.js';
import type { Question } from '../task/schema.js';
import { LEAST_SCORE, type Match, QuestionSearch } from './search.js';
import { type Talk, talkIn } from './small-talk.js';
import { isNotDone, type Statement, statementsIn } from './statements.js';

/** What a text that is no command is understood as. */
export type Understood =
  | { kind: 'privacy' }
  | { kind: 'talk'; talk: Talk }
  /** The likeliest first; which of them is meant depends on what the case waits for. */
  | { kind: 'statement'; statements: readonly [Statement, ...Statement[]] }
  | Match
  | { kind: 'nothing' };

/** Reads free text: what may not be kept, small talk, statements, questions, in this order. Pure: the day is given. */
export class Understanding {
  private readonly search: QuestionSearch;

  constructor(questions: readonly Question[]) {
    this.search = new QuestionSearch(questions);
  }

  of(text: string, today: Day): Understood {
    if (looksLikeCpr(text)) return { kind: 'privacy' };
    const talk = talkIn(text);
    if (talk) return { kind: 'talk', talk };
    const [first, ...others] = statementsIn(text, today);
    if (first) return { kind: 'statement', statements: [first, ...others] };
    if (isNotDone(text)) return { kind: 'nothing' };
    const hit = this.search.best(text);
    return hit && hit.score >= LEAST_SCORE ? hit.asked : { kind: 'nothing' };
  }
}
