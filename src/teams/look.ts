import type { Banner, CardContext } from '../cards/context.js';
import { openCaseCard } from '../cards/entry.js';
import type { Case } from '../case/case.js';
import { codesOf } from '../case/case.js';
import type { Language } from '../case/people.js';
import { lostHomeIn, unreachedIn } from '../delivery/unreached.js';
import { texts } from '../texts/texts.js';
import { cardContext, named, type Services, withMentions } from './context.js';
import type { Sender } from './inbound.js';
import type { Reply } from './presses.js';
import { liveFor, liveForActors } from './role-views.js';
import { type CaseViewName, caseView } from './views.js';

/** A case shown to the sender alone in the named view, with what only the log and the ledger know. */
export async function lookAt(
  desk: Services,
  sender: Sender,
  language: Language,
  theCase: Case,
  name: CaseViewName,
  more: Pick<CardContext, 'refresh' | 'banner' | 'form'> = liveFor(sender, name),
): Promise<Reply> {
  const seen = await desk.commands.read(theCase.id);
  const events = named(desk, theCase, seen?.events ?? []);
  const deliveries = seen?.deliveries ?? [];
  const unreached = withMentions(desk, named(desk, theCase, unreachedIn(deliveries)));
  const codes = seen && codesOf(seen);
  const context = { ...cardContext(desk, sender.person.tenant, language, theCase), ...more, ...(codes && { codes }) };
  return {
    card: caseView(name, theCase, sender.person, context, {
      events,
      unreached,
      lostHome: lostHomeIn(theCase, deliveries),
    }),
  };
}

/** The views that say the same to everybody: they may be posted in the conversation the case lives in. */
const NEUTRAL: ReadonlySet<CaseViewName> = new Set(['status', 'history']);

/**
 * A case shown because somebody typed for it. Where several people read, it is a message to all of them: a neutral one in
 * the case's language, and live for those who may act. What is made for one person goes to that person. `line` stands
 * above the view, in the language of whoever reads it.
 */
export async function postView(
  desk: Services,
  sender: Sender,
  language: Language,
  theCase: Case,
  name: CaseViewName,
  line: (language: Language) => Banner | undefined = () => undefined,
): Promise<Reply> {
  const more = (spoken: Language, live: Pick<CardContext, 'refresh'>) => {
    const banner = line(spoken);
    return { ...live, ...(banner && { banner }) };
  };
  if (sender.address.kind === 'personal')
    return lookAt(desk, sender, language, theCase, name, more(language, liveFor(sender, name)));
  const lives = theCase.home.id === sender.address.conversationId;
  if (!lives || !NEUTRAL.has(name))
    return { ...(await lookAt(desk, sender, language, theCase, name, more(language, {}))), personal: true };
  const live = name === 'status' ? liveForActors(desk, theCase) : {};
  return lookAt(desk, sender, theCase.language, theCase, name, more(theCase.language, live));
}

/** The answer to somebody without a case: that there is none, or what became of it, and the way to open one. */
export function offerFirstCase(desk: Services, { person }: Sender, language: Language, removed?: string): Reply {
  const banner = { tone: 'accent', text: removed ?? texts(language).short.noCases } as const;
  return { card: openCaseCard({ ...cardContext(desk, person.tenant, language), banner }) };
}
