import { describe, expect, test } from 'vitest';
import type { Problem } from '../../src/case/typed-values.js';
import { readAgreementNumber } from '../../src/case/typed-values.js';
import { coordinator, given, officer, task } from '../given.js';
import { caseUntil } from './facts.js';
import { press } from './press.js';

const waiting = caseUntil('agreementNumber');
const give = (agreementNumber: string, confirmed = false) =>
  press('giveAgreementNumber', { agreementNumber, confirmed });

describe('the agreement number', () => {
  test('comes from the coordinator or from the officer', () => {
    for (const asker of [coordinator, officer])
      given(...waiting)
        .when(give('123456'), asker)
        .happens({ type: 'AgreementNumberGiven', number: '123456' })
        .waitsFor('webForm');
  });

  test.each([
    ['12 34 56', '123456'],
    ['12.34.56', '123456'],
    ['  7 ', '7'],
    ['123\u00a0456', '123456'],
  ])('is digits: %j is %s', (typed, number) => {
    given(...waiting)
      .when(give(typed), coordinator)
      .happens({ type: 'AgreementNumberGiven', number });
  });

  test.each([
    ['1234567', '1234567', 'long'],
    ['12345678', '12345678', 'long'],
    ['99999999', '99999999', 'long'],
    ['12 345 678', '12345678', 'long'],
    ['012345', '12345', 'leadingZero'],
    ['00000007', '7', 'leadingZero'],
    ['0012345678', '12345678', 'leadingZero'],
  ] as const)('%s must be confirmed before it counts as %s', (typed, number, why) => {
    given(...waiting)
      .when(give(` ${typed} `), coordinator)
      .isRefused({ reason: 'secondLook', number, typed, why });
    given(...waiting)
      .when(give(typed, true), coordinator)
      .happens({ type: 'AgreementNumberGiven', number });
  });

  test('is not made right by a confirmation', () => {
    given(...waiting)
      .when(give('100000000', true), coordinator)
      .isRefused({ reason: 'fields' });
  });

  test.each<[string, Problem]>([
    ['', { kind: 'required' }],
    [' . ', { kind: 'required' }],
    ['12a456', { kind: 'notDigits', typed: '12a456' }],
    ['-5', { kind: 'notDigits', typed: '-5' }],
    ['1e5', { kind: 'notDigits', typed: '1e5' }],
    ['12,5', { kind: 'notDigits', typed: '12,5' }],
    ['١٢٣', { kind: 'notDigits', typed: '١٢٣' }],
    ['１２３', { kind: 'notDigits', typed: '１２３' }],
    ['0', { kind: 'numberZero' }],
    ['000', { kind: 'numberZero' }],
    ['100000000', { kind: 'numberTooBig', max: '99999999' }],
    ['9'.repeat(400), { kind: 'numberTooBig', max: '99999999' }],
  ])('%j is refused at its field', (typed, problem) => {
    given(...waiting)
      .when(give(typed), coordinator)
      .isRefused({ reason: 'fields', problems: [{ field: 'agreementNumber', problem }] });
  });

  test('keeps to the limits of the task file', () => {
    const limits = { min: 100, max: 999, secondLookFromDigits: 3 };
    expect(readAgreementNumber('99', limits)).toEqual({ problem: { kind: 'numberZero' } });
    expect(readAgreementNumber('100', limits)).toEqual({ value: { number: '100', why: 'long' } });
    expect(readAgreementNumber('1000', limits)).toEqual({ problem: { kind: 'numberTooBig', max: '999' } });
    expect(task.agreementNumber).toEqual({ min: 1, max: 99_999_999, secondLookFromDigits: 7 });
  });
});
