import type { Case } from '../case/case.js';
import type { Person } from '../case/people.js';
import { waitOf } from '../texts/story.js';
import { texts } from '../texts/texts.js';
import { show } from './buttons.js';
import type { AdaptiveCard, CardContext, Reach } from './context.js';
import { deskCard } from './desk.js';
import { homeCard } from './home.js';
import { actorsFor, partIn } from './parts.js';

/**
 * The case card as one person sees it in a shared conversation: what the case waits for, when it is theirs to do, with
 * the way back to the whole case; the neutral card for everybody else.
 */
export function ownCard(of: Case, person: Person, ctx: CardContext, reach: Reach): AdaptiveCard {
  const wait = of.status === 'open' ? waitOf(of) : undefined;
  if (!wait) return homeCard(of, ctx, reach);
  const { roles, personal } = actorsFor(wait);
  if (!partIn(of, person, ctx.today, roles, personal)) return homeCard(of, ctx, reach);
  return deskCard(of, person, { ...ctx, beside: [show(of, 'status', texts(ctx.language).buttons.theCase)] });
}
