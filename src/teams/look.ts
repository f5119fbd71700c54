import { openCaseCard } from '../cards/entry.js';
import type { Case } from '../case/case.js';
import type { Language } from '../case/people.js';
import { unreachedIn } from '../flow/unreached.js';
import { texts } from '../texts/texts.js';
import { cardContext, type Desk } from './context.js';
import type { Sender } from './inbound.js';
import type { Answer } from './presses.js';
import { type CaseViewName, caseView } from './views.js';

/** A case shown to the sender in the named view, with what only the log and the ledger know. */
export async function lookAt(
  desk: Desk,
  { person }: Sender,
  language: Language,
  of: Case,
  name: CaseViewName,
): Promise<Answer> {
  const seen = await desk.flow.look(of.id);
  const known = { events: seen?.events ?? [], unreached: unreachedIn(seen?.deliveries ?? []) };
  return { card: caseView(name, of, person, cardContext(desk, person.tenant, language, of), known) };
}

/** The answer to somebody without a case: that there is none, and the way to open one. */
export function offerFirstCase(desk: Desk, { person }: Sender, language: Language): Answer {
  const banner = { tone: 'accent', text: texts(language).short.noCases } as const;
  return { card: openCaseCard({ ...cardContext(desk, person.tenant, language), banner }) };
}
