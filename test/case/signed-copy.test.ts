import { describe, expect, test } from 'vitest';
import { refuseExport } from '../../src/case/decide.js';
import type { CaseEvent } from '../../src/case/events.js';
import { STEPS } from '../../src/case/steps.js';
import { readFileName } from '../../src/case/typed-values.js';
import { caseOf, colleague, coordinator, foreigner, given, guest, officer, outsider, payer } from '../given.js';
import { caseCancelled, caseUntil, officerNamed, officerReplaced, substituteNamed } from './facts.js';
import { press } from './press.js';

const copy = { name: 'Underskrevet aftale.pdf', size: 123_456, sha256: 'ab'.repeat(32) };
const keep = press('keepSignedCopy');

describe('the file of the signed agreement', () => {
  test('is recorded from the signature on, while the case is open', () => {
    for (const step of STEPS.slice(STEPS.indexOf('signature'))) {
      const outcome = given(...caseUntil(step)).when(keep, officer);
      outcome.happens({ type: 'SignedCopyRecorded', ...copy }).waitsFor(step);
      expect(outcome.case.signedCopy).toMatchObject({ ...copy, by: officer });
    }
  });

  test('is too early before that, and too late in a closed case', () => {
    for (const step of STEPS.slice(1, STEPS.indexOf('signature')))
      given(...caseUntil(step))
        .when(keep, officer)
        .isRefused({ reason: 'notYet', step: 'signature', current: step });
    given(...caseUntil('paid'))
      .when(keep, officer)
      .isRefused({ reason: 'closed' });
  });

  test('is recorded by the officer alone: neither a substitute nor the coordinator may', () => {
    const away = [...caseUntil('signature'), substituteNamed()];
    for (const other of [colleague, coordinator])
      given(...away)
        .when(keep, other)
        .isRefused({ reason: 'notYours', roles: ['officer'], may: [officer] });
  });

  test('is replaced by a newer file', () => {
    const newer = press('keepSignedCopy', { copy: { ...copy, sha256: 'cd'.repeat(32) } });
    const recorded = given(...caseUntil('dispatch')).when(keep, officer);
    expect(recorded.when(newer, officer).case.signedCopy?.sha256).toBe('cd'.repeat(32));
  });

  test('is refused under a name with a CPR number', () => {
    given(...caseUntil('signature'))
      .when(press('keepSignedCopy', { copy: { ...copy, name: 'aftale_010190_1234.pdf' } }), officer)
      .isRefused({ reason: 'fields', problems: [{ field: 'file', problem: { kind: 'cpr' } }] });
  });

  test('stays with a signature that is confirmed after it, and is shown on the case card and to the sender', () => {
    const recorded = given(...caseUntil('signature')).when(keep, officer);
    expect(recorded.told).toEqual([{ kind: 'caseCard' }, { kind: 'copyKept', to: officer }]);
    expect(recorded.when(press('confirmSignature'), officer).case.signedCopy).toMatchObject(copy);
  });

  test('falls with what it shows: a corrected form, a refusal, a reopened signature, a new officer before it', () => {
    const signed = given(...caseUntil('dispatch')).when(keep, officer);
    const waiting = given(...caseUntil('signature')).when(keep, officer);
    const falls = [
      signed.when(press('correctStep', { step: 'webForm' }), coordinator),
      signed.when(press('correctStep', { step: 'signature' }), officer),
      waiting.when(press('correctStep', { step: 'agreementNumber' }), coordinator),
      waiting.when(press('refuseSignature'), officer),
      waiting.when(press('replaceOfficer'), coordinator),
    ];
    for (const fallen of falls) expect(fallen.case.signedCopy).toBeUndefined();
  });

  test('stands through what leaves the signature alone', () => {
    const signed = given(...caseUntil('invoice')).when(keep, officer);
    const stands = [
      signed.when(press('correctStep', { step: 'dispatch' }), coordinator),
      signed.when(press('replaceOfficer'), coordinator),
      signed.when(press('cancelCase'), coordinator).when(press('reopenCase'), coordinator),
    ];
    for (const outcome of stands) expect(outcome.case.signedCopy).toMatchObject(copy);
  });
});

describe('a file’s name', () => {
  test.each([
    ['Aftale 2026.pdf', 'Aftale 2026.pdf'],
    ['  a\u202efdp\u0000.exe \n', 'afdp.exe'],
    ['aftale-2026-05-04_1234.pdf', 'aftale-2026-05-04_1234.pdf'],
  ])('%j is written down as %j', (typed, name) => {
    expect(readFileName(typed)).toEqual({ value: name });
  });

  test('is neither empty nor too long', () => {
    expect(readFileName(' \u200b ')).toEqual({ problem: { kind: 'required' } });
    expect(readFileName('x'.repeat(201))).toMatchObject({ problem: { kind: 'tooLong' } });
  });
});

describe('the case as files', () => {
  const asked = (by: typeof officer, at = '2026-06-20T09:00:00.000Z') => ({ by, at, guest: by === guest });
  const may = (log: readonly CaseEvent[], by: typeof officer) => refuseExport(caseOf(...log), asked(by));

  test('are for the coordinator and the accepted officer, also of a closed case', () => {
    for (const log of [caseUntil('signature'), caseUntil('paid'), [...caseUntil('webForm'), caseCancelled()]])
      for (const by of [coordinator, officer]) expect(may(log, by)).toBeUndefined();
    expect(may([...caseUntil('dispatch'), substituteNamed()], colleague)).toBeUndefined();
  });

  test('are refused to others, naming who may', () => {
    expect(may(caseUntil('paid'), payer)).toMatchObject({ reason: 'notYours', may: [coordinator, officer] });
    expect(may(caseUntil('paid'), outsider)).toMatchObject({ reason: 'notYours' });
    expect(may(caseUntil('paid'), foreigner)).toEqual({ reason: 'noCase' });
    expect(may(caseUntil('paid'), guest)).toEqual({ reason: 'guest' });
    expect(refuseExport(undefined, asked(coordinator))).toEqual({ reason: 'noCase' });
  });

  test('are not for an officer who has not accepted', () => {
    const [opened] = caseUntil('officer');
    if (!opened) throw new Error('no opening');
    expect(may([opened, officerNamed()], officer)).toMatchObject({ reason: 'notYours', may: [coordinator] });
    expect(may([...caseUntil('invoice'), officerReplaced()], colleague)).toMatchObject({ reason: 'notYours' });
  });
});
