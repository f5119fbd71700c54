import { type Case, currentStep } from '../case/case.js';
import { dayOf } from '../case/dates.js';
import type { Asked } from '../case/decision.js';
import type { CaseEvent } from '../case/events.js';
import { evolve } from '../case/evolve.js';
import { samePerson } from '../case/people.js';
import { type Effect, react } from '../case/react.js';
import { stepAskedOf } from '../case/roles.js';
import type { CaseRecord, Delivery, MessageReference } from './ports.js';

/** The message a person pressed in. In a personal chat it becomes their own card; elsewhere it is the shared card. */
export interface PressedMessage {
  readonly message: MessageReference;
  readonly personal: boolean;
}

type Presser = Pick<Asked, 'by' | 'at'>;
type Reminding = Extract<Effect, { kind: 'reminder' | 'escalation' }>;
type Asking = Extract<Effect, { kind: 'request' }> | Reminding;

/** Every delivery that the events cause, keyed by the position of the event and the number of its effect. */
export function outboxFor(
  events: readonly CaseEvent[],
  before: Case | undefined,
  asked: Presser | undefined,
  pressed: PressedMessage | undefined,
): { caseId: string; deliveries: Delivery[] } {
  const press = pressed && asked && { pressed, asked };
  let after = before;
  const deliveries: Delivery[] = [];
  for (const event of events) {
    const previous = after;
    after = evolve(previous, event);
    const effects = react(event, previous, after);
    if (press && event === events.at(-1)) effects.push(...editOfPressed(effects, after, press.asked, press.pressed));
    const editing = press && editsPressed(effects, event, press.asked, press.pressed);
    for (const [number, effect] of effects.entries()) {
      const replaces = effect === editing ? pressed?.message : undefined;
      deliveries.push({
        key: `${after.length}.${number}`,
        effect,
        ...(replaces && { replaces }),
        ...pendingAt(event.at),
      });
    }
  }
  if (!after) throw new Error('A decision without events');
  return { caseId: after.id, deliveries };
}

/** The event that caused a delivery. */
export function eventOf({ events }: Pick<CaseRecord, 'events'>, { key }: Delivery): CaseEvent | undefined {
  return events[positionIn(key) - 1];
}

/** True when the same event has caused both deliveries, directly or through the failure of one that it caused. */
export function haveSameEvent(one: Delivery, other: Delivery): boolean {
  return positionIn(one.key) === positionIn(other.key);
}

/** The position of the event a key begins with, counted from 1. */
function positionIn(key: string): number {
  return Number.parseInt(key, 10);
}

/** The state in which a delivery begins. */
export function pendingAt(at: string): Pick<Delivery, 'state' | 'attempts' | 'notBefore' | 'at'> {
  return { state: 'pending', attempts: 0, notBefore: at, at };
}

/**
 * Teams shows the answer to a press only until the message is loaded again. So the message pressed in a personal chat is
 * always edited to what the answer said, also when the events tell its owner nothing.
 */
function editOfPressed(
  effects: readonly Effect[],
  after: Case,
  asked: Presser,
  { personal }: PressedMessage,
): Effect[] {
  const told = effects.some((one) => 'to' in one && samePerson(one.to, asked.by) && one.kind !== 'notice');
  const current = currentStep(after);
  if (told || !personal || !current) return [];
  const step = stepAskedOf(after, asked.by, dayOf(asked.at));
  return [step ? { kind: 'request', to: asked.by, step } : { kind: 'settle', to: asked.by, step: current }];
}

/** What the presser is told by an edit of the pressed message: the first of these, for a message becomes one thing. */
const EDITS = ['request', 'settle', 'klikSettled', 'copyKept'] as const;

function editsPressed(
  effects: readonly Effect[],
  event: CaseEvent,
  asked: Presser,
  { personal }: PressedMessage,
): Effect | undefined {
  if (event.type === 'CaseOpened') return effects.find(({ kind }) => kind === 'caseCard');
  const own = effects.filter((one) => personal && 'to' in one && samePerson(one.to, asked.by));
  const [first] = EDITS.flatMap((kind) => own.filter((one) => one.kind === kind));
  return first;
}

/** A message that asks a person to act; the newest one says everything the older ones would. */
export function asksToAct(effect: Effect): effect is Asking {
  return effect.kind === 'request' || isReminder(effect);
}

/** A message that the clock has caused, so that it may wait for others of its kind. */
export function isReminder(effect: Effect): effect is Reminding {
  return effect.kind === 'reminder' || effect.kind === 'escalation';
}
