import type { Banner, CardContext } from '../cards/context.js';
import { openCaseCard } from '../cards/entry.js';
import type { Case } from '../case/case.js';
import { codesOf } from '../case/codes.js';
import type { Language } from '../case/people.js';
import { lostHomeIn, unreachedIn } from '../flow/unreached.js';
import { texts } from '../texts/texts.js';
import { cardContext, type Desk, named, withMentions } from './context.js';
import type { Sender } from './inbound.js';
import type { Answer } from './presses.js';
import { liveFor, liveForActors } from './role-views.js';
import { type CaseViewName, caseView } from './views.js';

/** A case shown to the sender alone in the named view, with what only the log and the ledger know. */
export async function lookAt(
  desk: Desk,
  sender: Sender,
  language: Language,
  of: Case,
  name: CaseViewName,
  more: Pick<CardContext, 'refresh' | 'banner' | 'form'> = liveFor(sender, name),
): Promise<Answer> {
  const seen = await desk.flow.look(of.id);
  const events = named(desk, of, seen?.events ?? []);
  const deliveries = seen?.deliveries ?? [];
  const unreached = withMentions(desk, named(desk, of, unreachedIn(deliveries)));
  const codes = seen && codesOf(seen);
  const context = { ...cardContext(desk, sender.person.tenant, language, of), ...more, ...(codes && { codes }) };
  return {
    card: caseView(name, of, sender.person, context, { events, unreached, lostHome: lostHomeIn(of, deliveries) }),
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
  desk: Desk,
  sender: Sender,
  language: Language,
  of: Case,
  name: CaseViewName,
  line: (language: Language) => Banner | undefined = () => undefined,
): Promise<Answer> {
  const more = (spoken: Language, live: Pick<CardContext, 'refresh'>) => {
    const banner = line(spoken);
    return { ...live, ...(banner && { banner }) };
  };
  if (sender.address.kind === 'personal')
    return lookAt(desk, sender, language, of, name, more(language, liveFor(sender, name)));
  const lives = of.home.id === sender.address.conversationId;
  if (!lives || !NEUTRAL.has(name))
    return { ...(await lookAt(desk, sender, language, of, name, more(language, {}))), personal: true };
  const live = name === 'status' ? liveForActors(desk, of) : {};
  return lookAt(desk, sender, of.language, of, name, more(of.language, live));
}

/** The answer to somebody without a case: that there is none, or what became of it, and the way to open one. */
export function offerFirstCase(desk: Desk, { person }: Sender, language: Language, removed?: string): Answer {
  const banner = { tone: 'accent', text: removed ?? texts(language).short.noCases } as const;
  return { card: openCaseCard({ ...cardContext(desk, person.tenant, language), banner }) };
}
