import type { Person } from '../case/people.js';
import type { ConversationReference, KnownPerson } from '../delivery/ports.js';
import { canonicalJson } from './canonical-json.js';
import { deepFreeze, frozenCopy } from './frozen.js';

const byName = new Intl.Collator('da');

/** The people and conversations the bot has met, in memory: every answer asks for some of them. */
export class Acquaintances {
  private readonly known = new Map<string, Map<string, KnownPerson>>();
  /** The people of a tenant in order of name, once somebody has asked for them. */
  private readonly lists = new Map<string, KnownPerson[]>();
  /** Whose own chat with the bot a conversation is. */
  private readonly owners = new Map<string, Person>();
  private readonly conversations = new Map<string, ConversationReference>();

  person(tenant: string, id: string): KnownPerson | undefined {
    return this.known.get(tenant.toLowerCase())?.get(id.toLowerCase());
  }

  people(tenant: string): readonly KnownPerson[] {
    const key = tenant.toLowerCase();
    const listed = this.lists.get(key);
    if (listed) return listed;
    const people = [...(this.known.get(key)?.values() ?? [])];
    people.sort(inOrder);
    this.lists.set(key, people);
    return people;
  }

  ownerOf(conversationId: string): KnownPerson | undefined {
    const owner = this.owners.get(conversationId);
    const known = owner && this.person(owner.tenant, owner.id);
    return known?.personal?.conversationId === conversationId ? known : undefined;
  }

  conversation(id: string): ConversationReference | undefined {
    return this.conversations.get(id);
  }

  everybody(): readonly KnownPerson[] {
    return [...this.known.values()].flatMap((ofTenant) => [...ofTenant.values()]);
  }

  /** Forgets a person and the chat with them, and gives what was known; undefined for a stranger. */
  forget({ tenant, id }: Person): KnownPerson | undefined {
    const known = this.person(tenant, id);
    const key = tenant.toLowerCase();
    this.known.get(key)?.delete(id.toLowerCase());
    this.list(key, known, undefined);
    if (known?.personal) {
      this.conversations.delete(known.personal.conversationId);
      this.owners.delete(known.personal.conversationId);
    }
    return known;
  }

  everywhere(): readonly ConversationReference[] {
    return [...this.conversations.values()];
  }

  /** True when the news tell nothing that is not known. Then nothing needs to be copied, compared whole or written. */
  knows(news: KnownPerson): boolean {
    const before = this.person(news.person.tenant, news.person.id);
    return before !== undefined && tellsNothingNew(before, news);
  }

  /** The same for an address. */
  knowsAddress(address: ConversationReference): boolean {
    const before = this.conversation(address.conversationId);
    return before !== undefined && covers(before, address);
  }

  /** Adds what is new about a person and gives everything known. */
  meet(news: KnownPerson): KnownPerson {
    const { tenant, id } = news.person;
    const before = this.person(tenant, id);
    if (before && tellsNothingNew(before, news)) return before;
    return this.take(frozenCopy(before ? merged(before, news) : news), before);
  }

  /** Takes in what was known at the last end, as it is: nobody else holds it. */
  recall(known: KnownPerson): KnownPerson {
    return this.take(deepFreeze(known), undefined);
  }

  private take(after: KnownPerson, before: KnownPerson | undefined): KnownPerson {
    const { tenant, id } = after.person;
    const key = tenant.toLowerCase();
    const ofTenant = this.known.get(key) ?? new Map<string, KnownPerson>();
    this.known.set(key, ofTenant.set(id.toLowerCase(), after));
    this.list(key, before, after);
    if (after.personal) this.owners.set(after.personal.conversationId, after.person);
    return after;
  }

  /** Puts the new word about somebody in the place of the old one; with thousands of people, sorting anew takes long. */
  private list(tenant: string, before: KnownPerson | undefined, after: KnownPerson | undefined): void {
    const list = this.lists.get(tenant);
    if (!list) return;
    if (before) list.splice(placeIn(list, before), 1);
    if (after) list.splice(placeIn(list, after), 0, after);
  }

  /** Takes the newest address of a conversation and gives it as it is kept. */
  remember(address: ConversationReference): ConversationReference {
    const before = this.conversation(address.conversationId);
    if (before && covers(before, address)) return before;
    return this.recallAddress(frozenCopy({ ...before, ...defined(address) }));
  }

  /** Takes in an address as it is. */
  recallAddress(known: ConversationReference): ConversationReference {
    this.conversations.set(known.conversationId, deepFreeze(known));
    return known;
  }
}

function inOrder({ person: a }: KnownPerson, { person: b }: KnownPerson): number {
  return byName.compare(a.name, b.name) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Where somebody stands in a list in order, or would stand. */
function placeIn(list: readonly KnownPerson[], one: KnownPerson): number {
  let [from, to] = [0, list.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const other = list[middle];
    if (other && inOrder(other, one) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** True when both say the same, whatever the order of their fields. */
export function same<T extends object>(a: T | undefined, b: T): boolean {
  return a !== undefined && (a === b || canonicalJson(a) === canonicalJson(b));
}

/** True when every field that is told is known to be so. */
function tellsNothingNew(before: KnownPerson, { person, personal, ...rest }: KnownPerson): boolean {
  const name = person.name.trim();
  if (name !== '' && person.name !== before.person.name) return false;
  if (personal && !(before.personal && covers(before.personal, personal))) return false;
  return covers(before, rest);
}

/** True when all plain fields of the second are in the first. */
function covers(before: object, told: object): boolean {
  const known = before as Readonly<Record<string, unknown>>;
  return Object.entries(told).every(([key, value]) => value === undefined || known[key] === value);
}

/** Newer fields win, silence erases nothing; a name survives an empty one, and ids keep the spelling first seen. */
function merged(before: KnownPerson, news: KnownPerson): KnownPerson {
  const name = news.person.name.trim() === '' ? before.person.name : news.person.name;
  return { ...before, ...defined(news), person: { ...before.person, name } };
}

function defined<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
