import { describe, expect, test } from 'vitest';
import { evolve } from '../../src/case/evolve.js';
import { inWorkingHours, nextDue, remindersDue } from '../../src/case/reminders.js';
import { danishCalendar } from '../../src/task/calendar.js';
import { caseOf, coordinator, task } from '../given.js';
import {
  caseCancelled,
  caseOpened,
  caseUntil,
  formCompleted,
  markedInKlik,
  numberGiven,
  officerAccepted,
  officerNamed,
  officerSought,
  snoozed,
  substituteNamed,
} from './facts.js';
import { leaveAlone, lines, tickAt } from './months.js';

const world = { task, calendar: danishCalendar(task.reminders.freeByCustom) };
/** Begun long ago, and the end is far: neither the pace nor the dates of the task play a part. */
const farGoLive = { goLive: '2028-01-03', taskStart: '2026-03-02', taskEnd: '2027-07-09' };

describe('a case in which nothing happens', () => {
  test('climbs the ladder: nudge, second, copy to the coordinator, escalation, then weekly', () => {
    const opened = caseOpened({ at: '2026-06-08T09:00:00.000Z', ...farGoLive });
    const sought = officerSought({ at: '2026-06-08T09:05:00.000Z' });
    const named = officerNamed({ at: '2026-06-08T09:10:00.000Z' });
    const at = '2026-06-08T09:15:00.000Z';
    const ready = [opened, sought, named, numberGiven({ at }), formCompleted({ at, filledOn: '2026-06-08' })];
    const { sent } = leaveAlone(caseOf(...ready), '2026-07-07T00:00:00.000Z', world);
    expect(lines(sent)).toEqual([
      '2026-06-10 reminded Søren (silence)',
      '2026-06-12 reminded Søren (silence)',
      '2026-06-16 reminded Søren (silence)',
      '2026-06-16 reminded Karen (silence)',
      '2026-06-18 escalated Søren+Karen+Øjvind (silence)',
      '2026-06-25 escalated Søren+Karen+Øjvind (silence)',
      '2026-07-02 escalated Søren+Karen+Øjvind (silence)',
    ]);
  });

  test('goes at the pace of the time that is left: weekly and to the person alone, then closer, help from the start on', () => {
    const dates = { goLive: '2026-12-28', taskStart: '2026-06-29', taskEnd: '2026-07-31' };
    const at = '2026-05-18T09:00:00.000Z';
    const ready = [
      caseOpened({ at, ...dates }),
      officerNamed({ at }),
      numberGiven({ at }),
      formCompleted({ at, filledOn: '2026-05-18' }),
    ];
    const { sent } = leaveAlone(caseOf(...ready), '2026-07-04T00:00:00.000Z', world);
    expect(lines(sent)).toEqual([
      '2026-05-26 reminded Søren (silence)',
      '2026-06-02 reminded Søren (silence)',
      '2026-06-10 reminded Søren (silence)',
      // Ten working days before the start is 15 June.
      '2026-06-17 reminded Søren (silence)',
      '2026-06-19 reminded Søren (silence)',
      '2026-06-23 reminded Søren (silence)',
      '2026-06-25 reminded Søren (silence)',
      '2026-06-29 escalated Søren+Karen (taskStart)',
    ]);
  });

  test('waits for each person by itself: a colleague’s act is no answer of the one who is silent', () => {
    const opened = caseOpened({ at: '2026-06-08T09:00:00.000Z', ...farGoLive });
    const named = officerNamed({ at: '2026-06-08T09:10:00.000Z' });
    const number = numberGiven({ at: '2026-06-11T09:00:00.000Z' });
    const early = leaveAlone(caseOf(opened, named), '2026-06-11T00:00:00.000Z', world);
    expect(lines(early.sent)).toEqual(['2026-06-10 reminded Søren (silence)', '2026-06-10 reminded Karen (silence)']);
    const { sent } = leaveAlone(evolve(early.after, number), '2026-06-19T00:00:00.000Z', world);
    // The third one of the officer is copied to Karen; her own then comes a day later.
    expect(lines(sent)).toEqual([
      '2026-06-12 reminded Søren (silence)',
      '2026-06-15 reminded Karen (silence)',
      '2026-06-16 reminded Søren (silence)',
      '2026-06-16 reminded Karen (silence)',
      '2026-06-17 reminded Karen (silence)',
      '2026-06-18 escalated Søren+Karen (silence)',
    ]);
  });

  test('tells the adviser at most once a week, however many steps are stuck', () => {
    const opened = caseOpened({ at: '2026-06-08T09:00:00.000Z', ...farGoLive });
    const at = '2026-06-08T09:10:00.000Z';
    const theCase = caseOf(opened, officerSought({ at: '2026-06-08T09:05:00.000Z' }), officerNamed({ at }));
    const { sent } = leaveAlone(theCase, '2026-07-14T00:00:00.000Z', world);
    const escalations = sent.filter(({ type }) => type === 'Escalated');
    expect(new Set(escalations.map(({ step }) => step)).size).toBe(2);
    const days = lines(escalations).flatMap((line) => (line.includes('Øjvind') ? [line.slice(0, 10)] : []));
    expect(days).toEqual(['2026-06-18', '2026-06-25', '2026-07-02', '2026-07-09']);
  });

  test('reminds a person of the first of the steps they are asked for', () => {
    const opened = caseOpened({ at: '2026-06-08T09:00:00.000Z', ...farGoLive });
    const { sent } = leaveAlone(caseOf(opened), '2026-06-13T00:00:00.000Z', world);
    expect(sent.map(({ step }) => step)).toEqual(['officer', 'officer']);
  });

  test('is reminded around the dates of the task, and once a week after it has been told that its end has passed', () => {
    const opened = caseOpened({ at: '2026-04-29T09:00:00.000Z' });
    const { sent } = leaveAlone(caseOf(opened), '2026-05-28T00:00:00.000Z', world);
    // 1 May is free by custom; 4 May is the task's start, 8 May its end.
    expect(lines(sent)).toEqual([
      '2026-05-04 reminded Karen (taskStart)',
      '2026-05-06 reminded Karen (taskEndNear)',
      '2026-05-08 reminded Karen (taskEnd)',
      '2026-05-11 escalated Karen (taskEnd)',
      '2026-05-19 escalated Karen (silence)',
      '2026-05-27 escalated Karen (silence)',
    ]);
  });

  test('is asked for at the ordinary pace in a step that begins after the end', () => {
    const opened = caseOpened({ at: '2026-04-29T09:00:00.000Z' });
    const named = officerNamed({ at: '2026-05-12T09:00:00.000Z' });
    const { sent } = leaveAlone(caseOf(opened, named), '2026-05-20T00:00:00.000Z', world);
    expect(lines(sent).filter((line) => line.includes('Søren'))).toEqual([
      '2026-05-15 reminded Søren (silence)',
      '2026-05-19 reminded Søren (silence)',
    ]);
  });

  test('is not reminded of an end date that had passed when the case was opened', () => {
    const opened = caseOpened({ at: '2026-09-07T09:00:00.000Z' });
    const { sent } = leaveAlone(caseOf(opened), '2026-09-15T00:00:00.000Z', world);
    expect(lines(sent).map((line) => line.slice(0, 10))).toEqual(['2026-09-09', '2026-09-11']);
  });
});

describe('a reminder that is late', () => {
  const opened = caseOpened({ at: '2026-04-29T09:00:00.000Z' });

  test('gives the reason of the day it comes, not of the day it was due', () => {
    // No tick ran on the task's start (4 May) and end (8 May).
    const { sent } = tickAt(caseOf(opened), ['2026-05-12T07:00:00.000Z'], world);
    expect(sent).toMatchObject([{ occasion: 'taskEnd', rung: 1 }]);
  });

  test('escalates when a week has passed since the last escalation', () => {
    const unpaid = caseOf(...caseUntil('payment'), markedInKlik());
    const { sent } = leaveAlone(unpaid, '2026-09-01T00:00:00.000Z', world);
    const days = [...new Map(sent.map(({ at, type }) => [at, type])).values()];
    const first = days.indexOf('Escalated');
    // The unpaid invoice is reminded of every working day.
    expect(days.slice(first + 1, first + 6)).toEqual(['Reminded', 'Reminded', 'Reminded', 'Reminded', 'Escalated']);
  });
});

describe('the confirmation mail', () => {
  test('is asked about after 7 days and is late after 14, then goes up the ladder', () => {
    const sent = leaveAlone(
      caseOf(...caseUntil('confirmation'), markedInKlik()),
      '2026-06-12T00:00:00.000Z',
      world,
    ).sent;
    expect(lines(sent).slice(0, 3)).toEqual([
      '2026-05-15 reminded Karen (confirmationHalfway)',
      '2026-05-26 escalated Karen (confirmationLate)',
      '2026-05-28 reminded Karen (confirmationLate)',
    ]);
  });
});

describe('the invoice', () => {
  test('is reminded of 5 working days before it is due, on the day, and every working day after', () => {
    const { sent } = leaveAlone(caseOf(...caseUntil('payment'), markedInKlik()), '2026-07-03T00:00:00.000Z', world);
    const due = caseOf(...caseUntil('payment')).done.invoice?.due ?? '';
    const days = lines(sent).map((line) => line.slice(0, 10));
    expect(days.filter((day) => day <= due)).toHaveLength(2);
    expect(days).toContain(due);
    expect(sent[0]?.occasion).toBe('invoiceDueNear');
  });
});

describe('what stops or moves a reminder', () => {
  const waiting = [
    caseOpened({ at: '2026-06-08T09:00:00.000Z', ...farGoLive }),
    officerNamed({ at: '2026-06-08T09:10:00.000Z' }),
  ];

  test('a cancelled case sends no reminder', () => {
    expect(nextDue(caseOf(...waiting, caseCancelled()), world)).toBeUndefined();
  });

  test('an act of a person begins the wait anew', () => {
    const acted = caseOf(...waiting, officerAccepted({ at: '2026-06-10T05:00:00.000Z' }));
    expect(nextDue(acted, world)?.day).toBe('2026-06-12');
  });

  test('the mark in KLIK leaves the wait for the confirmation as long as it was', () => {
    const sent = caseUntil('confirmation');
    const later = caseOf(...sent, markedInKlik({ at: '2026-05-13T10:00:00.000Z' }));
    expect(later.waits).toEqual(caseOf(...sent).waits);
    expect(nextDue(later, world)).toEqual(nextDue(caseOf(...sent), world));
  });

  test('a copy of the signed agreement that is kept leaves the wait for the dispatch as long as it was', () => {
    const signed = caseUntil('dispatch');
    const file = { name: 'aftale.pdf', size: 1_000, sha256: 'a'.repeat(64) };
    const kept = { type: 'SignedCopyRecorded', at: '2026-05-08T07:00:00.000Z', by: coordinator, ...file } as const;
    expect(nextDue(caseOf(...signed, kept), world)).toEqual(nextDue(caseOf(...signed), world));
  });

  test('a substitute for later leaves the wait as it is; one from today is asked anew', () => {
    const at = '2026-06-09T09:00:00.000Z';
    const theCase = [caseOpened({ at: '2026-06-08T09:00:00.000Z', ...farGoLive })];
    const away = (from: string) => substituteNamed({ absent: coordinator, at, from, until: '2026-07-30' });
    expect(nextDue(caseOf(...theCase, away('2026-07-20')), world)?.day).toBe('2026-06-10');
    expect(nextDue(caseOf(...theCase, away('2026-06-09')), world)?.day).toBe('2026-06-11');
  });

  test('a snooze moves it, and no further', () => {
    const rested = caseOf(...waiting, snoozed({ at: '2026-06-09T09:00:00.000Z', days: 5, until: '2026-06-16' }));
    expect(nextDue(rested, world)?.day).toBe('2026-06-16');
  });

  test('a substitute is reminded instead of the one who is away', () => {
    const away = substituteNamed({
      absent: coordinator,
      at: '2026-06-08T10:00:00.000Z',
      from: '2026-06-09',
      until: '2026-06-30',
    });
    const theCase = caseOf(caseOpened({ at: '2026-06-08T09:00:00.000Z', ...farGoLive }), away);
    const [first] = leaveAlone(theCase, '2026-06-11T00:00:00.000Z', world).sent;
    expect(first?.type === 'Reminded' && first.to.name).toBe(away.substitute.name);
  });
});

describe('the Danish working day', () => {
  const theCase = caseOf(caseOpened({ at: '2026-06-08T09:00:00.000Z', ...farGoLive }));

  test('opens at 8 in the morning of Copenhagen, summer and winter', () => {
    expect(nextDue(theCase, world)?.at).toBe('2026-06-10T06:00:00.000Z');
    const winter = caseOf(caseOpened({ at: '2026-11-23T09:00:00.000Z', ...farGoLive }));
    expect(nextDue(winter, world)?.at).toBe('2026-11-25T07:00:00.000Z');
  });

  test('a tick in the evening sends no reminder; the next morning does, once', () => {
    const evening = '2026-06-10T16:00:00.000Z';
    const morning = '2026-06-11T06:00:00.000Z';
    expect(remindersDue(theCase, evening, world)).toEqual([]);
    expect(
      tickAt(theCase, [evening, '2026-06-11T03:00:00.000Z', morning, morning, '2026-06-11T10:00:00.000Z'], world).sent,
    ).toHaveLength(1);
  });

  test('christmas, easter and the days that are free by custom bring no reminder', () => {
    const before = caseOf(caseOpened({ at: '2026-12-22T09:00:00.000Z', ...farGoLive }));
    expect(nextDue(before, world)?.day).toBe('2026-12-28');
    const easter = caseOf(caseOpened({ at: '2026-04-01T09:00:00.000Z', ...farGoLive }));
    expect(nextDue(easter, world)?.day).toBe('2026-04-08');
    expect(inWorkingHours('2026-06-05T09:00:00.000Z', world)).toBe(false);
    expect(inWorkingHours('2027-04-23T09:00:00.000Z', world)).toBe(true);
  });
});
