import type { Codes } from '../case/case.js';
import type { Inputs } from '../case/commands.js';
import type { Calendar, Day } from '../case/dates.js';
import type { Refusal } from '../case/decision.js';
import type { Language, Person } from '../case/people.js';
import type { FieldProblem } from '../case/typed-values.js';
import type { Task } from '../task/schema.js';
import type { Unreached } from '../texts/sentences.js';
import type { Button, Show } from './buttons.js';
import type { Templates } from './templates.js';

/** A finished Adaptive Card 1.5: plain JSON. */
export type AdaptiveCard = Record<string, unknown>;

export type Tone = 'good' | 'warning' | 'attention' | 'accent';

/** A line above the card's own content: a reminder, an answer, or what to look at. */
export interface Banner {
  readonly tone: Tone;
  readonly text: string;
  /** It says by when; the card below does not repeat it. */
  readonly saysDeadline?: boolean;
}

/** The inputs of a press that could not be used: shown again, with the error at its field. */
interface Form {
  readonly typed: Inputs;
  readonly problems: readonly FieldProblem[];
  /** An unusual agreement number that the person must confirm. */
  readonly secondLook?: { readonly number: string; readonly typed: string; readonly why: 'long' | 'leadingZero' };
  /** Another unusual value that the person must confirm. */
  readonly doubt?: Extract<Refusal, { reason: 'doubt' }>;
}

/** A person the bot could not reach, and why. */
interface Unreachable {
  readonly person: Person;
  readonly why: Unreached;
  /** False when the bot cannot mention them in the case's home conversation either. */
  readonly mentionable?: boolean;
}

/** What the delivery ledger knows and the case does not: who was not reached, and whether the home conversation is lost. */
export interface Reach {
  readonly unreached: readonly Unreachable[];
  readonly lostHome?: 'gone' | 'shut' | undefined;
}

/**
 * Makes a card a role view: Teams shows it to everyone, and asks on behalf of each of these people for their own view.
 * `userIds` are Teams' ids (`29:...`).
 */
interface Refresh {
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
  /** In a conversation of several people: the view that Teams fetches by itself, and for whom. */
  readonly refresh?: Refresh;
  /** The control codes; only cards about a signature or the end of the case show them. */
  readonly codes?: Codes;
  /** Buttons offered after the card's own, as a reminder does. */
  readonly beside?: readonly Button[];
}
