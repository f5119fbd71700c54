import type { Command, CommandOf, CommandType } from '../../src/case/commands.js';
import type { Person } from '../../src/case/people.js';
import type { StepId } from '../../src/case/steps.js';
import { adviser, colleague, coordinator, officer, payer } from '../given.js';

const usual: { readonly [T in CommandType]: Omit<CommandOf<T>, 'type'> } = {
  openCase: {
    caseId: '0630-k3f9',
    municipality: '0630',
    goLive: '2026-11-02',
    home: { kind: 'channel', id: '19:hjem@thread.tacv2' },
    language: 'da',
  },
  nameOfficer: { officer },
  askForOfficer: { person: adviser, office: 'financeManager' },
  acceptOfficer: {},
  declineOfficer: { reason: 'Det er ikke mig' },
  giveAgreementNumber: { agreementNumber: '123456', confirmed: false },
  confirmWebForm: { filledOn: '2026-05-05', annexFollowed: true, fields: {} },
  confirmSignature: { signedOn: '2026-05-06' },
  refuseSignature: { reason: 'Formularen er ikke som Bilag 1' },
  keepSignedCopy: { copy: { name: 'Underskrevet aftale.pdf', size: 123_456, sha256: 'ab'.repeat(32) } },
  confirmDispatch: { sentOn: '2026-05-07' },
  markInKlik: {},
  klikByAnother: { person: colleague },
  confirmReceipt: { receivedOn: '2026-05-08' },
  agreementReturned: { returnedOn: '2026-05-12', reason: 'Underskriften mangler', again: 'signature' },
  registerInvoice: { number: 'F-2026-17', amount: 404_028, due: '2026-06-19', payer },
  namePayer: { payer, ean: '5798000000001', accounting: 'PSP 1042-07' },
  recordAgreementForm: { receivedOn: '2026-05-20', filedAs: '27/1042-3' },
  recordReturnDocument: { receivedOn: '2026-06-01', filedAs: '27/1042-4' },
  nameFollowUp: { person: colleague },
  confirmPayment: { paidOn: '2026-05-20' },
  correctStep: { step: 'agreementNumber' },
  handOver: { person: colleague },
  replaceOfficer: { person: colleague },
  replacePayer: { person: colleague },
  nameSubstitute: { person: colleague, from: '2026-07-01', until: '2026-07-31' },
  moveGoLive: { goLive: '2027-03-01' },
  snooze: { days: 3 },
  remindNow: {},
  cancelCase: { reason: 'Udskudt et år' },
  reopenCase: { reason: 'Vi går videre' },
};

/** What a press of one of the bot's buttons asks for: the usual values, unless the test says otherwise. */
export function press<T extends CommandType>(type: T, changes: Partial<Omit<CommandOf<T>, 'type'>> = {}): Command {
  return { type, ...usual[type], ...changes } as unknown as Command;
}

/** Who may ask each command of an existing case, and what the case then waits for. */
export const MOMENTS: { readonly [T in Exclude<CommandType, 'openCase'>]: readonly [Person, StepId | 'paid'] } = {
  nameOfficer: [coordinator, 'officer'],
  askForOfficer: [coordinator, 'officer'],
  acceptOfficer: [officer, 'officer'],
  declineOfficer: [officer, 'officer'],
  giveAgreementNumber: [officer, 'agreementNumber'],
  confirmWebForm: [coordinator, 'webForm'],
  confirmSignature: [officer, 'signature'],
  refuseSignature: [officer, 'signature'],
  keepSignedCopy: [officer, 'signature'],
  confirmDispatch: [officer, 'dispatch'],
  markInKlik: [coordinator, 'confirmation'],
  klikByAnother: [coordinator, 'confirmation'],
  confirmReceipt: [coordinator, 'confirmation'],
  agreementReturned: [coordinator, 'confirmation'],
  registerInvoice: [coordinator, 'confirmation'],
  namePayer: [coordinator, 'confirmation'],
  recordAgreementForm: [coordinator, 'invoice'],
  recordReturnDocument: [coordinator, 'paid'],
  nameFollowUp: [coordinator, 'confirmation'],
  confirmPayment: [coordinator, 'payment'],
  correctStep: [coordinator, 'webForm'],
  handOver: [coordinator, 'officer'],
  replaceOfficer: [coordinator, 'webForm'],
  replacePayer: [coordinator, 'payment'],
  nameSubstitute: [coordinator, 'payment'],
  moveGoLive: [coordinator, 'officer'],
  snooze: [coordinator, 'payment'],
  remindNow: [coordinator, 'payment'],
  cancelCase: [coordinator, 'officer'],
  reopenCase: [coordinator, 'paid'],
};

/** Every command that is asked of an existing case. */
export const COMMANDS = Object.keys(MOMENTS) as (keyof typeof MOMENTS)[];
