import { type Listed, overviewCard } from '../cards/overview.js';
import type { Language } from '../case/people.js';
import { unreachedIn } from '../flow/unreached.js';
import { texts } from '../texts/texts.js';
import { cardContext, type Desk } from './context.js';
import type { Sender } from './inbound.js';
import type { Answer } from './presses.js';
import { plainView } from './views.js';

/** Every open case the asker has a part in; without any, the way to open one. */
export async function answerOverview(desk: Desk, sender: Sender, language: Language, page: number): Promise<Answer> {
  const { person } = sender;
  const entries = (await desk.store.casesOf(person)).filter((entry) => entry.open && entry.tenant === person.tenant);
  const seen = await Promise.all(entries.map((entry) => desk.flow.look(entry.id)));
  const listed = seen.flatMap((one): Listed[] =>
    one ? [{ case: one.case, unreached: unreachedIn(one.deliveries) }] : [],
  );
  const context = cardContext(desk, person.tenant, language);
  if (listed.length > 0) return { card: overviewCard(listed, page, context) };
  const banner = { tone: 'accent' as const, text: texts(language).short.noCases };
  return { card: plainView('start', { ...context, banner }) ?? {} };
}
