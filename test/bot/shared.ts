import { MUNICIPALITIES } from '../../src/task/municipalities.js';
import { type Citizen, type Json, type Room, type Town, textOf } from './town.js';
import { type Act, type Cast, opened, walk } from './walk.js';

let used = 0;

/** The code of a municipality that no test of the file has taken. */
export function freshMunicipality(): string {
  return MUNICIPALITIES[used++]?.[0] ?? '';
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
  const caseId = await opened(town, cast.karin, { room, municipality: freshMunicipality() });
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
