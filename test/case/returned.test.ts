import { describe, expect, test } from 'vitest';
import { awaitedSteps } from '../../src/case/case.js';
import { caseOf, coordinator, given, officer, payer } from '../given.js';
import { agreementSent, caseUntil, markedInKlik, signatureConfirmed } from './facts.js';
import { press } from './press.js';

const sent = given(...caseUntil('confirmation'), markedInKlik());
const waiting = given(...caseUntil('invoice'));
const facts = { returnedOn: '2026-05-12', reason: 'Underskriften mangler', again: 'signature' } as const;
const at = '2026-05-20T08:00:00.000Z';

describe('an agreement that NemKonto sends back', () => {
  test('takes up the signature again, while the number and the form stand', () => {
    const back = sent.when(press('agreementReturned'), coordinator, { at });
    back.happens({ type: 'AgreementReturned', ...facts, falling: ['signature', 'dispatch'] }).waitsFor('signature');
    expect(Object.keys(back.case.done)).toEqual(['officer', 'agreementNumber', 'webForm']);
    expect(back.case.klik).toBeUndefined();
    expect(back.case.returned).toMatchObject(facts);
  });

  test('takes up the form, and with it the signature that covers it', () => {
    const back = waiting.when(press('agreementReturned', { again: 'webForm' }), officer, { at });
    expect(awaitedSteps(back.case)).toEqual(['webForm']);
    expect(back.events).toMatchObject([{ falling: ['webForm', 'signature', 'dispatch', 'confirmation'] }]);
  });

  test('is told to those concerned: whoever acts anew reads the reason on that card, the others get the news', () => {
    const back = waiting.when(press('agreementReturned', { again: 'webForm' }), officer, { at });
    expect(back.told).toContainEqual({ kind: 'request', to: coordinator, step: 'webForm' });
    expect(back.told.filter(({ kind }) => kind === 'notice')).toEqual([]);
    const { told } = waiting.when(press('agreementReturned', { again: 'webForm' }), coordinator, { at });
    expect(told.filter(({ kind }) => kind === 'notice')).toEqual([
      {
        kind: 'notice',
        to: officer,
        notice: { kind: 'agreementReturned', by: coordinator, ...facts, again: 'webForm' },
      },
    ]);
    const unsigned = sent.when(press('agreementReturned'), coordinator, { at });
    expect(unsigned.told).toContainEqual({ kind: 'request', to: officer, step: 'signature' });
  });

  test('is over once it is sent again, and may then come back once more', () => {
    const back = sent.when(press('agreementReturned'), coordinator, { at });
    const again = given(
      ...back.before,
      ...back.events,
      signatureConfirmed({ at: '2026-05-20T09:00:00.000Z', signedOn: '2026-05-20' }),
      agreementSent({ at: '2026-05-20T10:00:00.000Z', sentOn: '2026-05-20' }),
    );
    const late = again.when(press('agreementReturned'), coordinator, { at: '2026-05-21T08:00:00.000Z' });
    late.isRefused({
      reason: 'fields',
      problems: [{ field: 'returnedOn', problem: { kind: 'beforeStep', step: 'dispatch', day: '2026-05-20' } }],
    });
    expect(caseOf(...late.before).returned).toBeUndefined();
    again
      .when(press('agreementReturned', { returnedOn: '2026-05-21' }), coordinator, { at: '2026-05-21T08:00:00.000Z' })
      .waitsFor('signature');
  });

  test('cannot come back before it is sent, once the invoice is here, or after the end', () => {
    const act = press('agreementReturned');
    given(...caseUntil('dispatch'))
      .when(act, coordinator)
      .isRefused({ reason: 'stepOpen', step: 'dispatch' });
    given(...caseUntil('payment'))
      .when(act, coordinator)
      .isRefused({ reason: 'already', what: { kind: 'invoiced', by: coordinator, at: '2026-05-20T09:00:00.000Z' } });
    given(...caseUntil('paid'))
      .when(act, coordinator)
      .isUnchanged();
    given(...caseUntil('payment'))
      .when(act, payer)
      .isUnchanged();
  });

  test('is not one from a card of an earlier dispatch', () => {
    const again = sent
      .when(press('correctStep', { step: 'signature' }), coordinator)
      .when(press('confirmSignature', { signedOn: '2026-05-08' }), officer)
      .when(press('confirmDispatch', { sentOn: '2026-05-08' }), officer);
    again.when(press('agreementReturned'), coordinator, { at, seen: 7 }).isRefused({ reason: 'changedSince' });
  });
});
