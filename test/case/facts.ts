import type { CaseEvent, EventOf } from '../../src/case/events.js';
import { STEPS, type StepId } from '../../src/case/steps.js';
import { adviser, colleague, coordinator, officer, payer, TENANT } from '../given.js';

type Values<T extends CaseEvent['type']> = Omit<EventOf<T>, 'type'>;

/** Makes one kind of event, with the usual values unless the test gives others. */
function fact<T extends CaseEvent['type']>(type: T, usual: Values<T>) {
  return (changes: Partial<Values<T>> = {}): EventOf<T> => ({ type, ...usual, ...changes }) as unknown as EventOf<T>;
}

const by = coordinator;

// The usual course, from a Monday in May to a Monday in June.
export const caseOpened = fact('CaseOpened', {
  at: '2026-05-04T07:00:00.000Z',
  by,
  caseId: '0630-k3f9',
  tenant: TENANT,
  municipality: '0630',
  goLive: '2026-11-02',
  taskStart: '2026-05-04',
  taskEnd: '2026-05-08',
  home: { kind: 'channel', id: '19:hjem@thread.tacv2' },
  language: 'da',
  coordinator,
});
export const officerSought = fact('OfficerSought', {
  at: '2026-05-04T07:30:00.000Z',
  by,
  adviser,
  office: 'financeManager',
});
export const officerNamed = fact('OfficerNamed', { at: '2026-05-04T08:00:00.000Z', by, officer });
export const officerAccepted = fact('OfficerAccepted', { at: '2026-05-05T08:00:00.000Z', by: officer });
export const officerDeclined = fact('OfficerDeclined', {
  at: '2026-05-05T08:00:00.000Z',
  by: officer,
  reason: 'Det er ikke mig',
});
export const numberGiven = fact('AgreementNumberGiven', { at: '2026-05-05T09:00:00.000Z', by, number: '123456' });
export const formCompleted = fact('WebFormCompleted', {
  at: '2026-05-06T09:00:00.000Z',
  by,
  filledOn: '2026-05-06',
  fields: { agreementNumber: '123456' },
});
export const signatureConfirmed = fact('SignatureConfirmed', {
  at: '2026-05-07T09:00:00.000Z',
  by: officer,
  signedOn: '2026-05-07',
});
export const signatureRefused = fact('SignatureRefused', {
  at: '2026-05-07T09:00:00.000Z',
  by: officer,
  reason: 'Formularen er ikke som Bilag 1',
});
export const agreementSent = fact('AgreementSent', { at: '2026-05-08T09:00:00.000Z', by, sentOn: '2026-05-08' });
export const markedInKlik = fact('MarkedInKlik', { at: '2026-05-08T10:00:00.000Z', by });
const receiptConfirmed = fact('ReceiptConfirmed', {
  at: '2026-05-18T09:00:00.000Z',
  by,
  receivedOn: '2026-05-18',
});
const invoiceRegistered = fact('InvoiceRegistered', {
  at: '2026-05-20T09:00:00.000Z',
  by,
  number: 'F-2026-17',
  amount: 404_028,
  due: '2026-06-19',
  payer,
});
const invoicePaid = fact('InvoicePaid', { at: '2026-06-15T09:00:00.000Z', by: payer, paidOn: '2026-06-15' });
export const caseCancelled = fact('CaseCancelled', { at: '2026-06-16T09:00:00.000Z', by, reason: 'Udskudt et år' });
export const caseReopened = fact('CaseReopened', { at: '2026-06-17T09:00:00.000Z', by, reason: 'Vi går videre' });
export const officerReplaced = fact('OfficerReplaced', { at: '2026-05-19T09:00:00.000Z', by, to: colleague });
export const coordinatorChanged = fact('CoordinatorChanged', { at: '2026-05-19T09:00:00.000Z', by, to: colleague });
export const snoozed = fact('Snoozed', { at: '2026-05-19T09:00:00.000Z', by, days: 3, until: '2026-05-22' });
export const substituteNamed = fact('SubstituteNamed', {
  at: '2026-05-04T08:30:00.000Z',
  by: officer,
  absent: officer,
  substitute: colleague,
  from: '2026-05-04',
  until: '2026-12-31',
});
export const reminded = fact('Reminded', {
  at: '2026-05-19T06:00:00.000Z',
  by: 'clock',
  to: officer,
  step: 'officer',
  occasion: 'silence',
  rung: 1,
});
export const escalated = fact('Escalated', {
  at: '2026-05-19T06:00:00.000Z',
  by: 'clock',
  to: [officer, coordinator],
  step: 'officer',
  occasion: 'silence',
  rung: 4,
});

const CLOSING: { readonly [S in StepId]: () => readonly CaseEvent[] } = {
  officer: () => [officerNamed(), officerAccepted()],
  agreementNumber: () => [numberGiven()],
  webForm: () => [formCompleted()],
  signature: () => [signatureConfirmed()],
  dispatch: () => [agreementSent()],
  confirmation: () => [receiptConfirmed()],
  invoice: () => [invoiceRegistered()],
  payment: () => [invoicePaid()],
};

/** The log of a case that now waits for `step`; every step before it went its usual way. */
export function caseUntil(step: StepId | 'paid'): CaseEvent[] {
  const closed = step === 'paid' ? STEPS : STEPS.slice(0, STEPS.indexOf(step));
  return [caseOpened(), ...closed.flatMap((one) => CLOSING[one]())];
}
