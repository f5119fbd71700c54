import { awaitedSteps, type Case, currentStep, isOpen, isSignable, type Reminder, type StepFacts } from './case.js';
import { dayOf, overlap } from './dates.js';
import { type CaseEvent, type EventOf, factsOf } from './events.js';
import { distinctPeople, includesPerson, isPerson, type Person, samePerson } from './people.js';
import { asked, stepAskedOf } from './roles.js';
import { fallingWith, STEPS, type StepId, stepNumber } from './steps.js';

/** The case after one more event. Never refuses: what is in the log has happened. */
export function evolve(before: Case | undefined, event: CaseEvent): Case {
  if (event.type === 'CaseOpened') return opened(event);
  if (before === undefined) throw new Error(`The log begins with ${event.type} instead of CaseOpened`);
  // A reminder changes nothing else: it makes no card stale and starts no new wait.
  if (event.type === 'Reminded' || event.type === 'Escalated')
    return { ...before, reminders: [...before.reminders, reminderOf(event)], length: before.length + 1 };
  const after = settleCopy(before, endSnooze(before, settleOfficer(apply(before, event))));
  const version = before.version + 1;
  return {
    ...after,
    version,
    since: sinceOf(before, after, version),
    waits: waitsOf(event, before, after),
    people: distinctPeople([...before.people, ...peopleIn(event)]),
    length: before.length + 1,
  };
}

/** The case of a whole log, or undefined for an empty one. */
export function replay(events: readonly CaseEvent[]): Case | undefined {
  return events.reduce<Case | undefined>(evolve, undefined);
}

function opened(event: EventOf<'CaseOpened'>): Case {
  const { caseId: id, coordinator, ...facts } = factsOf(event);
  const { at, by } = event;
  return {
    ...facts,
    id,
    opened: { at, by },
    status: 'open',
    coordinator,
    done: {},
    substitutes: [],
    rests: [],
    reminders: [],
    waits: { officer: at, agreementNumber: at },
    people: [coordinator],
    version: 1,
    since: { officer: 1, agreementNumber: 1 },
    length: 1,
  };
}

function reminderOf(event: EventOf<'Reminded'> | EventOf<'Escalated'>): Reminder {
  const escalated = event.type === 'Escalated';
  const { to, ...facts } = factsOf(event);
  return { ...facts, to: [to].flat(), at: event.at, escalated };
}

/** When the case moves on, a snooze and an objection are over. */
const MOVED_ON = { snoozedUntil: undefined, objection: undefined };

/** With the dispatch fall what was said about KLIK and the papers that came after it. */
const NOT_SENT = { klik: undefined, klikHandedOver: undefined, agreementForm: undefined, returnDocument: undefined };

function apply(before: Case, event: Exclude<CaseEvent, { type: 'CaseOpened' | 'Reminded' | 'Escalated' }>): Case {
  const { at, by } = event;
  const named = { namedBy: by, accepted: false, since: before.version + 1, away: [] };
  const close = <S extends StepId>(step: S, facts: StepFacts[S]): Case => {
    const done = { ...before.done, [step]: { ...facts, at, by } };
    // What was said of an earlier step holds while that step is awaited; a form filled in again answers the refusal.
    const isAnswered = step === 'webForm' && before.objection?.kind === 'signature';
    const stays = currentStep({ ...before, done }) === currentStep(before) && !isAnswered;
    return { ...(stays ? before : { ...before, ...MOVED_ON }), done };
  };
  switch (event.type) {
    case 'OfficerSought': {
      const { adviser: person, ...facts } = factsOf(event);
      return { ...before, adviser: { person, ...facts } };
    }
    case 'OfficerNamed': {
      const { officer: person, ...facts } = factsOf(event);
      return { ...before, ...MOVED_ON, officer: { person, ...facts, ...named } };
    }
    case 'OfficerAccepted':
      return {
        ...close('officer', factsOf(event)),
        officer: before.officer && { ...before.officer, accepted: true },
      };
    case 'AbsenceNoted':
      return {
        ...before,
        officer: before.officer && { ...before.officer, away: awayWith(before.officer.away, event) },
      };
    case 'OfficerDeclined':
      return {
        ...before,
        ...MOVED_ON,
        officer: undefined,
        objection: { kind: 'officer', ...factsOf(event), at, by },
      };
    case 'AgreementNumberGiven':
      return close('agreementNumber', factsOf(event));
    case 'WebFormCompleted':
      return close('webForm', factsOf(event));
    case 'SignatureConfirmed':
      return close('signature', factsOf(event));
    case 'SignatureRefused':
      return {
        ...without(before, fallingWith('webForm')),
        objection: { kind: 'signature', ...factsOf(event), at, by },
      };
    case 'SignedCopyRecorded':
      return { ...before, signedCopy: { ...factsOf(event), at, by } };
    case 'AgreementSent':
      return { ...close('dispatch', factsOf(event)), returned: undefined };
    case 'AgreementReturned': {
      const { falling, ...facts } = factsOf(event);
      return { ...without(before, falling), returned: { ...facts, at, by } };
    }
    case 'MarkedInKlik':
      return { ...before, klik: { ...factsOf(event), at, by } };
    case 'KlikHandedOver':
      return { ...before, klikHandedOver: { ...factsOf(event), at, by } };
    case 'ReceiptConfirmed':
      return close('confirmation', factsOf(event));
    case 'InvoiceRegistered': {
      const { payer, ...facts } = factsOf(event);
      const after = close('invoice', facts);
      const confirmation = before.done.confirmation ?? { at, by };
      return { ...after, ...MOVED_ON, payer, done: { ...after.done, confirmation } };
    }
    case 'PayerNamed':
      return { ...before, ean: undefined, accounting: undefined, ...factsOf(event), payerNamedBy: by };
    case 'AgreementFormRecorded':
      return { ...before, agreementForm: { ...factsOf(event), at, by, since: before.version + 1 } };
    case 'ReturnDocumentRecorded':
      return { ...before, returnDocument: { ...factsOf(event), at, by, since: before.version + 1 } };
    case 'FollowUpNamed':
      return { ...before, followUp: { ...factsOf(event), at, by } };
    case 'InvoicePaid': {
      const after = close('payment', factsOf(event));
      // A confirmation taken up again after the invoice ends as if the invoice had come first.
      const invoice = before.done.invoice ?? { at, by };
      const confirmation = before.done.confirmation ?? { at: invoice.at, by: invoice.by };
      return { ...after, ...MOVED_ON, done: { ...after.done, confirmation }, status: 'paid', closed: { at, by } };
    }
    case 'StepReopened': {
      const after = without(before, event.falling);
      return event.step === 'officer' ? { ...after, officer: undefined } : after;
    }
    case 'CoordinatorChanged':
      return { ...before, coordinator: event.to };
    case 'OfficerReplaced': {
      const { to: person, ...facts } = factsOf(event);
      return { ...before, officer: { person, ...facts, ...named } };
    }
    case 'PayerReplaced':
      return { ...before, payer: event.to, payerNamedBy: by };
    case 'SubstituteNamed': {
      const others = before.substitutes.filter((one) => !samePerson(one.absent, event.absent) || !overlap(one, event));
      return { ...before, substitutes: [...others, factsOf(event)] };
    }
    case 'GoLiveMoved':
      return { ...before, ...factsOf(event) };
    case 'Snoozed':
      return event.person ? resting(before, event.person, event) : { ...before, snoozedUntil: event.until };
    case 'CaseCancelled':
      return { ...before, status: 'cancelled', closed: { at, by, ...factsOf(event) } };
    case 'CaseReopened': {
      const { payment: _paid, ...done } = before.done;
      return { ...before, status: 'open', closed: undefined, done };
    }
  }
}

/** A newer rest of a person takes the place of an older one. */
function resting(before: Case, person: Person, { until, at }: EventOf<'Snoozed'>): Case {
  const step = stepAskedOf(before, person, dayOf(at)) ?? currentStep(before);
  const others = before.rests.filter((one) => !samePerson(one.person, person));
  return step ? { ...before, rests: [...others, { person, until, step }] } : before;
}

/** The officer's absences with a newer one, in their order. */
function awayWith(away: NonNullable<Case['officer']>['away'], event: EventOf<'AbsenceNoted'>) {
  const others = away.filter((one) => !overlap(one, event));
  return [...others, factsOf(event)].sort((a, b) => (a.from < b.from ? -1 : 1));
}

/** Reopens the steps. */
function without(before: Case, steps: readonly StepId[]): Case {
  const done = Object.fromEntries(Object.entries(before.done).filter(([step]) => !steps.includes(step as StepId)));
  return { ...before, ...MOVED_ON, ...(steps.includes('dispatch') && NOT_SENT), done };
}

/** A signature that stands needs no new yes from the officer's successor; a signature still to come does. */
function settleOfficer(after: Case): Case {
  const { officer: accepted, ...done } = after.done;
  return !accepted || done.signature || after.officer?.accepted ? after : { ...after, done };
}

/** The file shows what was signed: it falls with the signature, or with a step before it. */
function settleCopy(before: Case, after: Case): Case {
  const signatureFell = before.done.signature !== undefined && after.done.signature === undefined;
  return isSignable(after) && !signatureFell ? after : { ...after, signedCopy: undefined };
}

/** Reminders were snoozed for one step: on another step they start afresh. */
function endSnooze(before: Case, after: Case): Case {
  const steps = awaitedSteps(after);
  return {
    ...after,
    snoozedUntil: currentStep(before) === currentStep(after) ? after.snoozedUntil : undefined,
    rests: after.rests.filter(({ step }) => steps.includes(step)),
  };
}

/** Acts beside the steps: they leave every wait as it is. */
const BESIDE: ReadonlySet<CaseEvent['type']> = new Set([
  'Snoozed',
  'MarkedInKlik',
  'KlikHandedOver',
  'SignedCopyRecorded',
  'AgreementFormRecorded',
  'ReturnDocumentRecorded',
  'FollowUpNamed',
  'AbsenceNoted',
]);

/** The waits after an event: it begins those of the steps it moves, and the reminders start from their first rung. */
function waitsOf(event: CaseEvent, before: Case, after: Case): Case['waits'] {
  const waits = awaitedSteps(after).map((step) => {
    const since = before.waits[step];
    return [step, since !== undefined && leavesWait(event, step, before, after) ? since : event.at];
  });
  return Object.fromEntries(waits);
}

/**
 * An act begins the wait anew. Not so one beside the steps, the closing of a later step, and a substitute or a payer, unless another
 * person is asked from that day on.
 */
function leavesWait(event: CaseEvent, step: StepId, before: Case, after: Case): boolean {
  if (BESIDE.has(event.type)) return true;
  if (event.type === 'SubstituteNamed' || event.type === 'PayerNamed') {
    const earlier = asked(before, step, dayOf(event.at));
    return asked(after, step, dayOf(event.at)).every((one) => includesPerson(earlier, one));
  }
  return STEPS.slice(stepNumber(step)).some((later) => before.done[later] === undefined && after.done[later]);
}

function sinceOf(before: Case, after: Case, version: number): Case['since'] {
  const isFresh = (step: StepId) =>
    !isOpen(before, step) || (step === 'officer' && before.officer?.person.id !== after.officer?.person.id);
  const opened = STEPS.filter((step) => isOpen(after, step) && isFresh(step));
  return opened.length > 0
    ? { ...before.since, ...Object.fromEntries(opened.map((step) => [step, version])) }
    : before.since;
}

/** The people an event gives a part in the case. */
function peopleIn(event: CaseEvent): Person[] {
  return Object.values(factsOf(event)).filter(isPerson);
}
