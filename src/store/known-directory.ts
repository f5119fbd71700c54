import type { Person } from '../case/people.js';
import type { ConversationReference, KnownPerson } from '../delivery/ports.js';
import { canonicalJson, frozenCopy } from './canonical-json.js';
import { Closable } from './closable.js';

const byName = new Intl.Collator('da');

/** The reading half of a directory: it answers from memory, wherever people and conversations are kept. */
export abstract class KnownDirectory extends Closable {
  /** By `personKey`. */
  private readonly known = new Map<string, KnownPerson>();
  private readonly references = new Map<string, ConversationReference>();
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
    return this.everybody().find(({ personal }) => personal?.conversationId === conversationId);
  }

  conversation(id: string): ConversationReference | undefined {
    return this.references.get(id);
  }

  everybody(): readonly KnownPerson[] {
    return [...this.known.values()];
  }

  conversations(): readonly ConversationReference[] {
    return [...this.references.values()];
  }

  /** Takes in what is new about a person. Gives everything known; the same object as before when nothing was new. */
  protected learnPerson(person: KnownPerson): KnownPerson {
    const { tenant, id } = person.person;
    const before = this.person(tenant, id);
    const after = withMeeting(before, person);
    if (before && canonicalJson(after) === canonicalJson(before)) return before;
    this.known.set(personKey(tenant, id), after);
    this.lists.delete(tenant.toLowerCase());
    return after;
  }

  /** Takes in the newest reference of a conversation; gives the same object as before when nothing was new. */
  protected learnConversation(reference: ConversationReference): ConversationReference {
    const before = this.conversation(reference.conversationId);
    const after = frozenCopy({ ...before, ...defined(reference) });
    if (before && canonicalJson(after) === canonicalJson(before)) return before;
    this.references.set(after.conversationId, after);
    return after;
  }

  /** Lets go of a person and the chat with them, and gives what was known; undefined for a stranger. */
  protected unlearn({ tenant, id }: Pick<Person, 'tenant' | 'id'>): KnownPerson | undefined {
    const known = this.person(tenant, id);
    this.known.delete(personKey(tenant, id));
    this.lists.delete(tenant.toLowerCase());
    if (known?.personal) this.references.delete(known.personal.conversationId);
    return known;
  }

  protected unlearnAll(): void {
    for (const known of [this.known, this.references, this.lists]) known.clear();
  }
}

/**
 * What is known of a person after a meeting: newer fields win, missing ones erase nothing, a name survives an empty one,
 * and ids keep the spelling first seen.
 */
export function withMeeting(before: KnownPerson | undefined, met: KnownPerson): KnownPerson {
  if (!before) return frozenCopy(met);
  const name = met.person.name.trim() === '' ? before.person.name : met.person.name;
  return frozenCopy({ ...before, ...defined(met), person: { ...before.person, name } });
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

function defined<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
