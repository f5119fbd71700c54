import { normalised } from '../ask/normalise.js';
import type { Statement, StatementTopic } from '../ask/statements.js';
import type { Banner, CardContext } from '../cards/context.js';
import type { Chosen } from '../cards/overview.js';
import { klikCard } from '../cards/summary.js';
import { type Case, currentStep } from '../case/case.js';
import type { CommandType } from '../case/commands.js';
import { refuseUnread } from '../case/decide.js';
import { type Language, type Person, samePerson } from '../case/people.js';
import { awaitedAct } from '../case/roles.js';
import type { StepId } from '../case/steps.js';
import { refusalSentence } from '../texts/refusals.js';
import { texts } from '../texts/texts.js';
import { askerOf, cardContext, type Services } from './context.js';
import type { Sender } from './inbound.js';
import type { Reply } from './presses.js';
import { type CaseViewName, caseView } from './views.js';
import { among } from './which-case.js';

interface Said {
  /** The likeliest first. */
  readonly statements: readonly [Statement, ...Statement[]];
  /** The cases it can be about. */
  readonly cases: readonly Case[];
  readonly text: string;
}

/** The card a statement belongs on: the act that is confirmed there, the view that shows it, and its step. */
interface Place {
  readonly act: Exclude<CommandType, 'openCase'>;
  readonly view: CaseViewName;
  readonly step?: StepId;
}

const PLACES: { readonly [A in StatementTopic]: Place } = {
  payment: { act: 'confirmPayment', view: 'personal', step: 'payment' },
  invoice: { act: 'registerInvoice', view: 'invoice', step: 'invoice' },
  confirmation: { act: 'confirmReceipt', view: 'personal', step: 'confirmation' },
  dispatch: { act: 'confirmDispatch', view: 'personal', step: 'dispatch' },
  signature: { act: 'confirmSignature', view: 'personal', step: 'signature' },
  webForm: { act: 'confirmWebForm', view: 'personal', step: 'webForm' },
  agreementNumber: { act: 'giveAgreementNumber', view: 'personal', step: 'agreementNumber' },
  officerIs: { act: 'nameOfficer', view: 'personal', step: 'officer' },
  isMe: { act: 'acceptOfficer', view: 'personal', step: 'officer' },
  notMe: { act: 'declineOfficer', view: 'decline', step: 'officer' },
  refuse: { act: 'refuseSignature', view: 'refuse', step: 'signature' },
  absence: { act: 'nameSubstitute', view: 'substitute' },
  klik: { act: 'markInKlik', view: 'status' },
  goLive: { act: 'moveGoLive', view: 'moveGoLive' },
  correct: { act: 'correctStep', view: 'correct' },
  snooze: { act: 'snooze', view: 'snooze' },
};

/**
 * Opens the card a statement belongs on, with what was said filled in: pressing is left to the person. Where they may
 * not, or it is not the time, the card says that and what happens instead.
 */
export function answerStatement(desk: Services, sender: Sender, language: Language, said: Said): Promise<Reply> {
  const asker = askerOf(desk, sender);
  const fits = (theCase: Case) =>
    said.statements.some(
      ({ about }) => refuseUnread(placeIn(theCase, about, sender.person).act, theCase, asker) === undefined,
    );
  const fitting = said.cases.filter(fits);
  const cases = fitting.length === 0 ? said.cases : fitting;
  const chosen = (theCase: Case): Chosen => {
    if (!fits(theCase)) return { view: 'personal' };
    const { place, typed } = meantIn(desk, sender, language, theCase, said);
    return { view: place.view, ...(Object.keys(typed).length > 0 && { typed }) };
  };
  return among(cases, desk, sender, language, chosen, (theCase) => ({
    ...openFor(desk, sender, language, theCase, said),
    personal: true,
  }));
}

/** What was said, as one case takes it: the statement that is its turn there, the card it belongs on, and the fields. */
function meantIn(desk: Services, { person }: Sender, language: Language, theCase: Case, { statements, text }: Said) {
  const statement = statements.find(({ about }) => PLACES[about].step === currentStep(theCase)) ?? statements[0];
  const place = placeIn(theCase, statement.about, person);
  const { people } = cardContext(desk, person.tenant, language, theCase);
  const typed: Record<string, string> = { ...statement.values, ...personIn(statement.about, place, text, people) };
  return { statement, place, typed };
}

function openFor(desk: Services, sender: Sender, language: Language, theCase: Case, said: Said): Reply {
  const { person } = sender;
  const { ask } = texts(language);
  const context = cardContext(desk, person.tenant, language, theCase);
  const { statement, place, typed } = meantIn(desk, sender, language, theCase, said);
  const refusal = refuseUnread(place.act, theCase, askerOf(desk, sender));
  const instead = (text: string) => ({ card: caseView('personal', theCase, person, withLine(context, text)) });
  if (refusal) {
    const unasked = statement.about === 'notMe' && refusal.reason !== 'closed';
    return instead(unasked ? ask.notAsked : refusalSentence(refusal, theCase, language));
  }
  if (statement.about === 'klik') return { card: klikCard(theCase, context) };
  const line = Object.keys(typed).length > 0 ? ask.filledIn : statement.about === 'isMe' ? '' : ask.opened;
  const form = { typed, problems: [] };
  return { card: caseView(place.view, theCase, person, { ...withLine(context, line), form }) };
}

/** Where "not me" and "it is Mette" belong depends on what the case knows already. */
function placeIn(theCase: Case, about: StatementTopic, person: Person): Place {
  const replace = { act: 'replaceOfficer', view: 'replaceOfficer' } as const;
  if (about === 'officerIs' && theCase.officer) return replace;
  if (about !== 'notMe' || awaitedAct(theCase) === 'acceptOfficer') return PLACES[about];
  if (samePerson(theCase.officer?.person, person)) return replace;
  return samePerson(theCase.payer, person) ? { act: 'replacePayer', view: 'replacePayer' } : PLACES.notMe;
}

/** The one known colleague whom the text names in full, as the input that asks for a person. */
function personIn(
  about: StatementTopic,
  { view }: Place,
  text: string,
  people: readonly Person[],
): Record<string, string> {
  if (about !== 'officerIs') return {};
  const folded = ` ${normalised(text)} `;
  const named = people.filter(({ name }) => name !== '' && folded.includes(` ${normalised(name)} `));
  const [only] = named;
  if (!only || named.length > 1) return {};
  return view === 'personal' ? { officer: only.id } : { person: only.id };
}

function withLine(context: CardContext, text: string): CardContext {
  const banner: Banner = { tone: 'accent', text };
  return text === '' ? context : { ...context, banner };
}
