import { currentStep } from '../case/case.js';
import { dayOf, type Instant } from '../case/dates.js';
import { samePerson } from '../case/people.js';
import { asked } from '../case/roles.js';
import { isAsking, type Seen } from './asking.js';
import type { Delivery, DeliveryPatch, Outcome } from './ports.js';

/** After this many tries an outage counts as undelivered; even the shortest pauses below add up to more than an hour. */
const ATTEMPTS = 18;
const FIRST_PAUSE_MS = 2_000;
/** No wait between two looks at what is due is longer. */
export const LONGEST_PAUSE_MS = 15 * 60_000;

export type Ending = Omit<DeliveryPatch, 'at'>;

/**
 * What the ledger says of a delivery of a case after it was performed, and the deliveries that follow from that; `jitter`
 * (0 to 1) spreads the retries.
 */
export function endingOf(
  delivery: Delivery,
  seen: Seen,
  performed: Outcome,
  now: Instant,
  jitter: number,
): Ending & { readonly adds: readonly Delivery[] } {
  const ending = outcomeOf(delivery, performed, now, jitter);
  const failed = ending.state === 'undelivered';
  return { ...ending, adds: failed ? followUps(delivery, seen, now) : leftBehind(delivery, performed, now) };
}

function outcomeOf(delivery: Delivery, performed: Outcome, now: Instant, jitter: number): Ending {
  switch (performed.kind) {
    case 'sent': {
      const { message, slots } = performed;
      return { state: 'sent', ...(message && { message }), ...(slots && { slots }) };
    }
    case 'retry': {
      const { why } = performed;
      const attempts = delivery.attempts + 1;
      if (attempts >= ATTEMPTS) return { state: 'undelivered', why, attempts };
      // Teams says how long it wants to be left alone; a storm that goes on is left alone for longer and longer.
      const pause = Math.max(performed.afterMs ?? 0, pauseAfter(delivery.attempts, jitter));
      return { state: 'pending', why, attempts, notBefore: new Date(Date.parse(now) + pause).toISOString() };
    }
    case 'undelivered':
      return { state: 'undelivered', why: performed.why };
    case 'unknown':
      return { state: 'unknown', why: 'noAnswer' };
    case 'stale':
      return { state: 'pending' };
    case 'superseded':
      return { state: 'superseded' };
  }
}

/** Exponential backoff: half fixed, half spread, so that many waiting cases do not come back at once. */
function pauseAfter(attempts: number, jitter: number): number {
  const full = Math.min(FIRST_PAUSE_MS * 2 ** attempts, LONGEST_PAUSE_MS);
  return Math.round(full / 2 + (full / 2) * jitter);
}

/** What follows when a newer card arrived and the one before it could not be settled yet: that is tried again. */
function leftBehind({ key, effect }: Delivery, performed: Outcome, now: Instant): Delivery[] {
  const older = performed.kind === 'sent' ? performed.unsettled : undefined;
  if (!older || !('step' in effect) || !('to' in effect)) return [];
  const { to, step } = effect;
  const due = { state: 'pending', attempts: 0, notBefore: now, at: now } as const;
  return [{ key: `${key}.older`, effect: { kind: 'retire', to, step }, replaces: older, ...due }];
}

/**
 * What follows when a message could not be delivered to somebody: they are mentioned in the home conversation if the
 * case still waits for them, and the case card that stands says whom the bot could not reach. Both are deliveries of their own,
 * written together with the failure, so that they are retried like any other and a crash loses or doubles neither.
 */
function followUps(delivery: Delivery, { case: theCase, deliveries, messages }: Seen, now: Instant): Delivery[] {
  const { key, effect } = delivery;
  if (!('to' in effect)) return [];
  const due = { state: 'pending', attempts: 0, notBefore: now, at: now } as const;
  const card: Delivery[] = messages.caseCard ? [{ key: `${key}.card`, effect: { kind: 'caseCard' }, ...due }] : [];
  const step = currentStep(theCase);
  const wanted = step !== undefined && isAsking(effect) && effect.step === step && theCase.home.kind !== 'personal';
  if (!wanted || !asked(theCase, step, dayOf(now)).some((one) => samePerson(one, effect.to))) return card;
  const fact = key.split('.')[0];
  const mentioned = deliveries.some(
    (one) =>
      one.effect.kind === 'mention' &&
      (one.state === 'pending' || one.key.split('.')[0] === fact) &&
      one.effect.people.some((person) => samePerson(person, effect.to)),
  );
  if (mentioned) return card;
  return [{ key: `${key}.mention`, effect: { kind: 'mention', step, people: [effect.to] }, ...due }, ...card];
}
