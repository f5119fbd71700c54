import { describe, expect, test } from 'vitest';
import { STEPS } from '../../src/case/steps.js';
import sa09 from '../../src/task/sa09-nemkonto.json' with { type: 'json' };
import { parseTask, TaskFileError } from '../../src/task/schema.js';

type Json = Record<string, unknown>;

/** The shipped file with one place changed; the place as in the message, `reminders.window.fromHour`. */
function shippedBut(place: string, value: unknown): unknown {
  const copy: Json = structuredClone(sa09);
  const path = place.split('.');
  const last = path.pop() ?? '';
  const parent = path.reduce<Json>((at, key) => at[key] as Json, copy);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

describe('the shipped task', () => {
  const task = parseTask(sa09, 'sa09-nemkonto.json');

  test('is SA 09 with its dates, its fee of 2020 and its waits', () => {
    expect(task.klik).toMatchObject({ task: 'SA 09', masterTask: 434, project: 'KY' });
    expect(task.offsets).toEqual({ endFromGoLive: -178, startFromEnd: -4, count: 'calendar' });
    expect(task.fee).toEqual({ year: 2020, oere: 404_028 });
    expect(task.waitDays).toEqual({ confirmationHalfway: 7, confirmationLate: 14 });
    expect(task.mail.to).toBe('nemkonto@sikker.kmd.dk');
  });

  test('has words for every step, and asks for the one field of Bilag 1 that is known', () => {
    expect(Object.keys(task.steps)).toEqual([...STEPS]);
    expect(task.formFields.map((field) => [field.id, field.source, field.required])).toEqual([
      ['agreementNumber', 'agreementNumber', true],
    ]);
  });

  test('links to no address with a session in it', () => {
    for (const link of [task.links.form, task.links.support]) expect(link).toMatch(/^https:\/\/[^()]+$/);
  });
});

describe('a wrong task file names the file, the place and what is expected there', () => {
  test.each([
    ['schema', 2],
    ['id', 'SA 09'],
    ['klik.title.en', ''],
    ['klik.masterTask', '434'],
    ['offsets.endFromGoLive', 178],
    ['offsets.count', 'working'],
    ['links.form', 'nemkonto'],
    ['mail.to', 'nemkonto'],
    ['mail', undefined],
    ['fee.oere', 4040.28],
    ['agreementNumber.min', 0],
    ['waitDays.confirmationLate', 0],
    ['reminders.window.fromHour', 24],
    ['reminders.snoozeMaxDays', -1],
    ['reminders.freeByCustom.0', '1. maj'],
    ['steps.signature', undefined],
    ['steps.officer.title.da', 7],
    ['formFields.0.source', 'guessed'],
    ['formFields.0.id', '__proto__'],
    ['formFields.0.label', 'NKS'],
  ])('%s', (place, value) => {
    const parse = () => parseTask(shippedBut(place, value), 'kommunens.json');
    expect(parse).toThrow(TaskFileError);
    expect(parse).toThrow(`The task file kommunens.json cannot be used. ${place}: `);
  });

  test('also when it has an unknown key', () => {
    const parse = () => parseTask(shippedBut('reminders.emphasis', 'loud'), 'kommunens.json');
    expect(parse).toThrow(/reminders: .*emphasis/);
  });

  test.each([[undefined], [null], ['SA 09'], [[]]])('also when it is no task at all: %j', (json) => {
    expect(() => parseTask(json, 'kommunens.json')).toThrow('the file itself: ');
  });

  test('every wrong place at once', () => {
    const twice = { ...(shippedBut('fee.year', 1999) as Json), id: '' };
    expect(() => parseTask(twice, 'x.json')).toThrow(/id: .*; fee\.year: /);
  });
});

describe('the fields of the form', () => {
  const label = { da: 'Felt', en: 'Field' };
  const withFields =
    (...fields: object[]) =>
    () =>
      parseTask(shippedBut('formFields', fields), 'x.json').formFields;

  test('may be added by the municipality; required unless said', () => {
    const [cvr, note] = withFields(
      { id: 'cvr', label, source: 'typed' },
      { id: 'note', label, source: 'typed', required: false },
    )();
    expect([cvr?.required, note?.required]).toEqual([true, false]);
  });

  test('have ids of their own', () => {
    const twice = { id: 'cvr', label, source: 'typed' };
    expect(withFields(twice, twice)).toThrow('formFields: two fields have the same id');
  });

  test('that are fixed have a value', () => {
    expect(withFields({ id: 'kind', label, source: 'fixed' })).toThrow('formFields.0: a field with source "fixed"');
    expect(withFields({ id: 'kind', label, source: 'fixed', value: 'Administrativ' })()).toHaveLength(1);
  });

  test('are 30 at most', () => {
    const many = Array.from({ length: 31 }, (_, at) => ({ id: `f${at}`, label, source: 'typed' }));
    expect(withFields(...many)).toThrow('formFields: ');
    expect(withFields(...many.slice(1))()).toHaveLength(30);
  });
});

describe('the questions', () => {
  const ask = { da: 'Hvad?', en: 'What?' };
  const withQuestions = (questions: unknown) => () => parseTask(shippedBut('questions', questions), 'x.json').questions;

  test('may be left out, or be no more than a question and its answer', () => {
    expect(withQuestions(undefined)()).toEqual([]);
    expect(withQuestions([{ ask, answer: ask }])()).toEqual([
      { ask, answer: ask, also: { da: [], en: [] }, inHelp: true },
    ]);
  });

  test('name no unknown placeholder and no unknown step', () => {
    const wrong = { da: `Det koster \${price}.`, en: `It costs \${fee}.` };
    expect(withQuestions([{ ask, answer: wrong }])).toThrow(/questions\.0\.answer: only these facts .*fee/);
    expect(withQuestions([{ ask, answer: ask, step: 'lunch' }])).toThrow('questions.0.step: ');
    expect(withQuestions([{ ask, answer: ask, also: { de: [] } }])).toThrow('questions.0.also: ');
  });
});
