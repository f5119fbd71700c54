import type { Activity } from 'botbuilder';
import { PendingFiles } from '../../src/answers/pending-files.js';
import { answerPress } from '../../src/answers/presses.js';
import type { Reply } from '../../src/answers/protocol.js';
import type { Services } from '../../src/answers/services.js';
import { answerText } from '../../src/answers/typed.js';
import { Understanding } from '../../src/ask/understand.js';
import { taskDates } from '../../src/case/case-rules.js';
import type { CaseEvent } from '../../src/case/events.js';
import type { Person } from '../../src/case/people.js';
import { nextReminderOf } from '../../src/case/reminders.js';
import { CommandHandler } from '../../src/delivery/command-handler.js';
import { memoryCaseStore, memoryDirectory } from '../../src/store/memory.js';
import { readActivity } from '../../src/teams/activities.js';
import { texts } from '../../src/texts/texts.js';
import { actionsOf, inputsOf, textOf } from '../bot/cards.js';
import { templates } from '../cards/cases.js';
import { world } from '../given.js';
import { anActivity, aPress } from '../teams/activities.js';

/** One sentence as a clerk writes it, where in a case and by whom, and what a colleague would call a useful answer. */
export interface Sentence {
  readonly text: string;
  /** What the case waits for. */
  readonly at: string;
  readonly by: string;
  /** The language of their Teams; Danish unless said. */
  readonly locale?: string;
  /** What a useful answer says, as a regular expression. */
  readonly useful?: string;
  /** The verb of the card that must open (`a|b`: either), and what must stand filled in on it. */
  readonly opens?: string;
  readonly with?: string;
  /** The bot says that it is not sure. */
  readonly unsure?: boolean;
}

/** `offered` is a right answer behind one of the buttons of "did you mean"; `wrong` is an answer to something else. */
export type Verdict = 'useful' | 'offered' | 'unclear' | 'wrong';

export interface Judged {
  readonly sentence: Sentence;
  readonly verdict: Verdict;
  readonly said: string;
}

const CLOCK = '2026-11-02T08:30:00.000Z';
const SERVICE_URL = 'https://teams.test/';
const GO_LIVE = '2027-05-03';
const NAMES = {
  coordinator: 'Karin Prøvegaard',
  officer: 'Søren Legholm',
  payer: 'Bente Testrup',
  financeManager: 'Hanne Modelbo',
  programmeManager: 'Anders Skærmlund',
  fie: 'Fie Lund',
  mette: 'Mette Krogh',
  oluf: 'Oluf Bro',
} as const;
type Who = keyof typeof NAMES;
type People = Record<Who, Person>;

type Bare = CaseEvent extends infer E ? (E extends CaseEvent ? Omit<E, 'at'> : never) : never;

/** The facts of the played case, each with what the case waits for once it has happened. */
function story({ coordinator, officer, payer }: People, caseId: string, tenant: string): [string, Bare][] {
  const home = { kind: 'personal', id: `chat:${coordinator.id}` } as const;
  const opened = { caseId, tenant, municipality: '0630', goLive: GO_LIVE, home, language: 'da', coordinator } as const;
  return [
    ['officer', { type: 'CaseOpened', by: coordinator, ...opened, ...taskDates(GO_LIVE, world.task) }],
    ['accept', { type: 'OfficerNamed', by: coordinator, officer }],
    ['agreementNumber', { type: 'OfficerAccepted', by: officer }],
    ['webForm', { type: 'AgreementNumberGiven', by: coordinator, number: '123456' }],
    [
      'signature',
      { type: 'WebFormCompleted', by: coordinator, filledOn: '2026-10-27', fields: { agreementNumber: '123456' } },
    ],
    ['dispatch', { type: 'SignatureConfirmed', by: officer, signedOn: '2026-10-28' }],
    ['confirmation', { type: 'AgreementSent', by: coordinator, sentOn: '2026-10-29' }],
    ['invoice', { type: 'ReceiptConfirmed', by: coordinator, receivedOn: '2026-10-30' }],
    [
      'payment',
      { type: 'InvoiceRegistered', by: coordinator, number: '7004511', amount: 431250, due: '2026-11-20', payer },
    ],
    ['paid', { type: 'InvoicePaid', by: payer, paidOn: '2026-10-31' }],
  ];
}

export interface Stage {
  judge(sentence: Sentence): Promise<Judged>;
}

/**
 * The bot from an activity to its answer, and for each wait of a case an organisation of its own in which a case stands
 * there. The way through HTTP and the SDK is tested in test/bot.
 */
export function openStage(): Stage {
  const store = memoryCaseStore({ nextReminderOf: (theCase) => nextReminderOf(theCase, world) });
  const directory = memoryDirectory();
  const understanding = new Understanding(world.task.questions);
  const services: Services = {
    ...{ store, directory, world, templates, practice: true, suffix: () => 'none' },
    commands: new CommandHandler(store, world, () => undefined),
    clock: { now: () => CLOCK },
    understanding: async () => understanding,
    pending: new PendingFiles(),
  };
  const played = new Map<string, Promise<People>>();

  async function play(at: string, number: string): Promise<People> {
    const tenant = `33333333-0000-4000-8000-00000000${number}`;
    const entries = Object.entries(NAMES).map(([who, name], one) => {
      const id = `33333333-0000-4000-8000-${number}0000000${one}`;
      return [who, { tenant, id, name }] as const;
    });
    const people = Object.fromEntries(entries) as People;
    for (const person of Object.values(people)) await directory.meet({ person, guest: false });
    const id = `0630-play${number.slice(-2)}`;
    const facts = story(people, id, tenant).map(([waits, bare], hour): [string, CaseEvent] => [
      waits,
      { at: `2026-10-${26 + Math.min(4, hour >> 1)}T0${7 + (hour % 2)}:00:00.000Z`, ...bare } as CaseEvent,
    ]);
    const end = facts.findIndex(([waits]) => waits === at) + 1;
    if (end === 0) throw new Error(`no case waits for ${at}`);
    const log = facts.slice(0, end).map(([, event]) => event);
    await store.append(id, 0, log, []);
    return people;
  }
  const peopleAt = (at: string): Promise<People> => {
    const people = played.get(at) ?? play(at, String(played.size + 1).padStart(4, '0'));
    played.set(at, people);
    return people;
  };

  /** What the bot answers to an activity that a person sends in their own chat. */
  async function answerTo({ id, name, tenant }: Person, activity: object): Promise<Reply> {
    const from = { id: `29:${id}`, name, aadObjectId: id };
    const conversation = { id: `a:${id}`, conversationType: 'personal', tenantId: tenant };
    const inbound = readActivity({
      ...activity,
      from,
      conversation,
      channelData: { tenant: { id: tenant } },
    } as Activity);
    if (inbound.kind === 'press') return answerPress(services, inbound);
    if (inbound.kind === 'text') return answerText(services, inbound, undefined);
    throw new Error(`A sentence was read as ${inbound.kind}`);
  }

  return {
    async judge(sentence) {
      const people = await peopleAt(sentence.at);
      const by = people[sentence.by as Who];
      if (!by) throw new Error(`nobody is called ${sentence.by}`);
      const { text, locale = 'da-DK' } = sentence;
      const answer = await answerTo(by, anActivity(SERVICE_URL, { text, locale }));
      const names = new Map(Object.values(people).map(({ id, name }) => [id, name]));
      const said = spoken(answer);
      if (!isUnsure(said)) return { sentence, said, verdict: isRight(sentence, answer, names) ? 'useful' : 'wrong' };
      if (sentence.unsure) return { sentence, said, verdict: 'useful' };
      for (const { verb, data } of actionsOf(cardIn(answer))
        .filter((one) => one.verb === 'ask')
        .slice(0, 2)) {
        const behind = await answerTo(
          by,
          aPress(SERVICE_URL, String(verb), data as Record<string, unknown>, { locale }),
        );
        if (!isUnsure(spoken(behind)) && isRight(sentence, behind, names))
          return { sentence, said, verdict: 'offered' };
      }
      return { sentence, said, verdict: 'unclear' };
    },
  };
}

function cardIn(reply: Reply): unknown {
  return 'card' in reply ? reply.card : undefined;
}

function spoken(reply: Reply): string {
  return ('text' in reply ? reply.text : textOf(reply.card)).replaceAll('\n', ' · ');
}

function isUnsure(said: string): boolean {
  return (['da', 'en'] as const).some((language) => {
    const { short, ask } = texts(language);
    return [short.notUnderstood, ask.didYouMean, ask.outside('', '').split('.')[0] ?? ''].some((one) =>
      said.includes(one),
    );
  });
}

function isRight(sentence: Sentence, answer: Reply, names: ReadonlyMap<string, string>): boolean {
  if (sentence.unsure) return false;
  if (sentence.useful !== undefined) return new RegExp(sentence.useful).test(spoken(answer));
  const verbs = (sentence.opens ?? '').split('|');
  if (!actionsOf(cardIn(answer)).some(({ verb }) => verbs.includes(String(verb)))) return false;
  const values = Object.values(inputsOf(cardIn(answer))).map(
    ({ value }) => names.get(String(value)) ?? String(value ?? ''),
  );
  const filledIn = values.join('\n');
  const plain = filledIn.replaceAll(/(?<=\d)[ .](?=\d)/g, '');
  return [...values, filledIn, plain].some((all) => new RegExp(sentence.with ?? '').test(all));
}
