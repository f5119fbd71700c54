import { type Listed, overviewCard } from '../cards/overview.js';
import { type Language, sameTenant } from '../case/people.js';
import { lostHomeIn, unreachedIn } from '../delivery/unreached.js';
import { cardContext, named, type Services } from './context.js';
import type { Sender } from './inbound.js';
import { offerFirstCase } from './look.js';
import type { Reply } from './presses.js';
import { removedCases } from './removed.js';

/** Every open case the asker has a part in; without any, the way to open one. */
export async function answerOverview(desk: Services, sender: Sender, language: Language, page: number): Promise<Reply> {
  const { person } = sender;
  const entries = (await desk.store.casesOf(person)).filter(
    (entry) => entry.open && sameTenant(entry.tenant, person.tenant),
  );
  const seen = await Promise.all(entries.map((entry) => desk.commands.read(entry.id)));
  const listed = seen.flatMap((one): Listed[] =>
    one
      ? [
          named(desk, one.case, {
            case: one.case,
            unreached: unreachedIn(one.deliveries),
            lostHome: lostHomeIn(one.case, one.deliveries),
          }),
        ]
      : [],
  );
  if (listed.length === 0)
    return offerFirstCase(desk, sender, language, await removedCases(desk, person.tenant, language));
  return { card: overviewCard(listed, page, cardContext(desk, person.tenant, language)), personal: true };
}
