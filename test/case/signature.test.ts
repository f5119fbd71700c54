import { describe, expect, test } from 'vitest';
import { caseOf, colleague, coordinator, given, officer, outsider } from '../given.js';
import { caseUntil, formCompleted, officerNamed, signatureRefused, substituteNamed } from './facts.js';
import { press } from './press.js';

const waiting = caseUntil('signature');

describe('the signature', () => {
  test('is confirmed by the officer', () => {
    given(...waiting)
      .when(press('confirmSignature', { signedOn: '2026-05-06' }), officer)
      .happens({ type: 'SignatureConfirmed', signedOn: '2026-05-06' })
      .waitsFor('dispatch');
  });

  test('is not confirmed by the coordinator or the officer’s substitute', () => {
    for (const act of [press('confirmSignature'), press('refuseSignature')])
      for (const asker of [coordinator, colleague, outsider])
        given(...waiting, substituteNamed())
          .when(act, asker)
          .isRefused({ reason: 'notYours', act: act.type, roles: ['officer'], may: [officer] });
  });
});

describe('a refused signature', () => {
  const refused = given(...waiting).when(press('refuseSignature', { reason: 'Forkert bilag' }), officer);

  test('sends the case back to the form, with the reason', () => {
    refused.happens({ type: 'SignatureRefused', reason: 'Forkert bilag' }).waitsFor('webForm');
    expect(refused.case.objection).toMatchObject({ kind: 'signature', reason: 'Forkert bilag', by: officer });
    expect(refused.case.done.agreementNumber).toBeDefined();
  });

  test('is answered by filling in the form again', () => {
    const again = refused.when(press('confirmWebForm', { filledOn: '2026-05-06' }), coordinator);
    again.waitsFor('signature');
    expect(again.case.objection).toBeUndefined();
  });

  test('makes the signature card of the earlier round out of date', () => {
    const secondRound = [...waiting, signatureRefused(), formCompleted({ at: '2026-05-07T11:00:00.000Z' })];
    expect(caseOf(...secondRound).since.signature).toBe(7);
    for (const act of ['confirmSignature', 'refuseSignature'] as const)
      given(...secondRound)
        .when(press(act), officer, { seen: 5 })
        .isRefused({ reason: 'changedSince' });
    given(...secondRound)
      .when(press('confirmSignature', { signedOn: '2026-05-07' }), officer, { seen: 7 })
      .happens({ type: 'SignatureConfirmed', signedOn: '2026-05-07' });
  });
});

test('an officer whose id is written in other letters is the same officer', () => {
  const shouting = { ...officer, id: officer.id.toUpperCase() };
  given(...waiting)
    .when(press('confirmSignature', { signedOn: '2026-05-06' }), shouting)
    .happens({ type: 'SignatureConfirmed', signedOn: '2026-05-06' });
});

test('a coordinator who is also the officer signs as the officer', () => {
  const log = waiting.map((event) => {
    if (event.type === 'OfficerNamed') return officerNamed({ officer: coordinator });
    return event.type === 'OfficerAccepted' ? { ...event, by: coordinator } : event;
  });
  given(...log)
    .when(press('confirmSignature', { signedOn: '2026-05-06' }), coordinator)
    .happens({ type: 'SignatureConfirmed', signedOn: '2026-05-06' });
});
