import { caseCard } from '../../src/cards/case-card.js';
import { personalCard } from '../../src/cards/personal-card.js';
import { readCommand } from '../../src/case/commands.js';
import { decide } from '../../src/case/decide.js';
import type { CaseEvent } from '../../src/case/events.js';
import { evolve, replay } from '../../src/case/evolve.js';
import { react } from '../../src/case/react.js';
import { nextDue } from '../../src/case/reminders.js';
import { danishCalendar } from '../../src/task/calendar.js';
import { contextIn } from '../cards/cases.js';
import { caseUntil, reminded, snoozed } from '../case/facts.js';
import { caseOf, colleague, coordinator, officer, payer, task } from '../given.js';
import { type Spread, timed } from './measure.js';

const COUNT = 3_000;
const WARM_UP = 1_000;
const AT = '2026-06-01T09:00:00.000Z';

/** A case that waits for its invoice, with that many facts: the usual course, and the rest reminders and rests. */
export function longLog(length: number): CaseEvent[] {
  const course = caseUntil('invoice');
  const waits = Array.from({ length: length - course.length }, (_, number) =>
    number % 4 === 3
      ? snoozed({ at: '2026-05-26T09:00:00.000Z' })
      : reminded({ at: `2026-05-${19 + Math.floor(number / 10)}T06:00:00.000Z`, to: coordinator, step: 'invoice' }),
  );
  return [...course, ...waits];
}

/** What one press costs without the network, the disk and the SDK, whole and in parts. */
export function measurePure(): { readonly what: string; readonly spread: Spread }[] {
  const world = { task, calendar: danishCalendar(task.reminders.freeByCustom) };
  const log = longLog(60);
  const before = caseOf(...log);
  const people = [coordinator, officer, payer, colleague];
  const context = contextIn('da', { task, calendar: world.calendar, people, today: AT.slice(0, 10) });
  const inputs = {
    invoiceNumber: '70012345',
    invoiceAmount: '4.040,28',
    invoiceDue: '2026-06-30',
    payer: payer.id,
    version: String(before.version),
  };
  const reading = {
    person: (id: string) => people.find((one) => one.id === id),
    opening: { suffix: 'k3f9', home: before.home, language: 'da' as const },
  };
  const asked = { by: coordinator, guest: false, at: AT, seen: before.version };
  const read = () => {
    const command = readCommand('registerInvoice', inputs, reading);
    if (!command || !('command' in command)) throw new Error('the inputs were not read');
    return command.command;
  };
  const command = read();
  const decided = () => {
    const decision = decide(command, before, asked, world);
    if (!('events' in decision)) throw new Error(`refused: ${decision.refusal.reason}`);
    return decision.events;
  };
  const events = decided();
  const [event] = events;
  if (!event) throw new Error('nothing happened');
  const after = events.reduce(evolve, before);
  const whole = () => {
    const facts = decided();
    let now = before;
    for (const fact of facts) {
      const earlier = now;
      now = evolve(earlier, fact);
      react(fact, earlier, now);
    }
    return personalCard(now, coordinator, context);
  };
  const measured = (what: string, run: () => unknown) => ({ what, spread: timed(COUNT, WARM_UP, run) });
  return [
    measured('decide + evolve + react + card', whole),
    measured('- read the inputs', read),
    measured('- decide', decided),
    measured('- evolve', () => evolve(before, event)),
    measured('- react', () => react(event, before, after)),
    measured("- the presser's next card", () => personalCard(after, coordinator, context)),
    measured('beside it: fold all 60 facts anew', () => replay(log)),
    measured('beside it: the next reminder', () => nextDue(after, world)),
    measured('beside it: the shared card', () => caseCard(after, context)),
  ];
}
