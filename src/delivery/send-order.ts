import { awaitedSteps } from '../case/case.js';
import { dayOf, type Instant } from '../case/dates.js';
import type { World } from '../case/decision.js';
import { includesPerson, type Person, samePerson } from '../case/people.js';
import type { Effect } from '../case/react.js';
import { inWorkingHours, nextWindow, remindersDue } from '../case/reminders.js';
import { asksToAct, eventOf, isReminder } from './outbox.js';
import type { CaseRecord, Delivery, DeliveryPatch } from './ports.js';
import { LONGEST_PAUSE_MS } from './retry-policy.js';

type Change = Omit<DeliveryPatch, 'at'>;

/** The first pending delivery whose time has come and that no earlier one to the same recipient holds back. */
export function nextDelivery({ deliveries }: Pick<CaseRecord, 'deliveries'>, now: Instant): Delivery | undefined {
  const held = new Set<string>();
  for (const delivery of deliveries) {
    if (delivery.state !== 'pending') continue;
    const recipient = recipientOf(delivery);
    if (delivery.notBefore <= now && !held.has(recipient)) return delivery;
    // A retry in a moment holds the recipient's later messages back; a reminder that waits for the morning does not.
    if (Date.parse(delivery.notBefore) - Date.parse(now) <= LONGEST_PAUSE_MS) held.add(recipient);
  }
  return undefined;
}

/**
 * When a case is to be looked at again in which nothing is to be sent now; undefined when nothing is left. What is due and
 * held back waits for the earlier one, so that its own time, which has passed, does not count.
 */
export function nextAttempt({ deliveries }: Pick<CaseRecord, 'deliveries'>, now: Instant): Instant | undefined {
  const ahead = deliveries.filter(({ state, notBefore }) => state === 'pending' && notBefore > now);
  return ahead.map(({ notBefore }) => notBefore).sort()[0];
}

/** Messages to one recipient keep their order; an edit of the case card is no message and holds nothing back. */
function recipientOf({ key, effect }: Delivery): string {
  if (effect.kind === 'caseCard') return key;
  return 'to' in effect ? effect.to.id.toLowerCase() : 'home';
}

/** What becomes of a delivery that is not to be sent now; undefined when it is. */
export function insteadOfSending(
  delivery: Delivery,
  record: CaseRecord,
  now: Instant,
  world: World,
): Change | undefined {
  return isOvertaken(delivery, record.deliveries) ? { state: 'superseded' } : postponed(delivery, record, now, world);
}

/**
 * The case card and a person's card show the case as it stands: of several on their way only the last is worth sending.
 * One that edits a pressed message is always sent, for that message must not keep its buttons.
 */
function isOvertaken({ key, effect, replaces }: Delivery, deliveries: readonly Delivery[]): boolean {
  if (replaces) return false;
  if (effect.kind === 'caseCard')
    return deliveries.findLast((one) => one.effect.kind === 'caseCard' && one.state === 'pending')?.key !== key;
  return asksToAct(effect) && newestTo(effect.to, deliveries)?.key !== key;
}

/** The newest message that asks this person to act; one that did not reach them does not count. */
function newestTo(person: Person, deliveries: readonly Delivery[]): Delivery | undefined {
  return deliveries.findLast(
    ({ effect, state }) =>
      asksToAct(effect) && state !== 'undelivered' && state !== 'superseded' && samePerson(effect.to, person),
  );
}

/** The pending reminder of a case to this person, if it is the newest message to them, its time has come and it is still true. */
export function dueReminder(
  { case: theCase, deliveries }: CaseRecord,
  person: Person,
  now: Instant,
): Delivery | undefined {
  const newest = newestTo(person, deliveries);
  if (newest?.state !== 'pending' || newest.replaces || newest.notBefore > now || !isReminder(newest.effect))
    return undefined;
  return awaitedSteps(theCase).includes(newest.effect.step) ? newest : undefined;
}

/**
 * A reminder that could not go out at its time, after an outage or a stop: outside working hours it waits until they
 * begin, and when the clock will remind the person anew on the day it would come, that reminder says everything. What
 * was undelivered and is tried again because the person has opened their chat is sent at once.
 */
function postponed(delivery: Delivery, record: CaseRecord, now: Instant, world: World): Change | undefined {
  const { effect, attempts, why } = delivery;
  const event = eventOf(record, delivery);
  const reminds = isReminder(effect) || effect.kind === 'mention' || effect.kind === 'klik';
  if (!reminds || event?.by !== 'clock' || (attempts === 0 && why !== undefined)) return undefined;
  const isOpen = inWorkingHours(now, world);
  const when = isOpen ? now : nextWindow(now, world);
  if ('to' in effect && dayOf(event.at) < dayOf(when) && willRemind(effect, record, when, world))
    return { state: 'superseded' };
  return isOpen ? undefined : { state: 'pending', notBefore: when };
}

function willRemind(
  { kind, to }: Extract<Effect, { to: Person }>,
  { case: theCase }: CaseRecord,
  when: Instant,
  world: World,
): boolean {
  return remindersDue(theCase, when, world).some((event) => {
    if (event.type !== 'Reminded' && event.type !== 'Escalated') return false;
    const isSame = (event.occasion === 'klik') === (kind === 'klik');
    return isSame && includesPerson([event.to].flat(), to);
  });
}
