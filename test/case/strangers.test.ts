import { describe, expect, test } from 'vitest';
import type { Command, CommandType } from '../../src/case/commands.js';
import { type Person, samePerson } from '../../src/case/people.js';
import { mayActNow } from '../../src/case/roles.js';
import { adviser, colleague, coordinator, given, OTHER_TENANT, officer, payer } from '../given.js';
import { caseUntil, officerSought, substituteNamed } from './facts.js';
import { press } from './press.js';

/** The commands that give somebody a part, the step at which they are asked, and the field that names the person. */
const NAMING: readonly [CommandType, Parameters<typeof caseUntil>[0], string][] = [
  ['nameOfficer', 'officer', 'officer'],
  ['askForOfficer', 'officer', 'person'],
  ['registerInvoice', 'invoice', 'payer'],
  ['handOver', 'webForm', 'person'],
  ['replaceOfficer', 'webForm', 'person'],
  ['replacePayer', 'payment', 'person'],
  ['nameSubstitute', 'webForm', 'person'],
];

describe.each(NAMING)('%s', (type, step, field) => {
  const naming = (person: Person) => ({ ...press(type), [field]: person }) as Command;

  test('gives no part to somebody of another organisation, nor to nobody', () => {
    for (const stranger of [
      { ...colleague, tenant: OTHER_TENANT },
      { tenant: '', id: '', name: '' },
    ])
      given(...caseUntil(step))
        .when(naming(stranger), coordinator)
        .isRefused({ reason: 'fields', problems: [{ field, problem: { kind: 'unknownPerson' } }] });
  });

  test('knows the organisation in any letter case', () => {
    const { events } = given(...caseUntil(step)).when(
      naming({ ...colleague, tenant: colleague.tenant.toUpperCase() }),
      coordinator,
    );
    expect(events).toHaveLength(1);
  });
});

describe('letter case in ids', () => {
  test('makes nobody somebody else: tenant and id count in any spelling', () => {
    const loud = { ...coordinator, tenant: coordinator.tenant.toUpperCase(), id: coordinator.id.toUpperCase() };
    expect(samePerson(loud, coordinator)).toBe(true);
    given(...caseUntil('webForm'))
      .when(press('confirmWebForm'), loud)
      .waitsFor('signature');
    expect(samePerson({ ...loud, tenant: OTHER_TENANT }, coordinator)).toBe(false);
  });
});

describe('who may act now', () => {
  const today = '2026-05-12';
  const at = (...more: Parameters<typeof caseUntil>) =>
    given(...caseUntil(...more)).when(press('remindNow'), payer).case;

  test('is whoever is asked first, then the others who may, then those who can help', () => {
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
