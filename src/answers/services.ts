import type { Understanding } from '../ask/understand.js';
import type { Show } from '../cards/buttons.js';
import type { CardContext } from '../cards/context.js';
import type { Templates } from '../cards/templates.js';
import type { Case } from '../case/case.js';
import type { Reading } from '../case/commands.js';
import { dayOf } from '../case/dates.js';
import type { Asked, World } from '../case/decision.js';
import {
  includesPerson,
  type Language,
  type Person,
  samePerson,
  sameTenant,
  named as withNames,
} from '../case/people.js';
import { askedNow, mayActNow } from '../case/roles.js';
import type { CommandHandler } from '../delivery/command-handler.js';
import type { CaseStore, Clock, Directory, KnownPerson, Outgoing } from '../delivery/ports.js';
import type { PendingFiles } from './pending-files.js';
import type { ActivitySender, TypedText } from './protocol.js';

/** What every answer and message is made from. One object, given by the composition root. */
export interface Services {
  readonly commands: CommandHandler;
  readonly store: CaseStore;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly world: World;
  readonly templates: Templates;
  readonly practice: boolean;
  /** A short random suffix for a new case id, as in `k3f9`. */
  readonly suffix: () => string;
  /** Reads what is no command. */
  readonly understanding: () => Promise<Understanding>;
  /** Files that were sent and not yet vouched for. */
  readonly pending: PendingFiles;
  /** Practice only: where the files of a case are written, as its client takes none. */
  readonly practiceFolder?: string;
}

/** One person's turn: who asks, the language they read, and what the answer is made from. */
export interface Turn {
  readonly services: Services;
  readonly sender: ActivitySender;
  readonly language: Language;
}

export function turnOf(services: Services, sender: ActivitySender): Turn {
  return { services, sender, language: languageOf(services, sender.person, sender.locale) };
}

/** The language a person reads: chosen, else that of their app, else that of the case. */
export function languageOf({ directory }: Services, { tenant, id }: Person, fallback: Language): Language {
  const known = directory.person(tenant, id);
  return known?.language ?? known?.locale ?? fallback;
}

/** Who asks and when. An account without a directory id and a guest of the organisation count as guests. */
export function askerOf(services: Services, { person, known, request }: ActivitySender): Asked {
  const guest = !known || services.directory.person(person.tenant, person.id)?.guest === true;
  return { by: person, guest, at: services.clock.now(), ...(request && { request }) };
}

const CASE_ID = /^[0-9]{4}-[a-z0-9]{4,12}$/;

/** The id if there is a case of that id in any tenant: no other text of a sender may be logged. */
export async function knownCaseId({ commands }: Services, caseId: string): Promise<string | undefined> {
  return CASE_ID.test(caseId) && (await commands.case(caseId)) ? caseId : undefined;
}

/** A case of the tenant; those of others do not exist. */
export async function ownCase(services: Services, caseId: string, tenant: string): Promise<Case | undefined> {
  const theCase = CASE_ID.test(caseId) ? await services.commands.case(caseId) : undefined;
  return theCase && sameTenant(theCase.tenant, tenant) ? named(services, theCase) : undefined;
}

/** What is told of a case, with the names the bot has learnt since: the picker gives an id without a name. */
export function named<T>({ directory }: Services, told: T): T {
  return withNames(told, ({ tenant, id }) => directory.person(tenant, id)?.person.name ?? '');
}

/**
 * Whom the bot could not reach, with those the case waits for although they have removed it, before a message could tell.
 * A mention where the case lives takes the person's Teams id.
 */
export function unreachedNow(services: Services, theCase: Case, unreached: Outgoing['unreached']) {
  const { directory, clock } = services;
  const gone = askedNow(theCase, dayOf(clock.now())).filter(
    (one) =>
      directory.person(one.tenant, one.id)?.removed === true &&
      !unreached.some(({ person }) => samePerson(person, one)),
  );
  const all = [...unreached, ...gone.map((person) => ({ person, why: 'removed' as const }))];
  return named(services, all).map((one) => {
    const mentionable = directory.person(one.person.tenant, one.person.id)?.teamsId !== undefined;
    return { ...one, mentionable };
  });
}

/** What a card needs besides the case, for one reader. */
export function cardContext(services: Services, tenant: string, language: Language, theCase?: Case): CardContext {
  return {
    templates: services.templates,
    language,
    today: dayOf(services.clock.now()),
    task: services.world.task,
    calendar: services.world.calendar,
    people: peopleToPick(services, tenant, theCase),
    practice: services.practice,
  };
}

/** The same for the person whose turn it is. */
export function cardsFor({ services, sender, language }: Turn, theCase?: Case): CardContext {
  return cardContext(services, sender.person.tenant, language, theCase);
}

/** What makes a card live; nothing of it in a chat with one person, where the card is theirs anyway. */
type Live = Pick<CardContext, 'refresh'>;

/**
 * The neutral card for all: Teams fetches their own view for each of those who may act now. A person whom the roster has
 * not told of has no Teams id yet, and presses "Vis mit trin" like everyone else.
 */
export function liveForActors({ directory, clock }: Services, theCase: Case): Live {
  if (theCase.home.kind === 'personal') return {};
  const met = mayActNow(theCase, dayOf(clock.now())).map(({ tenant, id }) => directory.person(tenant, id));
  const userIds = met.flatMap((one) => (one?.teamsId !== undefined && one.guest !== true ? [one.teamsId] : []));
  return { refresh: { show: 'own', userIds } };
}

/** A card that answers one person in a shared conversation: it stays live for them alone, in the view they look at. */
export function liveFor({ conversation, teamsId }: ActivitySender, show: Show): Live {
  return conversation.kind === 'personal' ? {} : { refresh: { show, userIds: [teamsId] } };
}

/** Choices offered beside the people picker; more would not fit a card. */
const PEOPLE_MAX = 40;
const byName = new Intl.Collator('da');

/** The people of the case first, then the others the bot has met in the tenant, guests left out. */
function peopleToPick({ directory }: Services, tenant: string, theCase: Case | undefined): Person[] {
  const found = new Map<string, Person>();
  const offer = (one: KnownPerson | undefined) => {
    if (one && one.guest !== true && one.person.name !== '') found.set(one.person.id.toLowerCase(), one.person);
  };
  for (const { id } of theCase?.people ?? []) offer(directory.person(tenant, id));
  const ofCase = [...found.values()].sort((a, b) => byName.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
  for (const one of directory.people(tenant)) {
    if (found.size >= PEOPLE_MAX) break;
    if (!found.has(one.person.id.toLowerCase())) offer(one);
  }
  return [...ofCase, ...[...found.values()].slice(ofCase.length)].slice(0, PEOPLE_MAX);
}

/** The inputs that name a person (contract: "Card verbs and inputs"). */
export const PERSON_FIELDS = ['officer', 'person', 'payer'] as const;

/** The people chosen in a form are among its choices, whoever else the bot knows: else the field would come back empty. */
export function withChosen({ directory }: Services, tenant: string, context: CardContext): CardContext {
  const ids = PERSON_FIELDS.flatMap((field) => context.form?.typed[field]?.trim() || []);
  const chosen = ids.flatMap((id) => directory.person(tenant, id)?.person ?? []);
  const missing = chosen.filter((one) => !includesPerson(context.people, one));
  return missing.length === 0 ? context : { ...context, people: [...missing, ...context.people] };
}

/** The people of the tenant whom a text mentions, as far as the bot knows them by now; guests are none of them. */
export function mentionedIn({ directory }: Services, { sender, mentioned }: TypedText): Person[] {
  if (mentioned.length === 0) return [];
  const all = directory.people(sender.person.tenant).filter(({ guest }) => guest !== true);
  return mentioned.flatMap(
    ({ teamsId, aadObjectId }) =>
      all.find((one) => one.teamsId === teamsId || one.person.id.toLowerCase() === aadObjectId)?.person ?? [],
  );
}

/** Teams' picker names people by their AAD object id, the practice client by its own. */
export function isUserId(id: string): boolean {
  return /^[\w:.-]{1,100}$/.test(id);
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * How the readers of typed input find a person. In practice only the people of the practice organisation exist. In a
 * real tenant the picker may name a person the bot has not met: a well-formed id counts, the name comes when they answer.
 */
export function readingFor(services: Services, { person, conversation }: ActivitySender, language: Language): Reading {
  const { tenant } = person;
  // The bot's id in Teams is `28:` and its app's id, which is as well-formed as a person's.
  const isBot = (id: string) => conversation.botId.toLowerCase().endsWith(id.toLowerCase());
  return {
    person: (id) => {
      const known = services.directory.person(tenant, id);
      if (known?.guest === true) return 'guest';
      if (known) return known.person;
      const wellFormed = !services.practice && GUID.test(id) && !isBot(id);
      return wellFormed ? { tenant, id: id.toLowerCase(), name: '' } : undefined;
    },
    signedCopy: (file) => services.pending.find(person, file, services.clock.now()),
    opening: {
      suffix: services.suffix(),
      home: { kind: conversation.kind, id: conversation.conversationId },
      language,
    },
  };
}
