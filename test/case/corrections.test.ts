import { describe, expect, test } from 'vitest';
import { fallingWith, STEPS, type StepId, stepNumber } from '../../src/case/steps.js';
import { caseOf, colleague, coordinator, given, officer, payer } from '../given.js';
import { caseUntil, officerReplaced } from './facts.js';
import { press } from './press.js';

const correct = (step: StepId) => press('correctStep', { step });
const late = caseUntil('payment');

const FALLING: { readonly [S in StepId]: readonly StepId[] } = {
  officer: ['officer', 'signature', 'dispatch', 'confirmation', 'invoice', 'payment'],
  agreementNumber: ['agreementNumber', 'webForm', 'signature', 'dispatch', 'confirmation', 'invoice', 'payment'],
  webForm: ['webForm', 'signature', 'dispatch', 'confirmation', 'invoice', 'payment'],
  signature: ['signature', 'dispatch', 'confirmation', 'invoice', 'payment'],
  dispatch: ['dispatch', 'confirmation', 'invoice', 'payment'],
  confirmation: ['confirmation'],
  invoice: ['invoice', 'payment'],
  payment: ['payment'],
};

describe('correcting a step', () => {
  test.each(STEPS)('%s falls with everything that rests on it', (step) => {
    expect(fallingWith(step)).toEqual(FALLING[step]);
  });

  test.each(STEPS.slice(0, 7))('%s reopens it, and the event lists what fell', (step) => {
    const outcome = given(...late).when(correct(step), coordinator);
    const falling: StepId[] = FALLING[step].filter((one) => one !== 'payment');
    outcome.happens({ type: 'StepReopened', step, falling }).waitsFor(step);
    for (const fallen of falling) expect(outcome.case.done[fallen]).toBeUndefined();
    for (const kept of STEPS.slice(0, 7).filter((one) => !falling.includes(one)))
      expect(outcome.case.done[kept]).toEqual(caseOf(...late).done[kept]);
  });

  test('of the agreement number asks for the form and a new signature on the way back', () => {
    const renumbered = given(...caseUntil('dispatch'))
      .when(correct('agreementNumber'), officer)
      .when(press('giveAgreementNumber', { agreementNumber: '777' }), officer)
      .waitsFor('webForm')
      .when(press('confirmWebForm', { filledOn: '2026-05-07' }), coordinator);
    renumbered.waitsFor('signature');
    expect(renumbered.case.done.webForm?.fields).toEqual({ agreementNumber: '777' });
  });

  test('of the officer asks who it is anew', () => {
    const outcome = given(...late).when(correct('officer'), coordinator);
    expect(outcome.case.officer).toBeUndefined();
    outcome.when(press('nameOfficer', { officer: colleague }), coordinator).waitsFor('officer');
  });

  test('is for the coordinator and the people who close the step', () => {
    given(...late)
      .when(correct('signature'), officer)
      .waitsFor('signature');
    given(...late)
      .when(correct('agreementNumber'), officer)
      .waitsFor('agreementNumber');
    given(...late)
      .when(correct('webForm'), officer)
      .isRefused({ reason: 'notYours', roles: ['coordinator'] });
    given(...late)
      .when(correct('invoice'), payer)
      .waitsFor('invoice');
    given(...late)
      .when(correct('dispatch'), payer)
      .isRefused({ reason: 'notYours' });
  });

  test('that is still open is refused', () => {
    for (const step of ['payment', 'invoice'] as const)
      given(...caseUntil('invoice'))
        .when(correct(step), coordinator)
        .isRefused({ reason: 'stepOpen', step });
  });

  test('on a card that is out of date does not reopen what was done since', () => {
    given(...late)
      .when(correct('webForm'), coordinator, { seen: 8 })
      .isRefused({ reason: 'changedSince' });
  });
});

test('correcting the form after the officer was replaced asks the successor first: they will sign', () => {
  const corrected = given(...late, officerReplaced()).when(correct('webForm'), coordinator);
  corrected.waitsFor('officer');
  corrected.when(press('acceptOfficer'), colleague).happens({ type: 'OfficerAccepted' }).waitsFor('webForm');
});

test('the steps are numbered one to eight', () => {
  expect(STEPS.map(stepNumber)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});
