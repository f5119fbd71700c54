import { dayOf, type Instant } from '../case/dates.js';
import type { World } from '../case/decision.js';
import { type Person, samePerson } from '../case/people.js';
import { inWorkingHours, nextWindow, remindersDue, urgency } from '../case/reminders.js';
import { isAsking, overtaken, type Seen } from './asking.js';
import { type Ending, LONGEST_PAUSE_MS } from './endings.js';
import type { Delivery } from './ports.js';

/** A due delivery that need not be sent now, and what is written of it instead. */
export interface Spared {
  readonly one: Delivery;
  readonly instead: Ending;
}

/**
 * Every due delivery that need not be sent, found in one go: while a conversation is slow, each press in a case overtakes
 * the cards of the one before it, and there may be hundreds of them.
 */
export function sparedOf(due: readonly Delivery[], seen: Seen, now: Instant, world: World): Spared[] {
  return due.flatMap((one): Spared[] => {
    if (overtaken(one, seen.deliveries)) return [{ one, instead: { state: 'superseded' } }];
    const instead = one.notBefore <= now ? insteadOf(one, seen, now, world) : undefined;
    return instead ? [{ one, instead }] : [];
  });
}

/**
 * Sorts cases for a process that takes up what another one left: those in which somebody is still to be told or asked come
 * before those whose cards are only to be brought up to date. A process that keeps being killed would else never get
 * beyond the cards, since how an edit went is written late.
 */
export function resumeRank({ case: theCase, deliveries }: Seen, world: World): string {
  const waits = deliveries.some((one) => one.state === 'pending' && isAsking(one.effect));
  return `${waits ? 0 : 1} ${urgency(theCase, world.task)}`;
}

/** The first due delivery whose time has come and that no earlier one to the same recipient waits before. */
export function nextOf(due: readonly Delivery[], now: Instant): Delivery | undefined {
  const held = new Set<string>();
  for (const one of due) {
    const recipient = recipientOf(one);
    if (one.notBefore <= now && !held.has(recipient)) return one;
    // What rests until the morning lets everything else pass; what is to be tried again in a moment does not.
    if (Date.parse(one.notBefore) - Date.parse(now) <= LONGEST_PAUSE_MS) held.add(recipient);
  }
  return undefined;
}

/** Messages to one recipient keep their order; an edit of the case card is no message and keeps nobody waiting. */
function recipientOf({ key, effect }: Delivery): string {
  if (effect.kind === 'caseCard') return key;
  return 'to' in effect ? effect.to.id.toLowerCase() : 'home';
}

/**
 * What becomes of a reminder that nobody's act has caused when it cannot go out at its time, after an outage or a long
 * stop: outside working hours it rests until they open again, and when the person is to be reminded anew on the day it
 * would come, that one says everything. What somebody missed and can be told now is sent: they are there.
 */
export function insteadOf(delivery: Delivery, seen: Seen, now: Instant, world: World): Ending | undefined {
  const { effect, attempts, why, key } = delivery;
  const event = seen.events[Number.parseInt(key, 10) - 1];
  const tells = effect.kind === 'reminder' || effect.kind === 'escalation' || effect.kind === 'mention';
  if (!tells || event?.by !== 'clock' || (attempts === 0 && why !== undefined)) return undefined;
  const open = inWorkingHours(now, world);
  const when = open ? now : nextWindow(now, world);
  if ('to' in effect && dayOf(event.at) < dayOf(when) && remindedAt(when, effect.to, seen, world))
    return { state: 'superseded' };
  return open ? undefined : { state: 'pending', notBefore: when };
}

/** True when the clock will remind this person of the case at that moment, whatever was said before. */
function remindedAt(when: Instant, person: Person, seen: Seen, world: World): boolean {
  return remindersDue(seen.case, when, world).some(
    (event) =>
      (event.type === 'Reminded' && samePerson(event.to, person)) ||
      (event.type === 'Escalated' && event.to.some((one) => samePerson(one, person))),
  );
}
