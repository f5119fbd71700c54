import { describe, expect, test } from 'vitest';
import { awaitedSteps, waitingSince } from '../../src/case/case.js';
import type { CaseEvent } from '../../src/case/events.js';
import { STEPS, type StepId } from '../../src/case/steps.js';
import { caseOf, coordinator, given, officer } from '../given.js';
import {
  caseOpened,
  caseUntil,
  formCompleted,
  numberGiven,
  officerAccepted,
  officerDeclined,
  officerNamed,
  officerReplaced,
  signatureRefused,
  snoozed,
} from './facts.js';
import { press } from './press.js';

const named = [caseOpened(), officerNamed()];
const accepted = [...named, officerAccepted()];
const form = [numberGiven(), formCompleted()];

/** An act that comes too early: by whom, in which case, and what must be closed before. */
const TOO_EARLY: readonly (readonly [
  string,
  Parameters<typeof press>[0],
  typeof officer,
  CaseEvent[],
  StepId,
  StepId,
])[] = [
  ['the form before the number', 'confirmWebForm', coordinator, accepted, 'webForm', 'agreementNumber'],
  ['the signature before the yes', 'confirmSignature', officer, [...named, ...form], 'signature', 'officer'],
  ['the signature before the number', 'confirmSignature', officer, accepted, 'signature', 'agreementNumber'],
  ['the signature before the form', 'confirmSignature', officer, [...accepted, numberGiven()], 'signature', 'webForm'],
  [
    'the dispatch before the signature',
    'confirmDispatch',
    coordinator,
    caseUntil('signature'),
    'dispatch',
    'signature',
  ],
  ['the dispatch before anything', 'confirmDispatch', coordinator, [caseOpened()], 'dispatch', 'officer'],
  ['the mail before the dispatch', 'confirmReceipt', coordinator, caseUntil('dispatch'), 'confirmation', 'dispatch'],
  ['the invoice before the dispatch', 'registerInvoice', coordinator, caseUntil('dispatch'), 'invoice', 'dispatch'],
  ['the payment before the invoice', 'confirmPayment', coordinator, caseUntil('invoice'), 'payment', 'invoice'],
  ['the payment before the dispatch', 'confirmPayment', coordinator, caseUntil('dispatch'), 'payment', 'dispatch'],
];

describe('a step closes as soon as what it rests on is closed', () => {
  test.each(TOO_EARLY)('%s is too early', (_name, type, asker, log, step, current) => {
    given(...log)
      .when(press(type), asker)
      .isRefused({ reason: 'notYet', step, current });
  });

  test('the number and the form, while nobody has said yes to being the officer', () => {
    for (const start of [[caseOpened()], named]) {
      const ready = given(...start)
        .when(press('giveAgreementNumber'), coordinator, { seen: 1 })
        .when(press('confirmWebForm', { filledOn: '2026-05-04' }), coordinator);
      expect(awaitedSteps(ready.case)).toEqual(['officer']);
      expect(ready.case.since.officer).toBe(start.length);
    }
    given(...named, ...form)
      .when(press('acceptOfficer'), officer)
      .waitsFor('signature');
  });

  test('the invoice before the confirmation mail, on the card that asks for the mail', () => {
    const waiting = given(...caseUntil('confirmation'));
    const invoice = waiting.when(press('registerInvoice'), coordinator, { seen: 7 }).waitsFor('payment');
    expect(invoice.case.done.confirmation).toBeDefined();
  });

  test('only an officer who has accepted helps with the number', () => {
    given(...named)
      .when(press('giveAgreementNumber'), officer)
      .isRefused({ reason: 'notYours', may: [coordinator] });
    given(...accepted)
      .when(press('giveAgreementNumber'), officer)
      .waitsFor('webForm');
  });

  test('the payment, while the confirmation is taken up again: with it the case has all it needs', () => {
    const again = given(...caseUntil('payment')).when(press('correctStep', { step: 'confirmation' }), coordinator);
    expect(awaitedSteps(again.case)).toEqual(['confirmation', 'payment']);
    const paid = again.when(press('confirmPayment'), coordinator).waitsFor(undefined);
    expect(paid.case.done.confirmation).toMatchObject({ at: paid.case.done.invoice?.at });
  });
});

describe('what is done in one step leaves the others that are open as they are', () => {
  const no = officerDeclined({ at: '2026-05-05T08:00:00.000Z' });
  const rest = snoozed({ at: '2026-05-05T08:30:00.000Z', until: '2026-05-08' });

  test('a number given while the officer is sought keeps the wait, the snooze and the reason of the no', () => {
    const before = caseOf(...named, no, rest);
    const after = caseOf(...named, no, rest, numberGiven());
    for (const kept of ['snoozedUntil', 'objection'] as const) expect(after[kept]).toEqual(before[kept]);
    expect(after.waits).toEqual({ officer: no.at, webForm: numberGiven().at });
    expect(waitingSince(after)).toBe(no.at);
  });

  test('a form filled in again answers the refusal, also while another officer is asked', () => {
    const refused = [...caseUntil('signature'), signatureRefused(), officerReplaced()];
    expect(caseOf(...refused).objection).toBeDefined();
    expect(caseOf(...refused, formCompleted({ at: '2026-05-19T10:00:00.000Z' })).objection).toBeUndefined();
  });
});

describe('the day of something done is not in the future, and not before the step it follows', () => {
  const days: readonly (readonly [StepId, string, Parameters<typeof press>[0], typeof officer, StepId, string])[] = [
    ['signature', 'signedOn', 'confirmSignature', officer, 'webForm', '2026-05-06'],
    ['dispatch', 'sentOn', 'confirmDispatch', coordinator, 'signature', '2026-05-07'],
    ['confirmation', 'receivedOn', 'confirmReceipt', coordinator, 'dispatch', '2026-05-08'],
    ['payment', 'paidOn', 'confirmPayment', coordinator, 'dispatch', '2026-05-08'],
  ];

  test.each(days)('%s, %s', (step, field, type, asker, after, first) => {
    const on = (day: string) =>
      given(...caseUntil(step)).when(press(type, { [field]: day }), asker, { at: '2026-05-20T09:00:00.000Z' });
    on('2026-05-21').isRefused({
      reason: 'fields',
      problems: [{ field, problem: { kind: 'inFuture', today: '2026-05-20' } }],
    });
    on('2026-05-05').isRefused({
      reason: 'fields',
      problems: [{ field, problem: { kind: 'beforeStep', step: after, day: first } }],
    });
    on(first).waitsFor(STEPS[STEPS.indexOf(step) + 1]);
  });
});
