import type { Case } from '../case/case.js';
import type { Person } from '../case/people.js';
import { waitOf } from '../texts/story.js';
import { texts } from '../texts/texts.js';
import { show } from './buttons.js';
import type { AdaptiveCard, CardContext, Reach } from './context.js';
import { personalCard } from './desk.js';
import { caseCard } from './home.js';
import { actorsFor, partIn } from './parts.js';

/**
 * The case card as one person sees it in a shared conversation: what the case waits for, when it is theirs to do, with
 * the way back to the whole case; the neutral card for everybody else.
 */
export function ownCard(theCase: Case, person: Person, ctx: CardContext, reach: Reach): AdaptiveCard {
  const wait = theCase.status === 'open' ? waitOf(theCase) : undefined;
  if (!wait) return caseCard(theCase, ctx, reach);
  const { roles, personal } = actorsFor(wait);
  if (!partIn(theCase, person, ctx.today, roles, personal)) return caseCard(theCase, ctx, reach);
  return personalCard(theCase, person, {
    ...ctx,
    beside: [show(theCase, 'status', texts(ctx.language).buttons.theCase)],
  });
}
