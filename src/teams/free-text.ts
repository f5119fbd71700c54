import type { Answer, Near } from '../ask/answer.js';
import { CASE_QUESTIONS } from '../ask/case-questions.js';
import { placesIn, withoutPeople } from '../ask/names.js';
import { standingOf } from '../ask/standing.js';
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
import type { Language, Person } from '../case/people.js';
import { texts } from '../texts/texts.js';
import { among, casesFor, openFirst, postView } from './case-views.js';
import type { Reply } from './replies.js';
import { cardsFor, type Turn } from './services.js';
import { answerStatement, titleOfAct } from './statement-cards.js';

/**
 * Answers what a person wrote in their own words: a question from the task or from their case, a statement with the card
 * it belongs on, and for everything else the nearest questions and help. Nothing is done and nothing of the text is kept.
 */
export async function answerFreeText(turn: Turn, text: string, mentioned: readonly Person[]): Promise<Reply> {
  const { services, language, sender } = turn;
  const cases = openFirst(await casesFor(turn));
  const { codes, rest } = placesIn(text);
  const meant = codes.size === 0 ? cases : cases.filter((theCase) => codes.has(theCase.municipality));
  const [only] = meant;
  const standing = only && meant.length === 1 ? standingOf(only, sender.person) : undefined;
  const understood = services.understanding.of(
    withoutNames(turn, rest, meant, mentioned),
    dayOf(services.clock.now()),
    standing,
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
      const also = understood.also && toldOf(turn, understood.also, meant, language)?.fact;
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
  return CASE_QUESTIONS.find(({ about }) => about === match.about)?.title[language] ?? '';
}

/** One question, or two of one message, each answered with its one fact. */
async function answerQuestions(
  turn: Turn,
  cases: readonly Case[],
  answers: readonly [Answer, ...Answer[]],
): Promise<Reply> {
  const [first] = answers;
  if (first.kind !== 'case') return { card: toldCardOf(turn, cases, answers, languageHere(turn, cases)) };
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
    const shared = turn.sender.conversation.kind !== 'personal';
    const here = shared && livesHere(turn, theCase);
    const card = toldCardOf(turn, [theCase], answers, here ? theCase.language : turn.language);
    return { card, ...(shared && (!here || first.about === 'why') && { personal: true as const }) };
  };
  return among(turn, cases, () => ({ view: 'status' }), show);
}

function toldCardOf(turn: Turn, cases: readonly Case[], answers: readonly Answer[], language: Language) {
  const told = answers.flatMap((answer) => toldOf(turn, answer, cases, language) ?? []);
  return toldCard(told, cardsFor({ ...turn, language }));
}

/** The fact that answers a question; undefined where it takes a card of its own, or a case that nobody named. */
function toldOf(turn: Turn, answer: Answer, cases: readonly Case[], language: Language): Told | undefined {
  const context = cardsFor({ ...turn, language });
  if (answer.kind === 'neither') return toldOfNeither(context);
  if (answer.kind === 'task') return toldOfTask(answer.question, around(turn, cases), context);
  const [only] = cases;
  if (!only || cases.length > 1 || answer.about === 'mine' || answer.about === 'history') return undefined;
  return toldOfCase(answer.about, only, turn.sender.person, context);
}

/** Where several people read, an answer leads to no case that lives elsewhere. */
function around(turn: Turn, cases: readonly Case[]): ReadersCases {
  const [one, ...others] = toldHere(turn, cases);
  if (!one) return 'none';
  return others.length > 0 ? 'several' : { one };
}

function toldHere(turn: Turn, cases: readonly Case[]): readonly Case[] {
  return turn.sender.conversation.kind === 'personal' ? cases : cases.filter((theCase) => livesHere(turn, theCase));
}

function languageHere(turn: Turn, cases: readonly Case[]): Language {
  const [one] = toldHere(turn, cases);
  return turn.sender.conversation.kind !== 'personal' && one ? one.language : turn.language;
}

function livesHere({ sender }: Turn, theCase: Case): boolean {
  return theCase.home.id === sender.conversation.conversationId;
}
