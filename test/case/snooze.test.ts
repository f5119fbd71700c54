import { describe, expect, test } from 'vitest';
import type { Command } from '../../src/case/commands.js';
import { klikDue } from '../../src/case/klik.js';
import { danishCalendar } from '../../src/task/calendar.js';
import { adviser, caseOf, colleague, coordinator, given, officer, payer, task } from '../given.js';
import {
  caseOpened,
  caseUntil,
  escalated,
  officerNamed,
  officerSought,
  reminded,
  snoozed,
  substituteNamed,
} from './facts.js';
import { leaveAlone, lines } from './months.js';
import { press } from './press.js';

const waiting = caseUntil('signature');

describe('a snooze', () => {
  test('counts working days: over the weekend, and over Ascension Day', () => {
    given(...waiting)
      .when(press('snooze', { days: 2 }), officer, { at: '2026-05-08T09:00:00.000Z' })
      .happens({ type: 'Snoozed', days: 2, until: '2026-05-12', person: officer });
    given(...waiting)
      .when(press('snooze', { days: 2 }), officer, { at: '2026-05-13T09:00:00.000Z' })
      .happens({ type: 'Snoozed', days: 2, until: '2026-05-18', person: officer });
  });

  test.each([0, 11, -1, 1.5, Number.NaN])('of %d days is refused', (days) => {
    given(...waiting)
      .when(press('snooze', { days }), officer)
      .isRefused({
        reason: 'fields',
        problems: [{ field: 'days', problem: { kind: 'daysOutOfRange', min: 1, max: 10 } }],
      });
  });

  describe('until a day', () => {
    const until = (day: string, days?: number) => press('snooze', { days, until: day });
    // A Thursday; in the two weeks after it lies Ascension Day.
    const at = { at: '2026-05-07T09:00:00.000Z' };

    test.each([
      ['2026-05-08', 1, '2026-05-08'],
      ['2026-05-09', 2, '2026-05-11'],
      ['2026-05-14', 5, '2026-05-15'],
      ['2026-05-22', 10, '2026-05-22'],
    ])('%s is one of %d working days, until %s', (day, days, last) => {
      given(...waiting)
        .when(until(day), officer, at)
        .happens({ type: 'Snoozed', days, until: last, person: officer });
    });

    test.each(['2026-05-06', '2026-05-07', '2026-05-23'])('%s is refused with the days that can be chosen', (day) => {
      given(...waiting)
        .when(until(day), officer, at)
        .isRefused({
          reason: 'fields',
          problems: [{ field: 'until', problem: { kind: 'dayOutOfRange', first: '2026-05-08', last: '2026-05-22' } }],
        });
    });

    test('is not given beside a number of days, and one of the two is', () => {
      given(...waiting)
        .when(until('2026-05-08', 1), officer, at)
        .isRefused({ reason: 'fields', problems: [{ field: 'until', problem: { kind: 'daysAndDay' } }] });
      given(...waiting)
        .when(press('snooze', { days: undefined }), officer, at)
        .isRefused({ reason: 'fields', problems: [{ field: 'days', problem: { kind: 'daysOrDay' } }] });
    });
  });

  test.each([1, 10])('of %d days is allowed', (days) => {
    expect(given(...waiting).when(press('snooze', { days }), coordinator).events).toHaveLength(1);
  });

  test('ends with the step, however the step ends', () => {
    const resting = [...waiting, snoozed({ at: '2026-05-06T12:00:00.000Z', until: '2026-05-15' })];
    expect(caseOf(...resting).snoozedUntil).toBe('2026-05-15');
    for (const act of ['confirmSignature', 'refuseSignature', 'replaceOfficer'] as const)
      expect(given(...resting).when(press(act), officer).case.snoozedUntil).toBeUndefined();
    expect(given(...resting).when(press('handOver'), coordinator).case.snoozedUntil).toBe('2026-05-15');
  });

  test('does not start the wait anew', () => {
    const { waits } = caseOf(...waiting);
    expect(given(...waiting).when(press('snooze'), officer).case.waits).toEqual(waits);
  });
});

describe('whose reminders a snooze rests', () => {
  const dates = { taskStart: '2026-06-08', taskEnd: '2026-07-31' };
  const at = '2026-06-08T09:10:00.000Z';
  /** The officer is asked for their yes, the coordinator for the number. */
  const both = [caseOpened({ at: '2026-06-08T09:00:00.000Z', ...dates }), officerNamed({ at })];
  const whole = { task, calendar: danishCalendar(task.reminders.freeByCustom) };
  const sentAfter = (command: Command, by: typeof officer, until = '2026-06-15T00:00:00.000Z') =>
    lines(leaveAlone(given(...both).when(command, by).case, until, whole).sent);

  test('one’s own, and not those of others whom the case waits for', () => {
    expect(sentAfter(press('snooze', { days: 3 }), officer)).toEqual([
      '2026-06-10 reminded Karen (silence)',
      '2026-06-11 reminded Søren (silence)',
      '2026-06-12 reminded Karen (silence)',
    ]);
    expect(sentAfter(press('snooze', { days: 3 }), coordinator)[0]).toBe('2026-06-10 reminded Søren (silence)');
  });

  test('everyone’s, when the coordinator says so, and nobody else can', () => {
    expect(sentAfter(press('snooze', { days: 4, everyone: true }), coordinator)).toEqual([
      '2026-06-12 reminded Søren (silence)',
      '2026-06-12 reminded Karen (silence)',
    ]);
    given(...both)
      .when(press('snooze', { days: 4, everyone: true }), officer)
      .happens({ type: 'Snoozed', days: 4, until: '2026-06-12', person: officer });
  });

  test('everyone’s, when nothing is asked of the coordinator', () => {
    given(...waiting)
      .when(press('snooze'), coordinator, { at: '2026-05-07T09:00:00.000Z' })
      .happens({ type: 'Snoozed', days: 3, until: '2026-05-12' });
  });

  test('copies of a colleague’s reminders and escalations too', () => {
    const lines = sentAfter(press('snooze', { days: 10 }), coordinator, '2026-06-24T00:00:00.000Z');
    expect(lines).toEqual([
      '2026-06-10 reminded Søren (silence)',
      '2026-06-12 reminded Søren (silence)',
      '2026-06-16 reminded Søren (silence)',
      '2026-06-18 escalated Søren (silence)',
      '2026-06-22 reminded Karen (silence)',
    ]);
  });

  test('and only as long as the step lasts', () => {
    const resting = given(...waiting).when(press('snooze'), officer);
    expect(resting.case.rests).toHaveLength(1);
    expect(resting.when(press('refuseSignature'), officer).case.rests).toEqual([]);
  });

  test('the question about KLIK too', () => {
    const asked = given(...caseUntil('confirmation'));
    const due = klikDue(asked.when(press('snooze', { days: 5 }), coordinator).case, whole);
    expect(due?.at.slice(0, 10)).toBe('2026-05-18');
  });
});

describe('a reminder on request', () => {
  const asking = press('remindNow');

  test('goes to the person the case waits for', () => {
    given(...waiting)
      .when(asking, coordinator)
      .happens({ type: 'Reminded', to: officer, step: 'signature', occasion: 'asked', rung: 0 });
  });

  test('goes to all whom the case waits for, or to the one who is named, each at most once in four hours', () => {
    const both = given(caseOpened(), officerSought(), officerNamed());
    const reminding = (to: typeof officer, step: 'officer' | 'agreementNumber') =>
      ({ type: 'Reminded', to, step, occasion: 'asked', rung: 0 }) as const;
    both.when(asking, adviser).happens(reminding(officer, 'officer'), reminding(coordinator, 'agreementNumber'));
    const first = both.when(press('remindNow', { person: officer }), adviser, { at: '2026-05-04T09:00:00.000Z' });
    first.happens(reminding(officer, 'officer'));
    const soon = { at: '2026-05-04T09:30:00.000Z' };
    first.when(asking, adviser, soon).happens(reminding(coordinator, 'agreementNumber'));
    first
      .when(press('remindNow', { person: officer }), adviser, soon)
      .isRefused({ reason: 'remindedLately', at: '2026-05-04T09:00:00.000Z', again: '2026-05-04T13:00:00.000Z' });
    both.when(press('remindNow', { person: payer }), adviser).isRefused({ reason: 'nobodyToRemind' });
  });

  test('goes to the adviser while they are asked too', () => {
    given(caseOpened(), officerSought())
      .when(asking, coordinator)
      .happens({ type: 'Reminded', to: adviser, step: 'officer', occasion: 'asked', rung: 0 });
  });

  test('goes to the substitute of an absent person', () => {
    given(...caseUntil('payment'), substituteNamed({ absent: payer, by: payer }))
      .when(asking, coordinator)
      .happens({ type: 'Reminded', to: colleague, step: 'payment', occasion: 'asked', rung: 0 });
  });

  test('is refused to the person the case waits for', () => {
    given(...waiting)
      .when(asking, officer)
      .isRefused({ reason: 'nobodyToRemind' });
  });

  test('goes out at most once in four hours', () => {
    const first = given(...waiting).when(asking, coordinator, { at: '2026-05-07T08:00:00.000Z' });
    first.when(asking, coordinator, { at: '2026-05-07T11:59:59.999Z' }).isRefused({
      reason: 'remindedLately',
      at: '2026-05-07T08:00:00.000Z',
      again: '2026-05-07T12:00:00.000Z',
    });
    expect(first.when(asking, coordinator, { at: '2026-05-07T12:00:00.000Z' }).events).toHaveLength(1);
  });

  test('does not count the automatic reminders', () => {
    expect(given(...waiting, reminded()).when(asking, coordinator).events).toHaveLength(1);
  });

  test('may be asked for on a card of any age', () => {
    expect(given(...waiting).when(asking, coordinator, { seen: 0 }).events).toHaveLength(1);
    expect(given(...caseUntil('payment')).when(asking, coordinator).events).toHaveLength(1);
    given(...caseUntil('payment'))
      .when(asking, payer)
      .isRefused({ reason: 'nobodyToRemind' });
  });
});

describe('reminders and escalations', () => {
  test('make no card out of date and leave the wait as it was', () => {
    const before = caseOf(...waiting);
    const after = caseOf(...waiting, reminded({ step: 'signature' }), escalated({ step: 'signature' }));
    expect(after).toMatchObject({ version: before.version, since: before.since, waits: before.waits });
    expect(after.length).toBe(before.length + 2);
    given(...waiting, reminded(), escalated())
      .when(press('confirmSignature', { signedOn: '2026-05-07' }), officer, { seen: 5 })
      .waitsFor('dispatch');
    given(...waiting, reminded())
      .when(press('cancelCase'), coordinator, { seen: 5 })
      .waitsFor(undefined);
  });

  test('are kept with who, when and why', () => {
    expect(caseOf(...waiting, reminded(), escalated()).reminders).toEqual([
      { to: [officer], at: reminded().at, step: 'officer', occasion: 'silence', rung: 1, escalated: false },
      {
        to: [officer, coordinator],
        at: escalated().at,
        step: 'officer',
        occasion: 'silence',
        rung: 4,
        escalated: true,
      },
    ]);
  });
});

test('a substitute may snooze and remind like the absent person', () => {
  given(...waiting, substituteNamed({ absent: coordinator, by: coordinator }))
    .when(press('remindNow'), colleague)
    .happens({ type: 'Reminded', to: officer, step: 'signature', occasion: 'asked', rung: 0 });
});
