import { CASE_QUESTIONS } from '../ask/case-questions.js';
import { peopleIn, placesIn, withoutPeople } from '../ask/names.js';
import { situationOf } from '../ask/situation.js';
import type { Answer, Near } from '../ask/understand.js';
import {
  type ReadersCases,
  type Told,
  toldCard,
  toldOfCase,
  toldOfNeither,
  toldOfTask,
  unclearCard,
} from '../cards/answer.js';
import { greetingCard } from '../cards/entry.js';
import type { Case } from '../case/case.js';
import { dayOf } from '../case/dates.js';
import { includesPerson, type Language, type Person, samePerson } from '../case/people.js';
import { askedNow } from '../case/roles.js';
import { looksLikeCpr } from '../case/typed-values.js';
import { whyShutOut } from '../delivery/reachability.js';
import { clockTime, date, people } from '../texts/format.js';
import { refusalSentence } from '../texts/refusals.js';
import { undeliveredSentence } from '../texts/sentences.js';
import { texts } from '../texts/texts.js';
import {
  among,
  answerOverview,
  casesFor,
  onCase,
  openFirst,
  PLAIN_VIEWS,
  postView,
  removedSentence,
  showFilled,
} from './case-views.js';
import { answerTypedExport } from './file-offer.js';
import type { ActivitySender, Reply, TypedText } from './protocol.js';
import { askerOf, cardsFor, mentionedIn, type Services, type Turn, turnOf } from './services.js';
import { answerStatement, titleOfAct } from './statement-cards.js';
import { readTyped } from './typed-commands.js';

/** Moves the practice clock by so many milliseconds; resolves with the moment it then shows. */
export type Forward = (ms: number) => Promise<string>;

/** Answers what a person typed. Never silent: what is no command is read as free text. A CPR number is read as nothing. */
export async function answerText(services: Services, typed: TypedText, forward?: Forward): Promise<Reply> {
  const { sender, text, bare } = typed;
  const turn = turnOf(services, sender);
  if (looksLikeCpr(text)) return { text: texts(turn.language).ask.privacy };
  const command = readTyped(bare);
  const mentioned = mentionedIn(services, typed);
  if (!command) return answerFreeText(turn, text, mentioned);
  switch (command.kind) {
    case 'help':
    case 'start':
    case 'language':
      return { card: PLAIN_VIEWS[command.kind](cardsFor(turn)) };
    case 'forward':
      return { text: await moveClock(turn, command.ms, forward) };
    case 'overview':
      return answerOverview(turn, 0);
    case 'export': {
      const removed = await removedSentence(turn, command.about.toLowerCase());
      return removed ? { text: removed } : answerTypedExport(turn, await casesFor(turn), command.about);
    }
    case 'state':
      return answerStatement(turn, {
        statements: [{ about: command.about, values: {} }],
        cases: openFirst(await casesFor(turn)),
        text: '',
        mentioned,
      });
    case 'remind': {
      const colleague = command.name === '' ? undefined : colleagueNamed(turn, command.name);
      if (command.name !== '' && !colleague) return answerFreeText(turn, text, mentioned);
      const isNamed = colleague !== undefined || typed.mentioned.length > 0;
      const meant = colleague ? [colleague] : mentioned;
      return onCase(turn, 'personal', (theCase) => remind(turn, theCase, meant, isNamed));
    }
    case 'status': {
      // In a person's own chat it is their open step at once, when they have one.
      const view = sender.conversation.kind === 'personal' ? 'own' : 'status';
      return onCase(turn, view, (theCase) => postView(turn, theCase, view));
    }
    case 'show': {
      const { view } = command;
      const [person, ...others] = mentioned;
      if (!person || others.length > 0 || (view !== 'handOver' && view !== 'substitute'))
        return onCase(turn, view, (theCase) => postView(turn, theCase, view));
      const filled = { view, typed: { person: person.id } };
      return among(
        turn,
        openFirst(await casesFor(turn)),
        () => filled,
        (theCase) => showFilled(turn, theCase, filled),
      );
    }
  }
}

/** A text of the bot's own, as on a button, as if the person had typed it. */
export function asTyped(text: string, sender: ActivitySender): TypedText {
  return { kind: 'text', sender, text, bare: text, mentioned: [] };
}

/** The one colleague whose name, or a part of it, a text is; undefined for any other text. */
function colleagueNamed(turn: Turn, text: string): Person | undefined {
  const [only, ...others] = peopleIn(text, cardsFor(turn).people);
  const parts = only?.name.toLowerCase().split(' ') ?? [];
  const isName = text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => parts.includes(word));
  return isName && others.length === 0 ? only : undefined;
}

/** Reminds everyone who is waited for; of those the text names only them, and nobody who is not waited for. */
async function remind(turn: Turn, theCase: Case, named: readonly Person[], isNamed: boolean): Promise<Reply> {
  const { services, sender, language } = turn;
  const waited = askedNow(theCase, dayOf(services.clock.now())).filter((one) => !samePerson(one, sender.person));
  const meant = waited.filter((one) => includesPerson(named, one));
  if (isNamed && waited.length > 0 && meant.length === 0)
    return { text: texts(language).short.remindsOnly(people(waited, language)) };
  const asker = askerOf(services, sender);
  const reminded: Person[] = [];
  for (const person of isNamed ? meant : [undefined]) {
    const handled = await services.commands.handle({ type: 'remindNow', person }, theCase.id, asker);
    const { refusal, events } = handled;
    if (refusal && reminded.length === 0)
      return { text: refusalSentence(refusal, theCase, language), refused: refusal.reason };
    reminded.push(...events.flatMap((event) => (event.type === 'Reminded' ? [event.to] : [])));
  }
  return { text: remindedSentences(turn, theCase, reminded), caseId: theCase.id };
}

/** Who is reminded, and who cannot be reached in their own chat. */
function remindedSentences({ services, language }: Turn, theCase: Case, reminded: readonly Person[]): string {
  const next = theCase.home.kind === 'personal' ? 'tellThem' : 'inHome';
  const shut = reminded.flatMap((person) => {
    const why = whyShutOut(services.directory.person(person.tenant, person.id));
    return why ? [{ person, why } as const] : [];
  });
  const reached = reminded.filter((one) => !shut.some(({ person }) => samePerson(person, one)));
  return [
    ...(reached.length > 0 ? [texts(language).short.reminded(people(reached, language))] : []),
    ...shut.map(({ person, why }) => undeliveredSentence(person, why, next, language)),
  ].join(' ');
}

async function moveClock({ language }: Turn, ms: number, forward: Forward | undefined): Promise<string> {
  const { short } = texts(language);
  if (!forward) return short.practiceOnly;
  const now = await forward(ms);
  return short.clockNow(date(dayOf(now), language), clockTime(now, language));
}

/**
 * Answers what a person wrote in their own words: a question from the task or from their case, a statement with the card
 * it belongs on, and for everything else the nearest questions and help. Nothing is done and nothing of the text is kept.
 */
async function answerFreeText(turn: Turn, text: string, mentioned: readonly Person[]): Promise<Reply> {
  const { services, language, sender } = turn;
  const cases = openFirst(await casesFor(turn));
  const { codes, rest } = placesIn(text);
  const meant = codes.size === 0 ? cases : cases.filter((theCase) => codes.has(theCase.municipality));
  const [only] = meant;
  const situation = only && meant.length === 1 ? situationOf(only, sender.person) : undefined;
  const understanding = await services.understanding();
  const understood = understanding.of(
    withoutNames(turn, rest, meant, mentioned),
    dayOf(services.clock.now()),
    situation,
  );
  const aboutOne =
    understood.kind === 'statement' || (understood.kind === 'answers' && understood.answers[0].kind === 'case');
  if (aboutOne && cases.length > 0 && meant.length === 0) return { text: texts(language).refusals.noCase };
  switch (understood.kind) {
    case 'privacy':
      return { text: texts(language).ask.privacy };
    case 'talk':
      if (understood.talk === 'hello') return { card: greetingCard(cardsFor(turn)) };
      return { text: texts(language).ask.talk[understood.talk] };
    case 'statement': {
      const also = understood.also && toldOf(turn, understood.also, meant)?.fact;
      return answerStatement(turn, { statements: understood.statements, cases: meant, text, mentioned, also });
    }
    case 'answers':
      return answerQuestions(turn, meant, understood.answers);
    case 'unclear': {
      // Without a case there is nothing to do in it.
      const near = understood.near.filter(({ kind }) => kind !== 'act' || meant.length > 0);
      const titles = [...new Set(near.map((one) => titleOf(one, language)))];
      return { card: unclearCard(titles, around(turn, meant), cardsFor(turn)), refused: 'notUnderstood' };
    }
  }
}

/** The names of colleagues say whom something is about, not what. */
function withoutNames(turn: Turn, text: string, cases: readonly Case[], mentioned: readonly Person[]): string {
  const known = cardsFor(turn).people.map(({ name }) => name);
  const inCases = [...cases.flatMap((theCase) => theCase.people), ...mentioned].map(({ name }) => name);
  return withoutPeople(text, inCases, known);
}

/** A question as a button asks it, and the title of the button that opens an act. */
function titleOf(match: Near, language: Language): string {
  if (match.kind === 'act') return titleOfAct(match.about, language);
  if (match.kind === 'task') return match.question.ask[language];
  return CASE_QUESTIONS[match.about][language];
}

/** One question, or two of one message, each answered with its one fact. */
async function answerQuestions(
  turn: Turn,
  cases: readonly Case[],
  answers: readonly [Answer, ...Answer[]],
): Promise<Reply> {
  const [first] = answers;
  if (first.kind !== 'case') return { card: toldCardOf(turn, cases, answers) };
  if (first.about === 'mine' || first.about === 'history') {
    const view = first.about === 'mine' ? 'personal' : 'history';
    return among(
      turn,
      cases,
      () => ({ view }),
      (theCase) => postView(turn, theCase, view),
    );
  }
  const show = (theCase: Case): Reply => {
    const isTheirs = here(turn, [theCase]).length === 0 || (isShared(turn) && first.about === 'why');
    return { card: toldCardOf(turn, [theCase], answers), ...(isTheirs && { personal: true as const }) };
  };
  return among(turn, cases, () => ({ view: 'status' }), show);
}

/** Where several people read, in the language of the case that lives there. */
function toldCardOf(turn: Turn, cases: readonly Case[], answers: readonly Answer[]) {
  const [one] = here(turn, cases);
  const spoken = isShared(turn) && one ? { ...turn, language: one.language } : turn;
  return toldCard(
    answers.flatMap((answer) => toldOf(spoken, answer, cases) ?? []),
    cardsFor(spoken),
  );
}

/** The fact that answers a question; undefined where it takes a card of its own, or a case that nobody named. */
function toldOf(turn: Turn, answer: Answer, cases: readonly Case[]): Told | undefined {
  const context = cardsFor(turn);
  if (answer.kind === 'neither') return toldOfNeither(context);
  if (answer.kind === 'task') return toldOfTask(answer.question, around(turn, cases), context);
  const [only] = cases;
  if (!only || cases.length > 1 || answer.about === 'mine' || answer.about === 'history') return undefined;
  return toldOfCase(answer.about, only, turn.sender.person, context);
}

function around(turn: Turn, cases: readonly Case[]): ReadersCases {
  const [one, ...others] = here(turn, cases);
  if (!one) return 'none';
  return others.length > 0 ? 'several' : { one };
}

/** Where several people read, an answer leads to no case that lives elsewhere. */
function here(turn: Turn, cases: readonly Case[]): readonly Case[] {
  return isShared(turn) ? cases.filter(({ home }) => home.id === turn.sender.conversation.conversationId) : cases;
}

function isShared({ sender }: Turn): boolean {
  return sender.conversation.kind !== 'personal';
}
