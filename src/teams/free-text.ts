import { placesIn, withoutPeople } from '../ask/names.js';
import type { Match } from '../ask/search.js';
import type { Understood } from '../ask/understand.js';
import { answerCard } from '../cards/answer.js';
import type { Banner } from '../cards/context.js';
import { greetingCard, helpCard } from '../cards/entry.js';
import type { Case } from '../case/case.js';
import { dayOf } from '../case/dates.js';
import type { Person } from '../case/people.js';
import { aboutCase } from '../texts/sentences.js';
import { texts } from '../texts/texts.js';
import { postView } from './case-views.js';
import { among, casesFor, openFirst } from './choose-case.js';
import type { Reply } from './replies.js';
import { cardsFor, type Turn } from './services.js';
import { answerStatement } from './statement-cards.js';

/**
 * Answers what a person wrote in their own words: a question from the task or from their case, a statement with the card
 * it belongs on, and an honest no with help for everything else. Nothing is done and nothing of the text is kept.
 */
export async function answerFreeText(turn: Turn, text: string, mentioned: readonly Person[]): Promise<Reply> {
  const { services, language } = turn;
  const cases = openFirst(await casesFor(turn));
  const { codes, rest } = placesIn(text);
  const meant = codes.size === 0 ? cases : cases.filter((theCase) => codes.has(theCase.municipality));
  const people = [...meant.flatMap((theCase) => theCase.people), ...mentioned].map(({ name }) => name);
  const understood = services.understanding.of(withoutPeople(rest, people), dayOf(services.clock.now()));
  const aboutOne = understood.kind === 'statement' || understood.kind === 'case';
  if (aboutOne && cases.length > 0 && meant.length === 0) return { text: texts(language).refusals.noCase };
  switch (understood.kind) {
    case 'talk':
      if (understood.talk === 'hello') return { card: greetingCard(cardsFor(turn)) };
      return { text: texts(language).ask.talk[understood.talk] };
    case 'statement':
      return answerStatement(turn, { statements: understood.statements, cases: meant, text, mentioned });
    case 'case':
      return answerAboutCase(turn, meant, understood);
    case 'task':
      return answerAboutTask(turn, meant, understood);
    default: {
      const banner = { tone: 'accent', text: texts(language).short.notUnderstood } as const;
      return { card: helpCard({ ...cardsFor(turn), banner }) };
    }
  }
}

/** Answered from the task; where only one case can be meant, that step of it beside the answer. */
function answerAboutTask(turn: Turn, cases: readonly Case[], match: Extract<Match, { kind: 'task' }>): Reply {
  const { conversation } = turn.sender;
  const shared = conversation.kind !== 'personal';
  const told = shared ? cases.filter((theCase) => theCase.home.id === conversation.conversationId) : cases;
  const [one] = told;
  const around = !one ? 'none' : told.length > 1 ? 'several' : { one };
  const language = shared && one ? one.language : turn.language;
  return { card: answerCard(match.question, around, cardsFor({ ...turn, language }, one)) };
}

/** Answered from the case, on the card that shows it whole. */
function answerAboutCase(
  turn: Turn,
  cases: readonly Case[],
  { about }: Extract<Understood, { kind: 'case' }>,
): Promise<Reply> {
  const { world, clock } = turn.services;
  const view = about === 'mine' ? 'personal' : about === 'history' ? 'history' : 'status';
  const facts = { task: world.task, today: dayOf(clock.now()) };
  const show = (theCase: Case) =>
    postView(turn, theCase, view, (language): Banner | undefined => {
      const sentence = about === 'mine' || about === 'history' ? '' : aboutCase(about, theCase, facts, language);
      return sentence === '' ? undefined : { tone: 'accent', text: sentence };
    });
  return among(turn, cases, () => ({ view }), show);
}
