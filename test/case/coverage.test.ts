import { expect, test } from 'vitest';
import { readCommand } from '../../src/case/commands.js';
import type { Refusal } from '../../src/case/decision.js';
import type { CaseEvent } from '../../src/case/events.js';
import type { Problem } from '../../src/case/typed-values.js';
import { readAgreementNumber, readAmount, readDay, readText } from '../../src/case/typed-values.js';
import { coordinator, foreigner, given, guest, officer, outsider, task } from '../given.js';
import { caseOpened, caseUntil, escalated, reminded } from './facts.js';
import { press } from './press.js';

/** These tables are complete by their types: a new fact, refusal or problem does not compile until it is shown here. */

type Shown = { refusal?: Refusal | undefined };

const refusals: { readonly [R in Exclude<Refusal['reason'], 'unknownAct'>]: () => Shown } = {
  noCase: () => given(caseOpened()).when(press('cancelCase'), foreigner),
  guest: () => given().when(press('openCase'), guest, { guest: true }),
  caseExists: () => given(caseOpened()).when(press('openCase'), officer),
  closed: () => given(...caseUntil('paid')).when(press('cancelCase'), coordinator),
  notYours: () => given(caseOpened()).when(press('cancelCase'), outsider),
  stepDone: () => given(...caseUntil('webForm')).when(press('giveAgreementNumber'), coordinator),
  notYet: () => given(caseOpened()).when(press('giveAgreementNumber'), coordinator),
  stepOpen: () => given(caseOpened()).when(press('markInKlik'), coordinator),
  changedSince: () => given(...caseUntil('webForm')).when(press('cancelCase'), coordinator, { seen: 1 }),
  already: () => given(caseOpened()).when(press('reopenCase'), coordinator),
  remindedLately: () =>
    given(...caseUntil('signature'))
      .when(press('remindNow'), coordinator)
      .when(press('remindNow'), coordinator),
  nobodyToRemind: () => given(caseOpened()).when(press('remindNow'), coordinator),
  fileGone: () => given(...caseUntil('signature')).when({ type: 'keepSignedCopy' }, officer),
  secondLook: () =>
    given(...caseUntil('agreementNumber')).when(press('giveAgreementNumber', { agreementNumber: '07' }), coordinator),
  fields: () => given(caseOpened()).when(press('snooze', { days: 0 }), coordinator),
};

test.each(Object.entries(refusals))('a person can be refused because: %s', (reason, shown) => {
  expect(shown().refusal?.reason).toBe(reason);
});

const facts: { readonly [T in CaseEvent['type']]: () => readonly CaseEvent[] } = {
  CaseOpened: () => given().when(press('openCase'), coordinator).events,
  OfficerSought: () => given(caseOpened()).when(press('askForOfficer'), coordinator).events,
  OfficerNamed: () => given(caseOpened()).when(press('nameOfficer'), coordinator).events,
  OfficerAccepted: () => named().when(press('acceptOfficer'), officer).events,
  OfficerDeclined: () => named().when(press('declineOfficer'), officer).events,
  AgreementNumberGiven: () => by(officer, 'agreementNumber', 'giveAgreementNumber'),
  WebFormCompleted: () => by(coordinator, 'webForm', 'confirmWebForm'),
  SignatureConfirmed: () => by(officer, 'signature', 'confirmSignature'),
  SignatureRefused: () => by(officer, 'signature', 'refuseSignature'),
  SignedCopyRecorded: () => by(officer, 'signature', 'keepSignedCopy'),
  AgreementSent: () => by(officer, 'dispatch', 'confirmDispatch'),
  MarkedInKlik: () => by(coordinator, 'confirmation', 'markInKlik'),
  ReceiptConfirmed: () => by(coordinator, 'confirmation', 'confirmReceipt'),
  InvoiceRegistered: () => by(coordinator, 'confirmation', 'registerInvoice'),
  InvoicePaid: () => by(coordinator, 'payment', 'confirmPayment'),
  StepReopened: () => by(coordinator, 'webForm', 'correctStep'),
  CoordinatorChanged: () => by(coordinator, 'officer', 'handOver'),
  OfficerReplaced: () => by(coordinator, 'webForm', 'replaceOfficer'),
  PayerReplaced: () => by(coordinator, 'payment', 'replacePayer'),
  SubstituteNamed: () => by(coordinator, 'officer', 'nameSubstitute'),
  GoLiveMoved: () => by(coordinator, 'officer', 'moveGoLive'),
  Reminded: () => [reminded(), ...by(coordinator, 'signature', 'remindNow')],
  Escalated: () => [escalated()],
  Snoozed: () => by(coordinator, 'officer', 'snooze'),
  CaseCancelled: () => by(coordinator, 'officer', 'cancelCase'),
  CaseReopened: () => by(coordinator, 'paid', 'reopenCase'),
};

function named() {
  return given(caseOpened()).when(press('nameOfficer'), coordinator);
}

function by(
  person: typeof officer,
  step: Parameters<typeof caseUntil>[0],
  type: Parameters<typeof press>[0],
): readonly CaseEvent[] {
  return given(...caseUntil(step)).when(press(type), person, { at: '2026-06-20T09:00:00.000Z' }).events;
}

test.each(Object.entries(facts))('it can come about: %s', (type, shown) => {
  expect(new Set(shown().map((event) => event.type))).toEqual(new Set([type]));
});

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
const decided = ({ refusal }: Shown) =>
  refusal?.reason === 'fields' ? refusal.problems.map((one) => one.problem) : [];
const form = given(...caseUntil('webForm'));
const substitute = (changes: object) => decided(form.when(press('nameSubstitute', changes), coordinator));

const problems: { readonly [K in Problem['kind']]: () => readonly Problem[] } = {
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
  amountTooBig: () => typed(readAmount('999999999')),
  unknownPerson: () => read('handOver', { person: 'nobody' }),
  onePersonOnly: () => read('handOver', { person: 'a,b' }),
  guest: () => read('handOver', { person: 'guest' }),
  samePerson: () => substitute({ person: coordinator }),
  unknownMunicipality: () => decided(given().when(press('openCase', { municipality: '0999' }), coordinator)),
  annexNotFollowed: () => decided(form.when(press('confirmWebForm', { annexFollowed: false }), coordinator)),
  notAChoice: () => read('correctStep', { step: 'klik' }),
  daysOutOfRange: () => decided(form.when(press('snooze', { days: 11 }), coordinator)),
};

test.each(Object.entries(problems))('a field can be wrong because: %s', (kind, shown) => {
  expect(shown().map((problem) => problem.kind)).toEqual([kind]);
});
