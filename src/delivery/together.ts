import { codesOf } from '../case/case.js';
import type { Person } from '../case/people.js';
import { reminderDue, type Seen } from './asking.js';
import type { CommandHandler } from './flow.js';
import { insteadOf } from './order.js';
import type { CaseStore, Delivery, Outgoing } from './ports.js';
import { unreachedIn } from './unreached.js';

/** One case's part in a message: the delivery that it carries out there. */
export interface Part {
  readonly caseId: string;
  readonly delivery: Delivery;
  readonly seen: Seen;
}

/** What is to be performed, as the messenger wants it; of several cases the first one leads. */
export function errandOf([{ caseId, delivery, seen }, ...others]: readonly [Part, ...Part[]]): Omit<
  Outgoing,
  'beforeSend'
> {
  const { key, effect, replaces } = delivery;
  return {
    key: `${caseId}/${key}`,
    event: seen.events[Number.parseInt(key, 10) - 1],
    effect,
    ...(replaces && { replaces }),
    messages: seen.messages,
    case: seen.case,
    codes: codesOf(seen),
    ...(others.length > 0 && { together: others.map((part) => part.seen.case) }),
    unreached: unreachedIn(seen.deliveries),
  };
}

interface Surroundings {
  readonly store: CaseStore;
  readonly flow: Pick<CommandHandler, 'world'>;
  readonly awake: (caseId: string) => boolean;
  readonly look: (caseId: string) => Promise<Seen | undefined>;
}

/**
 * The reminders of a person that one message can carry: this one and, when enough of their cases are due (task file:
 * `combineFrom`), all the others. After a long stop somebody with ten cases would otherwise get ten messages at once.
 * Only cases that `awake` knows to be on their way are looked into; `look` gives none that another instance is at.
 */
export async function gather(
  first: Part,
  person: Person,
  now: string,
  { store, flow, awake, look }: Surroundings,
): Promise<readonly [Part, ...Part[]]> {
  const least = flow.world.task.reminders.combineFrom;
  if (!reminderDue(first.seen, person, now)) return [first];
  const entries = await store.casesOf(person);
  const others = entries.filter((one) => one.open && one.id !== first.caseId && awake(one.id));
  if (others.length + 1 < least) return [first];
  const looks = await Promise.all(others.map(({ id }) => look(id).catch(() => undefined)));
  const parts = looks.flatMap((seen): Part[] => {
    const delivery = seen && reminderDue(seen, person, now);
    const goes = seen && delivery && !insteadOf(delivery, seen, now, flow.world);
    return goes ? [{ caseId: seen.case.id, delivery, seen }] : [];
  });
  return parts.length + 1 < least ? [first] : [first, ...parts];
}
