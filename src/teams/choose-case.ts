import { openCaseCard } from '../cards/entry.js';
import { type Chosen, chooseCaseCard, type Listed, overviewCard } from '../cards/overview.js';
import type { Case } from '../case/case.js';
import { dayOf } from '../case/dates.js';
import { sameTenant } from '../case/people.js';
import { lostHomeIn, unreachedIn } from '../delivery/reachability.js';
import { date, list, municipalityTitle } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import type { CaseViewName } from './case-views.js';
import type { Reply } from './replies.js';
import { cardsFor, named, ownCase, type Turn } from './services.js';

/** The case a typed word is about: this conversation's, or the person's only one; else they choose. */
export async function onCase(
  turn: Turn,
  view: CaseViewName,
  answer: (theCase: Case) => Promise<Reply> | Reply,
): Promise<Reply> {
  return among(turn, openFirst(await casesFor(turn)), () => ({ view }), answer);
}

/** The same, of cases found before; `chosen` is what each of them shows when it is chosen. */
export async function among(
  turn: Turn,
  cases: readonly Case[],
  chosen: (theCase: Case) => Chosen,
  answer: (theCase: Case) => Promise<Reply> | Reply,
): Promise<Reply> {
  const [only] = cases;
  if (!only) return offerFirstCase(turn, await removedCases(turn));
  if (cases.length === 1) return answer(only);
  return { card: chooseCaseCard(cases, chosen, cardsFor(turn)), personal: true };
}

/** The open ones; the closed ones only where none is open. */
export function openFirst(cases: readonly Case[]): readonly Case[] {
  const open = cases.filter((theCase) => theCase.status === 'open');
  return open.length > 0 ? open : cases;
}

/** The cases of the sender that live in this conversation, or all of theirs where none does. */
export async function casesFor({ services, sender }: Turn): Promise<Case[]> {
  const { person, conversation } = sender;
  const entries = await services.store.casesOf(person);
  const cases = await Promise.all(entries.map(({ id }) => ownCase(services, id, person.tenant)));
  const known = cases.filter((theCase) => theCase !== undefined);
  const here = known.filter(({ home }) => home.kind !== 'personal' && home.id === conversation.conversationId);
  return here.length > 0 ? here : known;
}

/** Every open case the sender has a part in; without any, the way to open one. */
export async function answerOverview(turn: Turn, page: number): Promise<Reply> {
  const { services, sender } = turn;
  const entries = await services.store.casesOf(sender.person);
  const open = entries.filter((entry) => entry.open && sameTenant(entry.tenant, sender.person.tenant));
  const records = await Promise.all(open.map(({ id }) => services.commands.read(id)));
  const listed = records.flatMap((record): Listed[] => {
    if (!record) return [];
    const { case: theCase, deliveries } = record;
    const reach = { unreached: unreachedIn(deliveries), lostHome: lostHomeIn(theCase, deliveries) };
    return [named(services, theCase, { case: theCase, ...reach })];
  });
  if (listed.length === 0) return offerFirstCase(turn, await removedCases(turn));
  return { card: overviewCard(listed, page, cardsFor(turn)), personal: true };
}

/** The answer to a person without a case: that there is none, or what became of it, and the way to open one. */
export function offerFirstCase(turn: Turn, removed?: string): Reply {
  const banner = { tone: 'accent', text: removed ?? texts(turn.language).short.noCases } as const;
  return { card: openCaseCard({ ...cardsFor(turn), banner }) };
}

/**
 * What is said of a case that was deleted after its time: cards of it stand in chats for years. Undefined for a case that
 * is there, that never was, or that is another tenant's: those do not exist.
 */
export async function removedSentence(
  { services, sender, language }: Turn,
  caseId: string,
): Promise<string | undefined> {
  const stone = await services.store.tombstone(caseId);
  if (!stone || !sameTenant(stone.tenant, sender.person.tenant)) return undefined;
  return texts(language).refusals.removed(date(stone.closed, language));
}

/** Municipalities told of at most, those whose case went last first: a sentence is read, a register is not. */
const TOLD_MAX = 5;

/**
 * What is said to a person without a case when the organisation had some that were deleted after their time. In which of
 * them they had a part is not known any more: nothing about a person is left. Undefined when there is none; a
 * municipality that has an open case again is passed over.
 */
async function removedCases({ services, sender, language }: Turn): Promise<string | undefined> {
  const { tenant } = sender.person;
  const { short } = texts(language);
  const stones = (await services.store.tombstones()).filter((stone) => sameTenant(stone.tenant, tenant));
  const told = new Map<string, Parameters<typeof short.removedCase>>();
  for (const { municipality, closed, removed } of stones) {
    if (told.size === TOLD_MAX || told.has(municipality)) continue;
    if ((await services.store.openCase(tenant, municipality)) !== undefined) continue;
    const days = [date(closed, language), date(dayOf(removed), language)] as const;
    told.set(municipality, [municipalityTitle(municipality), ...days]);
  }
  const [only, ...others] = told.values();
  if (!only) return undefined;
  if (others.length === 0) return short.removedCase(...only);
  const each = [only, ...others].map((one) => short.removedOne(...one));
  return short.removedCases(list(each, language));
}
