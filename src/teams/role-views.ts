import type { CardContext } from '../cards/context.js';
import type { Case } from '../case/case.js';
import { dayOf } from '../case/dates.js';
import { mayActNow } from '../case/roles.js';
import type { Services } from './context.js';
import type { Sender } from './inbound.js';
import type { CaseViewName } from './views.js';

/** What makes a card live; nothing of it in a chat with one person, where the card is theirs anyway. */
type Live = Pick<CardContext, 'refresh'>;

/**
 * The neutral card everybody reads: Teams fetches their own view for each of those who may act now. Who the roster has
 * not told of has no Teams id yet, and presses "Vis mit trin" like everybody else.
 */
export function liveForActors(desk: Services, theCase: Case): Live {
  if (theCase.home.kind === 'personal') return {};
  const met = mayActNow(theCase, dayOf(desk.clock.now())).map(({ tenant, id }) => desk.directory.person(tenant, id));
  const userIds = met.flatMap((one) => (one?.teamsId !== undefined && one.guest !== true ? [one.teamsId] : []));
  return { refresh: { show: 'own', userIds } };
}

/** A card that answers one person in a shared conversation: it stays live for them alone, in the view they look at. */
export function liveFor({ address, teamsId }: Sender, show: CaseViewName): Live {
  return address.kind === 'personal' ? {} : { refresh: { show, userIds: [teamsId] } };
}
