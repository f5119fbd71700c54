import { describe, expect, test } from 'vitest';
import { coordinator, given, payer } from '../given.js';
import { agreementSent, caseUntil } from './facts.js';
import { press } from './press.js';

const waiting = caseUntil('confirmation');
const registered = {
  type: 'InvoiceRegistered',
  number: 'F-2026-17',
  amount: 404_028,
  due: '2026-06-19',
  payer,
} as const;

describe('the confirmation mail', () => {
  test('is confirmed by the coordinator', () => {
    given(...waiting)
      .when(press('confirmReceipt', { receivedOn: '2026-05-08' }), coordinator)
      .happens({ type: 'ReceiptConfirmed', receivedOn: '2026-05-08' })
      .waitsFor('invoice');
  });

  test('that came after the invoice is answered: the step is done', () => {
    given(...waiting)
      .when(press('registerInvoice'), coordinator)
      .when(press('confirmReceipt', { receivedOn: '2026-05-08' }), coordinator)
      .isRefused({ reason: 'stepDone', step: 'confirmation', by: coordinator });
  });
});

describe('the invoice', () => {
  test('is registered by the coordinator and names who pays', () => {
    const outcome = given(...caseUntil('invoice')).when(press('registerInvoice'), coordinator);
    outcome.happens(registered).waitsFor('payment');
    expect(outcome.case.payer).toEqual(payer);
  });

  test('keeps a note for UI 23 when there is one', () => {
    given(...caseUntil('invoice'))
      .when(press('registerInvoice', { note: 'Værdierne ligger i ESDH' }), coordinator)
      .happens({ ...registered, note: 'Værdierne ligger i ESDH' });
  });

  test('may have another amount than the fee of 2020, and a due date in the past', () => {
    given(...caseUntil('invoice'))
      .when(press('registerInvoice', { amount: 512_000, due: '2026-05-01' }), coordinator)
      .happens({ ...registered, amount: 512_000, due: '2026-05-01' });
  });

  test('may come before the confirmation mail, and then closes both', () => {
    const outcome = given(...waiting).when(press('registerInvoice'), coordinator, { seen: 7 });
    outcome.happens(registered).waitsFor('payment');
    expect(outcome.case.done.confirmation).toEqual({ by: coordinator, at: outcome.events[0]?.at });
  });

  test('coming early on a card of an earlier dispatch is out of date', () => {
    const resent = given(...waiting)
      .when(press('correctStep', { step: 'dispatch' }), coordinator)
      .when(press('confirmDispatch', { sentOn: '2026-05-08' }), coordinator);
    resent.when(press('registerInvoice'), coordinator, { seen: 7 }).isRefused({ reason: 'changedSince' });
    resent.when(press('registerInvoice'), coordinator, { seen: 9 }).happens(registered);
  });
});

test('the confirmation is corrected alone: the invoice stands', () => {
  const corrected = given(...caseUntil('payment')).when(press('correctStep', { step: 'confirmation' }), coordinator);
  corrected.happens({ type: 'StepReopened', step: 'confirmation', falling: ['confirmation'] }).waitsFor('confirmation');
  corrected
    .when(press('confirmReceipt', { receivedOn: agreementSent().sentOn }), coordinator)
    .happens({ type: 'ReceiptConfirmed', receivedOn: agreementSent().sentOn })
    .waitsFor('payment');
});
