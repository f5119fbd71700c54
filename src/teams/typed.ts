import { peopleIn } from '../ask/names.js';
import type { Show } from '../cards/buttons.js';
import type { Case } from '../case/case.js';
import { dayOf } from '../case/dates.js';
import { includesPerson, type Person, samePerson } from '../case/people.js';
import { askedNow } from '../case/roles.js';
import { looksLikeCpr } from '../case/typed-values.js';
import { clockTime, date, people } from '../texts/format.js';
import { refusalSentence } from '../texts/refusals.js';
import { undeliveredSentence } from '../texts/sentences.js';
import { texts } from '../texts/texts.js';
import type { ActivitySender, TypedText } from './activities.js';
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
import { answerTypedExport } from './file-export.js';
import { answerFreeText } from './free-text.js';
import { whyShutOut } from './post.js';
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

/** A text of the bot's own, as on a button, as if the person had typed it. */
export function asTyped(text: string, sender: ActivitySender): TypedText {
  return { kind: 'text', sender, text, bare: text, mentioned: [] };
}

/** In a person's own chat the status is their open step at once, when they have one. */
function viewOf(command: TypedCommand, isOwnChat: boolean): Show {
  if (command.kind === 'show') return command.view;
  if (command.kind === 'history') return 'history';
  return isOwnChat ? 'own' : 'status';
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
