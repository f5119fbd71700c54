import { describe, expect, test } from 'vitest';
import type { CommandOf } from '../../src/case/commands.js';
import { adviser, caseOf, colleague, coordinator, given, officer, payer } from '../given.js';
import { caseCancelled, caseUntil, officerDeclined, officerNamed, officerReplaced, officerSought } from './facts.js';
import { press } from './press.js';

const ACTS = { agreementForm: 'recordAgreementForm', returnDocument: 'recordReturnDocument' } as const;

describe.each(['agreementForm', 'returnDocument'] as const)('the %s', (paper) => {
  const record = (values: Partial<CommandOf<'recordAgreementForm'>> = {}) => press(ACTS[paper], values as never);
  const sent = caseUntil('invoice');

  test('is recorded with a day and a filing number, and closes no step', () => {
    for (const asker of [coordinator, payer]) {
      const kept = given(...caseUntil('payment')).when(record({ receivedOn: '2026-05-20', filedAs: '27/1042' }), asker);
      expect(kept.case[paper]).toMatchObject({ receivedOn: '2026-05-20', filedAs: '27/1042', by: asker });
      kept.waitsFor('payment');
    }
  });

  test('may come before the confirmation, after the invoice and after the payment', () => {
    for (const step of ['confirmation', 'invoice', 'payment', 'paid'] as const)
      expect(
        given(...caseUntil(step)).when(record({ receivedOn: '2026-05-08' }), coordinator).case[paper],
      ).toBeDefined();
  });

  test('did not come before the agreement was sent, nor tomorrow', () => {
    const day = { step: 'dispatch', day: '2026-05-08' };
    given(...sent)
      .when(record({ receivedOn: '2026-05-07' }), coordinator)
      .isRefused({
        reason: 'fields',
        problems: [{ field: 'receivedOn', problem: { kind: 'beforeStep', ...day } as never }],
      });
    given(...sent)
      .when(record({ receivedOn: '2027-01-01' }), coordinator)
      .isRefused({ reason: 'fields', problems: [{ field: 'receivedOn', problem: { kind: 'inFuture' } as never }] });
    given(...caseUntil('dispatch'))
      .when(record(), coordinator)
      .isRefused({ reason: 'stepOpen', step: 'dispatch' });
  });

  test('is not recorded by the officer, nor in a cancelled case', () => {
    given(...sent)
      .when(record(), officer)
      .isRefused({ reason: 'notYours' });
    given(...sent, caseCancelled())
      .when(record(), coordinator)
      .isRefused({ reason: 'closed' });
  });

  test('is corrected on a card that shows it, not on one from before', () => {
    const kept = given(...sent).when(record({ receivedOn: '2026-05-18' }), coordinator, { seen: 8 });
    const other = record({ receivedOn: '2026-05-18', filedAs: '27/2' });
    kept.when(other, coordinator, { seen: 8 }).isRefused({ reason: 'already' });
    const mended = kept.when(other, coordinator, { seen: kept.case.version });
    expect(mended.case[paper]?.filedAs).toBe('27/2');
  });

  test('falls with the dispatch it came after', () => {
    const kept = given(...sent).when(record({ receivedOn: '2026-05-18' }), coordinator);
    expect(kept.when(press('correctStep', { step: 'dispatch' }), coordinator).case[paper]).toBeUndefined();
    expect(kept.when(press('correctStep', { step: 'confirmation' }), coordinator).case[paper]).toBeDefined();
  });
});

describe('who carries out UI 23', () => {
  const named = given(...caseUntil('payment')).when(press('nameFollowUp'), coordinator);
  const told = { kind: 'followUp', to: colleague };

  test('is told when the case is finished, and not before', () => {
    expect(named.told).not.toContainEqual(told);
    expect(named.when(press('confirmPayment'), payer).told).toContainEqual(told);
  });

  test('named afterwards is told at once, and again when the document comes', () => {
    const late = given(...caseUntil('paid')).when(press('nameFollowUp'), coordinator);
    expect(late.told).toContainEqual(told);
    expect(late.when(press('recordReturnDocument'), payer).told).toContainEqual(told);
  });

  test('is no business of the payer', () => {
    given(...caseUntil('payment'))
      .when(press('nameFollowUp'), payer)
      .isRefused({ reason: 'notYours' });
  });
});

test('the closing summary goes to those who took part in the end', () => {
  const [opened, ...rest] = caseUntil('payment');
  const declined = officerDeclined({ by: adviser });
  const log = [opened, officerSought(), officerNamed({ officer: adviser }), declined, ...rest] as never[];
  const replaced = [...log, officerReplaced({ to: colleague })] as never[];
  const summaries = given(...replaced)
    .when(press('confirmPayment', { paidOn: '2026-05-20' }), payer)
    .told.flatMap((effect) => (effect.kind === 'summary' ? [effect.to.name] : []));
  // The adviser holds a part, the first officer has signed; nobody else is told.
  expect(summaries.sort()).toEqual([adviser, colleague, coordinator, officer, payer].map(({ name }) => name).sort());
  expect(caseOf(...log).people.length).toBeGreaterThan(3);
});
