import { describe, expect, test } from 'vitest';
import type { World } from '../../src/case/decision.js';
import { formValue } from '../../src/case/step-rules.js';
import type { FormField } from '../../src/task/schema.js';
import { caseOf, coordinator, given, task, world } from '../given.js';
import { caseUntil } from './facts.js';
import { press } from './press.js';

const waiting = caseUntil('webForm');
const today = '2026-05-05';

function annexWith(...fields: readonly (Partial<FormField> & Pick<FormField, 'id' | 'source'>)[]): World {
  const label = { da: 'Felt', en: 'Field' };
  return { ...world, task: { ...task, formFields: fields.map((field) => ({ label, required: true, ...field })) } };
}

describe('the web form', () => {
  test('is confirmed by the coordinator, with the values Bilag 1 wants', () => {
    given(...waiting)
      .when(press('confirmWebForm', { filledOn: today }), coordinator)
      .happens({ type: 'WebFormCompleted', filledOn: today, fields: { agreementNumber: '123456' } })
      .waitsFor('signature');
  });

  test('says where the printed agreement lies, if they like', () => {
    const filled = given(...waiting).when(press('confirmWebForm', { paperAt: 'Kontor 214' }), coordinator);
    expect(filled.case.done.webForm?.paperAt).toBe('Kontor 214');
  });

  test('may not deviate from Bilag 1', () => {
    given(...waiting)
      .when(press('confirmWebForm', { annexFollowed: false }), coordinator)
      .isRefused({ reason: 'fields', problems: [{ field: 'annexFollowed', problem: { kind: 'annexNotFollowed' } }] });
  });

  test('cannot have been filled in tomorrow', () => {
    given(...waiting)
      .when(press('confirmWebForm', { filledOn: '2026-05-06' }), coordinator)
      .isRefused({ reason: 'fields', problems: [{ field: 'filledOn', problem: { kind: 'inFuture', today } }] });
  });

  test('was filled in today when it is half past midnight in Vejle and yesterday in UTC', () => {
    given(...waiting)
      .when(press('confirmWebForm', { filledOn: '2026-05-06' }), coordinator, { at: '2026-05-05T22:30:00.000Z' })
      .happens({ type: 'WebFormCompleted', filledOn: '2026-05-06', fields: { agreementNumber: '123456' } });
  });
});

describe('the fields of Bilag 1', () => {
  const within = annexWith(
    { id: 'cvr', source: 'typed' },
    { id: 'remark', source: 'typed', required: false },
    { id: 'kind', source: 'fixed', value: 'Administrativ' },
    { id: 'place', source: 'municipality' },
    { id: 'agreementNumber', source: 'agreementNumber' },
  );

  test('are kept as typed, as fixed and as the case knows them; what Bilag 1 does not name is dropped', () => {
    given(...waiting)
      .when(press('confirmWebForm', { fields: { cvr: ' 29189900 ', kind: 'Teknisk', iban: 'DK50' } }), coordinator, {
        within,
      })
      .happens({
        type: 'WebFormCompleted',
        filledOn: today,
        fields: { cvr: '29189900', remark: '', kind: 'Administrativ', place: 'Vejle', agreementNumber: '123456' },
      });
  });

  test('are all checked at once, and each wrong one is named', () => {
    given(...waiting)
      .when(
        press('confirmWebForm', {
          filledOn: '2026-05-07',
          annexFollowed: false,
          fields: { remark: 'Spørg Jens, 010190-1234' },
        }),
        coordinator,
        { within },
      )
      .isRefused({
        reason: 'fields',
        problems: [
          { field: 'field.cvr', problem: { kind: 'required' } },
          { field: 'field.remark', problem: { kind: 'cpr' } },
          { field: 'filledOn', problem: { kind: 'inFuture', today } },
          { field: 'annexFollowed', problem: { kind: 'annexNotFollowed' } },
        ],
      });
  });

  test('have a longest length', () => {
    given(...waiting)
      .when(press('confirmWebForm', { fields: { cvr: 'x'.repeat(201) } }), coordinator, { within })
      .isRefused({ reason: 'fields', problems: [{ field: 'field.cvr', problem: { kind: 'tooLong', max: 200 } }] });
  });

  test('may be called what every object already has a thing called', () => {
    given(...waiting)
      .when(press('confirmWebForm'), coordinator, { within: annexWith({ id: 'constructor', source: 'typed' }) })
      .isRefused({ reason: 'fields', problems: [{ field: 'field.constructor', problem: { kind: 'required' } }] });
  });

  test('show an empty value while the case does not know it', () => {
    const [field] = annexWith({ id: 'agreementNumber', source: 'agreementNumber' }).task.formFields;
    expect(field && formValue(field, caseOf(...caseUntil('agreementNumber')))).toBe('');
  });
});
