import { normalised } from '../ask/normalise.js';
import type { Statement, StatementTopic } from '../ask/statements.js';
import type { CardContext } from '../cards/context.js';
import type { Chosen } from '../cards/overview.js';
import { awaitedSteps, type Case } from '../case/case.js';
import type { CommandType } from '../case/commands.js';
import { refuseUnread } from '../case/decide.js';
import { type Person, samePerson } from '../case/people.js';
import { actOf } from '../case/roles.js';
import type { StepId } from '../case/steps.js';
import { refusalSentence } from '../texts/refusals.js';
import { texts } from '../texts/texts.js';
import { type CaseViewName, caseView } from './case-views.js';
import { among } from './choose-case.js';
import type { Reply } from './replies.js';
import { askerOf, cardsFor, type Turn, withChosen } from './services.js';

/** What a text says about a case, as it was understood. */
interface Stated {
  /** The likeliest first. */
  readonly statements: readonly [Statement, ...Statement[]];
  /** The cases it can be about. */
  readonly cases: readonly Case[];
  readonly text: string;
  /** The colleagues it mentions. */
  readonly mentioned: readonly Person[];
}

/** The card a statement belongs on: the act that is confirmed there, the view that shows it, and its step. */
interface ActCard {
  readonly act: Exclude<CommandType, 'openCase'>;
  readonly view: CaseViewName;
  readonly step?: StepId;
}

const ACT_CARDS: { readonly [A in StatementTopic]: ActCard } = {
  payment: { act: 'confirmPayment', view: 'payment', step: 'payment' },
  invoice: { act: 'registerInvoice', view: 'invoice', step: 'invoice' },
  confirmation: { act: 'confirmReceipt', view: 'personal', step: 'confirmation' },
  dispatch: { act: 'confirmDispatch', view: 'personal', step: 'dispatch' },
  signature: { act: 'confirmSignature', view: 'personal', step: 'signature' },
  webForm: { act: 'confirmWebForm', view: 'webForm', step: 'webForm' },
  agreementNumber: { act: 'giveAgreementNumber', view: 'agreementNumber', step: 'agreementNumber' },
  officerIs: { act: 'nameOfficer', view: 'personal', step: 'officer' },
  isMe: { act: 'acceptOfficer', view: 'personal', step: 'officer' },
  notMe: { act: 'declineOfficer', view: 'decline', step: 'officer' },
  refuse: { act: 'refuseSignature', view: 'refuse', step: 'signature' },
  absence: { act: 'nameSubstitute', view: 'substitute' },
  klik: { act: 'markInKlik', view: 'klik' },
  goLive: { act: 'moveGoLive', view: 'moveGoLive' },
  correct: { act: 'correctStep', view: 'correct' },
  snooze: { act: 'snooze', view: 'snooze' },
};

/**
 * Opens the card a statement belongs on, with what was said filled in: pressing is left to the person. Where they may
 * not, or it is not the time, the card says that and what happens instead.
 */
export function answerStatement(turn: Turn, stated: Stated): Promise<Reply> {
  const { services, sender } = turn;
  const asker = askerOf(services, sender);
  const fits = (theCase: Case) =>
    stated.statements.some(
      ({ about }) => refuseUnread(cardIn(theCase, about, sender.person).act, theCase, asker) === undefined,
    );
  const fitting = stated.cases.filter(fits);
  const chosen = (theCase: Case): Chosen => {
    if (!fits(theCase)) return { view: 'personal' };
    const { card, typed } = meantIn(turn, theCase, stated);
    return { view: card.view, ...(Object.keys(typed).length > 0 && { typed }) };
  };
  const answer = (theCase: Case): Reply => ({ ...openCard(turn, theCase, stated), personal: true });
  return among(turn, fitting.length === 0 ? stated.cases : fitting, chosen, answer);
}

/** What was said, as one case takes it: the statement that is its turn there, the card it belongs on, and the fields. */
function meantIn(turn: Turn, theCase: Case, { statements, text, mentioned }: Stated) {
  const awaited = awaitedSteps(theCase);
  const isTime = ({ about }: Statement) => awaited.some((step) => step === ACT_CARDS[about].step);
  const statement = statements.find(isTime) ?? statements[0];
  const card = cardIn(theCase, statement.about, turn.sender.person);
  const { people } = cardsFor(turn, theCase);
  const typed: Record<string, string> = {
    ...statement.values,
    ...personIn(statement.about, card, mentioned.length > 0 ? mentioned : namedIn(text, people)),
  };
  return { statement, card, typed };
}

function openCard(turn: Turn, theCase: Case, stated: Stated): Reply {
  const { services, sender, language } = turn;
  const { ask } = texts(language);
  const context = cardsFor(turn, theCase);
  const { statement, card, typed } = meantIn(turn, theCase, stated);
  const refusal = refuseUnread(card.act, theCase, askerOf(services, sender));
  if (refusal) {
    const notAsked = statement.about === 'notMe' && refusal.reason !== 'closed';
    const text = notAsked ? ask.notAsked : refusalSentence(refusal, theCase, language);
    return { card: caseView('personal', theCase, sender.person, withLine(context, text)) };
  }
  const line = Object.keys(typed).length > 0 ? ask.filledIn : statement.about === 'isMe' ? '' : ask.opened;
  const form = { typed, problems: [] };
  const filled = withChosen(services, sender.person.tenant, { ...withLine(context, line), form });
  return { card: caseView(card.view, theCase, sender.person, filled) };
}

/** Where "not me" and "it is Mette" belong depends on what the case knows already. */
function cardIn(theCase: Case, about: StatementTopic, person: Person): ActCard {
  const replace = { act: 'replaceOfficer', view: 'replaceOfficer' } as const;
  if (about === 'officerIs' && theCase.officer) return replace;
  const awaitsAnswer = awaitedSteps(theCase).includes('officer') && actOf(theCase, 'officer') === 'acceptOfficer';
  if (about !== 'notMe' || awaitsAnswer) return ACT_CARDS[about];
  if (samePerson(theCase.officer?.person, person)) return replace;
  return samePerson(theCase.payer, person) ? { act: 'replacePayer', view: 'replacePayer' } : ACT_CARDS.notMe;
}

/** The one colleague meant, as the input that asks for a person. */
function personIn(about: StatementTopic, { view }: ActCard, meant: readonly Person[]): Record<string, string> {
  const [only, ...others] = meant;
  if (!only || others.length > 0 || (about !== 'officerIs' && about !== 'absence')) return {};
  return view === 'personal' ? { officer: only.id } : { person: only.id };
}

/** The known colleagues whom the text names in full. */
function namedIn(text: string, people: readonly Person[]): readonly Person[] {
  const folded = ` ${normalised(text)} `;
  return people.filter(({ name }) => name !== '' && folded.includes(` ${normalised(name)} `));
}

function withLine(context: CardContext, text: string): CardContext {
  return text === '' ? context : { ...context, banner: { tone: 'accent', text } };
}
