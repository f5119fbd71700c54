import type { Task } from '../task/schema.js';
import type { Case } from './case.js';
import type { Command } from './commands.js';
import type { Calendar, Day, Instant } from './dates.js';
import type { CaseEvent } from './events.js';
import { type Person, samePerson } from './people.js';
import type { FieldProblem, Problem, Refusal } from './refusals.js';
import type { Role, StepId } from './steps.js';

/** Who asks and when. Comes from the verified activity, never from a card. */
export interface Asked {
  readonly by: Person;
  /** A guest of the tenant or a person of another one: holds no role and opens nothing. */
  readonly guest: boolean;
  readonly at: Instant;
  /** The case version the pressed card showed; undefined for what was typed. */
  readonly seen?: number;
  /** The request it came with, for the log; nothing is decided by it. */
  readonly request?: string;
}

/** What the rules look up: the task as data and the days off. */
export interface World {
  readonly task: Task;
  readonly calendar: Calendar;
}

export type Decision = { events: CaseEvent[] } | { refusal: Refusal };

/** One command's rule: who may, when, and which facts follow. */
export interface Rule<C extends Command> {
  /** Who may ask this of the case as it stands; without a command, whoever may ask any such thing. */
  readonly roles: (before: Case, command?: C) => readonly Role[];
  /** The step the command closes or moves: it must be the current one, and the card must be of this round. */
  readonly step?: StepId;
  /** The step at which this one may come early: the invoice may arrive before the confirmation mail. */
  readonly comesEarlyAt?: StepId;
  /** The act is the holder's own: a substitute may not do it. */
  readonly personal?: true;
  /** The version from which a card of this act counts; without it any newer version makes the card out of date. */
  readonly since?: (before: Case) => number;
  /** Whether a closed case takes the command too. */
  readonly whenClosed?: (before: Case) => boolean;
  /** The same act has been done already: said before staleness is, so that a double press is no failure. */
  readonly already?: (command: C, before: Case, asked: Asked) => Refusal | undefined;
  /** The facts, once who and when are right; may still refuse what was asked. */
  readonly decide: (command: C, before: Case, asked: Asked, world: World) => Decision;
}

export type RulesFor<T extends Command['type']> = { readonly [K in T]: Rule<Extract<Command, { type: K }>> };

/** A fact before it is stamped with who and when. */
export type Fact = CaseEvent extends infer E ? (E extends CaseEvent ? Omit<E, 'at' | 'by'> : never) : never;

/** The facts, stamped. */
export function happened(asked: Asked, ...facts: Fact[]): Decision {
  return { events: facts.map((fact) => ({ ...fact, at: asked.at, by: asked.by }) as CaseEvent) };
}

/** A no that names one field. */
export function wrong(field: string, problem: Problem): Decision {
  return { refusal: { reason: 'fields', problems: [{ field, problem }] } };
}

/** A no for every wrong field, or undefined when none is. */
export function wrongFields(problems: readonly FieldProblem[]): Decision | undefined {
  return problems.length > 0 ? { refusal: { reason: 'fields', problems } } : undefined;
}

/** True when the person is the one who asks. */
export function isAsker(person: Person | undefined, asked: Asked): boolean {
  return samePerson(person, asked.by);
}

/** What is wrong with a day that has happened: it may not lie ahead, nor before the step it follows. */
export function pastDayProblem(day: Day, today: Day, after?: { step: StepId; day: Day }): Problem | undefined {
  if (day > today) return { kind: 'inFuture', today };
  return after && day < after.day ? { kind: 'beforeStep', ...after } : undefined;
}
