import type { Person } from '../case/people.js';
import type { ConversationReference, KnownPerson } from '../delivery/ports.js';
import { canonicalJson } from './canonical-json.js';
import { frozenCopy } from './frozen.js';

const byName = new Intl.Collator('da');

/** The people and conversations the bot has met, in memory: what every directory answers from. */
export class KnownPeople {
  /** By `personKey`. */
  private readonly known = new Map<string, KnownPerson>();
  private readonly references = new Map<string, ConversationReference>();
  /** Whose own chat with the bot a conversation is. */
  private readonly owners = new Map<string, Person>();
  /** The people of a tenant by name, until one of them changes. */
  private readonly lists = new Map<string, readonly KnownPerson[]>();

  person(tenant: string, id: string): KnownPerson | undefined {
    return this.known.get(personKey(tenant, id));
  }

  people(tenant: string): readonly KnownPerson[] {
    const key = tenant.toLowerCase();
    const list = this.lists.get(key) ?? Object.freeze(this.everybody().filter(inTenant(key)).sort(inOrder));
    this.lists.set(key, list);
    return list;
  }

  ownerOf(conversationId: string): KnownPerson | undefined {
    const owner = this.owners.get(conversationId);
    const known = owner && this.person(owner.tenant, owner.id);
    return known?.personal?.conversationId === conversationId ? known : undefined;
  }

  conversation(id: string): ConversationReference | undefined {
    return this.references.get(id);
  }

  everybody(): KnownPerson[] {
    return [...this.known.values()];
  }

  conversations(): ConversationReference[] {
    return [...this.references.values()];
  }

  /**
   * Adds what is new about a person: newer fields win, missing ones erase nothing, a name survives an empty one, and ids
   * keep the spelling first seen. Gives everything known; the same object as before when nothing was new.
   */
  meet(person: KnownPerson): KnownPerson {
    const { tenant, id } = person.person;
    const before = this.person(tenant, id);
    const after = frozenCopy(before ? merged(before, person) : person);
    if (before && canonicalJson(after) === canonicalJson(before)) return before;
    this.known.set(personKey(tenant, id), after);
    this.lists.delete(tenant.toLowerCase());
    if (after.personal) this.owners.set(after.personal.conversationId, after.person);
    return after;
  }

  /** Takes the newest reference of a conversation; gives the same object as before when nothing was new. */
  remember(reference: ConversationReference): ConversationReference {
    const before = this.conversation(reference.conversationId);
    const after = frozenCopy({ ...before, ...defined(reference) });
    if (before && canonicalJson(after) === canonicalJson(before)) return before;
    this.references.set(after.conversationId, after);
    return after;
  }

  /** Forgets a person and the chat with them, and gives what was known; undefined for a stranger. */
  forget({ tenant, id }: Pick<Person, 'tenant' | 'id'>): KnownPerson | undefined {
    const known = this.person(tenant, id);
    this.known.delete(personKey(tenant, id));
    this.lists.delete(tenant.toLowerCase());
    if (known?.personal) {
      this.references.delete(known.personal.conversationId);
      this.owners.delete(known.personal.conversationId);
    }
    return known;
  }
}

/** Names a person. The letter case of ids means nothing, and no id holds a line break. */
export function personKey(tenant: string, id: string): string {
  return `${tenant.toLowerCase()}\n${id.toLowerCase()}`;
}

function inTenant(key: string): (one: KnownPerson) => boolean {
  return ({ person }) => person.tenant.toLowerCase() === key;
}

function inOrder({ person: a }: KnownPerson, { person: b }: KnownPerson): number {
  return byName.compare(a.name, b.name) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function merged(before: KnownPerson, person: KnownPerson): KnownPerson {
  const name = person.person.name.trim() === '' ? before.person.name : person.person.name;
  return { ...before, ...defined(person), person: { ...before.person, name } };
}

function defined<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
