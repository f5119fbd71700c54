import { type Case, currentStep } from '../case/case.js';
import { type Person, samePerson } from '../case/people.js';
import type { Effect } from '../case/react.js';
import type { CaseRecord, Delivery } from './ports.js';

/** A case as it is now, with its log, ledger and messages. */
export type Seen = CaseRecord & { readonly case: Case };

type Asking = Extract<Effect, { kind: 'request' | 'reminder' | 'escalation' }>;
type Reminding = Extract<Effect, { kind: 'reminder' | 'escalation' }>;

/** A message that asks a person to act; the newest one says everything the older ones would. */
export function isAsking(effect: Effect): effect is Asking {
  return effect.kind === 'request' || isReminding(effect);
}

/** A message that nobody's act has caused, so that it may wait for others of its kind. */
export function isReminding(effect: Effect): effect is Reminding {
  return effect.kind === 'reminder' || effect.kind === 'escalation';
}

/**
 * The case card and a person's card show the case as it stands: of several on their way only the last is worth sending,
 * and none when a newer one has left already. One that goes into the message somebody pressed is always sent, for that
 * message must not keep its buttons.
 */
export function overtaken({ key, effect, replaces }: Delivery, ledger: readonly Delivery[]): boolean {
  if (replaces) return false;
  if (effect.kind === 'caseCard')
    return ledger.findLast((one) => one.effect.kind === 'caseCard' && one.state === 'pending')?.key !== key;
  return isAsking(effect) && newestAsking(ledger, effect.to)?.key !== key;
}

/** The newest message that asks this person to act; one that did not reach them does not count. */
function newestAsking(ledger: readonly Delivery[], person: Person): Delivery | undefined {
  return ledger.findLast(
    ({ effect, state }) =>
      isAsking(effect) && state !== 'undelivered' && state !== 'superseded' && samePerson(effect.to, person),
  );
}

/** The reminder of a case that may go out to this person now, if it is the newest word to them and still true. */
export function reminderDue({ case: theCase, deliveries }: Seen, person: Person, now: string): Delivery | undefined {
  const newest = newestAsking(deliveries, person);
  if (newest?.state !== 'pending' || newest.replaces || newest.notBefore > now || !isReminding(newest.effect))
    return undefined;
  return newest.effect.step === currentStep(theCase) ? newest : undefined;
}
