import { expect, test } from 'vitest';
import type { Refusal } from '../../src/case/decision.js';
import { adviser, caseOf, colleague, coordinator, officer, payer } from '../given.js';
import { done } from './every.js';
import { COMMANDS, MOMENTS, press } from './press.js';

const already = (what: object) => ({ reason: 'already', what });

/** What the same press is answered with when it is sent again. */
const AGAIN: { readonly [T in (typeof COMMANDS)[number]]: Readonly<Record<string, unknown>> } = {
  nameOfficer: already({ kind: 'officerNamed', officer, accepted: false }),
  askForOfficer: already({ kind: 'adviserAsked', adviser }),
  acceptOfficer: already({ kind: 'officerNamed', officer, accepted: true }),
  declineOfficer: already({ kind: 'saidNo', to: 'officer', by: officer }),
  giveAgreementNumber: { reason: 'stepDone', step: 'agreementNumber', by: officer },
  confirmWebForm: { reason: 'stepDone', step: 'webForm', by: coordinator },
  confirmSignature: { reason: 'stepDone', step: 'signature', by: officer },
  refuseSignature: already({ kind: 'saidNo', to: 'signature', by: officer }),
  keepSignedCopy: already({ kind: 'signedCopy', by: officer }),
  confirmDispatch: { reason: 'stepDone', step: 'dispatch', by: officer },
  markInKlik: already({ kind: 'markedInKlik' }),
  klikByAnother: already({ kind: 'klikHandedOver', person: colleague }),
  confirmReceipt: { reason: 'stepDone', step: 'confirmation', by: coordinator },
  agreementReturned: already({ kind: 'returned', by: coordinator }),
  registerInvoice: { reason: 'stepDone', step: 'invoice', by: coordinator },
  namePayer: already({ kind: 'payer', person: payer }),
  recordAgreementForm: already({ kind: 'agreementForm', by: coordinator }),
  recordReturnDocument: already({ kind: 'returnDocument', by: coordinator }),
  nameFollowUp: already({ kind: 'followUp', person: colleague }),
  confirmPayment: { reason: 'stepDone', step: 'payment', by: coordinator },
  correctStep: { reason: 'stepOpen', step: 'agreementNumber' },
  handOver: already({ kind: 'coordinator', person: colleague }),
  replaceOfficer: already({ kind: 'officerNamed', officer: colleague, accepted: false }),
  replacePayer: already({ kind: 'payer', person: colleague }),
  nameSubstitute: already({ kind: 'substitute', person: colleague, from: '2026-07-01', until: '2026-07-31' }),
  moveGoLive: already({ kind: 'goLive', goLive: '2027-03-01' }),
  snooze: already({ kind: 'snoozed', until: '2026-06-24' }),
  remindNow: { reason: 'remindedLately', at: '2026-06-20T09:00:00.000Z' },
  cancelCase: { reason: 'closed', status: 'cancelled', by: coordinator },
  reopenCase: already({ kind: 'open' }),
};

test.each(COMMANDS)('%s sent again changes nothing and is answered with what already happened', (type) => {
  const first = done(type);
  expect(first.events).toHaveLength(1);
  const { version: seen } = caseOf(...first.before);
  first.when(press(type), MOMENTS[type][0], { seen }).isRefused(AGAIN[type] as Refusal);
});
