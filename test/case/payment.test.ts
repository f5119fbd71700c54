import { describe, expect, test } from 'vitest';
import { coordinator, given, officer, payer } from '../given.js';
import { caseCancelled, caseReopened, caseUntil, markedInKlik } from './facts.js';
import { press } from './press.js';

const waiting = caseUntil('payment');
const paidOn = '2026-05-20';

describe('the payment', () => {
  test('is confirmed by the payer or the coordinator, and closes the case', () => {
    for (const asker of [payer, coordinator]) {
      const outcome = given(...waiting).when(press('confirmPayment', { paidOn }), asker);
      outcome.happens({ type: 'InvoicePaid', paidOn }).waitsFor(undefined);
      expect(outcome.case).toMatchObject({ status: 'paid', closed: { by: asker, at: '2026-05-20T10:00:00.000Z' } });
    }
  });
});

describe('a closed case takes only reopening, and the mark in KLIK once paid', () => {
  test.each([
    'correctStep',
    'handOver',
    'replaceOfficer',
    'replacePayer',
    'nameSubstitute',
    'moveGoLive',
    'snooze',
    'remindNow',
    'cancelCase',
  ] as const)('not %s', (type) => {
    given(...caseUntil('paid'))
      .when(press(type), coordinator)
      .isRefused({ reason: 'closed', status: 'paid', by: payer, at: '2026-06-15T09:00:00.000Z' });
    given(...caseUntil('invoice'), caseCancelled())
      .when(press(type), coordinator)
      .isRefused({ reason: 'closed', status: 'cancelled', by: coordinator });
  });

  test('not the step a cancelled case waited for', () => {
    given(...caseUntil('invoice'), caseCancelled())
      .when(press('registerInvoice'), coordinator)
      .isRefused({ reason: 'closed', status: 'cancelled' });
  });

  test('nor an answer from an officer who was still asked', () => {
    given(...caseUntil('officer'))
      .when(press('nameOfficer'), coordinator)
      .when(press('cancelCase'), coordinator)
      .when(press('acceptOfficer'), officer)
      .isRefused({ reason: 'closed', status: 'cancelled' });
  });
});

describe('cancelling', () => {
  test('is the coordinator’s, with a reason', () => {
    const outcome = given(...caseUntil('invoice')).when(press('cancelCase', { reason: 'Dublet' }), coordinator);
    outcome.happens({ type: 'CaseCancelled', reason: 'Dublet' }).waitsFor(undefined);
    expect(outcome.case.closed).toMatchObject({ by: coordinator, reason: 'Dublet' });
  });
});

describe('reopening', () => {
  test('a cancelled case goes on where it stopped', () => {
    const outcome = given(...caseUntil('signature'), caseCancelled()).when(press('reopenCase'), coordinator);
    outcome.happens({ type: 'CaseReopened', reason: 'Vi går videre' }).waitsFor('signature');
    expect(outcome.case.closed).toBeUndefined();
  });

  test('a paid case waits for the payment again, and keeps the rest', () => {
    const outcome = given(...caseUntil('paid'), markedInKlik()).when(press('reopenCase'), coordinator);
    outcome.waitsFor('payment');
    expect(outcome.case).toMatchObject({ status: 'open', klik: { by: coordinator }, payer });
  });

  test('makes the cards from before the end out of date', () => {
    given(...caseUntil('signature'), caseCancelled(), caseReopened())
      .when(press('confirmSignature', { signedOn: '2026-05-07' }), officer, { seen: 5 })
      .isRefused({ reason: 'changedSince' });
  });
});
