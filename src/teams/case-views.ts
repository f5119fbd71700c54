import type { Show } from '../cards/buttons.js';
import { caseCard, historyCard } from '../cards/case-card.js';
import type { AdaptiveCard, Banner, CardContext, Reach } from '../cards/context.js';
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
import { nameFollowUpCard, paperCard } from '../cards/papers.js';
import { namePayerCard } from '../cards/payer.js';
import { refuseCard } from '../cards/personal-agreement.js';
import { ownCard, personalCard, stepCard } from '../cards/personal-card.js';
import { invoiceCard } from '../cards/personal-invoice.js';
import { askForOfficerCard, declineCard } from '../cards/personal-officer.js';
import type { Case } from '../case/case.js';
import { codesOf } from '../case/case.js';
import type { Inputs } from '../case/commands.js';
import type { CaseEvent } from '../case/events.js';
import type { Language, Person } from '../case/people.js';
import { lostHomeIn, unreachedIn } from '../delivery/reachability.js';
import { texts } from '../texts/texts.js';
import type { Reply } from './replies.js';
import { cardsFor, liveFor, liveForActors, named, type Turn, unreachedNow, withChosen } from './services.js';

/** What a view may show of a case besides the case: its log, and whom the bot could not reach. */
export interface CaseDetails extends Reach {
  readonly events: readonly CaseEvent[];
}

type CaseView = (theCase: Case, person: Person, context: CardContext, known: CaseDetails) => AdaptiveCard;

/** The cards of a case that a `refresh` can ask for by name (`show` in its data). */
const CASE_VIEWS = {
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
} satisfies Record<Show, CaseView>;

export type CaseViewName = Show;

export function isCaseView(name: string): name is CaseViewName {
  return Object.hasOwn(CASE_VIEWS, name);
}

/** The card of that name, for one reader. */
export function caseView(
  name: CaseViewName,
  theCase: Case,
  person: Person,
  context: CardContext,
  known: CaseDetails = { events: [], unreached: [] },
): AdaptiveCard {
  const view: CaseView = CASE_VIEWS[name];
  return view(theCase, person, context, known);
}

/** The cards that belong to no case, by the verb that asks for them. */
export const PLAIN_VIEWS = { start: openCaseCard, help: helpCard, language: languageCard };

export function isPlainView(verb: string): verb is keyof typeof PLAIN_VIEWS {
  return Object.hasOwn(PLAIN_VIEWS, verb);
}

/** A case shown to the sender alone in the named view, with what only the log and the ledger know. */
export async function showCase(
  turn: Turn,
  theCase: Case,
  name: CaseViewName,
  more: Pick<CardContext, 'refresh' | 'banner' | 'form'> = liveFor(turn.sender, name),
): Promise<Reply> {
  const { services, sender } = turn;
  const record = await services.commands.read(theCase.id);
  const events = named(services, theCase, record?.events ?? []);
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
  readonly view: CaseViewName;
  readonly typed: Inputs;
}

/** The views that say the same to everyone: they may be posted in the conversation the case lives in. */
const NEUTRAL: ReadonlySet<CaseViewName> = new Set(['status', 'history']);

/**
 * A case shown because it was typed for. Where several people read, it is a message to all of them: a neutral one in the
 * case's language, and live for those who may act. What is made for one person goes to that person. `line` stands above
 * the view, in the language of its readers.
 */
export async function postView(
  turn: Turn,
  theCase: Case,
  name: CaseViewName,
  line: (language: Language) => Banner | undefined = () => undefined,
): Promise<Reply> {
  const { services, sender, language } = turn;
  const show = (spoken: Language, live: Pick<CardContext, 'refresh'>) => {
    const banner = line(spoken);
    return showCase({ ...turn, language: spoken }, theCase, name, { ...live, ...(banner && { banner }) });
  };
  if (sender.conversation.kind === 'personal') return show(language, liveFor(sender, name));
  const livesHere = theCase.home.id === sender.conversation.conversationId;
  if (!livesHere || !NEUTRAL.has(name)) return { ...(await show(language, {})), personal: true };
  return show(theCase.language, name === 'status' ? liveForActors(services, theCase) : {});
}
