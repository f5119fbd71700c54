import { type Case, currentStep } from '../case/case.js';
import { dayOf } from '../case/dates.js';
import type { Asked } from '../case/decision.js';
import type { CaseEvent } from '../case/events.js';
import { evolve } from '../case/evolve.js';
import { samePerson } from '../case/people.js';
import { type Effect, react } from '../case/react.js';
import { asked as askedFor } from '../case/roles.js';
import type { Delivery, MessageReference } from './ports.js';

/** The message somebody pressed in. In a personal chat it becomes their desk card; elsewhere it is the shared card. */
export interface PressedMessage {
  readonly message: MessageReference;
  readonly personal: boolean;
}

/** The case after the facts, and every delivery they cause, keyed by the position of the fact and the effect's number. */
export function deliveriesFor(
  events: readonly CaseEvent[],
  before: Case | undefined,
  asked: Pick<Asked, 'by' | 'at'> | undefined,
  press: PressedMessage | undefined,
): { after: Case; deliveries: Delivery[] } {
  let after = before;
  const deliveries: Delivery[] = [];
  for (const event of events) {
    const previous = after;
    after = evolve(previous, event);
    const effects = react(event, previous, after);
    const all =
      press && asked && event === events.at(-1) ? [...effects, ...kept(effects, after, asked, press)] : effects;
    for (const [number, effect] of all.entries()) {
      const into = press && asked ? placeOf(effect, event, asked, press) : undefined;
      deliveries.push({
        key: `${after.length}.${number}`,
        effect,
        ...(into && { replaces: into }),
        state: 'pending',
        attempts: 0,
        notBefore: event.at,
        at: event.at,
      });
    }
  }
  if (!after) throw new Error('A decision without facts');
  return { after, deliveries };
}

/**
 * The answer to a press is shown by the person's app only until it reloads the message. So the message pressed in a
 * personal chat is always edited to what the answer said, also when nothing else is due to its owner.
 */
function kept(
  effects: readonly Effect[],
  after: Case,
  asked: Pick<Asked, 'by' | 'at'>,
  press: PressedMessage,
): Effect[] {
  const told = effects.some((one) => 'to' in one && samePerson(one.to, asked.by) && one.kind !== 'notice');
  const step = currentStep(after);
  if (told || !press.personal || !step) return [];
  const desk = askedFor(after, step, dayOf(asked.at)).some((one) => samePerson(one, asked.by));
  return [{ kind: desk ? 'request' : 'settle', to: asked.by, step }];
}

/** What the presser is told in the very message they pressed. */
const TAKES_PLACE: ReadonlySet<Effect['kind']> = new Set(['request', 'settle', 'klikSettled', 'copyKept']);

function placeOf(
  effect: Effect,
  event: CaseEvent,
  asked: Pick<Asked, 'by'>,
  press: PressedMessage,
): MessageReference | undefined {
  if (effect.kind === 'caseCard') return event.type === 'CaseOpened' ? press.message : undefined;
  if (!press.personal || event.type === 'CaseOpened') return undefined;
  const own = 'to' in effect && samePerson(effect.to, asked.by);
  return own && TAKES_PLACE.has(effect.kind) ? press.message : undefined;
}
