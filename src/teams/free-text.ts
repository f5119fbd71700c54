import { placesIn, withoutPeople } from '../ask/names.js';
import type { Match } from '../ask/search.js';
import type { Understood } from '../ask/understand.js';
import { answerCard } from '../cards/answer.js';
import type { Banner } from '../cards/context.js';
import { greetingCard, helpCard } from '../cards/entry.js';
import type { Case } from '../case/case.js';
import { dayOf } from '../case/dates.js';
import type { Language } from '../case/people.js';
import { aboutCase } from '../texts/sentences.js';
import { texts } from '../texts/texts.js';
import { cardContext, type Services } from './context.js';
import type { Inbound, Sender } from './inbound.js';
import { postView } from './look.js';
import type { Reply } from './presses.js';
import { answerStatement } from './said.js';
import { among, candidates, casesFor } from './which-case.js';

/**
 * Answers what somebody wrote in their own words: a question from the task or from their case, a statement with the card
 * it belongs on, and an honest no with help for everything else. Nothing is done and nothing of the text is kept.
 */
export async function answerFreeText(
  desk: Services,
  { sender, text }: Extract<Inbound, { kind: 'text' }>,
  language: Language,
): Promise<Reply> {
  const cases = candidates(await casesFor(desk, sender));
  const { codes, rest } = placesIn(text);
  const meant = codes.size === 0 ? cases : cases.filter((theCase) => codes.has(theCase.municipality));
  const people = meant.flatMap((theCase) => theCase.people.map(({ name }) => name));
  const understood = (await desk.understanding()).of(withoutPeople(rest, people), dayOf(desk.clock.now()));
  const aboutOne = understood.kind === 'statement' || understood.kind === 'case';
  if (aboutOne && cases.length > 0 && meant.length === 0) return { text: texts(language).refusals.noCase };
  switch (understood.kind) {
    case 'talk':
      return understood.talk === 'hello'
        ? { card: greetingCard(cardContext(desk, sender.person.tenant, language)) }
        : { text: texts(language).ask.talk[understood.talk] };
    case 'statement':
      return answerStatement(desk, sender, language, { statements: understood.statements, cases: meant, text });
    case 'case':
      return answerAboutCase(desk, sender, language, meant, understood);
    case 'task':
      return answerAboutTask(desk, sender, language, meant, understood);
    default:
      return notUnderstood(desk, sender, language);
  }
}

/** Help, with the word that nothing was understood. */
function notUnderstood(desk: Services, { person }: Sender, language: Language): Reply {
  const banner = { tone: 'accent', text: texts(language).short.notUnderstood } as const;
  return { card: helpCard({ ...cardContext(desk, person.tenant, language), banner }) };
}

/** Answered from the task; where only one case can be meant, that step of it beside the answer. */
function answerAboutTask(
  desk: Services,
  sender: Sender,
  language: Language,
  cases: readonly Case[],
  { question }: Extract<Match, { kind: 'task' }>,
): Reply {
  const shared = sender.address.kind !== 'personal';
  const told = shared ? cases.filter((theCase) => theCase.home.id === sender.address.conversationId) : cases;
  const [one] = told;
  const around = !one ? 'none' : told.length > 1 ? 'several' : { one };
  const spoken = shared && one ? one.language : language;
  return { card: answerCard(question, around, cardContext(desk, sender.person.tenant, spoken, one)) };
}

/** Answered from the case, on the card that shows it whole. */
function answerAboutCase(
  desk: Services,
  sender: Sender,
  language: Language,
  cases: readonly Case[],
  { about }: Extract<Understood, { kind: 'case' }>,
): Promise<Reply> {
  const view = about === 'mine' ? 'personal' : about === 'history' ? 'history' : 'status';
  const facts = { task: desk.world.task, today: dayOf(desk.clock.now()) };
  return among(
    cases,
    desk,
    sender,
    language,
    () => ({ view }),
    (theCase) =>
      postView(desk, sender, language, theCase, view, (spoken): Banner | undefined => {
        const sentence = about === 'mine' || about === 'history' ? '' : aboutCase(about, theCase, facts, spoken);
        return sentence === '' ? undefined : { tone: 'accent', text: sentence };
      }),
  );
}
