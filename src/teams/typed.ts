import { chooseCaseCard } from '../cards/choose.js';
import { helpCard } from '../cards/entry.js';
import type { Case } from '../case/case.js';
import { dayOf, type Instant } from '../case/dates.js';
import type { Language } from '../case/people.js';
import { clockTime, date, personName } from '../texts/format.js';
import { refusalSentence } from '../texts/refusals.js';
import { texts } from '../texts/texts.js';
import { askerOf, cardContext, type Desk, languageOf, ownCase } from './context.js';
import { answerTypedExport } from './files-export.js';
import type { Inbound, Sender } from './inbound.js';
import { offerFirstCase, postView } from './look.js';
import { answerOverview } from './overview.js';
import type { Answer } from './presses.js';
import { readTyped, type TypedCommand } from './typed-commands.js';
import { type CaseViewName, plainView } from './views.js';

/** Moves the practice clock; resolves with the moment it then shows. */
export type Forward = (ms: number) => Promise<string>;

/** Answers what somebody typed. Never silent: what is not understood gets help. */
export async function answerText(
  desk: Desk,
  { sender, text }: Extract<Inbound, { kind: 'text' }>,
  forward: Forward | undefined,
): Promise<Answer> {
  const language = languageOf(desk, sender.person, sender.locale);
  const context = cardContext(desk, sender.person.tenant, language);
  const command = readTyped(text);
  if (!command)
    return { card: helpCard({ ...context, banner: { tone: 'accent', text: texts(language).short.notUnderstood } }) };
  switch (command.kind) {
    case 'help':
    case 'start':
    case 'language':
      return { card: plainView(command.kind, context) ?? helpCard(context) };
    case 'forward':
      return forward
        ? { text: clockSentence(await forward(command.ms), language) }
        : { text: texts(language).short.practiceOnly };
    case 'overview':
      return answerOverview(desk, sender, language, 0);
    case 'export':
      return answerTypedExport(desk, sender, language, { cases: await casesFor(desk, sender), about: command.about });
    case 'remind':
      return onCase(desk, sender, language, 'desk', (of) => remind(desk, sender, language, of));
    default:
      return onCase(desk, sender, language, viewOf(command), (of) =>
        postView(desk, sender, language, of, viewOf(command)),
      );
  }
}

function viewOf(command: TypedCommand): CaseViewName {
  if (command.kind === 'show') return command.view;
  return command.kind === 'history' ? 'history' : 'status';
}

/** The case a typed word is about: this conversation's, or the person's only one; else they choose. */
async function onCase(
  desk: Desk,
  sender: Sender,
  language: Language,
  show: CaseViewName,
  answer: (of: Case) => Promise<Answer>,
): Promise<Answer> {
  const cases = await casesFor(desk, sender);
  const open = cases.filter((of) => of.status === 'open');
  const candidates = open.length > 0 ? open : cases;
  const [only] = candidates;
  if (!only) return offerFirstCase(desk, sender, language);
  if (candidates.length === 1) return answer(only);
  return { card: chooseCaseCard(candidates, show, cardContext(desk, sender.person.tenant, language)), personal: true };
}

async function casesFor(desk: Desk, sender: Sender): Promise<Case[]> {
  const { person, address } = sender;
  const entries = await desk.store.casesOf(person);
  const cases = await Promise.all(entries.map((entry) => ownCase(desk, entry.id, person.tenant)));
  const known = cases.filter((of) => of !== undefined);
  const here = known.filter((of) => of.home.kind !== 'personal' && of.home.id === address.conversationId);
  return here.length > 0 ? here : known;
}

async function remind(desk: Desk, sender: Sender, language: Language, of: Case): Promise<Answer> {
  const { refusal, case: after } = await desk.flow.handle({ type: 'remindNow' }, of.id, askerOf(desk, sender));
  if (refusal) return { text: refusalSentence(refusal, of, language) };
  const [reminded] = (after ?? of).reminders.at(-1)?.to ?? [];
  return {
    text: texts(language).short.reminded(reminded ? personName(reminded, language) : ''),
    caseId: (after ?? of).id,
  };
}

function clockSentence(now: Instant, language: Language): string {
  return texts(language).short.clockNow(date(dayOf(now), language), clockTime(now, language));
}
