import type { Show } from '../cards/buttons.js';
import type { CardContext } from '../cards/context.js';
import type { Case } from '../case/case.js';
import { dayOf } from '../case/dates.js';
import { mayActNow } from '../case/roles.js';
import type { ActivitySender } from './activities.js';
import type { Services } from './services.js';

/** What makes a card live; nothing of it in a chat with one person, where the card is theirs anyway. */
type Live = Pick<CardContext, 'refresh'>;

/**
 * The neutral card for all: Teams fetches their own view for each of those who may act now. A person whom the roster has
 * not told of has no Teams id yet, and presses "Vis mit trin" like everyone else.
 */
export function liveForActors({ directory, clock }: Services, theCase: Case): Live {
  if (theCase.home.kind === 'personal') return {};
  const met = mayActNow(theCase, dayOf(clock.now())).map(({ tenant, id }) => directory.person(tenant, id));
  const userIds = met.flatMap((one) => (one?.teamsId !== undefined && one.guest !== true ? [one.teamsId] : []));
  return { refresh: { show: 'own', userIds } };
}

/** A card that answers one person in a shared conversation: it stays live for them alone, in the view they look at. */
export function liveFor({ conversation, teamsId }: ActivitySender, show: Show): Live {
  return conversation.kind === 'personal' ? {} : { refresh: { show, userIds: [teamsId] } };
}
