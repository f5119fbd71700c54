import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addWorkdays, dayOf } from '../../src/case/dates.js';
import type { CaseEvent } from '../../src/case/events.js';
import { evolve } from '../../src/case/evolve.js';
import { inWorkingHours, nextDue, nextWindow, remindersDue } from '../../src/case/reminders.js';
import { STEPS } from '../../src/case/steps.js';
import { danishCalendar } from '../../src/task/calendar.js';
import { caseOf, coordinator, officer, task } from '../given.js';
import { caseOpened, caseUntil, officerNamed } from './facts.js';
import { leaveAlone, tickAt } from './months.js';

const world = { task, calendar: danishCalendar(task.reminders.freeByCustom) };
const HOUR = 3_600_000;

/** A moment between 2026 and 2036, to the minute. */
const anyMoment = fc
  .integer({ min: Date.parse('2026-01-01T00:00:00Z') / 60_000, max: Date.parse('2036-06-01T00:00:00Z') / 60_000 })
  .map((minutes) => new Date(minutes * 60_000).toISOString());

const later = (at: string, hours: number) => new Date(Date.parse(at) + hours * HOUR).toISOString();

/** A case opened at that moment whose officer was named an hour later, with its dates around it. */
const caseAt = (at: string, daysToEnd: number) => {
  const end = dayOf(later(at, daysToEnd * 24));
  const opened = caseOpened({ at, taskEnd: end, taskStart: dayOf(later(at, (daysToEnd - 4) * 24)) });
  return caseOf(opened, officerNamed({ at: later(at, 1) }));
};

const received = (event: CaseEvent) =>
  event.type === 'Escalated' ? event.to : event.type === 'Reminded' ? [event.to] : [];

describe('reminders from 2026 to 2036', () => {
  test('are never outside working time, and one person gets at most one a day', () => {
    fc.assert(
      fc.property(anyMoment, fc.integer({ min: -30, max: 60 }), (at, daysToEnd) => {
        const { sent } = leaveAlone(caseAt(at, daysToEnd), later(at, 90 * 24), world);
        for (const event of sent) expect(inWorkingHours(event.at, world)).toBe(true);
        const days = sent.flatMap((event) => received(event).map((to) => `${to.id} ${dayOf(event.at)}`));
        expect(new Set(days).size).toBe(days.length);
        expect(sent.length).toBeGreaterThan(10);
      }),
      { numRuns: 60 },
    );
  });

  test('rest for the person who asked for it, and go on for the other one', () => {
    fc.assert(
      fc.property(
        anyMoment,
        fc.constantFrom(officer, coordinator),
        fc.integer({ min: 1, max: 10 }),
        (at, who, days) => {
          const asked = later(at, 2);
          const until = addWorkdays(dayOf(asked), days, world.calendar);
          const rested = evolve(caseAt(at, 60), { type: 'Snoozed', at: asked, by: who, days, until, person: who });
          const { sent } = leaveAlone(rested, later(at, 90 * 24), world);
          const to = (person: typeof who) => sent.filter((event) => received(event).some(({ id }) => id === person.id));
          for (const event of to(who)) expect(dayOf(event.at) >= until).toBe(true);
          expect(to(who).length).toBeGreaterThan(0);
          expect(to(who === officer ? coordinator : officer).length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('are neither lost nor doubled by ticks at any times', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 5, maxLength: 60 });
    fc.assert(
      fc.property(anyMoment, gaps, (at, hours) => {
        let now = at;
        const moments = hours.map((gap) => {
          now = later(now, gap);
          return now;
        });
        const { after, sent } = tickAt(caseAt(at, 30), moments, world);
        const days = sent.flatMap((event) => received(event).map((to) => `${to.id} ${dayOf(event.at)}`));
        expect(new Set(days).size).toBe(days.length);
        // Whatever is due and inside the window at the last tick has been sent.
        expect(remindersDue(after, now, world)).toEqual([]);
        for (const event of sent) expect(moments).toContain(event.at);
      }),
      { numRuns: 200 },
    );
  });

  test('a next window is in working time, later, and none lies between', () => {
    fc.assert(
      fc.property(anyMoment, (now) => {
        const window = nextWindow(now, world);
        expect(window > now).toBe(true);
        expect(inWorkingHours(window, world)).toBe(true);
        expect(inWorkingHours(new Date(Date.parse(window) - 60_000).toISOString(), world)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('in every step there is a next one until the invoice is paid', () => {
    for (const step of STEPS) expect(nextDue(caseOf(...caseUntil(step)), world)?.step).toBe(step);
    expect(nextDue(caseOf(...caseUntil('paid')), world)).toBeUndefined();
  });
});
