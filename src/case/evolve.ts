import { type Case, currentStep, type Reminder, type StepFacts } from './case.js';
import { dayOf } from './dates.js';
import type { CaseEvent, EventOf } from './events.js';
import { distinctPeople, type Person, samePerson } from './people.js';
import { asked } from './roles.js';
import { copyStands } from './signed-copy.js';
import { fallingWith, type StepId } from './steps.js';

/** The case after one more fact. Never refuses: what is in the log has happened. */
export function evolve(before: Case | undefined, event: CaseEvent): Case {
  if (event.type === 'CaseOpened') return opened(event);
  if (before === undefined) throw new Error(`The log begins with ${event.type} instead of CaseOpened`);
  // Most facts of a long case are reminders, and they change nothing else.
  if (event.type === 'Reminded' || event.type === 'Escalated')
    return { ...before, reminders: [...before.reminders, reminderOf(event)], length: before.length + 1 };
  const after = settleCopy(before, endRest(before, settleOfficer(apply(before, event))));
  const version = before.version + 1;
  const named = peopleIn(event);
  return {
    ...after,
    version,
    since: sinceOf(before, after, version),
    waitingSince: beginsWait(event, before, after) ? event.at : before.waitingSince,
    people: named.length === 0 ? before.people : distinctPeople([...before.people, ...named]),
    length: before.length + 1,
  };
}

/** The case a whole log tells, or undefined for an empty one. */
export function replay(events: readonly CaseEvent[]): Case | undefined {
  return events.reduce<Case | undefined>(evolve, undefined);
}

function opened(event: EventOf<'CaseOpened'>): Case {
  const { municipality, goLive, taskStart, taskEnd, home, language, coordinator, tenant, at, by } = event;
  return {
    id: event.caseId,
    tenant,
    municipality,
    goLive,
    taskStart,
    taskEnd,
    home,
    language,
    opened: { at, by },
    status: 'open',
    coordinator,
    done: {},
    substitutes: [],
    reminders: [],
    waitingSince: at,
    people: [coordinator],
    version: 1,
    since: { officer: 1 },
    length: 1,
  };
}

function reminderOf(event: EventOf<'Reminded'> | EventOf<'Escalated'>): Reminder {
  const { at, step, occasion, rung } = event;
  const escalated = event.type === 'Escalated';
  const to = event.type === 'Escalated' ? event.to : [event.to];
  return { to, at, step, occasion, rung, escalated };
}

function apply(before: Case, event: Exclude<CaseEvent, { type: 'CaseOpened' | 'Reminded' | 'Escalated' }>): Case {
  const { at, by } = event;
  const named = { namedBy: by, accepted: false, since: before.version + 1 };
  const close = <S extends StepId>(step: S, facts: StepFacts[S]): Case => ({
    ...moving(before),
    done: { ...before.done, [step]: { ...facts, at, by } },
  });
  switch (event.type) {
    case 'OfficerSought':
      return { ...before, adviser: { person: event.adviser, office: event.office } };
    case 'OfficerNamed':
      return { ...moving(before), officer: { person: event.officer, ...named } };
    case 'OfficerAccepted':
      return {
        ...close('officer', {}),
        ...(before.officer && { officer: { ...before.officer, accepted: true } }),
      };
    case 'OfficerDeclined': {
      const { officer: _gone, snoozedUntil: _rested, ...rest } = before;
      return { ...rest, objection: { kind: 'officer', reason: event.reason, at, by } };
    }
    case 'AgreementNumberGiven':
      return close('agreementNumber', { number: event.number });
    case 'WebFormCompleted':
      return close('webForm', { filledOn: event.filledOn, fields: event.fields });
    case 'SignatureConfirmed':
      return close('signature', { signedOn: event.signedOn });
    case 'SignatureRefused':
      return {
        ...without(before, fallingWith('webForm')),
        objection: { kind: 'signature', reason: event.reason, at, by },
      };
    case 'SignedCopyRecorded': {
      const { name, size, sha256 } = event;
      return { ...before, signedCopy: { name, size, sha256, at, by } };
    }
    case 'AgreementSent':
      return close('dispatch', { sentOn: event.sentOn });
    case 'MarkedInKlik':
      return { ...before, klik: { at, by } };
    case 'ReceiptConfirmed':
      return close('confirmation', { receivedOn: event.receivedOn });
    case 'InvoiceRegistered': {
      const { number, amount, due, note } = event;
      const after = close('invoice', { number, amount, due, ...(note !== undefined && { note }) });
      const confirmation = before.done.confirmation ?? { at, by };
      return { ...after, payer: event.payer, done: { ...after.done, confirmation } };
    }
    case 'InvoicePaid':
      return { ...close('payment', { paidOn: event.paidOn }), status: 'paid', closed: { at, by } };
    case 'StepReopened': {
      const after = without(before, event.falling);
      if (event.step !== 'officer') return after;
      const { officer: _gone, ...rest } = after;
      return rest;
    }
    case 'CoordinatorChanged':
      return { ...before, coordinator: event.to };
    case 'OfficerReplaced':
      return { ...before, officer: { person: event.to, ...named } };
    case 'PayerReplaced':
      return { ...before, payer: event.to };
    case 'SubstituteNamed': {
      const { absent, substitute, from, until } = event;
      const others = before.substitutes.filter(
        (one) => !samePerson(one.absent, absent) || one.until < from || until < one.from,
      );
      return { ...before, substitutes: [...others, { absent, substitute, from, until }] };
    }
    case 'GoLiveMoved':
      return { ...before, goLive: event.goLive, taskStart: event.taskStart, taskEnd: event.taskEnd };
    case 'Snoozed':
      return { ...before, snoozedUntil: event.until };
    case 'CaseCancelled':
      return { ...before, status: 'cancelled', closed: { at, by, reason: event.reason } };
    case 'CaseReopened': {
      const { closed: _closed, snoozedUntil: _rested, ...rest } = before;
      const { payment: _paid, ...done } = before.done;
      return { ...rest, status: 'open', done };
    }
  }
}

/** The case once it moves again: a rest from reminders and an objection are over. Most often there is neither. */
function moving(before: Case): Case {
  if (before.snoozedUntil === undefined && before.objection === undefined) return before;
  const { snoozedUntil: _rested, objection: _answered, ...rest } = before;
  return rest;
}

/** Takes the steps up again; what was said about KLIK falls with the dispatch it was about. */
function without(before: Case, steps: readonly StepId[]): Case {
  const { klik, ...rest } = moving(before);
  const done = Object.fromEntries(Object.entries(before.done).filter(([step]) => !steps.includes(step as StepId)));
  return { ...rest, done, ...(klik && !steps.includes('dispatch') && { klik }) };
}

/** A signature that stands needs no new yes from the officer's successor; a signature still to come does. */
function settleOfficer(after: Case): Case {
  const { done: steps } = after;
  if (!steps.officer || steps.signature || after.officer?.accepted === true) return after;
  const { officer: _open, ...done } = after.done;
  return { ...after, done };
}

/** A file of what was signed says nothing about what will be signed next. */
function settleCopy(before: Case, after: Case): Case {
  if (after.signedCopy === undefined || copyStands(before, after)) return after;
  const { signedCopy: _fallen, ...rest } = after;
  return rest;
}

/** A rest from reminders was asked for one step: on another step they start afresh. */
function endRest(before: Case, after: Case): Case {
  if (after.snoozedUntil === undefined || currentStep(before) === currentStep(after)) return after;
  const { snoozedUntil: _over, ...rest } = after;
  return rest;
}

/**
 * An act begins a new wait, and the reminders start from their first rung. Not so what leaves the wait as it is: a
 * rest from them, the mark in KLIK, a kept copy, and a substitute, unless somebody else is asked from that day on.
 */
function beginsWait(event: CaseEvent, before: Case, after: Case): boolean {
  switch (event.type) {
    case 'Snoozed':
    case 'MarkedInKlik':
    case 'SignedCopyRecorded':
      return false;
    case 'SubstituteNamed': {
      const step = currentStep(after);
      if (!step) return false;
      const earlier = asked(before, step, dayOf(event.at));
      return asked(after, step, dayOf(event.at)).some((one) => !earlier.some((other) => samePerson(one, other)));
    }
    default:
      return true;
  }
}

function sinceOf(before: Case, after: Case, version: number): Case['since'] {
  const step = currentStep(after);
  const roleMoved = step === 'officer' && before.officer?.person.id !== after.officer?.person.id;
  const fresh = step !== undefined && (step !== currentStep(before) || roleMoved);
  return fresh ? { ...before.since, [step]: version } : before.since;
}

function peopleIn(event: CaseEvent): Person[] {
  switch (event.type) {
    case 'OfficerSought':
      return [event.adviser];
    case 'OfficerNamed':
      return [event.officer];
    case 'InvoiceRegistered':
      return [event.payer];
    case 'CoordinatorChanged':
    case 'OfficerReplaced':
    case 'PayerReplaced':
      return [event.to];
    case 'SubstituteNamed':
      return [event.substitute];
    default:
      return [];
  }
}
