import type { Stamp } from './case.js';
import type { Day, Instant } from './dates.js';
import type { Author, Person } from './people.js';
import type { Role, StepId } from './steps.js';

/** What is wrong with one field, with the facts a sentence about it needs. `typed` is what the person wrote. */
export type Problem =
  | { kind: 'required' }
  | { kind: 'tooLong'; max: number }
  | { kind: 'cpr' }
  | { kind: 'notADate'; typed: string }
  | { kind: 'dateOutOfRange' }
  | { kind: 'inFuture'; today: Day }
  | { kind: 'inPast'; today: Day }
  | { kind: 'beforeStep'; step: StepId; day: Day }
  | { kind: 'beforeFrom' }
  | { kind: 'notDigits'; typed: string }
  | { kind: 'numberZero' }
  | { kind: 'numberTooBig'; max: string }
  | { kind: 'notAnAmount'; typed: string }
  | { kind: 'amountTooBig' }
  | { kind: 'unknownPerson' }
  | { kind: 'onePersonOnly' }
  | { kind: 'guest' }
  | { kind: 'samePerson'; person: Person }
  | { kind: 'unknownMunicipality' }
  | { kind: 'annexNotFollowed' }
  | { kind: 'notAChoice' }
  | { kind: 'daysOutOfRange'; min: number; max: number };

export interface FieldProblem {
  /** Input id as in the card: `agreementNumber`, `field.<id>` ... */
  readonly field: string;
  readonly problem: Problem;
}

/** An expected "no", as data: who may, what happened, or what is wrong with which field. Texts make the sentence. */
export type Refusal =
  | { reason: 'noCase' }
  | { reason: 'guest' }
  | { reason: 'unknownAct' }
  | { reason: 'caseExists'; caseId: string }
  | ({ reason: 'closed'; status: 'paid' | 'cancelled' } & Partial<Stamp>)
  | { reason: 'notYours'; act: string; roles: readonly Role[]; may: readonly Person[] }
  | ({ reason: 'stepDone'; step: StepId } & Stamp)
  | { reason: 'notYet'; step: StepId; current: StepId }
  | { reason: 'stepOpen'; step: StepId }
  | { reason: 'changedSince' }
  | { reason: 'already'; what: Already }
  | { reason: 'remindedLately'; at: Instant; again: Instant }
  | { reason: 'nobodyToRemind' }
  | { reason: 'fileGone' }
  | { reason: 'secondLook'; number: string; typed: string; why: 'long' | 'leadingZero' }
  | { reason: 'fields'; problems: readonly FieldProblem[] };

/** What is already as the person wants it. */
export type Already =
  | { kind: 'officerNamed'; officer: Person; accepted: boolean }
  | { kind: 'adviserAsked'; adviser: Person }
  | { kind: 'coordinator'; person: Person }
  | { kind: 'payer'; person: Person }
  | { kind: 'substitute'; person: Person; from: Day; until: Day }
  | { kind: 'goLive'; goLive: Day }
  | { kind: 'snoozed'; until: Day }
  | { kind: 'markedInKlik' }
  | ({ kind: 'signedCopy' } & Stamp)
  | { kind: 'saidNo'; to: 'officer' | 'signature'; by: Author; at: Instant }
  | { kind: 'open' };
