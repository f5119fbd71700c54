import { helpCard } from '../cards/entry.js';
import type { Case } from '../case/case.js';
import { dayOf } from '../case/dates.js';
import { includesPerson, samePerson } from '../case/people.js';
import { askedNow } from '../case/roles.js';
import { looksLikeCpr } from '../case/typed-values.js';
import { clockTime, date, people, personName } from '../texts/format.js';
import { refusalSentence } from '../texts/refusals.js';
import { undeliveredSentence } from '../texts/sentences.js';
import { texts } from '../texts/texts.js';
import type { TypedText } from './activities.js';
import { type CaseViewName, plainView, postView, showFilled } from './case-views.js';
import { among, answerOverview, casesFor, onCase, openFirst, removedSentence } from './choose-case.js';
import { answerTypedExport } from './file-export.js';
import { answerFreeText } from './free-text.js';
import type { Reply } from './replies.js';
import { askerOf, cardsFor, mentionedIn, type Services, type Turn, turnOf } from './services.js';
import { answerStatement } from './statement-cards.js';
import { readTyped, type TypedCommand } from './typed-commands.js';

/** Moves the practice clock by so many milliseconds; resolves with the moment it then shows. */
export type Forward = (ms: number) => Promise<string>;

/** Answers what a person typed. Never silent: what is no command is read as free text. A CPR number is read as nothing. */
export async function answerText(services: Services, typed: TypedText, forward: Forward | undefined): Promise<Reply> {
  const { sender, text, bare } = typed;
  const turn = turnOf(services, sender);
  if (looksLikeCpr(text)) return { text: texts(turn.language).ask.privacy };
  const command = readTyped(bare);
  const mentioned = mentionedIn(services, typed);
  if (!command) return answerFreeText(turn, text, mentioned);
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
    case 'state':
      return answerStatement(turn, {
        statements: [{ about: command.about, values: {} }],
        cases: openFirst(await casesFor(turn)),
        text: '',
        mentioned,
      });
    case 'remind':
      return onCase(turn, 'personal', (theCase) => remind(turn, theCase, typed));
    default: {
      const view = viewOf(command, sender.conversation.kind === 'personal');
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

/** In a person's own chat the status is their open step at once, when they have one. */
function viewOf(command: TypedCommand, isOwnChat: boolean): CaseViewName {
  if (command.kind === 'show') return command.view;
  if (command.kind === 'history') return 'history';
  return isOwnChat ? 'own' : 'status';
}

/** Reminds whoever is waited for. Where the text names somebody else, nobody who was not named is reminded. */
async function remind({ services, sender, language }: Turn, theCase: Case, typed: TypedText): Promise<Reply> {
  if (typed.mentioned.length > 0) {
    const named = mentionedIn(services, typed);
    const waited = askedNow(theCase, dayOf(services.clock.now())).filter((one) => !samePerson(one, sender.person));
    const [first] = waited;
    if (first && !includesPerson(named, first))
      return { text: texts(language).short.remindsOnly(people(waited, language)) };
  }
  const asker = askerOf(services, sender);
  const handled = await services.commands.handle({ type: 'remindNow' }, theCase.id, asker);
  const { refusal, case: after = theCase } = handled;
  if (refusal) return { text: refusalSentence(refusal, theCase, language), refused: refusal.reason };
  const [reminded] = after.reminders.at(-1)?.to ?? [];
  const known = reminded && services.directory.person(reminded.tenant, reminded.id);
  const shut = known?.removed ? 'removed' : known?.blocked ? 'blocked' : undefined;
  if (reminded && shut) {
    const next = after.home.kind === 'personal' ? 'tellThem' : 'inHome';
    return { text: undeliveredSentence(reminded, shut, next, language), caseId: after.id };
  }
  const name = reminded ? personName(reminded, language) : '';
  return { text: texts(language).short.reminded(name), caseId: after.id };
}

async function moveClock({ language }: Turn, ms: number, forward: Forward | undefined): Promise<string> {
  const { short } = texts(language);
  if (!forward) return short.practiceOnly;
  const now = await forward(ms);
  return short.clockNow(date(dayOf(now), language), clockTime(now, language));
}
