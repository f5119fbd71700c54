import { helpCard } from '../cards/entry.js';
import type { Case } from '../case/case.js';
import { dayOf, type Instant } from '../case/dates.js';
import type { Language } from '../case/people.js';
import { looksLikeCpr } from '../case/typed-values.js';
import { clockTime, date, personName } from '../texts/format.js';
import { refusalSentence } from '../texts/refusals.js';
import { texts } from '../texts/texts.js';
import { askerOf, cardContext, languageOf, type Services } from './context.js';
import { answerTypedExport } from './files-export.js';
import { answerFreeText } from './free-text.js';
import type { Inbound, Sender } from './inbound.js';
import { postView } from './look.js';
import { answerOverview } from './overview.js';
import type { Reply } from './presses.js';
import { removedSentence } from './removed.js';
import { readTyped, type TypedCommand } from './typed-commands.js';
import { type CaseViewName, plainView } from './views.js';
import { casesFor, onCase } from './which-case.js';

/** Moves the practice clock; resolves with the moment it then shows. */
export type Forward = (ms: number) => Promise<string>;

/** Answers what somebody typed. Never silent: what is no command is read as free text. A CPR number is read as nothing. */
export async function answerText(
  desk: Services,
  inbound: Extract<Inbound, { kind: 'text' }>,
  forward: Forward | undefined,
): Promise<Reply> {
  const { sender, text } = inbound;
  const language = languageOf(desk, sender.person, sender.locale);
  if (looksLikeCpr(text)) return { text: texts(language).ask.privacy };
  const context = cardContext(desk, sender.person.tenant, language);
  const command = readTyped(text);
  if (!command) return answerFreeText(desk, inbound, language);
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
    case 'export': {
      const removed = await removedSentence(desk, command.about.toLowerCase(), sender.person.tenant, language);
      if (removed !== undefined) return { text: removed };
      return answerTypedExport(desk, sender, language, { cases: await casesFor(desk, sender), about: command.about });
    }
    case 'remind':
      return onCase(desk, sender, language, 'personal', (theCase) => remind(desk, sender, language, theCase));
    default:
      return onCase(desk, sender, language, viewOf(command), (theCase) =>
        postView(desk, sender, language, theCase, viewOf(command)),
      );
  }
}

function viewOf(command: TypedCommand): CaseViewName {
  if (command.kind === 'show') return command.view;
  return command.kind === 'history' ? 'history' : 'status';
}

async function remind(desk: Services, sender: Sender, language: Language, theCase: Case): Promise<Reply> {
  const { refusal, case: after } = await desk.commands.handle({ type: 'remindNow' }, theCase.id, askerOf(desk, sender));
  if (refusal) return { text: refusalSentence(refusal, theCase, language), refused: refusal.reason };
  const [reminded] = (after ?? theCase).reminders.at(-1)?.to ?? [];
  return {
    text: texts(language).short.reminded(reminded ? personName(reminded, language) : ''),
    caseId: (after ?? theCase).id,
  };
}

function clockSentence(now: Instant, language: Language): string {
  return texts(language).short.clockNow(date(dayOf(now), language), clockTime(now, language));
}
