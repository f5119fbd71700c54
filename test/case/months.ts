import type { Case } from '../../src/case/case.js';
import { dayOf, type Instant } from '../../src/case/dates.js';
import type { World } from '../../src/case/decision.js';
import type { CaseEvent, EventOf } from '../../src/case/events.js';
import { evolve } from '../../src/case/evolve.js';
import { nextReminderOf, remindersDue } from '../../src/case/reminders.js';

export type Reminding = EventOf<'Reminded'> | EventOf<'Escalated'>;

/** Lets time pass over a case in which nothing else happens, from one due moment to the next; gives what was sent when. */
export function leaveAlone(theCase: Case, until: Instant, world: World): { after: Case; sent: Reminding[] } {
  let after = theCase;
  const sent: Reminding[] = [];
  for (;;) {
    const due = nextReminderOf(after, world);
    if (!due || due.at > until) return { after, sent };
    const events = remindersDue(after, due.at, world);
    if (events.length === 0) throw new Error(`nothing was due at ${due.at}`);
    for (const event of events) {
      after = evolve(after, event);
      sent.push(event as Reminding);
    }
  }
}

/** Lets time pass with ticks at these moments only, as in a process that sleeps, restarts or is late. */
export function tickAt(theCase: Case, moments: readonly Instant[], world: World): { after: Case; sent: CaseEvent[] } {
  let after = theCase;
  const sent: CaseEvent[] = [];
  for (const now of moments) {
    for (const event of remindersDue(after, now, world)) {
      after = evolve(after, event);
      sent.push(event);
    }
  }
  return { after, sent };
}

/** One line a reminder: the day, how, to whom. */
export function lines(sent: readonly Reminding[]): string[] {
  return sent.map((event) => {
    const to = event.type === 'Escalated' ? event.to : [event.to];
    const names = to.map((person) => person.name.split(' ')[0]).join('+');
    return `${dayOf(event.at)} ${event.type === 'Escalated' ? 'escalated' : 'reminded'} ${names} (${event.occasion})`;
  });
}
