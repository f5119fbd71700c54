import type { Person } from '../case/people.js';
import type { Acquaintance, Address } from '../flow/ports.js';
import { canonicalJson } from './canonical.js';
import { frozenCopy } from './frozen.js';

const byName = new Intl.Collator('da');

/** The people and conversations the bot has met, in memory: every answer asks for some of them. */
export class Acquaintances {
  private readonly known = new Map<string, Map<string, Acquaintance>>();
  /** The people of a tenant in order of name, until one of them changes. */
  private readonly lists = new Map<string, readonly Acquaintance[]>();
  private readonly conversations = new Map<string, Address>();

  person(tenant: string, id: string): Acquaintance | undefined {
    return this.known.get(tenant.toLowerCase())?.get(id.toLowerCase());
  }

  people(tenant: string): readonly Acquaintance[] {
    const key = tenant.toLowerCase();
    const listed = this.lists.get(key);
    if (listed) return listed;
    const people = [...(this.known.get(key)?.values() ?? [])];
    people.sort(({ person: a }, { person: b }) => byName.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
    const list = Object.freeze(people);
    this.lists.set(key, list);
    return list;
  }

  conversation(id: string): Address | undefined {
    return this.conversations.get(id);
  }

  everybody(): readonly Acquaintance[] {
    return [...this.known.values()].flatMap((ofTenant) => [...ofTenant.values()]);
  }

  /** Forgets a person and the chat with them, and gives what was known; undefined for a stranger. */
  forget({ tenant, id }: Person): Acquaintance | undefined {
    const known = this.person(tenant, id);
    const key = tenant.toLowerCase();
    this.known.get(key)?.delete(id.toLowerCase());
    this.lists.delete(key);
    if (known?.personal) this.conversations.delete(known.personal.conversationId);
    return known;
  }

  everywhere(): readonly Address[] {
    return [...this.conversations.values()];
  }

  /** Adds what is new about a person and gives everything known. */
  meet(news: Acquaintance): Acquaintance {
    const { tenant, id } = news.person;
    const before = this.person(tenant, id);
    const after = frozenCopy(before ? merged(before, news) : news);
    if (before && same(before, after)) return before;
    const key = tenant.toLowerCase();
    const ofTenant = this.known.get(key) ?? new Map<string, Acquaintance>();
    this.known.set(key, ofTenant.set(id.toLowerCase(), after));
    this.lists.delete(key);
    return after;
  }

  /** Takes the newest address of a conversation and gives it as it is kept. */
  remember(address: Address): Address {
    const before = this.conversation(address.conversationId);
    if (before && same(before, address)) return before;
    const after = frozenCopy({ ...before, ...defined(address) });
    this.conversations.set(address.conversationId, after);
    return after;
  }
}

/** True when both say the same, whatever the order of their fields. */
export function same<T extends object>(a: T | undefined, b: T): boolean {
  return a !== undefined && (a === b || canonicalJson(a) === canonicalJson(b));
}

/** Newer fields win, silence erases nothing; a name survives an empty one, and ids keep the spelling first seen. */
function merged(before: Acquaintance, news: Acquaintance): Acquaintance {
  const name = news.person.name.trim() === '' ? before.person.name : news.person.name;
  return { ...before, ...defined(news), person: { ...before.person, name } };
}

function defined<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
