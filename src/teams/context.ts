import type { Understanding } from '../ask/understand.js';
import type { CardContext } from '../cards/context.js';
import type { Templates } from '../cards/templates.js';
import type { Case } from '../case/case.js';
import type { Reading } from '../case/commands.js';
import { dayOf } from '../case/dates.js';
import type { Asked, World } from '../case/decision.js';
import { type Language, type Person, sameTenant, named as withNames } from '../case/people.js';
import type { CommandHandler } from '../delivery/flow.js';
import type { CaseStore, Clock, Directory, KnownPerson } from '../delivery/ports.js';
import type { Answered } from './answered.js';
import type { PendingFiles } from './files-pending.js';
import type { Sender } from './inbound.js';

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
  /** Reads what is no command. Loaded when the first such text comes: neither the start nor a press waits for it. */
  readonly understanding: () => Promise<Understanding>;
  /** Cards that an edit is about to repeat. */
  readonly answered: Answered;
  /** Files that were sent and not yet vouched for. */
  readonly pending: PendingFiles;
  /** Practice only: where the files of a case are written, as its client takes none. */
  readonly practiceFolder?: string;
}

/** Choices offered beside the people picker; more would not fit a card. */
const PEOPLE_OFFERED = 40;

/** The language a person reads: chosen, else that of their app, else that of the case. */
export function languageOf(desk: Services, person: Person, fallback: Language): Language {
  const known = desk.directory.person(person.tenant, person.id);
  return known?.language ?? known?.locale ?? fallback;
}

/** Who asks and when. An account without a directory id and a guest of the organisation count as guests. */
export function askerOf(desk: Services, { person, known, request }: Sender): Asked {
  const guest = !known || desk.directory.person(person.tenant, person.id)?.guest === true;
  return { by: person, guest, at: desk.clock.now(), ...(request && { request }) };
}

const CASE_ID = /^[0-9]{4}-[a-z0-9]{4,12}$/;

/** The id if there is a case of that id, whosever it is: nothing else that somebody sent may be logged. */
export async function knownCaseId(desk: Services, caseId: string): Promise<string | undefined> {
  return CASE_ID.test(caseId) && (await desk.commands.case(caseId)) ? caseId : undefined;
}

/** A case of the tenant; those of others do not exist. */
export async function ownCase(desk: Services, caseId: string, tenant: string): Promise<Case | undefined> {
  const theCase = CASE_ID.test(caseId) ? await desk.commands.case(caseId) : undefined;
  return theCase && sameTenant(theCase.tenant, tenant) ? named(desk, theCase, theCase) : undefined;
}

/**
 * The same as this process knows it, at once: for an act that will do, since the store takes facts only behind the very
 * last one, and a no is looked at anew. A closed one may have been removed meanwhile, so it is always read.
 */
export function caseAtHand(desk: Services, caseId: string, tenant: string): Case | undefined {
  const theCase = desk.commands.newest(caseId);
  return theCase?.status === 'open' && sameTenant(theCase.tenant, tenant) ? named(desk, theCase, theCase) : undefined;
}

/** What is told of a case, with the names the bot has learnt since: the picker gives an id without a name. */
export function named<T>(desk: Services, theCase: Case, told: T): T {
  if (theCase.people.every((person) => person.name !== '')) return told;
  return withNames(told, ({ tenant, id }) => desk.directory.person(tenant, id)?.person.name ?? '');
}

/** Whom the bot could not reach, and whether a mention where the case lives can: that takes the person's Teams id. */
export function withMentions<T extends { readonly person: Person }>(desk: Services, unreached: readonly T[]) {
  return unreached.map((one) => {
    const mentionable = desk.directory.person(one.person.tenant, one.person.id)?.teamsId !== undefined;
    return { ...one, mentionable };
  });
}

/** What a card needs besides the case, for one reader. */
export function cardContext(desk: Services, tenant: string, language: Language, theCase?: Case): CardContext {
  return {
    templates: desk.templates,
    language,
    today: dayOf(desk.clock.now()),
    task: desk.world.task,
    calendar: desk.world.calendar,
    people: offered(desk, tenant, theCase),
    practice: desk.practice,
  };
}

const byName = new Intl.Collator('da');

/**
 * The people of the case first, then the others the bot has met in the tenant, guests left out. Every card asks, so it
 * looks no further than it has to: there may be thousands.
 */
function offered(desk: Services, tenant: string, theCase: Case | undefined): Person[] {
  const { directory } = desk;
  const found = new Map<string, Person>();
  const offer = (one: KnownPerson | undefined) => {
    if (one && one.guest !== true && one.person.name !== '') found.set(one.person.id.toLowerCase(), one.person);
  };
  for (const { id } of theCase?.people ?? []) offer(directory.person(tenant, id));
  const first = [...found.values()].sort((a, b) => byName.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
  for (const one of directory.people(tenant)) {
    if (found.size >= PEOPLE_OFFERED) break;
    if (!found.has(one.person.id.toLowerCase())) offer(one);
  }
  return [...first, ...[...found.values()].slice(first.length)].slice(0, PEOPLE_OFFERED);
}

/** Teams' picker names people by their AAD object id, the practice client by its own. */
export function isUserId(id: string): boolean {
  return /^[\w:.-]{1,100}$/.test(id);
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * How the readers of typed input find a person. In practice only the people of the practice organisation exist. In a
 * real tenant the picker may name somebody the bot has not met: a well-formed id counts, the name comes when they answer.
 */
export function readingFor(desk: Services, sender: Sender, language: Language): Reading {
  const tenant = sender.person.tenant;
  return {
    person: (id) => {
      const known = desk.directory.person(tenant, id);
      if (known?.guest === true) return 'guest';
      if (known) return known.person;
      const wellFormed = !desk.practice && GUID.test(id) && !isBot(id, sender);
      return wellFormed ? { tenant, id: id.toLowerCase(), name: '' } : undefined;
    },
    signedCopy: (file) => desk.pending.find(sender.person, file, desk.clock.now()),
    opening: {
      suffix: desk.suffix(),
      home: { kind: sender.address.kind, id: sender.address.conversationId },
      language,
    },
  };
}

/** The bot's id in Teams is `28:` and its app's id, which is as well-formed as a person's. */
function isBot(id: string, { address }: Sender): boolean {
  return address.botId.toLowerCase().endsWith(id.toLowerCase());
}
