import type { Person } from '../case/people.js';
import type { Errand, Place, Slot } from '../delivery/ports.js';

/** The pressed message, unless it is about more than this person's part: the case card, or a list of several cases. */
export function ownMessage({ into, places }: Errand, to: Person): Place | undefined {
  const shared = [places.home, places[listSlot(to)]];
  return shared.some((place) => place?.activityId === into?.activityId) ? undefined : into;
}

export function deskSlot(person: Person): Slot {
  return `desk:${person.id.toLowerCase()}`;
}

export function klikSlot(person: Person): Slot {
  return `klik:${person.id.toLowerCase()}`;
}

export function listSlot(person: Person): Slot {
  return `list:${person.id.toLowerCase()}`;
}
