import type { Show } from '../cards/buttons.js';
import { caseCard, historyCard } from '../cards/case-card.js';
import type { AdaptiveCard, CardContext, Reach } from '../cards/context.js';
import { helpCard, languageCard, openCaseCard } from '../cards/entry.js';
import { klikByAnotherCard, klikCard } from '../cards/klik.js';
import {
  cancelCard,
  correctCard,
  handOverCard,
  moreCard,
  moveGoLiveCard,
  reopenCard,
  replaceOfficerCard,
  replacePayerCard,
  returnedCard,
  snoozeCard,
  substituteCard,
} from '../cards/more-menu.js';
import { type Chosen, chooseCaseCard, type Listed, overviewCard } from '../cards/overview.js';
import { nameFollowUpCard, paperCard } from '../cards/papers.js';
import { refuseCard } from '../cards/personal-agreement.js';
import { ownCard, personalCard, stepCard } from '../cards/personal-card.js';
import { invoiceCard, namePayerCard } from '../cards/personal-invoice.js';
import { askForOfficerCard, declineCard } from '../cards/personal-officer.js';
import { type Case, codesOf } from '../case/case.js';
import type { Inputs } from '../case/commands.js';
import { dayOf } from '../case/dates.js';
import type { CaseEvent } from '../case/events.js';
import { type Person, sameTenant } from '../case/people.js';
import { lostHomeIn, unreachedIn } from '../delivery/reachability.js';
import { date, list, municipalityTitle } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import type { Reply } from './protocol.js';
import { cardsFor, liveFor, liveForActors, named, ownCase, type Turn, unreachedNow, withChosen } from './services.js';

/** What a view may show of a case besides the case: its log, and whom the bot could not reach. */
interface CaseDetails extends Reach {
  readonly events: readonly CaseEvent[];
}

type CaseView = (theCase: Case, person: Person, context: CardContext, known: CaseDetails) => AdaptiveCard;

/** The cards of a case that a `refresh` can ask for by name (`show` in its data). */
const CASE_VIEWS: Readonly<Record<Show, CaseView>> = {
  own: ownCard,
  personal: personalCard,
  status: (theCase, _person, context, known) => caseCard(theCase, context, known),
  history: (theCase, _person, context, { events }) => historyCard(theCase, events, context),
  invoice: (theCase, _person, context) => invoiceCard(theCase, context),
  agreementNumber: (theCase, person, context) => stepCard(theCase, 'agreementNumber', person, context),
  webForm: (theCase, person, context) => stepCard(theCase, 'webForm', person, context),
  askForOfficer: (theCase, _person, context) => askForOfficerCard(theCase, context),
  decline: (theCase, _person, context) => declineCard(theCase, context),
  refuse: (theCase, _person, context) => refuseCard(theCase, context),
  more: moreCard,
  correct: correctCard,
  returned: (theCase, _person, context) => returnedCard(theCase, context),
  handOver: (theCase, _person, context) => handOverCard(theCase, context),
  replaceOfficer: (theCase, _person, context) => replaceOfficerCard(theCase, context),
  replacePayer: (theCase, _person, context) => replacePayerCard(theCase, context),
  substitute: substituteCard,
  moveGoLive: (theCase, _person, context) => moveGoLiveCard(theCase, context),
  snooze: snoozeCard,
  cancel: (theCase, _person, context) => cancelCard(theCase, context),
  reopen: (theCase, _person, context) => reopenCard(theCase, context),
  klik: klikCard,
  klikByAnother: klikByAnotherCard,
  payment: (theCase, person, context) => stepCard(theCase, 'payment', person, context),
  namePayer: (theCase, _person, context) => namePayerCard(theCase, context),
  agreementForm: (theCase, _person, context) => paperCard(theCase, 'agreementForm', context),
  returnDocument: (theCase, _person, context) => paperCard(theCase, 'returnDocument', context),
  followUp: (theCase, _person, context) => nameFollowUpCard(theCase, context),
};

export function isCaseView(name: string): name is Show {
  return Object.hasOwn(CASE_VIEWS, name);
}

/** The card of that name, for one reader. */
export function caseView(
  name: Show,
  theCase: Case,
  person: Person,
  context: CardContext,
  known: CaseDetails = { events: [], unreached: [] },
): AdaptiveCard {
  return CASE_VIEWS[name](theCase, person, context, known);
}

/** The cards that belong to no case, by the verb or the word that asks for them. */
export const PLAIN_VIEWS = { start: openCaseCard, help: helpCard, language: languageCard };

/** A case shown to the sender alone in the named view, with what only the log and the ledger know. */
export async function showCase(
  turn: Turn,
  theCase: Case,
  name: Show,
  more: Pick<CardContext, 'refresh' | 'banner' | 'form'> = liveFor(turn.sender, name),
): Promise<Reply> {
  const { services, sender } = turn;
  const record = await services.commands.read(theCase.id);
  const events = named(services, record?.events ?? []);
  const deliveries = record?.deliveries ?? [];
  const unreached = unreachedNow(services, theCase, unreachedIn(deliveries));
  const codes = record && codesOf(record);
  const bare = { ...cardsFor(turn, theCase), ...more, ...(codes && { codes }) };
  const context = withChosen(services, theCase.tenant, bare);
  const details = { events, unreached, lostHome: lostHomeIn(theCase, deliveries) };
  return { card: caseView(name, theCase, sender.person, context, details) };
}

/** A view with what was said for its fields filled in. It is not live: fetched anew it would be empty again. */
export async function showFilled(turn: Turn, theCase: Case, { view, typed }: Filled): Promise<Reply> {
  const banner = { tone: 'accent', text: texts(turn.language).ask.filledIn } as const;
  return { ...(await showCase(turn, theCase, view, { banner, form: { typed, problems: [] } })), personal: true };
}

/** What was said for the fields of a view, by input id. */
interface Filled {
  readonly view: Show;
  readonly typed: Inputs;
}

/** The views that say the same to everyone: they may be posted in the conversation the case lives in. */
const NEUTRAL: ReadonlySet<Show> = new Set(['status', 'history']);

/**
 * A case shown because it was typed for. Where several people read, it is a message to all of them: a neutral one in the
 * case's language, and live for those who may act. What is made for one person goes to that person.
 */
export async function postView(turn: Turn, theCase: Case, name: Show): Promise<Reply> {
  const { services, sender } = turn;
  if (sender.conversation.kind === 'personal') return showCase(turn, theCase, name);
  const livesHere = theCase.home.id === sender.conversation.conversationId;
  if (!livesHere || !NEUTRAL.has(name)) return { ...(await showCase(turn, theCase, name, {})), personal: true };
  const live = name === 'status' ? liveForActors(services, theCase) : {};
  return showCase({ ...turn, language: theCase.language }, theCase, name, live);
}

/** The case a typed word is about: this conversation's, or the person's only one; else they choose. */
export async function onCase(
  turn: Turn,
  view: Show,
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
    return [named(services, { case: theCase, ...reach })];
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
