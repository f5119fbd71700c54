import { municipalityName } from '../task/municipalities.js';
import type { Case } from './case.js';
import type { Command } from './commands.js';
import { dayOf } from './dates.js';
import { samePerson } from './people.js';
import type { FieldProblem, Refusal } from './refusals.js';
import {
  type Asked,
  type Decision,
  happened,
  isAsker,
  pastDayProblem,
  type RulesFor,
  type World,
  wrong,
  wrongFields,
} from './rule.js';
import { STEP_RULES, type StepId } from './steps.js';
import { readAgreementNumber, readText } from './typed.js';

type StepCommand =
  | 'nameOfficer'
  | 'askForOfficer'
  | 'acceptOfficer'
  | 'declineOfficer'
  | 'giveAgreementNumber'
  | 'confirmWebForm'
  | 'confirmSignature'
  | 'refuseSignature'
  | 'confirmDispatch'
  | 'markInKlik'
  | 'confirmReceipt'
  | 'registerInvoice'
  | 'confirmPayment';

const FIELD_MAX = 200;

const actorsOf = (step: StepId) => () => STEP_RULES[step].actors;

/** The rules of the eight steps, in their order (seed steps 1-8). */
export const stepRules: RulesFor<StepCommand> = {
  nameOfficer: {
    step: 'officer',
    roles: () => ['coordinator', 'adviser'],
    already: (_command, before) => officerNamed(before),
    decide: ({ officer }, _before, asked) => happened(asked, { type: 'OfficerNamed', officer }),
  },
  askForOfficer: {
    step: 'officer',
    roles: () => ['coordinator'],
    already: ({ person }, before) => {
      const same = samePerson(before.adviser?.person, person);
      return (
        officerNamed(before) ??
        (same ? { reason: 'already', what: { kind: 'adviserAsked', adviser: person } } : undefined)
      );
    },
    decide: ({ person, office }, _before, asked) =>
      isAsker(person, asked)
        ? wrong('person', { kind: 'samePerson', person })
        : happened(asked, { type: 'OfficerSought', adviser: person, office }),
  },
  acceptOfficer: {
    personal: true,
    since: (before) => before.officer?.since ?? 0,
    roles: () => ['officer'],
    already: (_command, before, asked) =>
      before.officer?.accepted && isAsker(before.officer.person, asked) ? officerNamed(before) : undefined,
    decide: (_command, _before, asked) => happened(asked, { type: 'OfficerAccepted' }),
  },
  declineOfficer: {
    personal: true,
    since: (before) => before.officer?.since ?? 0,
    roles: () => ['officer'],
    already: (_command, before, asked) =>
      saidNo('officer', before, asked) ??
      (before.officer?.accepted && isAsker(before.officer.person, asked) ? officerNamed(before) : undefined),
    decide: ({ reason }, _before, asked) => happened(asked, { type: 'OfficerDeclined', reason }),
  },
  giveAgreementNumber: {
    step: 'agreementNumber',
    roles: actorsOf('agreementNumber'),
    decide: (command, _before, asked, { task }) => {
      const read = readAgreementNumber(command.agreementNumber, task.agreementNumber);
      if ('problem' in read) return wrong('agreementNumber', read.problem);
      const { number, why } = read.value;
      const typed = command.agreementNumber.trim();
      if (why && !command.confirmed) return { refusal: { reason: 'secondLook', number, typed, why } };
      return happened(asked, { type: 'AgreementNumberGiven', number });
    },
  },
  confirmWebForm: {
    step: 'webForm',
    roles: actorsOf('webForm'),
    decide: confirmWebForm,
  },
  confirmSignature: {
    step: 'signature',
    personal: true,
    roles: actorsOf('signature'),
    decide: ({ signedOn }, before, asked) => {
      const form = before.done.webForm;
      const problem = pastDayProblem(signedOn, dayOf(asked.at), form && { step: 'webForm', day: form.filledOn });
      return problem ? wrong('signedOn', problem) : happened(asked, { type: 'SignatureConfirmed', signedOn });
    },
  },
  refuseSignature: {
    step: 'signature',
    personal: true,
    roles: actorsOf('signature'),
    already: (_command, before, asked) => saidNo('signature', before, asked),
    decide: ({ reason }, _before, asked) => happened(asked, { type: 'SignatureRefused', reason }),
  },
  confirmDispatch: {
    step: 'dispatch',
    roles: actorsOf('dispatch'),
    decide: ({ sentOn }, before, asked) => {
      const signature = before.done.signature;
      const after = signature && { step: 'signature' as const, day: signature.signedOn };
      const problem = pastDayProblem(sentOn, dayOf(asked.at), after);
      return problem ? wrong('sentOn', problem) : happened(asked, { type: 'AgreementSent', sentOn });
    },
  },
  markInKlik: {
    roles: () => ['coordinator'],
    // The question stays open beside the later steps: only a new dispatch makes it out of date.
    since: (before) => before.since.dispatch ?? 0,
    whenClosed: (before) => before.status === 'paid',
    already: (_command, before) => (before.klik ? { reason: 'already', what: { kind: 'markedInKlik' } } : undefined),
    decide: (_command, before, asked) =>
      before.done.dispatch
        ? happened(asked, { type: 'MarkedInKlik' })
        : { refusal: { reason: 'stepOpen', step: 'dispatch' } },
  },
  confirmReceipt: {
    step: 'confirmation',
    roles: actorsOf('confirmation'),
    decide: ({ receivedOn }, before, asked) => {
      const problem = pastDayProblem(receivedOn, dayOf(asked.at), sent(before));
      return problem ? wrong('receivedOn', problem) : happened(asked, { type: 'ReceiptConfirmed', receivedOn });
    },
  },
  registerInvoice: {
    // The invoice may come before the confirmation mail (seed step 6-7); then it closes both.
    step: 'invoice',
    comesEarlyAt: 'confirmation',
    roles: actorsOf('invoice'),
    decide: ({ number, amount, due, payer, note }, _before, asked) =>
      happened(asked, { type: 'InvoiceRegistered', number, amount, due, payer, ...(note !== undefined && { note }) }),
  },
  confirmPayment: {
    step: 'payment',
    roles: actorsOf('payment'),
    decide: ({ paidOn }, before, asked) => {
      const problem = pastDayProblem(paidOn, dayOf(asked.at), sent(before));
      return problem ? wrong('paidOn', problem) : happened(asked, { type: 'InvoicePaid', paidOn });
    },
  },
};

/** The same no again, while it is the newest word on the matter. */
function saidNo(to: 'officer' | 'signature', { objection }: Case, asked: Asked): Refusal | undefined {
  if (objection?.kind !== to || objection.by === 'clock' || !isAsker(objection.by, asked)) return undefined;
  return { reason: 'already', what: { kind: 'saidNo', to, by: objection.by, at: objection.at } };
}

function officerNamed(before: Case): Refusal | undefined {
  if (!before.officer) return undefined;
  const { person, accepted } = before.officer;
  return { reason: 'already', what: { kind: 'officerNamed', officer: person, accepted } };
}

function sent(before: Case): { step: StepId; day: string } | undefined {
  return before.done.dispatch && { step: 'dispatch', day: before.done.dispatch.sentOn };
}

/** Bilag 1 may not be deviated from: every field it names is given, none that it does not name is kept. */
function confirmWebForm(
  command: Extract<Command, { type: 'confirmWebForm' }>,
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
    const typed = Object.hasOwn(command.fields, field.id) ? command.fields[field.id] : undefined;
    const read = readText(typed ?? '', FIELD_MAX, !field.required);
    if ('problem' in read) problems.push({ field: `field.${field.id}`, problem: read.problem });
    else fields[field.id] = read.value;
  }
  const dayProblem = pastDayProblem(command.filledOn, dayOf(asked.at));
  if (dayProblem) problems.push({ field: 'filledOn', problem: dayProblem });
  if (!command.annexFollowed) problems.push({ field: 'annexFollowed', problem: { kind: 'annexNotFollowed' } });
  return wrongFields(problems) ?? happened(asked, { type: 'WebFormCompleted', filledOn: command.filledOn, fields });
}

/** The value Bilag 1 wants in a field that nobody types. */
export function formValue(field: World['task']['formFields'][number], theCase: Case): string {
  if (field.source === 'agreementNumber') return theCase.done.agreementNumber?.number ?? '';
  return field.source === 'municipality' ? (municipalityName(theCase.municipality) ?? '') : (field.value ?? '');
}
