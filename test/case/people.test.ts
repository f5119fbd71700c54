import { describe, expect, test } from 'vitest';
import { distinctPeople, samePerson } from '../../src/case/people.js';
import { actOf, actors, asked, hadPart, mayActNow, rolesOf, substituteFor } from '../../src/case/roles.js';
import { adviser, caseOf, colleague, coordinator, foreigner, given, officer, outsider, payer } from '../given.js';
import {
  caseOpened,
  caseUntil,
  coordinatorChanged,
  officerDeclined,
  officerNamed,
  officerReplaced,
  officerSought,
  substituteNamed,
} from './facts.js';
import { press } from './press.js';

describe('handing over the coordinator role', () => {
  test('is done by the coordinator, or by the adviser when the coordinator is gone', () => {
    for (const asker of [coordinator, adviser])
      given(...caseUntil('webForm'), officerSought())
        .when(press('handOver'), asker)
        .happens({ type: 'CoordinatorChanged', to: colleague });
  });

  test('gives the successor the acts and takes them from the predecessor', () => {
    const handed = given(...caseUntil('webForm')).when(press('handOver'), coordinator);
    handed.when(press('confirmWebForm'), colleague).waitsFor('signature');
    handed.when(press('confirmWebForm'), coordinator).isRefused({ reason: 'notYours', may: [colleague] });
  });

  test('twice is answered with who has the role, also to the predecessor', () => {
    for (const asker of [coordinator, colleague])
      given(...caseUntil('webForm'), coordinatorChanged())
        .when(press('handOver'), asker, { seen: 4 })
        .isRefused({ reason: 'already', what: { kind: 'coordinator', person: colleague } });
  });
});

describe('replacing the officer', () => {
  test('before the signature asks the successor to accept anew', () => {
    const replaced = given(...caseUntil('webForm')).when(press('replaceOfficer'), coordinator);
    replaced.happens({ type: 'OfficerReplaced', to: colleague }).waitsFor('officer');
    expect(replaced.case.done.agreementNumber).toBeDefined();
    replaced.when(press('acceptOfficer'), officer).isRefused({ reason: 'notYours', may: [colleague] });
    replaced.when(press('acceptOfficer'), colleague).waitsFor('webForm');
  });

  test('while the signature is awaited takes it from the predecessor', () => {
    const replaced = given(...caseUntil('signature')).when(press('replaceOfficer'), officer);
    replaced.waitsFor('officer');
    replaced.when(press('confirmSignature'), officer).isRefused({ reason: 'notYours' });
    replaced.when(press('confirmSignature'), colleague).isRefused({ reason: 'notYet', current: 'officer' });
  });

  test('after the signature keeps the signature', () => {
    const replaced = given(...caseUntil('invoice')).when(press('replaceOfficer'), coordinator);
    expect(replaced.told).toContainEqual({
      kind: 'notice',
      to: colleague,
      notice: { kind: 'officerAfterSignature', by: coordinator },
    });
    replaced.waitsFor('invoice');
    expect(replaced.case.done.signature?.by).toEqual(officer);
    expect(replaced.case.officer).toMatchObject({ person: colleague, accepted: false });
    replaced.when(press('acceptOfficer'), colleague).happens({ type: 'OfficerAccepted' }).waitsFor('invoice');
  });

  test('who declined after the signature reopens no step', () => {
    given(
      ...caseUntil('invoice'),
      officerReplaced(),
      officerDeclined({ at: '2026-05-19T10:00:00.000Z', by: colleague }),
    )
      .when(press('replaceOfficer', { person: outsider }), coordinator)
      .happens({ type: 'OfficerNamed', officer: outsider })
      .waitsFor('invoice');
  });

  test('by the officer themselves is how they say "it is no longer me"', () => {
    given(...caseUntil('invoice'))
      .when(press('replaceOfficer'), officer)
      .happens({ type: 'OfficerReplaced', to: colleague });
  });

  test('with the present officer changes nothing', () => {
    given(...caseUntil('webForm'))
      .when(press('replaceOfficer', { person: officer }), coordinator)
      .isRefused({ reason: 'already', what: { kind: 'officerNamed', officer, accepted: true } });
  });

  test('before one is named is naming one', () => {
    given(caseOpened())
      .when(press('replaceOfficer'), coordinator)
      .happens({ type: 'OfficerNamed', officer: colleague });
  });
});

describe('replacing the payer', () => {
  test('is done by the coordinator or by the payer', () => {
    for (const asker of [coordinator, payer])
      given(...caseUntil('payment'))
        .when(press('replacePayer'), asker)
        .happens({ type: 'PayerReplaced', to: colleague })
        .when(press('confirmPayment'), payer)
        .isRefused({ reason: 'notYours', may: [colleague, coordinator] });
  });

  test('before there is an invoice is refused', () => {
    given(...caseUntil('invoice'))
      .when(press('replacePayer'), coordinator)
      .isRefused({ reason: 'stepOpen', step: 'invoice' });
  });
});

describe('a substitute', () => {
  const july = { from: '2026-07-01', until: '2026-07-31' };
  const named = press('nameSubstitute', july);

  test('is named by the person who will be away, for that time', () => {
    for (const asker of [coordinator, payer])
      given(...caseUntil('payment'))
        .when(named, asker)
        .happens({ type: 'SubstituteNamed', absent: asker, substitute: colleague, ...july });
  });

  test('may not name a substitute, and neither may outsiders', () => {
    for (const asker of [colleague, outsider])
      given(...caseUntil('webForm'), substituteNamed())
        .when(press('nameSubstitute', { person: adviser }), asker)
        .isRefused({ reason: 'notYours' });
  });

  test('may act from the first day to the last, in Danish days, and no longer', () => {
    const away = given(...caseUntil('invoice')).when(named, coordinator);
    const invoice = press('registerInvoice');
    away.when(invoice, colleague, { at: '2026-06-30T21:59:00.000Z' }).isRefused({ reason: 'notYours' });
    away.when(invoice, colleague, { at: '2026-06-30T22:00:00.000Z' }).waitsFor('payment');
    away.when(invoice, colleague, { at: '2026-07-31T21:59:00.000Z' }).waitsFor('payment');
    away.when(invoice, colleague, { at: '2026-07-31T22:00:00.000Z' }).isRefused({ reason: 'notYours' });
  });

  test('does not stop the absent person from acting', () => {
    const away = given(...caseUntil('invoice')).when(named, coordinator);
    away.when(press('registerInvoice'), coordinator, { at: '2026-07-10T09:00:00.000Z' }).waitsFor('payment');
  });

  test('of the officer neither accepts nor signs', () => {
    given(caseOpened(), officerNamed(), substituteNamed())
      .when(press('acceptOfficer'), colleague)
      .isRefused({ reason: 'notYours', may: [officer] });
  });

  test('may be named for a second absence too: the first one stands', () => {
    const august = { from: '2026-08-10', until: '2026-08-14' };
    const { case: theCase } = given(...caseUntil('invoice'))
      .when(named, coordinator)
      .when(press('nameSubstitute', { person: adviser, ...august }), coordinator);
    expect(substituteFor(theCase, coordinator, '2026-07-31')).toEqual(colleague);
    expect(substituteFor(theCase, coordinator, '2026-08-10')).toEqual(adviser);
    expect(substituteFor(theCase, coordinator, '2026-08-01')).toBeUndefined();
  });

  test('named for days of a known absence replaces it as a whole: so it is corrected or ended early', () => {
    const shorter = { from: '2026-07-01', until: '2026-07-10' };
    const { case: theCase } = given(...caseUntil('invoice'))
      .when(named, coordinator)
      .when(press('nameSubstitute', { person: adviser, ...shorter }), coordinator);
    expect(substituteFor(theCase, coordinator, '2026-07-10')).toEqual(adviser);
    expect(substituteFor(theCase, coordinator, '2026-07-11')).toBeUndefined();
  });

  test('of one person does not change the absence of another', () => {
    const { case: theCase } = given(...caseUntil('invoice'))
      .when(named, officer)
      .when(named, coordinator);
    expect(substituteFor(theCase, officer, '2026-07-05')).toEqual(colleague);
  });

  test.each([
    [{ person: coordinator }, 'person', { kind: 'samePerson', person: coordinator }],
    [{ from: '2026-07-31', until: '2026-07-01' }, 'until', { kind: 'beforeFrom' }],
    [{ from: '2026-05-01', until: '2026-05-04' }, 'until', { kind: 'inPast', today: '2026-05-05' }],
    [
      { from: '2026-07-01', until: '2027-07-03' },
      'until',
      { kind: 'dayOutOfRange', first: '2026-07-01', last: '2027-07-02' },
    ],
  ] as const)('cannot be %j', (changes, field, problem) => {
    given(...caseUntil('webForm'))
      .when(press('nameSubstitute', changes), coordinator)
      .isRefused({ reason: 'fields', problems: [{ field, problem }] });
  });

  test('is asked instead of the one who is away, but never for the officer’s own acts', () => {
    const covered = { absent: coordinator, by: coordinator, from: '2026-05-04', until: '2026-05-31' };
    const form = caseOf(...caseUntil('webForm'), substituteNamed(covered));
    expect(asked(form, 'webForm', '2026-05-31')).toEqual([colleague]);
    expect(asked(form, 'webForm', '2026-06-01')).toEqual([coordinator]);
    expect(asked(form, 'webForm')).toEqual([coordinator]);
    const signature = caseOf(...caseUntil('signature'), substituteNamed());
    expect(asked(signature, 'signature', '2026-05-31')).toEqual([officer]);
    expect(substituteFor(signature, officer, '2026-05-31')).toEqual(colleague);
  });
});

describe('who is who', () => {
  test('a person is tenant and id; letter case does not matter, the name neither', () => {
    const loud = { tenant: coordinator.tenant.toUpperCase(), id: coordinator.id.toUpperCase(), name: '' };
    expect(samePerson(coordinator, loud)).toBe(true);
    expect(samePerson(coordinator, foreigner)).toBe(false);
    expect(samePerson(undefined, undefined)).toBe(false);
  });

  test('people are listed once, in order, and a missing name is filled in later', () => {
    const nameless = { ...officer, name: '' };
    expect(distinctPeople([coordinator, nameless, coordinator, officer])).toEqual([coordinator, officer]);
  });

  test('roles are held by those who were named', () => {
    const paying = caseOf(...caseUntil('payment'), officerSought());
    expect(rolesOf(paying, adviser)).toEqual(['adviser']);
    expect(rolesOf(paying, payer)).toEqual(['payer']);
    expect(rolesOf(paying, outsider)).toEqual([]);
    expect(actors(paying, ['payer', 'coordinator', 'payer'], '2026-05-20')).toEqual([payer, coordinator]);
    expect(hadPart(caseOf(...caseUntil('webForm'), coordinatorChanged()), coordinator)).toBe(true);
    expect(actOf(caseOf(caseOpened()), 'officer')).toBe('nameOfficer');
    expect(actOf(caseOf(caseOpened(), officerNamed()), 'officer')).toBe('acceptOfficer');
  });
});

describe('who may act now', () => {
  const today = '2026-05-12';
  const at = (...more: Parameters<typeof caseUntil>) =>
    given(...caseUntil(...more)).when(press('remindNow'), payer).case;

  test('is the person asked, then the others who may act, then those who can help', () => {
    expect(mayActNow(at('officer'), today)).toEqual([coordinator]);
    expect(mayActNow(at('agreementNumber'), today)).toEqual([coordinator, officer]);
    expect(mayActNow(at('signature'), today)).toEqual([officer, coordinator]);
    expect(mayActNow(at('payment'), today)).toEqual([payer, coordinator]);
    expect(mayActNow(at('paid'), today)).toEqual([]);
  });

  test('counts the adviser who was asked, and a substitute on their days, but never for the signature', () => {
    const sought = given(...caseUntil('officer'), officerSought()).when(press('remindNow'), payer).case;
    expect(mayActNow(sought, today)).toEqual([coordinator, adviser]);
    const away = substituteNamed({ absent: officer, substitute: colleague, from: today, until: today });
    const on = (step: 'signature' | 'dispatch') =>
      mayActNow(given(...caseUntil(step), away).when(press('remindNow'), payer).case, today);
    expect(on('dispatch')).toEqual([coordinator, officer, colleague]);
    expect(on('signature')).toEqual([officer, coordinator]);
  });
});
