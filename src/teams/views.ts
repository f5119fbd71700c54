import type { Show } from '../cards/buttons.js';
import { caseCard, historyCard } from '../cards/case-card.js';
import type { AdaptiveCard, CardContext, Reach } from '../cards/context.js';
import { helpCard, languageCard, openCaseCard } from '../cards/entry.js';
import {
  cancelCard,
  correctCard,
  handOverCard,
  moreCard,
  moveGoLiveCard,
  reopenCard,
  replaceOfficerCard,
  replacePayerCard,
  snoozeCard,
  substituteCard,
} from '../cards/more-menu.js';
import { refuseCard } from '../cards/personal-agreement.js';
import { ownCard, personalCard } from '../cards/personal-card.js';
import { invoiceCard } from '../cards/personal-invoice.js';
import { askForOfficerCard, declineCard } from '../cards/personal-officer.js';
import type { Case } from '../case/case.js';
import type { CaseEvent } from '../case/events.js';
import type { Person } from '../case/people.js';

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
  askForOfficer: (theCase, _person, context) => askForOfficerCard(theCase, context),
  decline: (theCase, _person, context) => declineCard(theCase, context),
  refuse: (theCase, _person, context) => refuseCard(theCase, context),
  more: moreCard,
  correct: correctCard,
  handOver: (theCase, _person, context) => handOverCard(theCase, context),
  replaceOfficer: (theCase, _person, context) => replaceOfficerCard(theCase, context),
  replacePayer: (theCase, _person, context) => replacePayerCard(theCase, context),
  substitute: (theCase, _person, context) => substituteCard(theCase, context),
  moveGoLive: (theCase, _person, context) => moveGoLiveCard(theCase, context),
  snooze: (theCase, _person, context) => snoozeCard(theCase, context),
  cancel: (theCase, _person, context) => cancelCard(theCase, context),
  reopen: (theCase, _person, context) => reopenCard(theCase, context),
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

/** Which card a verb is pressed on, so that a wrong field brings back the same card with what was typed. */
const VIEW_OF_VERB: Readonly<Record<string, Show>> = {
  askForOfficer: 'askForOfficer',
  declineOfficer: 'decline',
  refuseSignature: 'refuse',
  registerInvoice: 'invoice',
  correctStep: 'correct',
  handOver: 'handOver',
  replaceOfficer: 'replaceOfficer',
  replacePayer: 'replacePayer',
  nameSubstitute: 'substitute',
  moveGoLive: 'moveGoLive',
  snooze: 'snooze',
  cancelCase: 'cancel',
  reopenCase: 'reopen',
};

export function viewOfVerb(verb: string): CaseViewName {
  return VIEW_OF_VERB[verb] ?? 'personal';
}

/** The cards that belong to no case, by the verb that asks for them. */
export function plainView(verb: string, context: CardContext): AdaptiveCard | undefined {
  switch (verb) {
    case 'start':
      return openCaseCard(context);
    case 'help':
      return helpCard(context);
    case 'language':
      return languageCard(context);
    default:
      return undefined;
  }
}
