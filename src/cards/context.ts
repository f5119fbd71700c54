import type { Codes } from '../case/codes.js';
import type { Inputs } from '../case/commands.js';
import type { Calendar, Day } from '../case/dates.js';
import type { Language, Person } from '../case/people.js';
import type { FieldProblem } from '../case/refusals.js';
import type { Task } from '../task/schema.js';
import type { Unreached } from '../texts/story.js';
import type { Button, Show } from './buttons.js';
import type { Templates } from './templates.js';

/** A finished Adaptive Card 1.5: plain JSON. */
export type AdaptiveCard = Record<string, unknown>;

export type Tone = 'good' | 'warning' | 'attention' | 'accent';

/** A line above the card's own content: a reminder, an answer, or what to look at. */
export interface Banner {
  readonly tone: Tone;
  readonly text: string;
}

/** What came back with a press that could not be used: it is shown again, with the error at its field. */
export interface Form {
  readonly typed: Inputs;
  readonly problems: readonly FieldProblem[];
  /** An agreement number that counts only after a second look. */
  readonly secondLook?: { readonly number: string; readonly typed: string; readonly why: 'long' | 'leadingZero' };
}

/** Somebody the bot could not reach, and why. */
export interface Unreachable {
  readonly person: Person;
  readonly why: Unreached;
  /** False when the bot cannot name them with a mention where the case lives either. */
  readonly mentionable?: boolean;
}

/** What the ledger knows and the case does not: who was not reached, and whether the case card can stand where it should. */
export interface Reach {
  readonly unreached: readonly Unreachable[];
  readonly lostHome?: 'gone' | 'shut' | undefined;
}

/**
 * Makes a card a role view: Teams shows it to everybody, and asks on behalf of each of these people for their own view.
 * `userIds` are Teams' ids (`29:...`).
 */
export interface Refresh {
  readonly show: Show;
  readonly userIds: readonly string[];
}

/** Everything a card needs besides the case, for one reader. */
export interface CardContext {
  readonly templates: Templates;
  readonly language: Language;
  readonly today: Day;
  readonly task: Task;
  readonly calendar: Calendar;
  /** Static choices beside the people picker, best known first. */
  readonly people: readonly Person[];
  readonly practice: boolean;
  readonly banner?: Banner;
  readonly form?: Form;
  /** In a conversation of several people: what Teams fetches anew by itself, and for whom. */
  readonly refresh?: Refresh;
  /** What proves the log; only cards that tell of a signature or of the end show it. */
  readonly codes?: Codes;
  /** Buttons offered after the card's own, as a reminder does. */
  readonly beside?: readonly Button[];
}
