import { doneBanner, withBanner } from '../cards/banner.js';
import { caseCard } from '../cards/case-card.js';
import type { AdaptiveCard, CardContext } from '../cards/context.js';
import { openCaseCard } from '../cards/entry.js';
import { copyDroppedCard, copyKeptCard } from '../cards/signed-copy.js';
import type { Case } from '../case/case.js';
import { codesOf } from '../case/case.js';
import { type CommandType, type Inputs, isCommand, readCommand } from '../case/commands.js';
import { refuseUnread } from '../case/decide.js';
import type { Asked, Refusal } from '../case/decision.js';
import type { Language } from '../case/people.js';
import type { FieldProblem } from '../case/typed-values.js';
import { type Handled, TooBusyError } from '../delivery/flow.js';
import { refusalSentence } from '../texts/refusals.js';
import { texts } from '../texts/texts.js';
import { askerOf, cardContext, caseAtHand, languageOf, named, ownCase, readingFor, type Services } from './context.js';
import { answerExport } from './files-export.js';
import type { Inbound } from './inbound.js';
import { lookAt } from './look.js';
import { answerOverview } from './overview.js';
import { removedSentence } from './removed.js';
import { liveFor } from './role-views.js';
import { caseView, isCaseView, plainView, viewOfVerb } from './views.js';

/**
 * The answer to a press or a text: a card, which takes the place of the pressed one, or a sentence. `caseId` names the
 * case that has new messages to send, `offer` the case whose files the person is to be offered, and `stays` asks for the
 * pressed message to be edited, where nothing else does that.
 */
export type Reply = ({ card: AdaptiveCard } | { text: string }) & {
  caseId?: string;
  /** Made for the one who asked: in a conversation of several people it goes to their own chat. */
  personal?: true;
  offer?: string;
  stays?: true;
  /** Why it is a no, for the log. */
  refused?: Refused;
};

/** Every reason for a no: those of the rules, and those of the way to them. */
export type Refused = Refusal['reason'] | 'tooBusy' | 'tooFast' | 'notYourTenant';

export type Press = Extract<Inbound, { kind: 'press' }>;

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

/** Answers a press. Everything about the person comes from the activity; the card's data only says which case and verb. */
export async function answerPress(desk: Services, press: Press): Promise<Reply> {
  const { sender, verb, inputs } = press;
  const { tenant } = sender.person;
  const language = languageOf(desk, sender.person, sender.locale);
  const context = cardContext(desk, tenant, language);
  if (verb === 'chooseLanguage') return chooseLanguage(desk, press);
  if (verb === 'overview') return answerOverview(desk, sender, language, Number(inputs.page) || 0);
  if (verb === 'dropSignedCopy') return dropSignedCopy(desk, press, context);
  const plain = plainView(verb, context);
  if (plain) return { card: plain };
  const caseId = inputs.caseId ?? '';
  const known = isCommand(verb) ? caseAtHand(desk, caseId, tenant) : undefined;
  const theCase = known ?? (await ownCase(desk, caseId, tenant));
  const removed = theCase ? undefined : await removedSentence(desk, caseId, tenant, language);
  if (removed !== undefined) return { text: removed, refused: 'noCase' };
  if (verb === 'exportCase') return answerExport(desk, sender, language, theCase);
  if (verb === 'refresh') return show(desk, press, theCase, language);

  if (theCase && isCommand(verb)) desk.store.expectAppend?.(theCase.id);
  const read = readCommand(verb, inputs, readingFor(desk, sender, language));
  if (!read) return { text: texts(language).short.unknownAct, refused: 'unknownAct' };
  if ('problems' in read) {
    const now = known ? await ownCase(desk, caseId, tenant) : theCase;
    const refusal = refuseUnread(verb as CommandType, now, askedBy(desk, press));
    if (refusal) return refused(desk, press, { ...(now && { case: now }), events: [] }, language, refusal);
    return { ...withProblems(desk, press, now, language, { problems: read.problems }), refused: 'fields' };
  }
  const place = press.place && { message: press.place, personal: sender.address.kind === 'personal' };
  try {
    // The next card is made while the disk works.
    let ahead: { theCase: Case; answer: Reply } | undefined;
    const foreseen = (after: Handled & { case: Case }) => {
      if (!showsCode(after)) ahead = { theCase: after.case, answer: done(desk, press, after, language) };
    };
    const handled = await desk.commands.handle(read.command, theCase?.id ?? '', askedBy(desk, press), place, foreseen);
    const codes = await codesFor(desk, handled);
    if (handled.refusal) return refused(desk, press, handled, language, handled.refusal, codes);
    return ahead && ahead.theCase === handled.case ? ahead.answer : done(desk, press, handled, language, codes);
  } catch (error) {
    if (error instanceof TooBusyError) return { text: texts(language).short.tryAgain, refused: 'tooBusy' };
    throw error;
  }
}

/** Who presses, when, and which version of the case the pressed card showed; a card without one counts as the oldest. */
function askedBy(desk: Services, { sender, inputs }: Press): Asked {
  const seen = /^\d{1,9}$/.test(inputs.version ?? '') ? Number(inputs.version) : 0;
  return { ...askerOf(desk, sender), seen };
}

/** The signature's confirmation and the closing summary show a code that is known only when the facts are on disk. */
function showsCode({ case: theCase, events }: Handled): boolean {
  return theCase?.status === 'paid' || events.at(-1)?.type === 'SignatureConfirmed';
}

async function codesFor(desk: Services, handled: Handled): Promise<Pick<CardContext, 'codes'>> {
  const seen = handled.case && showsCode(handled) ? await desk.commands.read(handled.case.id) : undefined;
  const codes = seen && codesOf(seen);
  return codes ? { codes } : {};
}

/** What to do or wait for now. In the home conversation a new case answers with its own card. */
function done(
  desk: Services,
  { sender, place }: Press,
  { case: now, events }: Handled,
  language: Language,
  codes: Pick<CardContext, 'codes'> = {},
): Reply {
  if (!now) return { text: texts(language).short.unknownAct };
  const after = named(desk, now, now);
  const context = { ...cardContext(desk, sender.person.tenant, language, after), ...liveFor(sender, 'own'), ...codes };
  const opened = events.some((event) => event.type === 'CaseOpened');
  const newest = events.at(-1);
  if (opened) return { card: caseCard(after, context), caseId: after.id };
  if (newest?.type === 'SignedCopyRecorded') return { card: copyKeptCard(after, context), caseId: after.id };
  const told = withBanner(context, doneBanner(newest, context));
  const card = caseView('personal', after, sender.person, told);
  if (place && sender.address.kind === 'personal') desk.answered.keep(after, sender.person, told, card);
  return { card, caseId: after.id };
}

function refused(
  desk: Services,
  press: Press,
  handled: Handled,
  language: Language,
  said: Refusal,
  codes: Pick<CardContext, 'codes'> = {},
): Reply {
  return { ...no(desk, press, handled, language, said, codes), refused: said.reason };
}

function no(
  desk: Services,
  press: Press,
  { case: now }: Handled,
  language: Language,
  said: Refusal,
  codes: Pick<CardContext, 'codes'>,
): Reply {
  const theCase = now && named(desk, now, now);
  const refusal = theCase ? named(desk, theCase, said) : said;
  if (refusal.reason === 'fields') return withProblems(desk, press, theCase, language, { problems: refusal.problems });
  if (refusal.reason === 'secondLook')
    return withProblems(desk, press, theCase, language, { problems: [], secondLook: refusal });
  const text = refusalSentence(refusal, theCase, language);
  if (!theCase || !CARD_IS_OLD.has(refusal.reason)) return { text };
  const context = {
    ...cardContext(desk, press.sender.person.tenant, language, theCase),
    ...liveFor(press.sender, 'own'),
    ...codes,
    banner: { tone: 'accent', text } as const,
  };
  return {
    card: caseView(refusal.reason === 'caseExists' ? 'status' : 'personal', theCase, press.sender.person, context),
  };
}

/**
 * The same card again, with what was typed and what is wrong with it at each field. It is not live: fetched anew by Teams
 * it would lose both.
 */
function withProblems(
  desk: Services,
  press: Press,
  theCase: Case | undefined,
  language: Language,
  found: { problems: readonly FieldProblem[]; secondLook?: Extract<Refusal, { reason: 'secondLook' }> },
): Reply {
  const typed: Inputs = press.inputs;
  const context: CardContext = {
    ...cardContext(desk, press.sender.person.tenant, language, theCase),
    form: { typed, ...found },
  };
  if (press.verb === 'openCase') return { card: openCaseCard(context) };
  if (!theCase) return { text: texts(language).refusals.noCase };
  return { card: caseView(viewOfVerb(press.verb), theCase, press.sender.person, context) };
}

async function show(
  desk: Services,
  { sender, inputs }: Press,
  theCase: Case | undefined,
  language: Language,
): Promise<Reply> {
  if (!theCase) return { text: texts(language).refusals.noCase, refused: 'noCase' };
  const asked = inputs.show ?? 'own';
  const view = isCaseView(asked) ? asked : 'personal';
  if (inputs.filled === undefined) return lookAt(desk, sender, language, theCase, view);
  // Said before the case was chosen. The card is not live: fetched anew it would be empty again.
  const banner = { tone: 'accent', text: texts(language).ask.filledIn } as const;
  return lookAt(desk, sender, language, theCase, view, { banner, form: { typed: inputs, problems: [] } });
}

async function chooseLanguage(desk: Services, { sender, inputs }: Press): Promise<Reply> {
  const language: Language = inputs.language === 'en' ? 'en' : 'da';
  // Somebody whose account is not named is not written down: they would become a choice for others.
  if (!sender.known) return { text: texts(sender.locale).refusals.guest, refused: 'guest' };
  await desk.directory.meet({ person: sender.person, language });
  return { text: texts(language).short.languageChosen };
}

function dropSignedCopy(desk: Services, { sender, inputs }: Press, context: CardContext): Reply {
  desk.pending.forget(sender.person, inputs.file ?? '');
  return { card: copyDroppedCard(context), stays: true };
}
