import { readCommand } from '../../src/case/commands.js';
import type { Refusal } from '../../src/case/decision.js';
import type { CaseEvent, EventOf, EventType } from '../../src/case/events.js';
import {
  type Problem,
  readAgreementNumber,
  readAmount,
  readDay,
  readEan,
  readText,
} from '../../src/case/typed-values.js';
import { coordinator, foreigner, given, guest, type Outcome, officer, outsider, payer, task } from '../given.js';
import { caseOpened, caseUntil, escalated, officerNamed } from './facts.js';
import { type COMMANDS, MOMENTS, press } from './press.js';

/** These tables are complete by their types: a new event, refusal or problem does not compile until it is shown here. */

/** What comes of a command when a person who may asks it at its moment. */
export function done<T extends (typeof COMMANDS)[number]>(
  type: T,
  changes: Parameters<typeof press<T>>[1] = {},
): Outcome {
  const [person, step] = MOMENTS[type];
  const answers = type === 'acceptOfficer' || type === 'declineOfficer';
  const log = answers ? [caseOpened(), officerNamed()] : caseUntil(step);
  return given(...log).when(press(type, changes), person, { at: '2026-06-20T09:00:00.000Z' });
}

const away = { awayFrom: '2026-07-06', awayUntil: '2026-07-24' };

type Example<T extends EventType> = { readonly before: readonly CaseEvent[]; readonly event: EventOf<T> };

function example<T extends EventType>(type: T, { before, events }: Outcome): Example<T> {
  const [event] = events;
  if (event?.type !== type) throw new Error(`${event?.type} came about instead of ${type}`);
  return { before, event: event as EventOf<T> };
}

export const everyEvent: { readonly [T in EventType]: () => Example<T> } = {
  CaseOpened: () => example('CaseOpened', given().when(press('openCase'), coordinator)),
  OfficerSought: () => example('OfficerSought', done('askForOfficer')),
  OfficerNamed: () => example('OfficerNamed', done('nameOfficer')),
  OfficerAccepted: () => example('OfficerAccepted', done('acceptOfficer')),
  AbsenceNoted: () => example('AbsenceNoted', done('acceptOfficer', away)),
  OfficerDeclined: () => example('OfficerDeclined', done('declineOfficer')),
  AgreementNumberGiven: () => example('AgreementNumberGiven', done('giveAgreementNumber')),
  WebFormCompleted: () => example('WebFormCompleted', done('confirmWebForm')),
  SignatureConfirmed: () => example('SignatureConfirmed', done('confirmSignature')),
  SignatureRefused: () => example('SignatureRefused', done('refuseSignature')),
  SignedCopyRecorded: () => example('SignedCopyRecorded', done('keepSignedCopy')),
  AgreementSent: () => example('AgreementSent', done('confirmDispatch')),
  MarkedInKlik: () => example('MarkedInKlik', done('markInKlik')),
  KlikHandedOver: () => example('KlikHandedOver', done('klikByAnother')),
  ReceiptConfirmed: () => example('ReceiptConfirmed', done('confirmReceipt')),
  InvoiceRegistered: () => example('InvoiceRegistered', done('registerInvoice')),
  PayerNamed: () => example('PayerNamed', done('namePayer')),
  AgreementFormRecorded: () => example('AgreementFormRecorded', done('recordAgreementForm')),
  ReturnDocumentRecorded: () => example('ReturnDocumentRecorded', done('recordReturnDocument')),
  FollowUpNamed: () => example('FollowUpNamed', done('nameFollowUp')),
  InvoicePaid: () => example('InvoicePaid', done('confirmPayment')),
  StepReopened: () => example('StepReopened', done('correctStep')),
  CoordinatorChanged: () => example('CoordinatorChanged', done('handOver')),
  OfficerReplaced: () => example('OfficerReplaced', done('replaceOfficer')),
  PayerReplaced: () => example('PayerReplaced', done('replacePayer')),
  SubstituteNamed: () => example('SubstituteNamed', done('nameSubstitute')),
  GoLiveMoved: () => example('GoLiveMoved', done('moveGoLive')),
  Reminded: () => example('Reminded', done('remindNow')),
  Escalated: () => ({ before: caseUntil('signature'), event: escalated() }),
  Snoozed: () => example('Snoozed', given(...caseUntil('payment')).when(press('snooze'), payer)),
  CaseCancelled: () => example('CaseCancelled', done('cancelCase')),
  CaseReopened: () => example('CaseReopened', done('reopenCase')),
  AgreementReturned: () => example('AgreementReturned', done('agreementReturned')),
};

export const everyRefusal: { readonly [R in Exclude<Refusal['reason'], 'unknownAct'>]: () => Outcome } = {
  noCase: () => given(caseOpened()).when(press('cancelCase'), foreigner),
  guest: () => given().when(press('openCase'), guest, { guest: true }),
  caseExists: () => given(caseOpened()).when(press('openCase'), officer),
  closed: () => given(...caseUntil('paid')).when(press('cancelCase'), coordinator),
  notYours: () => given(caseOpened()).when(press('cancelCase'), outsider),
  stepDone: () => given(...caseUntil('webForm')).when(press('giveAgreementNumber'), coordinator),
  notYet: () => given(caseOpened()).when(press('confirmWebForm'), coordinator),
  stepOpen: () => given(caseOpened()).when(press('markInKlik'), coordinator),
  changedSince: () => given(...caseUntil('webForm')).when(press('cancelCase'), coordinator, { seen: 1 }),
  already: () => given(caseOpened()).when(press('reopenCase'), coordinator),
  remindedLately: () => done('remindNow').when(press('remindNow'), coordinator),
  nobodyToRemind: () => given(caseOpened()).when(press('remindNow'), coordinator),
  fileGone: () => given(...caseUntil('signature')).when({ type: 'keepSignedCopy' }, officer),
  secondLook: () =>
    given(...caseUntil('agreementNumber')).when(press('giveAgreementNumber', { agreementNumber: '07' }), coordinator),
  doubt: () => given(caseOpened()).when(press('nameOfficer', { officer: coordinator }), coordinator),
  fields: () => given(caseOpened()).when(press('snooze', { days: 0 }), coordinator),
};

const reading = {
  person: (id: string) => (id === 'guest' ? ('guest' as const) : undefined),
  opening: { suffix: 'k3f9', home: caseOpened().home, language: 'da' as const },
};
const limits = task.agreementNumber;
const read = (verb: string, inputs: Record<string, string>) => {
  const found = readCommand(verb, inputs, reading);
  return found && 'problems' in found ? found.problems.map((one) => one.problem) : [];
};
const typed = (result: object) => ('problem' in result ? [result.problem as Problem] : []);
const decided = ({ refusal }: Outcome) =>
  refusal?.reason === 'fields' ? refusal.problems.map((one) => one.problem) : [];
const form = given(...caseUntil('webForm'));
const substitute = (changes: object) => decided(form.when(press('nameSubstitute', changes), coordinator));

export const everyProblem: { readonly [K in Problem['kind']]: () => readonly Problem[] } = {
  required: () => typed(readDay('')),
  tooLong: () => typed(readText('xx', 1)),
  cpr: () => typed(readText('010190-1234', 50)),
  notADate: () => typed(readDay('i går')),
  dateOutOfRange: () => typed(readDay('1.1.1926')),
  inFuture: () => decided(form.when(press('confirmWebForm', { filledOn: '2027-01-01' }), coordinator)),
  inPast: () => substitute({ from: '2020-01-01', until: '2020-01-02' }),
  beforeStep: () =>
    decided(given(...caseUntil('signature')).when(press('confirmSignature', { signedOn: '2026-05-01' }), officer)),
  beforeFrom: () => substitute({ from: '2026-07-02', until: '2026-07-01' }),
  notDigits: () => typed(readAgreementNumber('x', limits)),
  numberZero: () => typed(readAgreementNumber('0', limits)),
  numberTooBig: () => typed(readAgreementNumber('100000000', limits)),
  notAnAmount: () => typed(readAmount('gratis')),
  notEan: () => typed(readEan('5798000000002')),
  amountTooBig: () => typed(readAmount('999999999')),
  unknownPerson: () => read('handOver', { person: 'nobody' }),
  onePersonOnly: () => read('handOver', { person: 'a,b' }),
  guest: () => read('handOver', { person: 'guest' }),
  samePerson: () => substitute({ person: coordinator }),
  payerForBilling: () =>
    decided(given(...caseUntil('dispatch')).when(press('confirmDispatch', { ean: '5798000000001' }), coordinator)),
  unknownMunicipality: () => decided(given().when(press('openCase', { municipality: '0999' }), coordinator)),
  annexNotFollowed: () => decided(form.when(press('confirmWebForm', { annexFollowed: false }), coordinator)),
  notAChoice: () => read('correctStep', { step: 'klik' }),
  daysOutOfRange: () => decided(form.when(press('snooze', { days: 11 }), coordinator)),
  dayOutOfRange: () => decided(form.when(press('snooze', { days: undefined, until: '2027-01-01' }), coordinator)),
  daysAndDay: () => decided(form.when(press('snooze', { until: '2026-05-08' }), coordinator)),
  daysOrDay: () => decided(form.when(press('snooze', { days: undefined }), coordinator)),
};
