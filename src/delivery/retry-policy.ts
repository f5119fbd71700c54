import { dayOf, type Instant } from '../case/dates.js';
import { samePerson } from '../case/people.js';
import type { Effect } from '../case/react.js';
import { isAskedNow } from '../case/roles.js';
import { asksToAct, eventOf, haveSameEvent, pendingAt } from './outbox.js';
import type { CaseRecord, Delivery, DeliveryPatch, Outcome } from './ports.js';
import { unreachedIn } from './reachability.js';

/** After this many tries an outage counts as undelivered; even the shortest pauses add up to more than an hour. */
const ATTEMPTS = 18;
const FIRST_PAUSE_MS = 2_000;
/** No pause between two tries is longer, unless Teams asks for it. */
export const LONGEST_PAUSE_MS = 15 * 60_000;

/**
 * What the outbox says of a delivery after a try, and the deliveries that follow from it. `jitter` (0 to 1) spreads the
 * retries of many cases.
 */
export function afterOutcome(
  delivery: Delivery,
  record: CaseRecord,
  outcome: Outcome,
  now: Instant,
  jitter: number,
): DeliveryPatch {
  const change = changeFor(delivery, outcome, now, jitter);
  const adds =
    change.state === 'undelivered'
      ? fallbacks(delivery, record, now)
      : [...unsettledCard(delivery, outcome, now), ...reachedAgain(delivery, record, outcome, now)];
  return { ...change, at: now, adds };
}

function changeFor(delivery: Delivery, outcome: Outcome, now: Instant, jitter: number): Omit<DeliveryPatch, 'at'> {
  switch (outcome.kind) {
    case 'sent': {
      const { message, removed, slots } = outcome;
      return { state: 'sent', ...(message && { message }), ...(removed && { removed }), ...(slots && { slots }) };
    }
    case 'retry': {
      const { why, afterMs = 0 } = outcome;
      const attempts = delivery.attempts + 1;
      if (attempts >= ATTEMPTS) return { state: 'undelivered', why, attempts };
      const pause = Math.max(afterMs, backoff(delivery.attempts, jitter));
      return { state: 'pending', why, attempts, notBefore: new Date(Date.parse(now) + pause).toISOString() };
    }
    case 'undelivered':
      return { state: 'undelivered', why: outcome.why };
    case 'unknown':
      return { state: 'unknown', why: 'noAnswer' };
    case 'stale':
      return { state: 'pending' };
    case 'superseded':
      return { state: 'superseded' };
  }
}

/** Exponential backoff in milliseconds: half fixed, half spread. */
function backoff(attempts: number, jitter: number): number {
  const full = Math.min(FIRST_PAUSE_MS * 2 ** attempts, LONGEST_PAUSE_MS);
  return Math.round(full / 2 + (full / 2) * jitter);
}

/** When a newer card arrived and the one before it still has its buttons, that is tried again as a delivery of its own. */
function unsettledCard({ key, effect }: Delivery, outcome: Outcome, now: Instant): Delivery[] {
  const older = outcome.kind === 'sent' ? outcome.unsettled : undefined;
  if (!older || !('to' in effect)) return [];
  const retire: Effect = { kind: 'retire', to: effect.to, ...('step' in effect && { step: effect.step }) };
  const { message, afterMs = 0 } = older;
  const notBefore = new Date(Date.parse(now) + afterMs).toISOString();
  return [{ key: `${key}.older`, effect: retire, replaces: message, ...pendingAt(now), notBefore }];
}

/** The case card stops saying that a person could not be reached once something has reached them. */
function reachedAgain(
  { key, effect }: Delivery,
  { deliveries, messages }: CaseRecord,
  { kind }: Outcome,
  now: Instant,
): Delivery[] {
  if (kind !== 'sent' || !('to' in effect) || !messages.caseCard) return [];
  const failedBefore = deliveries.some((one) => one.key === `${key}.card`);
  const anotherFailed = unreachedIn(deliveries).some(({ person }) => samePerson(person, effect.to));
  if (!failedBefore && !anotherFailed) return [];
  return [{ key: `${key}.reached`, effect: { kind: 'caseCard' }, ...pendingAt(now) }];
}

/**
 * A person who could not be reached is mentioned in the home conversation if the case still waits for them, and the case
 * card says who could not be reached. Both are deliveries of their own, written together with the failure.
 */
function fallbacks(delivery: Delivery, record: CaseRecord, now: Instant): Delivery[] {
  const { case: theCase, messages } = record;
  const { key, effect } = delivery;
  if (!('to' in effect)) return [];
  const card: Delivery[] = messages.caseCard
    ? [{ key: `${key}.card`, effect: { kind: 'caseCard' }, ...pendingAt(now) }]
    : [];
  if (!asksToAct(effect) || theCase.home.kind === 'personal') return card;
  const { step } = effect;
  if (!isAskedNow(theCase, step, effect.to, dayOf(now))) return card;
  if (isMentioned(delivery, record) || isOwnDoing(delivery, record)) return card;
  return [
    { key: `${key}.mention`, effect: { kind: 'mention', step, people: [effect.to] }, ...pendingAt(now) },
    ...card,
  ];
}

/** True when the person's own press has caused it: its answer has told them, where they pressed. */
function isOwnDoing(delivery: Delivery, record: CaseRecord): boolean {
  const by = eventOf(record, delivery)?.by;
  return by !== undefined && by !== 'clock' && 'to' in delivery.effect && samePerson(by, delivery.effect.to);
}

/** True when a mention of the person is pending, or the same event has caused one already. */
function isMentioned(delivery: Delivery, { deliveries }: CaseRecord): boolean {
  const { effect } = delivery;
  return deliveries.some(
    (one) =>
      one.effect.kind === 'mention' &&
      (one.state === 'pending' || haveSameEvent(one, delivery)) &&
      one.effect.people.some((person) => 'to' in effect && samePerson(person, effect.to)),
  );
}
