import { describe, expect, test } from 'vitest';
import { taskDates } from '../../src/case/case-rules.js';
import { weekday } from '../../src/case/dates.js';
import { caseOf, colleague, coordinator, given, TENANT, task } from '../given.js';
import { caseOpened, caseUntil } from './facts.js';
import { press } from './press.js';

const monday = { goLive: '2026-11-02', taskStart: '2026-05-04', taskEnd: '2026-05-08' };

describe('opening a case', () => {
  test('makes the person who opens it its coordinator and counts the dates back from go-live', () => {
    const { caseId, home, municipality, language } = caseOpened();
    given()
      .when(press('openCase'), coordinator)
      .happens({ type: 'CaseOpened', caseId, tenant: TENANT, municipality, ...monday, home, language, coordinator })
      .waitsFor('officer');
  });

  test('needs a municipality that exists', () => {
    for (const municipality of ['', '630', '0999', 'Vejle', '__proto__'])
      given()
        .when(press('openCase', { municipality }), coordinator)
        .isRefused({
          reason: 'fields',
          problems: [{ field: 'municipality', problem: { kind: 'unknownMunicipality' } }],
        });
  });

  test('a second time is answered with the open one, for every asker', () => {
    for (const asker of [coordinator, colleague])
      given(caseOpened()).when(press('openCase'), asker).isRefused({ reason: 'caseExists', caseId: '0630-k3f9' });
  });

  test('accepts a go-live that is past or nearer than the task’s dates', () => {
    for (const goLive of ['2019-04-01', '2026-06-01'])
      given().when(press('openCase', { goLive }), coordinator).waitsFor('officer');
  });
});

describe('the dates of the task', () => {
  test('end 178 calendar days before go-live and start four days earlier: a Monday gives a whole week', () => {
    expect(taskDates('2026-11-02', task)).toEqual({ taskStart: '2026-05-04', taskEnd: '2026-05-08' });
    expect([weekday('2026-11-02'), weekday('2026-05-04'), weekday('2026-05-08')]).toEqual([1, 1, 5]);
  });

  test('are never moved silently off a weekend', () => {
    const { taskStart, taskEnd } = taskDates('2026-11-04', task);
    expect([taskStart, taskEnd]).toEqual(['2026-05-06', '2026-05-10']);
    expect(weekday(taskEnd)).toBe(7);
  });

  test('count over leap days and turns of the year', () => {
    expect(taskDates('2028-03-01', task).taskEnd).toBe('2027-09-05');
    expect(taskDates('2028-06-26', task).taskEnd).toBe('2027-12-31');
  });
});

describe('moving go-live', () => {
  test('moves the task’s dates with it and keeps every step', () => {
    const moved = given(...caseUntil('invoice')).when(press('moveGoLive', { goLive: '2027-03-01' }), coordinator);
    const dates = { goLive: '2027-03-01', taskStart: '2026-08-31', taskEnd: '2026-09-04' };
    moved.happens({ type: 'GoLiveMoved', ...dates }).waitsFor('invoice');
    expect(moved.case).toMatchObject(dates);
    expect(moved.case.done).toEqual(caseOf(...caseUntil('invoice')).done);
  });

  test('makes no card of a step out of date', () => {
    given(...caseUntil('webForm'))
      .when(press('moveGoLive'), coordinator)
      .when(press('confirmWebForm'), coordinator, { seen: 4 })
      .waitsFor('signature');
  });
});
