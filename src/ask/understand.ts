import type { Day } from '../case/dates.js';
import { looksLikeCpr } from '../case/typed.js';
import type { Question } from '../task/schema.js';
import { LEAST_SCORE, type Match, QuestionSearch } from './search.js';
import { isOpenDeed, type Statement, statementsIn } from './statements.js';
import { type Talk, talkIn } from './talk.js';

/** What the bot makes of a text that is no command. */
export type Understood =
  | { kind: 'privacy' }
  | { kind: 'talk'; talk: Talk }
  /** The likeliest first: which of them is meant the case tells. */
  | { kind: 'said'; statements: readonly [Statement, ...Statement[]] }
  | Match
  | { kind: 'nothing' };

/**
 * Reads free text: what may not be kept, small talk, statements, questions, in this order. Pure: the day comes in, and the
 * index over the questions is made when the first one is asked.
 */
export class Understanding {
  private search: QuestionSearch | undefined;

  constructor(private readonly questions: readonly Question[]) {}

  of(text: string, today: Day): Understood {
    if (looksLikeCpr(text)) return { kind: 'privacy' };
    const talk = talkIn(text);
    if (talk) return { kind: 'talk', talk };
    const [first, ...others] = statementsIn(text, today);
    if (first) return { kind: 'said', statements: [first, ...others] };
    if (isOpenDeed(text)) return { kind: 'nothing' };
    this.search ??= new QuestionSearch(this.questions);
    const hit = this.search.best(text);
    return hit && hit.score >= LEAST_SCORE ? hit.asked : { kind: 'nothing' };
  }
}
