import { municipalityName } from '../task/municipalities.js';
import type { FormField } from '../task/schema.js';
import { type Case, missingFor } from './case.js';
import type { Command, CommandOf, CommandType } from './commands.js';
import { type Day, dayOf } from './dates.js';
import {
  type Asked,
  already,
  type Decision,
  happened,
  isAsker,
  type NewEvent,
  type Refusal,
  type Rule,
  type RulesFor,
  type World,
  wrong,
  wrongFields,
} from './decision.js';
import { type Person, samePerson } from './people.js';
import { actorsOf } from './roles.js';
import { fallingWith, type StepId } from './steps.js';
import {
  type FieldProblem,
  mayBeCpr,
  type Problem,
  readAgreementNumber,
  readFileName,
  readText,
} from './typed-values.js';

const FIELD_MAX = 200;

/** The no to what follows the dispatch, while the agreement is not sent. */
const notSent: Decision = { refusal: { reason: 'stepOpen', step: 'dispatch' } };

const actorsIn = (step: StepId) => (before: Case) => actorsOf(before, step);

/** What lives on beside the later steps and after the payment: only a new dispatch makes its card out of date. */
const besideTheSteps = {
  roles: () => ['coordinator'],
  since: (before) => before.since.dispatch ?? 0,
  whenClosed: (before) => before.status === 'paid',
} satisfies Partial<Rule<Command>>;

/**
 * A paper of step 7: recorded by the coordinator or the payer, and once more on a card that shows what stands there.
 * Nothing comes before the agreement is sent.
 */
const paperRule = (
  paper: 'agreementForm' | 'returnDocument',
  type: 'AgreementFormRecorded' | 'ReturnDocumentRecorded',
): Rule<CommandOf<'recordAgreementForm' | 'recordReturnDocument'>> => ({
  ...besideTheSteps,
  roles: actorsIn('invoice'),
  already: ({ receivedOn, filedAs }, before, { seen }) => {
    const known = before[paper];
    if (!known) return undefined;
    const isSame = receivedOn === known.receivedOn && filedAs === known.filedAs;
    const isOlder = seen !== undefined && seen < known.since;
    return isSame || isOlder ? already({ kind: paper, by: known.by, at: known.at }) : undefined;
  },
  decide: ({ type: _type, ...facts }, before, asked) =>
    before.done.dispatch
      ? (wrongDay('receivedOn', facts.receivedOn, asked, dispatchOf(before)) ?? happened(asked, { type, ...facts }))
      : notSent,
});

const klikColleagues = ({ klikHandedOver }: Case) => (klikHandedOver ? [klikHandedOver.to] : []);

/** The rules of the eight steps, in their order (seed steps 1-8). What an event needs of a command is passed on whole. */
export const stepRules = {
  nameOfficer: {
    step: 'officer',
    roles: () => ['coordinator', 'adviser'],
    already: (_command, before) => officerNamed(before),
    decide: ({ type: _type, confirmed, ...facts }, before, asked) =>
      ownOfficer(facts.officer, confirmed, before, asked) ?? happened(asked, { type: 'OfficerNamed', ...facts }),
  },
  askForOfficer: {
    step: 'officer',
    roles: () => ['coordinator'],
    already: ({ person }, before) => {
      const same = samePerson(before.adviser?.person, person);
      return officerNamed(before) ?? (same ? already({ kind: 'adviserAsked', adviser: person }) : undefined);
    },
    decide: ({ type: _type, person: adviser, ...facts }, _before, asked) =>
      isAsker(adviser, asked)
        ? wrong('person', { kind: 'samePerson', person: adviser })
        : happened(asked, { type: 'OfficerSought', adviser, ...facts }),
  },
  acceptOfficer: {
    personal: true,
    since: (before) => before.officer?.since ?? 0,
    roles: () => ['officer'],
    already: (_command, before, asked) =>
      before.officer?.accepted && isAsker(before.officer.person, asked) ? officerNamed(before) : undefined,
    decide: ({ type: _type, awayFrom: from, awayUntil: until, ...facts }, _before, asked) => {
      const absence: NewEvent[] = from && until ? [{ type: 'AbsenceNoted', from, until }] : [];
      // The absence comes first, so that nothing is asked of the officer on those days.
      return (
        absenceProblem(from, until, dayOf(asked.at)) ??
        happened(asked, ...absence, { type: 'OfficerAccepted', ...facts })
      );
    },
  },
  declineOfficer: {
    personal: true,
    since: (before) => before.officer?.since ?? 0,
    roles: () => ['officer'],
    already: (_command, before, asked) =>
      saidNo('officer', before, asked) ??
      (before.officer?.accepted && isAsker(before.officer.person, asked) ? officerNamed(before) : undefined),
    decide: ({ type: _type, ...facts }, _before, asked) => happened(asked, { type: 'OfficerDeclined', ...facts }),
  },
  giveAgreementNumber: {
    step: 'agreementNumber',
    roles: actorsIn('agreementNumber'),
    decide: ({ agreementNumber, confirmed }, _before, asked, { task }) => {
      const read = readAgreementNumber(agreementNumber, task.agreementNumber);
      if ('problem' in read) return wrong('agreementNumber', read.problem);
      const { number, why } = read.value;
      if (why && !confirmed) return { refusal: { reason: 'secondLook', number, typed: agreementNumber.trim(), why } };
      return happened(asked, { type: 'AgreementNumberGiven', number });
    },
  },
  confirmWebForm: {
    step: 'webForm',
    roles: actorsIn('webForm'),
    decide: confirmWebForm,
  },
  confirmSignature: {
    step: 'signature',
    personal: true,
    roles: actorsIn('signature'),
    decide: ({ type: _type, ...facts }, before, asked) => {
      const form = before.done.webForm;
      const after = form && { step: 'webForm' as const, day: form.filledOn };
      return (
        wrongDay('signedOn', facts.signedOn, asked, after) ?? happened(asked, { type: 'SignatureConfirmed', ...facts })
      );
    },
  },
  refuseSignature: {
    step: 'signature',
    personal: true,
    roles: actorsIn('signature'),
    already: (_command, before, asked) => saidNo('signature', before, asked),
    decide: ({ type: _type, ...facts }, _before, asked) => happened(asked, { type: 'SignatureRefused', ...facts }),
  },
  // Closes no step: the officer's confirmation does. It may come before that or after, while the case is open.
  keepSignedCopy: {
    personal: true,
    roles: actorsIn('signature'),
    // The card is of this round of the signature; what others did meanwhile does not make it out of date.
    since: (before) => before.since.signature ?? 0,
    already: ({ copy }, { signedCopy }) =>
      copy && signedCopy?.sha256 === copy.sha256
        ? already({ kind: 'signedCopy', by: signedCopy.by, at: signedCopy.at })
        : undefined,
    decide: ({ copy }, before, asked) => {
      const current = missingFor(before, 'signature');
      if (current) return { refusal: { reason: 'notYet', step: 'signature', current } };
      if (!copy) return { refusal: { reason: 'fileGone' } };
      const read = readFileName(copy.name);
      if ('problem' in read) return wrong('file', read.problem);
      return happened(asked, { type: 'SignedCopyRecorded', ...copy, name: read.value });
    },
  },
  confirmDispatch: {
    step: 'dispatch',
    roles: actorsIn('dispatch'),
    decide: ({ type: _type, payer, ean, accounting, ...facts }, before, asked) => {
      const signature = before.done.signature;
      const after = signature && { step: 'signature' as const, day: signature.signedOn };
      const problem = wrongDay('sentOn', facts.sentOn, asked, after);
      if (problem) return problem;
      const billing = { ...(ean && { ean }), ...(accounting && { accounting }) };
      // What an earlier case knew stands on the card already and names no payer.
      const isNew = (ean && ean !== before.ean) || (accounting && accounting !== before.accounting);
      if (!payer && isNew) return wrong('payer', { kind: 'payerForBilling' });
      const named: NewEvent[] = payer ? [{ type: 'PayerNamed', payer, ...billing }] : [];
      return happened(asked, { type: 'AgreementSent', ...facts }, ...named);
    },
  },
  markInKlik: {
    ...besideTheSteps,
    also: klikColleagues,
    already: (_command, before) => (before.klik ? already({ kind: 'markedInKlik' }) : undefined),
    decide: ({ type: _type, ...facts }, before, asked) =>
      before.done.dispatch ? happened(asked, { type: 'MarkedInKlik', ...facts }) : notSent,
  },
  klikByAnother: {
    ...besideTheSteps,
    also: klikColleagues,
    already: ({ person }, before) => {
      if (before.klik) return already({ kind: 'markedInKlik' });
      const same = samePerson(before.klikHandedOver?.to, person);
      return same ? already({ kind: 'klikHandedOver', person }) : undefined;
    },
    decide: ({ type: _type, person: to, ...facts }, before, asked) => {
      if (!before.done.dispatch) return notSent;
      if (isAsker(to, asked)) return wrong('person', { kind: 'samePerson', person: to });
      return happened(asked, { type: 'KlikHandedOver', to, ...facts });
    },
  },
  namePayer: {
    roles: () => ['coordinator'],
    since: (before) => before.since.dispatch ?? 0,
    already: ({ payer, ean, accounting }, before) =>
      samePerson(payer, before.payer) && ean === before.ean && accounting === before.accounting
        ? already({ kind: 'payer', person: payer })
        : undefined,
    decide: ({ type: _type, ...facts }, before, asked) =>
      before.done.dispatch ? happened(asked, { type: 'PayerNamed', ...facts }) : notSent,
  },
  recordAgreementForm: paperRule('agreementForm', 'AgreementFormRecorded'),
  recordReturnDocument: paperRule('returnDocument', 'ReturnDocumentRecorded'),
  nameFollowUp: {
    roles: () => ['coordinator'],
    since: () => 0,
    whenClosed: (before) => before.status === 'paid',
    already: ({ person }, before) =>
      samePerson(person, before.followUp?.person) ? already({ kind: 'followUp', person }) : undefined,
    decide: ({ type: _type, ...facts }, _before, asked) => happened(asked, { type: 'FollowUpNamed', ...facts }),
  },
  confirmReceipt: {
    step: 'confirmation',
    roles: actorsIn('confirmation'),
    decide: ({ type: _type, ...facts }, before, asked) =>
      wrongDay('receivedOn', facts.receivedOn, asked, dispatchOf(before)) ??
      happened(asked, { type: 'ReceiptConfirmed', ...facts }),
  },
  agreementReturned: {
    roles: actorsIn('dispatch'),
    // The question stays open until the invoice shows that NemKonto has accepted the agreement.
    since: (before) => before.since.dispatch ?? 0,
    already: (_command, before) => {
      const { returned } = before;
      if (returned) return already({ kind: 'returned', by: returned.by, at: returned.at });
      const { invoice } = before.done;
      return invoice && already({ kind: 'invoiced', by: invoice.by, at: invoice.at });
    },
    decide: ({ type: _type, ...facts }, before, asked) => {
      if (!before.done.dispatch) return notSent;
      const problem = wrongDay('returnedOn', facts.returnedOn, asked, dispatchOf(before));
      if (problem) return problem;
      const falling = fallingWith(facts.again).filter((one) => before.done[one] !== undefined);
      return happened(asked, { type: 'AgreementReturned', ...facts, falling });
    },
  },
  registerInvoice: {
    // The invoice may come before the confirmation mail (seed step 6-7); then it closes both.
    step: 'invoice',
    roles: actorsIn('invoice'),
    decide: ({ type: _type, confirmed, ...facts }, _before, asked) =>
      mayBeCpr(facts.number) && !confirmed
        ? { refusal: { reason: 'doubt', what: 'invoiceNumber', value: facts.number } }
        : happened(asked, { type: 'InvoiceRegistered', ...facts }),
  },
  confirmPayment: {
    step: 'payment',
    roles: actorsIn('payment'),
    decide: ({ type: _type, ...facts }, before, asked) =>
      wrongDay('paidOn', facts.paidOn, asked, dispatchOf(before)) ?? happened(asked, { type: 'InvoicePaid', ...facts }),
  },
} satisfies Partial<RulesFor<CommandType>>;

/** A coordinator is seldom the officer too: naming oneself takes a second look. */
export function ownOfficer(
  officer: Person,
  confirmed: true | undefined,
  { coordinator }: Case,
  asked: Asked,
): Decision | undefined {
  const isOwn = isAsker(officer, asked) && samePerson(officer, coordinator);
  return isOwn && !confirmed ? { refusal: { reason: 'doubt', what: 'ownOfficer', value: officer.id } } : undefined;
}

/** What is wrong with the day of something done: it may not lie ahead, nor before the step it follows. */
function dayProblem(day: Day, today: Day, after?: { step: StepId; day: Day }): Problem | undefined {
  if (day > today) return { kind: 'inFuture', today };
  return after && day < after.day ? { kind: 'beforeStep', ...after } : undefined;
}

function wrongDay(field: string, day: Day, { at }: Asked, after?: { step: StepId; day: Day }): Decision | undefined {
  const problem = dayProblem(day, dayOf(at), after);
  return problem && wrong(field, problem);
}

/** An absence has both a first and a last day, in their order, and is not over yet. */
function absenceProblem(from: Day | undefined, until: Day | undefined, today: Day): Decision | undefined {
  if (!from && !until) return undefined;
  if (!from) return wrong('awayFrom', { kind: 'required' });
  if (!until) return wrong('awayUntil', { kind: 'required' });
  return periodProblem('awayUntil', from, until, today);
}

/** The days of an absence are in their order, and not all over. `field` is the input of the last one. */
export function periodProblem(field: string, from: Day, until: Day, today: Day): Decision | undefined {
  if (until < from) return wrong(field, { kind: 'beforeFrom' });
  return until < today ? wrong(field, { kind: 'inPast', today }) : undefined;
}

/** The same no again, while the case has not moved on since. */
function saidNo(to: 'officer' | 'signature', { objection }: Case, asked: Asked): Refusal | undefined {
  if (objection?.kind !== to || objection.by === 'clock' || !isAsker(objection.by, asked)) return undefined;
  return already({ kind: 'saidNo', to, by: objection.by, at: objection.at });
}

function officerNamed(before: Case): Refusal | undefined {
  if (!before.officer) return undefined;
  const { person, accepted } = before.officer;
  return already({ kind: 'officerNamed', officer: person, accepted });
}

function dispatchOf(before: Case): { step: StepId; day: string } | undefined {
  return before.done.dispatch && { step: 'dispatch', day: before.done.dispatch.sentOn };
}

/** Bilag 1 may not be deviated from: every field it names is given, and no other is kept. */
function confirmWebForm(
  { type: _type, annexFollowed, fields: typedFields, ...facts }: CommandOf<'confirmWebForm'>,
  before: Case,
  asked: Asked,
  { task }: World,
): Decision {
  const problems: FieldProblem[] = [];
  const fields: Record<string, string> = {};
  for (const field of task.formFields) {
    if (field.source !== 'typed') {
      fields[field.id] = formValue(field, before);
      continue;
    }
    const typed = Object.hasOwn(typedFields, field.id) ? typedFields[field.id] : undefined;
    const read = readText(typed ?? '', FIELD_MAX, !field.required);
    if ('problem' in read) problems.push({ field: `field.${field.id}`, problem: read.problem });
    else fields[field.id] = read.value;
  }
  const problem = dayProblem(facts.filledOn, dayOf(asked.at));
  if (problem) problems.push({ field: 'filledOn', problem });
  if (!annexFollowed) problems.push({ field: 'annexFollowed', problem: { kind: 'annexNotFollowed' } });
  return wrongFields(problems) ?? happened(asked, { type: 'WebFormCompleted', ...facts, fields });
}

/** The value Bilag 1 wants in a field that is not typed. */
export function formValue(field: FormField, theCase: Case): string {
  if (field.source === 'agreementNumber') return theCase.done.agreementNumber?.number ?? '';
  return field.source === 'municipality' ? (municipalityName(theCase.municipality) ?? '') : (field.value ?? '');
}
