import type { Task } from '../task/schema.js';
import type { Case, Stamp } from './case.js';
import type { Command, CommandOf, CommandType } from './commands.js';
import type { Calendar, Day, Instant } from './dates.js';
import type { CaseEvent } from './events.js';
import { type Author, type Person, samePerson } from './people.js';
import type { Role, StepId } from './steps.js';
import type { FieldProblem, Problem } from './typed-values.js';

/** Who asks and when. Comes from the verified activity, never from a card. */
export interface Asked {
  readonly by: Person;
  /** A guest of the tenant or a person of another one: holds no role and opens nothing. */
  readonly guest: boolean;
  readonly at: Instant;
  /** The case version the pressed card showed; undefined for what was typed. */
  readonly seen?: number;
  /** The id of the request, for the technical log; nothing is decided by it. */
  readonly request?: string;
}

/** What the rules look up: the task as data and the days off. */
export interface World {
  readonly task: Task;
  readonly calendar: Calendar;
}

export type Decision = { events: CaseEvent[] } | { refusal: Refusal };

/** An expected "no", as data: who may, what happened, or what is wrong with which field. Texts make the sentence. */
export type Refusal =
  | { reason: 'noCase' }
  | { reason: 'guest' }
  | { reason: 'unknownAct' }
  | { reason: 'caseExists'; caseId: string }
  | ({ reason: 'closed'; status: 'paid' | 'cancelled' } & Partial<Stamp>)
  | { reason: 'notYours'; act: CommandType | 'exportCase'; roles: readonly Role[]; may: readonly Person[] }
  | ({ reason: 'stepDone'; step: StepId } & Stamp)
  /** `current` is the first step that must be closed before. */
  | { reason: 'notYet'; step: StepId; current: StepId }
  | { reason: 'stepOpen'; step: StepId }
  | { reason: 'changedSince' }
  | { reason: 'already'; what: Already }
  | { reason: 'remindedLately'; at: Instant; again: Instant }
  | { reason: 'nobodyToRemind' }
  | { reason: 'fileGone' }
  | { reason: 'secondLook'; number: string; typed: string; why: 'long' | 'leadingZero' }
  /** A value that is allowed and unusual: it counts once the person has confirmed it on a second look. */
  | { reason: 'doubt'; what: 'ownOfficer' | 'invoiceNumber'; value: string }
  | { reason: 'fields'; problems: readonly FieldProblem[] };

/** What is already as the person wants it. */
export type Already =
  | { kind: 'officerNamed'; officer: Person; accepted: boolean }
  | { kind: 'adviserAsked'; adviser: Person }
  | { kind: 'coordinator'; person: Person }
  | { kind: 'payer'; person: Person }
  | { kind: 'followUp'; person: Person }
  | ({ kind: 'agreementForm' | 'returnDocument' } & Stamp)
  | { kind: 'substitute'; person: Person; from: Day; until: Day }
  | { kind: 'absence'; from: Day; until: Day }
  | { kind: 'goLive'; goLive: Day }
  | { kind: 'snoozed'; until: Day }
  | { kind: 'markedInKlik' }
  | { kind: 'klikHandedOver'; person: Person }
  | ({ kind: 'signedCopy' } & Stamp)
  | ({ kind: 'returned' | 'invoiced' } & Stamp)
  | { kind: 'saidNo'; to: 'officer' | 'signature'; by: Author; at: Instant }
  | { kind: 'open' };

/** One command's rule: who may, when, and which events follow. */
export interface Rule<C extends Command> {
  /** Who may ask this of the case as it stands; without a command, everyone who may ask any such thing. */
  readonly roles: (before: Case, command?: C) => readonly Role[];
  /** People who may ask it without holding one of the roles. */
  readonly also?: (before: Case) => readonly Person[];
  /** The step the command closes or moves: all it rests on must be closed, and the card must be of this round. */
  readonly step?: StepId;
  /** The act is the holder's own: a substitute may not do it. */
  readonly personal?: true;
  /** The version from which a card of this act counts; without it any newer version makes the card out of date. */
  readonly since?: (before: Case) => number;
  /** Whether a closed case takes the command too. */
  readonly whenClosed?: (before: Case) => boolean;
  /** The same act has been done already: checked before the card's age, so that a double press is no failure. */
  readonly already?: (command: C, before: Case, asked: Asked) => Refusal | undefined;
  /** The events, once who and when are right; may still refuse what was typed. */
  readonly decide: (command: C, before: Case, asked: Asked, world: World) => Decision;
}

export type RulesFor<T extends CommandType> = { readonly [K in T]: Rule<CommandOf<K>> };

/** An event before it is stamped with who and when. */
export type NewEvent = CaseEvent extends infer E ? (E extends CaseEvent ? Omit<E, 'at' | 'by'> : never) : never;

/** The events, stamped. */
export function happened(asked: Asked, ...events: NewEvent[]): Decision {
  return { events: events.map((event) => ({ ...event, at: asked.at, by: asked.by }) as CaseEvent) };
}

/** The no to what is already so. */
export function already(what: Already) {
  return { reason: 'already', what } as const;
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
