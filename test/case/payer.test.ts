import { describe, expect, test } from 'vitest';
import { readEan } from '../../src/case/typed-values.js';
import { colleague, coordinator, given, officer, payer } from '../given.js';
import { caseUntil } from './facts.js';
import { press } from './press.js';

const ean = '5798000000001';
const waiting = caseUntil('dispatch');
const named = given(...waiting).when(press('confirmDispatch', { payer, ean, accounting: 'PSP 1042' }), coordinator);

describe('who pays, named at the dispatch', () => {
  test('is told then, and the case knows how the invoice is booked', () => {
    named.happens(
      { type: 'AgreementSent', sentOn: '2026-05-07' },
      { type: 'PayerNamed', payer, ean, accounting: 'PSP 1042' },
    );
    expect(named.case).toMatchObject({ payer, ean, accounting: 'PSP 1042', payerNamedBy: coordinator });
    expect(named.told).toContainEqual({ kind: 'invoiceAhead', to: payer });
  });

  test('may be left out; an EAN number without a payer names the field that is missing', () => {
    given(...waiting)
      .when(press('confirmDispatch'), coordinator)
      .happens({ type: 'AgreementSent', sentOn: '2026-05-07' });
    given(...waiting)
      .when(press('confirmDispatch', { ean }), coordinator)
      .isRefused({ reason: 'fields', problems: [{ field: 'payer', problem: { kind: 'payerForBilling' } }] });
  });

  test('needs no payer for what an earlier case knew', () => {
    const [opened, ...rest] = waiting;
    given({ ...opened, ean } as never, ...rest)
      .when(press('confirmDispatch', { ean }), coordinator)
      .happens({ type: 'AgreementSent', sentOn: '2026-05-07' });
  });

  test('may register the invoice, and alone is asked to pay it', () => {
    const registered = named.when(press('registerInvoice'), payer);
    expect(registered.events).toMatchObject([{ type: 'InvoiceRegistered', by: payer }]);
    const asked = registered.told.filter(({ kind }) => kind === 'request');
    expect(asked).toEqual([{ kind: 'request', to: payer, step: 'payment' }]);
  });

  test('may be another colleague later: the first one is relieved, the second one told', () => {
    const moved = named.when(press('namePayer', { payer: colleague, ean }), coordinator);
    moved.happens({ type: 'PayerNamed', payer: colleague, ean, accounting: 'PSP 1042-07' });
    expect(moved.told).toContainEqual({ kind: 'invoiceAhead', to: colleague });
    expect(moved.told).toContainEqual(expect.objectContaining({ kind: 'notice', to: payer }));
  });

  test('may be another colleague without an EAN number: that of the first one no longer counts', () => {
    const moved = named.when({ type: 'namePayer', payer: colleague }, coordinator);
    expect(moved.case).toMatchObject({ payer: colleague, ean: undefined, accounting: undefined });
  });

  test('once the invoice has come gets it at once, and no word ahead', () => {
    const replaced = given(...caseUntil('payment')).when(press('replacePayer', { person: colleague }), coordinator);
    const told = replaced.told.filter((one) => 'to' in one && one.to.id === colleague.id).map(({ kind }) => kind);
    expect(told).toContain('request');
    expect(told).not.toContain('invoiceAhead');
  });

  test('is not named before the dispatch, by the officer, or after the end', () => {
    given(...waiting)
      .when(press('namePayer'), coordinator)
      .isRefused({ reason: 'stepOpen', step: 'dispatch' });
    given(...caseUntil('confirmation'))
      .when(press('namePayer'), officer)
      .isRefused({ reason: 'notYours' });
    given(...caseUntil('paid'))
      .when(press('namePayer'), coordinator)
      .isRefused({ reason: 'closed' });
  });

  test('leaves the wait for the confirmation mail as long as it was', () => {
    const later = named.when(press('namePayer', { payer: colleague }), coordinator);
    expect(later.case.waits).toEqual(named.case.waits);
  });
});

test('an EAN number is 13 digits with a right last one, with blanks or without', () => {
  expect(readEan('5798 0000 0000 1')).toEqual({ value: ean });
  expect(readEan(' ')).toEqual({ value: '' });
  for (const typed of ['5798000000002', '579800000000', 'EAN 1', '57980000000011'])
    expect(readEan(typed)).toMatchObject({ problem: { kind: 'notEan' } });
  expect(readEan('010190-1234')).toEqual({ problem: { kind: 'cpr' } });
});
