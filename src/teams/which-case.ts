import { type Chosen, chooseCaseCard } from '../cards/overview.js';
import type { Case } from '../case/case.js';
import type { Language } from '../case/people.js';
import { cardContext, ownCase, type Services } from './context.js';
import type { Sender } from './inbound.js';
import { offerFirstCase } from './look.js';
import type { Reply } from './presses.js';
import { removedCases } from './removed.js';
import type { CaseViewName } from './views.js';

/** The case a typed word is about: this conversation's, or the person's only one; else they choose. */
export async function onCase(
  desk: Services,
  sender: Sender,
  language: Language,
  show: CaseViewName,
  answer: (theCase: Case) => Promise<Reply> | Reply,
): Promise<Reply> {
  return among(candidates(await casesFor(desk, sender)), desk, sender, language, () => ({ view: show }), answer);
}

/** The same, of cases found before; `chosen` is what each of them shows when it is chosen. */
export async function among(
  cases: readonly Case[],
  desk: Services,
  sender: Sender,
  language: Language,
  chosen: (theCase: Case) => Chosen,
  answer: (theCase: Case) => Promise<Reply> | Reply,
): Promise<Reply> {
  const [only] = cases;
  if (!only) return offerFirstCase(desk, sender, language, await removedCases(desk, sender.person.tenant, language));
  if (cases.length === 1) return answer(only);
  return { card: chooseCaseCard(cases, chosen, cardContext(desk, sender.person.tenant, language)), personal: true };
}

/** The open ones; the closed ones only where none is open. */
export function candidates(cases: readonly Case[]): readonly Case[] {
  const open = cases.filter((theCase) => theCase.status === 'open');
  return open.length > 0 ? open : cases;
}

/** The cases of a person that live in this conversation, or all of theirs where none does. */
export async function casesFor(desk: Services, sender: Sender): Promise<Case[]> {
  const { person, address } = sender;
  const entries = await desk.store.casesOf(person);
  const cases = await Promise.all(entries.map((entry) => ownCase(desk, entry.id, person.tenant)));
  const known = cases.filter((theCase) => theCase !== undefined);
  const here = known.filter(
    (theCase) => theCase.home.kind !== 'personal' && theCase.home.id === address.conversationId,
  );
  return here.length > 0 ? here : known;
}
