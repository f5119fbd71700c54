import { helpCard } from '../cards/entry.js';
import type { Case } from '../case/case.js';
import { dayOf } from '../case/dates.js';
import { looksLikeCpr } from '../case/typed-values.js';
import { clockTime, date, personName } from '../texts/format.js';
import { refusalSentence } from '../texts/refusals.js';
import { texts } from '../texts/texts.js';
import type { TypedText } from './activities.js';
import { type CaseViewName, plainView, postView } from './case-views.js';
import { answerOverview, casesFor, onCase, removedSentence } from './choose-case.js';
import { answerTypedExport } from './file-export.js';
import { answerFreeText } from './free-text.js';
import type { Reply } from './replies.js';
import { askerOf, cardsFor, type Services, type Turn, turnOf } from './services.js';
import { readTyped, type TypedCommand } from './typed-commands.js';

/** Moves the practice clock by so many milliseconds; resolves with the moment it then shows. */
export type Forward = (ms: number) => Promise<string>;

/** Answers what a person typed. Never silent: what is no command is read as free text. A CPR number is read as nothing. */
export async function answerText(
  services: Services,
  { sender, text }: TypedText,
  forward: Forward | undefined,
): Promise<Reply> {
  const turn = turnOf(services, sender);
  if (looksLikeCpr(text)) return { text: texts(turn.language).ask.privacy };
  const command = readTyped(text);
  if (!command) return answerFreeText(turn, text);
  switch (command.kind) {
    case 'help':
    case 'start':
    case 'language': {
      const context = cardsFor(turn);
      return { card: plainView(command.kind, context) ?? helpCard(context) };
    }
    case 'forward':
      return { text: await moveClock(turn, command.ms, forward) };
    case 'overview':
      return answerOverview(turn, 0);
    case 'export': {
      const removed = await removedSentence(turn, command.about.toLowerCase());
      return removed ? { text: removed } : answerTypedExport(turn, await casesFor(turn), command.about);
    }
    case 'remind':
      return onCase(turn, 'personal', (theCase) => remind(turn, theCase));
    default: {
      const view = viewOf(command, sender.conversation.kind === 'personal');
      return onCase(turn, view, (theCase) => postView(turn, theCase, view));
    }
  }
}

/** In a person's own chat the status is their open step at once, when they have one. */
function viewOf(command: TypedCommand, isOwnChat: boolean): CaseViewName {
  if (command.kind === 'show') return command.view;
  if (command.kind === 'history') return 'history';
  return isOwnChat ? 'own' : 'status';
}

async function remind({ services, sender, language }: Turn, theCase: Case): Promise<Reply> {
  const asker = askerOf(services, sender);
  const handled = await services.commands.handle({ type: 'remindNow' }, theCase.id, asker);
  const { refusal, case: after = theCase } = handled;
  if (refusal) return { text: refusalSentence(refusal, theCase, language), refused: refusal.reason };
  const [reminded] = after.reminders.at(-1)?.to ?? [];
  const name = reminded ? personName(reminded, language) : '';
  return { text: texts(language).short.reminded(name), caseId: after.id };
}

async function moveClock({ language }: Turn, ms: number, forward: Forward | undefined): Promise<string> {
  const { short } = texts(language);
  if (!forward) return short.practiceOnly;
  const now = await forward(ms);
  return short.clockNow(date(dayOf(now), language), clockTime(now, language));
}
