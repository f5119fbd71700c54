import { actBanner, withBanner } from '../cards/banner.js';
import { caseCard } from '../cards/case-card.js';
import type { CardContext } from '../cards/context.js';
import { openCaseCard } from '../cards/entry.js';
import { copyDroppedCard, copyKeptCard, outcomeCard } from '../cards/settled.js';
import { type Case, codesOf } from '../case/case.js';
import { type CommandType, isCommand, readCommand } from '../case/commands.js';
import { refuseUnread } from '../case/decide.js';
import type { Refusal } from '../case/decision.js';
import type { Language } from '../case/people.js';
import { rolesOf } from '../case/roles.js';
import { type Handled, TooBusyError } from '../delivery/command-handler.js';
import { CaseSetAsideError } from '../delivery/ports.js';
import { refusalSentence } from '../texts/refusals.js';
import { texts } from '../texts/texts.js';
import {
  answerOverview,
  caseView,
  isCaseView,
  PLAIN_VIEWS,
  removedSentence,
  showCase,
  showFilled,
} from './case-views.js';
import { answerExport } from './file-offer.js';
import type { Press, Reply } from './protocol.js';
import {
  askerOf,
  cardsFor,
  liveFor,
  named,
  ownCase,
  readingFor,
  type Services,
  type Turn,
  turnOf,
  withChosen,
} from './services.js';
import { viewOfVerb } from './statement-cards.js';
import { answerText, asTyped } from './typed.js';

type Answer = (turn: Turn, press: Press) => Promise<Reply> | Reply;

/** The answers to the verbs that concern no case. */
const CASELESS = new Map<string, Answer>([
  ...Object.entries(PLAIN_VIEWS).map(([verb, view]): [string, Answer] => [
    verb,
    (turn) => ({ card: view(cardsFor(turn)) }),
  ]),
  ['chooseLanguage', chooseLanguage],
  ['overview', (turn, { inputs }) => answerOverview(turn, Number(inputs.page) || 0)],
  ['dropSignedCopy', dropSignedCopy],
  ['ask', ({ services }, { sender, inputs }) => answerText(services, asTyped(inputs.question ?? '', sender))],
]);

/** The answers to the verbs that look at a case. Every other verb asks for a command. */
const LOOKS = new Map<string, (turn: Turn, theCase: Case | undefined, press: Press) => Promise<Reply> | Reply>([
  ['refresh', show],
  ['exportCase', answerExport],
]);

/** True for the verbs that the bot's own cards carry. */
export function isVerb(verb: string): boolean {
  return CASELESS.has(verb) || LOOKS.has(verb) || isCommand(verb);
}

/** Answers a press. Everything about the person comes from the activity; the card's data only says which case and verb. */
export async function answerPress(services: Services, press: Press): Promise<Reply> {
  const { sender, verb, inputs } = press;
  const turn = turnOf(services, sender);
  const caseless = CASELESS.get(verb);
  if (caseless) return caseless(turn, press);
  const caseId = inputs.caseId ?? '';
  const theCase = await ownCase(services, caseId, sender.person.tenant);
  const removed = theCase ? undefined : await removedSentence(turn, caseId);
  if (removed !== undefined) return { text: removed, refused: 'noCase' };
  return (LOOKS.get(verb) ?? act)(turn, theCase, press);
}

/** The answer that `work` gives; a sentence when the case it is about cannot be read. The log has been told why. */
export async function unlessSetAside({ language }: Turn, work: () => Promise<Reply>): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CaseSetAsideError)) throw error;
    return { text: texts(language).short.setAside };
  }
}

async function chooseLanguage({ services, sender }: Turn, { inputs }: Press): Promise<Reply> {
  const language: Language = inputs.language === 'en' ? 'en' : 'da';
  // A sender whose account is not named is not written down: they would become a choice for others.
  if (!sender.known) return { text: texts(sender.locale).refusals.guest, refused: 'guest' };
  await services.directory.meet({ person: sender.person, language });
  return { text: texts(language).short.languageChosen };
}

function dropSignedCopy(turn: Turn, { sender, inputs }: Press): Reply {
  turn.services.pending.forget(sender.person, inputs.file ?? '');
  return { card: copyDroppedCard(cardsFor(turn)), stays: true };
}

async function show(turn: Turn, theCase: Case | undefined, { inputs }: Press): Promise<Reply> {
  if (!theCase) return { text: texts(turn.language).refusals.noCase, refused: 'noCase' };
  const wanted = inputs.show ?? 'own';
  const view = isCaseView(wanted) ? wanted : 'personal';
  if (inputs.filled === undefined) return showCase(turn, theCase, view);
  // Said before the case was chosen.
  return showFilled(turn, theCase, { view, typed: inputs });
}

/** Carries out a command and answers with the card of the case as it then stands. */
async function act(turn: Turn, theCase: Case | undefined, press: Press): Promise<Reply> {
  const { services, sender, language } = turn;
  const { verb, inputs, message } = press;
  const { refusals, short } = texts(language);
  const command = readCommand(verb, inputs, readingFor(services, sender, language));
  if (!command) return { text: refusals.unknownAct, refused: 'unknownAct' };
  // A card that does not say which version of the case it showed counts as the oldest.
  const seen = /^\d{1,9}$/.test(inputs.version ?? '') ? Number(inputs.version) : 0;
  const asked = { ...askerOf(services, sender), seen };
  if ('problems' in command) {
    const { problems } = command;
    const refusal = refuseUnread(verb as CommandType, theCase, asked) ?? { reason: 'fields', problems };
    return refuse(turn, press, theCase, refusal);
  }
  try {
    const pressed = message && { message, personal: sender.conversation.kind === 'personal' };
    const handled = await services.commands.handle(command.command, theCase?.id ?? '', asked, pressed);
    const codes = await codesFor(services, handled);
    if (handled.refusal) return refuse(turn, press, handled.case, handled.refusal, codes);
    return done(turn, handled, codes);
  } catch (error) {
    if (error instanceof TooBusyError) return { text: short.tryAgain, refused: 'tooBusy' };
    throw error;
  }
}

type KnownCodes = Pick<CardContext, 'codes'>;

/** The signature's confirmation and the closing summary show a code that proves the log. */
async function codesFor({ commands }: Services, { case: theCase, events }: Handled): Promise<KnownCodes> {
  if (!theCase || (theCase.status !== 'paid' && events.at(-1)?.type !== 'SignatureConfirmed')) return {};
  const record = await commands.read(theCase.id);
  const codes = record && codesOf(record);
  return codes ? { codes } : {};
}

/** What to do or wait for now. In the home conversation a new case answers with its own card. */
function done(turn: Turn, { case: now, events }: Handled, codes: KnownCodes): Reply {
  if (!now) return { text: texts(turn.language).refusals.unknownAct };
  const { services, sender } = turn;
  const theCase = named(services, now);
  const context = { ...cardsFor(turn, theCase), ...liveFor(sender, 'own'), ...codes };
  const newest = events.at(-1);
  if (events.some(({ type }) => type === 'CaseOpened')) return { card: caseCard(theCase, context), caseId: theCase.id };
  if (newest?.type === 'SignedCopyRecorded') return { card: copyKeptCard(theCase, context), caseId: theCase.id };
  if (newest?.type === 'OfficerDeclined' && rolesOf(theCase, sender.person).length === 0)
    return { card: outcomeCard(theCase, sender.person, 'officer', context), caseId: theCase.id };
  const banner = withBanner(context, actBanner(events, theCase, sender.person, context));
  return { card: caseView('personal', theCase, sender.person, banner), caseId: theCase.id };
}

/** Refusals after which the pressed card no longer tells the truth, so that the current card is the better answer. */
const CARD_IS_OLD: ReadonlySet<Refusal['reason']> = new Set([
  'stepDone',
  'changedSince',
  'already',
  'closed',
  'notYet',
  'stepOpen',
  'caseExists',
]);

function refuse(turn: Turn, press: Press, now: Case | undefined, given: Refusal, codes: KnownCodes = {}): Reply {
  const { services, sender, language } = turn;
  const theCase = now && named(services, now);
  const refusal = named(services, given);
  const { reason } = refusal;
  const again = (wrong: Wrong) => ({ ...formAgain(turn, press, theCase, wrong), refused: reason });
  if (refusal.reason === 'fields') return again({ problems: refusal.problems });
  if (refusal.reason === 'secondLook') return again({ problems: [], secondLook: refusal });
  if (refusal.reason === 'doubt') return again({ problems: [], doubt: refusal });
  const text = refusalSentence(refusal, theCase, language);
  if (!theCase || !CARD_IS_OLD.has(reason)) return { text, refused: reason };
  const banner = { tone: 'accent', text } as const;
  const context = { ...cardsFor(turn, theCase), ...liveFor(sender, 'own'), ...codes, banner };
  const view = reason === 'caseExists' ? 'status' : 'personal';
  return { card: caseView(view, theCase, sender.person, context), refused: reason };
}

type Wrong = Omit<NonNullable<CardContext['form']>, 'typed'>;

/**
 * The same card again, with what was typed and what is wrong with it at each field. It is not live: fetched anew by Teams
 * it would lose both.
 */
function formAgain(turn: Turn, press: Press, theCase: Case | undefined, wrong: Wrong): Reply {
  const bare = { ...cardsFor(turn, theCase), form: { typed: press.inputs, ...wrong } };
  const context = withChosen(turn.services, turn.sender.person.tenant, bare);
  if (press.verb === 'openCase') return { card: openCaseCard(context) };
  if (!theCase) return { text: texts(turn.language).refusals.noCase };
  return { card: caseView(viewOfVerb(press.verb), theCase, turn.sender.person, context) };
}
