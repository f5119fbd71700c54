import { describe, expect, test } from 'vitest';
import { colleague, coordinator, given, officer } from '../given.js';
import { agreementSent, caseCancelled, caseUntil, markedInKlik, signatureConfirmed, substituteNamed } from './facts.js';
import { press } from './press.js';

const waiting = caseUntil('dispatch');

describe('the dispatch', () => {
  test('is confirmed by the coordinator or the officer', () => {
    for (const asker of [coordinator, officer])
      given(...waiting)
        .when(press('confirmDispatch', { sentOn: '2026-05-07' }), asker)
        .happens({ type: 'AgreementSent', sentOn: '2026-05-07' })
        .waitsFor('confirmation');
  });

  test('is confirmed by a substitute of the officer too: only the signature is personal', () => {
    given(...waiting, substituteNamed())
      .when(press('confirmDispatch', { sentOn: '2026-05-07' }), colleague, { at: '2026-05-07T12:00:00.000Z' })
      .happens({ type: 'AgreementSent', sentOn: '2026-05-07' });
  });
});

describe('the mark in KLIK', () => {
  const sent = caseUntil('confirmation');

  test('is a question of its own after the dispatch, and holds up no step', () => {
    given(...sent)
      .when(press('markInKlik'), coordinator)
      .happens({ type: 'MarkedInKlik' })
      .waitsFor('confirmation');
    given(...sent)
      .when(press('confirmReceipt', { receivedOn: '2026-05-08' }), coordinator)
      .waitsFor('invoice');
  });

  test('is not set before the agreement is sent', () => {
    given(...waiting)
      .when(press('markInKlik'), coordinator)
      .isRefused({ reason: 'stepOpen', step: 'dispatch' });
  });

  test('may be set on the card from the dispatch at any later step, even after the payment', () => {
    for (const step of ['invoice', 'payment', 'paid'] as const)
      given(...caseUntil(step))
        .when(press('markInKlik'), coordinator, { seen: 7 })
        .happens({ type: 'MarkedInKlik' });
  });

  test('is not set on a cancelled case', () => {
    given(...sent, caseCancelled())
      .when(press('markInKlik'), coordinator)
      .isRefused({ reason: 'closed', status: 'cancelled', by: coordinator });
  });

  test('falls with the dispatch it was about, and the question of the earlier dispatch is out of date', () => {
    const corrected = given(...sent, markedInKlik()).when(press('correctStep', { step: 'dispatch' }), coordinator);
    expect(corrected.case.klik).toBeUndefined();
    const resent = corrected.when(press('confirmDispatch', { sentOn: '2026-05-08' }), officer);
    resent.when(press('markInKlik'), coordinator, { seen: 7 }).isRefused({ reason: 'changedSince' });
    resent.when(press('markInKlik'), coordinator, { seen: 10 }).happens({ type: 'MarkedInKlik' });
  });

  test('stays when a later step is corrected', () => {
    const corrected = given(...caseUntil('invoice'), markedInKlik()).when(
      press('correctStep', { step: 'confirmation' }),
      coordinator,
    );
    expect(corrected.case.klik).toBeDefined();
  });
});

test('a signature confirmed anew makes the dispatch card of the earlier round out of date', () => {
  const sentAndCorrected = given(...waiting).when(press('correctStep', { step: 'signature' }), coordinator);
  sentAndCorrected
    .when(press('confirmSignature', { signedOn: '2026-05-07' }), officer)
    .when(press('confirmDispatch', { sentOn: '2026-05-07' }), coordinator, { seen: 6 })
    .isRefused({ reason: 'changedSince' });
});

test('the case knows the day, by whom it was confirmed and when', () => {
  const after = given(...waiting).when(press('confirmDispatch', { sentOn: '2026-05-07' }), officer).case;
  expect(after.done.dispatch).toEqual({ sentOn: '2026-05-07', by: officer, at: '2026-05-07T10:00:00.000Z' });
  expect(after.done.signature?.signedOn).toBe(signatureConfirmed().signedOn);
  expect(after.waitingSince < agreementSent().at).toBe(true);
});
