import type { Person } from '../case/people.js';
import type { MessageReference, Outgoing, Slot } from '../delivery/ports.js';

/** The pressed message, unless it is about more than this person's part: the case card, or a list of several cases. */
export function ownMessage({ replaces, messages }: Outgoing, to: Person): MessageReference | undefined {
  const shared = [messages.home, messages[listSlot(to)]];
  return shared.some((place) => place?.activityId === replaces?.activityId) ? undefined : replaces;
}

export function personalSlot(person: Person): Slot {
  return `personal:${person.id.toLowerCase()}`;
}

export function klikSlot(person: Person): Slot {
  return `klik:${person.id.toLowerCase()}`;
}

export function listSlot(person: Person): Slot {
  return `list:${person.id.toLowerCase()}`;
}
