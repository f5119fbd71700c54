import { describe, test } from 'vitest';
import { STEPS, type StepId } from '../../src/case/steps.js';
import { coordinator, given, officer } from '../given.js';
import { caseUntil } from './facts.js';
import { press } from './press.js';

/** The command that closes each step, by whom, and the steps at which it may not come yet. */
const CLOSING = [
  ['agreementNumber', 'giveAgreementNumber', coordinator],
  ['webForm', 'confirmWebForm', coordinator],
  ['signature', 'confirmSignature', officer],
  ['dispatch', 'confirmDispatch', coordinator],
  ['confirmation', 'confirmReceipt', coordinator],
  ['invoice', 'registerInvoice', coordinator],
  ['payment', 'confirmPayment', coordinator],
] as const;

describe('steps close in their order', () => {
  test.each(CLOSING)('%s: %s is refused at every earlier step', (step, type, asker) => {
    // The invoice may come before the confirmation mail. Before the officer accepts, nothing can be asked of them.
    const earlier = STEPS.slice(asker === officer ? 1 : 0, STEPS.indexOf(step));
    for (const current of earlier.filter((one) => !(step === 'invoice' && one === 'confirmation')))
      given(...caseUntil(current))
        .when(press(type), asker)
        .isRefused({ reason: 'notYet', step, current });
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
