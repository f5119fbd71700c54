import { MUNICIPALITIES } from '../../src/task/municipalities.js';
import { textOf } from './cards.js';
import type { Citizen, Json, Room, Town } from './town.js';
import { type Act, type Cast, opened, walk } from './walk.js';

/** Those that tests name themselves. */
const NAMED = new Set(['0101', '0147', '0461', '0615', '0630', '0657', '0661', '0751']);
const free = new WeakMap<Town, string[]>();

/** The code of a municipality that has no case in this town. */
export function freshMunicipality(town: Town): string {
  const left = free.get(town) ?? MUNICIPALITIES.map(([code]) => code).filter((code) => !NAMED.has(code));
  free.set(town, left);
  const code = left.pop();
  if (code === undefined) throw new Error('every municipality has a case');
  return code;
}

/** A case in a group chat, as several people see it. */
export interface Shared {
  readonly room: Room;
  readonly caseId: string;
  /** The case card as it stands in the room now. */
  home(): { id: string; card: Json };
  /** What Teams does for a reader: asks with the card's own refresh. */
  refreshed(by: Citizen, trigger?: 'automatic' | 'manual', card?: Json): ReturnType<Town['pressRaw']>;
  spot(): { conversation: string; activity: string; kind: Room['kind'] };
}

/** A case that lives where several people read, waiting for `at`. */
export async function sharedCase(town: Town, cast: Cast, others: Citizen[], at: Act): Promise<Shared> {
  const room = await town.room('groupChat', ...Object.values(cast), ...others);
  const caseId = await opened(town, cast.karin, { room, municipality: freshMunicipality(town) });
  await walk(town, cast, caseId, at);
  await town.settled(cast.karin);
  const home = () => {
    const [first] = town.standing(room.conversation).filter(({ card }) => textOf(card).includes('Idriftsættelse'));
    if (!first) throw new Error('no case card in the room');
    return first;
  };
  const spot = () => ({ conversation: room.conversation, activity: home().id, kind: room.kind });
  const refreshed: Shared['refreshed'] = (by, trigger = 'automatic', card = home().card) => {
    const { action } = card.refresh as { action: Json };
    const { verb, data } = action;
    return town.pressRaw(by, String(verb), {}, spot(), {
      value: { action: { type: 'Action.Execute', verb, data }, trigger },
    });
  };
  return { room, caseId, home, refreshed, spot };
}
