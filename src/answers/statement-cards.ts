import { peopleIn } from '../ask/names.js';
import type { Statement, StatementTopic } from '../ask/statements.js';
import { accountingIn, eanIn, placeIn } from '../ask/values.js';
import { remindCard } from '../cards/answer.js';
import type { Show } from '../cards/buttons.js';
import type { CardContext } from '../cards/context.js';
import type { Chosen } from '../cards/overview.js';
import { awaitedSteps, type Case } from '../case/case.js';
import type { CommandType } from '../case/commands.js';
import { dayOf } from '../case/dates.js';
import { refuseUnread } from '../case/decide.js';
import { includesPerson, type Language, type Person, samePerson } from '../case/people.js';
import { actOf, askedNow, stepsFor } from '../case/roles.js';
import { STEPS, type StepId } from '../case/steps.js';
import type { Texts } from '../texts/da.js';
import { capital, personName } from '../texts/format.js';
import { refusalSentence } from '../texts/refusals.js';
import { texts } from '../texts/texts.js';
import { among, caseView } from './case-views.js';
import type { Reply } from './protocol.js';
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
  /** The answer to a question in the same message. */
  readonly also?: string | undefined;
}

/** The buttons with a title of their own whatever the case. */
type Titled = { [B in keyof Texts['buttons']]: Texts['buttons'][B] extends string ? B : never }[keyof Texts['buttons']];

/** The card a statement belongs on: the act that is confirmed there, the view, its step, and the button that offers it. */
interface ActCard {
  readonly act: Exclude<CommandType, 'openCase'>;
  readonly view: Show;
  readonly step?: StepId;
  readonly button: Titled;
}

const ACT_CARDS: { readonly [A in StatementTopic]: ActCard } = {
  payment: { act: 'confirmPayment', view: 'payment', step: 'payment', button: 'payment' },
  invoice: { act: 'registerInvoice', view: 'invoice', step: 'invoice', button: 'invoice' },
  confirmation: { act: 'confirmReceipt', view: 'personal', step: 'confirmation', button: 'confirmReceipt' },
  dispatch: { act: 'confirmDispatch', view: 'personal', step: 'dispatch', button: 'confirmDispatch' },
  signature: { act: 'confirmSignature', view: 'personal', step: 'signature', button: 'confirmSignature' },
  webForm: { act: 'confirmWebForm', view: 'webForm', step: 'webForm', button: 'confirmWebForm' },
  agreementNumber: {
    act: 'giveAgreementNumber',
    view: 'agreementNumber',
    step: 'agreementNumber',
    button: 'giveAgreementNumber',
  },
  officerIs: { act: 'nameOfficer', view: 'personal', step: 'officer', button: 'officer' },
  isMe: { act: 'acceptOfficer', view: 'personal', step: 'officer', button: 'acceptOfficer' },
  notMe: { act: 'declineOfficer', view: 'decline', step: 'officer', button: 'notMe' },
  refuse: { act: 'refuseSignature', view: 'refuse', step: 'signature', button: 'refuse' },
  absence: { act: 'nameSubstitute', view: 'substitute', button: 'away' },
  klik: { act: 'markInKlik', view: 'klik', button: 'markInKlik' },
  klikOther: { act: 'klikByAnother', view: 'klikByAnother', button: 'klikOther' },
  goLive: { act: 'moveGoLive', view: 'moveGoLive', button: 'moveGoLive' },
  correct: { act: 'correctStep', view: 'correct', button: 'correct' },
  snooze: { act: 'snooze', view: 'snooze', button: 'snooze' },
  adviserIs: { act: 'askForOfficer', view: 'askForOfficer', step: 'officer', button: 'askForOfficer' },
  agreementForm: { act: 'recordAgreementForm', view: 'agreementForm', button: 'agreementForm' },
  returnDocument: { act: 'recordReturnDocument', view: 'returnDocument', button: 'returnDocument' },
  followUp: { act: 'nameFollowUp', view: 'followUp', button: 'followUp' },
  officerLeft: { act: 'replaceOfficer', view: 'replaceOfficer', button: 'replaceOfficer' },
  payerIs: { act: 'replacePayer', view: 'replacePayer', button: 'replacePayer' },
  left: { act: 'handOver', view: 'handOver', button: 'handOver' },
  handOver: { act: 'handOver', view: 'handOver', button: 'handOver' },
  cancel: { act: 'cancelCase', view: 'cancel', button: 'cancel' },
  reopen: { act: 'reopenCase', view: 'reopen', button: 'reopen' },
  remind: { act: 'remindNow', view: 'more', button: 'remindNow' },
  returned: { act: 'agreementReturned', view: 'returned', button: 'returned' },
  done: { act: 'confirmWebForm', view: 'personal', button: 'myStep' },
};

/** While no payer is known, the one who is named is no replacement. */
const NAME_PAYER: ActCard = { act: 'namePayer', view: 'namePayer', button: 'namePayer' };

/** The cards with fields of their own, by the act that is confirmed on them. */
const FORMS: ReadonlyMap<string, Show> = new Map(
  [...Object.values(ACT_CARDS), NAME_PAYER]
    .filter(({ view }) => view !== 'personal' && view !== 'more')
    .map(({ act, view }) => [act, view]),
);

/** Which card a verb is pressed on, so that a wrong field brings back the same card with what was typed. */
export function viewOfVerb(verb: string): Show {
  return FORMS.get(verb) ?? 'personal';
}

/** The title of the button that opens an act, for a person who may have meant it. */
export function titleOfAct(about: StatementTopic, language: Language): string {
  return texts(language).buttons[ACT_CARDS[about].button];
}

/**
 * Opens the card a statement belongs on, with what was said filled in: pressing is left to the person. Where they may
 * not, or it is not the time, the card says that and what happens instead.
 */
export function answerStatement(turn: Turn, stated: Stated): Promise<Reply> {
  const { services, sender } = turn;
  const asker = askerOf(services, sender);
  const fits = (theCase: Case) =>
    stated.statements.some(
      ({ about }) =>
        refuseUnread(cardIn(turn, theCase, about, namedIn(turn, theCase, stated)).act, theCase, asker) === undefined,
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
function meantIn(turn: Turn, theCase: Case, stated: Stated) {
  const { statements, text } = stated;
  const awaited = awaitedSteps(theCase);
  const isTime = ({ about }: Statement) => awaited.some((step) => step === ACT_CARDS[about].step);
  const statement = statements.find(isTime) ?? statements[0];
  const named = namedIn(turn, theCase, stated);
  const card = cardIn(turn, theCase, statement.about, named);
  const typed: Record<string, string> = {
    ...valuesOn(statement, theCase),
    ...besideIn(statement, text),
    ...personOn(card, statement.about, named, theCase),
  };
  if (REASONED.has(card.view) && text.trim().split(/\s+/).length > REASON_WORDS)
    typed.reason = text.trim().slice(0, 500);
  const beside = statements.find(({ about }) => isLaterStep(ACT_CARDS[about].step, card.step));
  return { statement, card, typed, named, beside };
}

/** The colleagues a text mentions, else those it names. */
function namedIn(turn: Turn, theCase: Case, { text, mentioned }: Stated): readonly Person[] {
  if (mentioned.length > 0) return mentioned;
  return peopleIn(text, cardsFor(turn, theCase).people).filter((one) => !samePerson(one, turn.sender.person));
}

/** The cards that ask why: what was written says it, unless it says no more than the act. */
const REASONED: ReadonlySet<Show> = new Set(['decline', 'refuse', 'cancel', 'reopen', 'returned']);
const REASON_WORDS = 4;

function isLaterStep(step: StepId | undefined, than: StepId | undefined): boolean {
  return step !== undefined && than !== undefined && STEPS.indexOf(step) > STEPS.indexOf(than);
}

function openCard(turn: Turn, theCase: Case, stated: Stated): Reply {
  const { services, sender, language } = turn;
  const { ask, words } = texts(language);
  const context = cardsFor(turn, theCase);
  const { statement, card, typed, named, beside } = meantIn(turn, theCase, stated);
  const refusal = refuseUnread(card.act, theCase, askerOf(services, sender));
  const lines = (...sentences: string[]) => [stated.also ?? '', ...sentences].filter((one) => one !== '').join(' ');
  if (refusal) {
    const notAsked = statement.about === 'notMe' && refusal.reason !== 'closed';
    const text = notAsked ? ask.notAsked : refusalSentence(refusal, theCase, language);
    return { card: caseView('personal', theCase, sender.person, withLine(context, lines(text))) };
  }
  if (statement.about === 'remind') {
    const waitedFor = askedNow(theCase, context.today);
    const other = named.find((one) => !includesPerson(waitedFor, one));
    const line = other ? capital(ask.notWaitingFor(personName(other, language))) : '';
    return { card: remindCard(theCase, withLine(context, lines(line))) };
  }
  const askedWho = ASKS_WHO.has(card.view) && named.length === 0 ? ask.whoIsIt : '';
  const isFilled = Object.keys(typed).length > 0;
  const line = isFilled ? ask.filledIn : statement.about === 'isMe' ? '' : askedWho || ask.opened;
  const later = beside && ACT_CARDS[beside.about].step;
  const form = { typed, problems: [] };
  const banner = withLine(context, lines(line, later ? ask.alsoSaid(words.results[later]) : ''));
  const filled = withChosen(services, sender.person.tenant, { ...banner, form });
  return { card: caseView(card.view, theCase, sender.person, filled) };
}

/** Where "not me" and "it is Mette" belong depends on what the case knows already. */
function cardIn({ services, sender }: Turn, theCase: Case, about: StatementTopic, named: readonly Person[]): ActCard {
  const { officerLeft: replaceOfficer, payerIs: replacePayer } = ACT_CARDS;
  const { person } = sender;
  const awaited = awaitedSteps(theCase);
  const isQuestion = awaited.includes('officer') && actOf(theCase, 'officer') === 'acceptOfficer';
  const isOfficer = samePerson(theCase.officer?.person, person);
  switch (about) {
    case 'done':
      return doneCard(theCase, stepsFor(theCase, person, dayOf(services.clock.now()))[0] ?? awaited[0]);
    case 'officerIs':
    case 'officerLeft':
      if (isQuestion && isOfficer) return ACT_CARDS.notMe;
      return theCase.officer ? replaceOfficer : ACT_CARDS.officerIs;
    case 'payerIs':
      return theCase.payer || !theCase.done.dispatch ? replacePayer : NAME_PAYER;
    case 'left': {
      if (includesPerson(named, theCase.officer?.person)) return replaceOfficer;
      return includesPerson(named, theCase.payer) ? replacePayer : ACT_CARDS.handOver;
    }
    case 'correct':
      // "I gave you the wrong one, it is Mette": before any step is done that can only be the officer.
      return theCase.officer && !lastDone(theCase) && named.length > 0 ? replaceOfficer : ACT_CARDS.correct;
    case 'notMe': {
      if (isQuestion) return ACT_CARDS.notMe;
      if (isOfficer) return replaceOfficer;
      return samePerson(theCase.payer, person) ? replacePayer : ACT_CARDS.notMe;
    }
    default:
      return ACT_CARDS[about];
  }
}

/** What the case waits for, as the statement that says it is done. */
function doneCard(theCase: Case, step: StepId | undefined): ActCard {
  if (!step) return ACT_CARDS.done;
  const act = actOf(theCase, step);
  if (act === 'nameOfficer') return ACT_CARDS.officerIs;
  return ACT_CARDS[act === 'acceptOfficer' ? 'isMe' : act];
}

/** The cards that ask for a person. */
const ASKS_WHO: ReadonlySet<Show> = new Set([
  'handOver',
  'replaceOfficer',
  'replacePayer',
  'askForOfficer',
  'followUp',
  'klikByAnother',
]);

/** What the text says for the fields of the card. */
function valuesOn({ about, values }: Statement, theCase: Case): Readonly<Record<string, string>> {
  if (about === 'correct' && values.step === undefined) {
    const last = lastDone(theCase);
    return last ? { step: last } : {};
  }
  return values;
}

/** What the text says beside the statement: where the printout lies, where the invoice goes and how it is booked. */
function besideIn({ about }: Statement, text: string): Readonly<Record<string, string>> {
  const { place } = about === 'webForm' ? placeIn(text) : {};
  const isPaid = about === 'payerIs' || about === 'dispatch';
  const [ean, accounting] = isPaid ? [eanIn(text), accountingIn(text)] : [];
  return {
    ...(place !== undefined && { paperAt: place }),
    ...(ean !== undefined && { ean }),
    ...(accounting !== undefined && { accounting }),
  };
}

/** The step that was closed last: what "undo" means. */
function lastDone({ done }: Case): StepId | undefined {
  return STEPS.filter((step) => done[step]).sort((a, b) => ((done[a]?.at ?? '') < (done[b]?.at ?? '') ? 1 : -1))[0];
}

/** The one known colleague whom the text names, in the input that asks for a person. */
function personOn(
  card: ActCard,
  about: StatementTopic,
  named: readonly Person[],
  theCase: Case,
): Record<string, string> {
  const leaving = (one: Person) =>
    (card.view === 'replaceOfficer' && samePerson(theCase.officer?.person, one)) ||
    (card.view === 'replacePayer' && samePerson(theCase.payer, one)) ||
    (card.view === 'handOver' && samePerson(theCase.coordinator, one));
  // Of a colleague without a role who has left nobody says that they take over.
  if (about === 'left' && !named.some(leaving)) return {};
  const [only, ...others] = named.filter((one) => !leaving(one));
  if (!only || others.length > 0) return {};
  if (ASKS_WHO.has(card.view) || (card.view === 'substitute' && about === 'absence')) return { person: only.id };
  if (card.view === 'namePayer') return { payer: only.id };
  if (about === 'officerIs' || about === 'officerLeft') return { officer: only.id };
  return about === 'invoice' ? { payer: only.id } : {};
}

function withLine(context: CardContext, text: string): CardContext {
  return text === '' ? context : { ...context, banner: { tone: 'accent', text } };
}
