import type { Case, Tombstone } from '../case/case.js';
import type { Instant } from '../case/dates.js';
import type { CaseEvent } from '../case/events.js';
import { evolve } from '../case/evolve.js';
import type { Person } from '../case/people.js';
import type { CaseEntry, CaseRecord } from '../delivery/ports.js';
import { hasUnfinished } from './case-rules.js';
import { deepFreeze } from './frozen.js';

/** What the index knows of a case. */
export interface Indexed {
  readonly entry: CaseEntry;
  readonly opened: Instant;
  /** Number of facts the entry was made from: a log of the same length need not be folded again. */
  readonly length: number;
}

/**
 * Finds cases without reading them: the open case of a municipality, the cases of a person, the cases with something to
 * deliver. Derived from the logs alone, so it is never stored. Every question and every change costs the same however
 * many cases there are, except `list`.
 */
export class CaseIndex {
  private readonly cases = new Map<string, Indexed>();
  private readonly open = new Map<string, Set<string>>();
  private readonly people = new Map<string, Set<string>>();
  private readonly unfinished = new Set<string>();
  private readonly stones = new Map<string, Tombstone>();

  has(caseId: string): boolean {
    return this.cases.has(caseId);
  }

  entry(caseId: string): CaseEntry | undefined {
    return this.cases.get(caseId)?.entry;
  }

  /**
   * Takes the case as it now stands, and gives it when its facts had to be folded: those after `earlier`, the case that
   * an earlier part of the same log tells. Throws when the facts tell no case of this id: then the log is not what it
   * claims.
   */
  put(caseId: string, record: Pick<CaseRecord, 'events' | 'deliveries'>, earlier?: Case): Case | undefined {
    const known = this.cases.get(caseId);
    const isNew = known?.length !== record.events.length;
    const theCase = isNew ? folded(caseId, record.events, earlier) : undefined;
    if (theCase)
      this.take(known && tellsOf(known.entry, theCase) ? { ...known, length: theCase.length } : indexed(theCase));
    this.mark(caseId, hasUnfinished(record.deliveries));
    return theCase;
  }

  /** Takes in a case that has been folded elsewhere. */
  enter(one: Indexed, unfinished: boolean): void {
    this.take(deepFreeze(one));
    this.mark(one.entry.id, unfinished);
  }

  /** Takes what is left of a removed case in its place. */
  bury(stone: Tombstone): void {
    this.forget(stone.id);
    this.stones.set(stone.id, stone);
  }

  tombstone(caseId: string): Tombstone | undefined {
    return this.stones.get(caseId);
  }

  tombstones(): readonly Tombstone[] {
    return [...this.stones.values()].sort((a, b) => (a.removed !== b.removed ? (a.removed < b.removed ? 1 : -1) : 0));
  }

  forget(caseId: string): void {
    const entry = this.entry(caseId);
    if (!entry) return;
    drop(this.open, townKey(entry.tenant, entry.municipality), caseId);
    for (const id of entry.people) drop(this.people, personKey(entry.tenant, id), caseId);
    this.unfinished.delete(caseId);
    this.cases.delete(caseId);
  }

  /** The oldest open case of a municipality, leaving one out: the one that asks. */
  openCase(tenant: string, municipality: string, except?: string): string | undefined {
    const ids = [...(this.open.get(townKey(tenant, municipality)) ?? [])].filter((id) => id !== except);
    return this.sorted(ids).at(-1)?.id;
  }

  casesOf(person: Pick<Person, 'tenant' | 'id'>): readonly CaseEntry[] {
    return this.sorted(this.people.get(personKey(person.tenant, person.id)) ?? []);
  }

  list(tenant?: string): readonly CaseEntry[] {
    const all = this.sorted(this.cases.keys());
    const wanted = tenant?.toLowerCase();
    return wanted === undefined ? all : all.filter((entry) => entry.tenant.toLowerCase() === wanted);
  }

  undelivered(): readonly string[] {
    return [...this.unfinished];
  }

  private take(one: Indexed): void {
    const { id, tenant, municipality, open, people } = one.entry;
    const isKnown = this.entry(id) === one.entry;
    if (!isKnown) this.forget(id);
    this.cases.set(id, one);
    if (isKnown) return;
    if (open) add(this.open, townKey(tenant, municipality), id);
    // A person of another tenant holds no part, so the case's tenant stands for everybody's.
    for (const person of people) add(this.people, personKey(tenant, person), id);
  }

  private mark(caseId: string, unfinished: boolean): void {
    if (unfinished) this.unfinished.add(caseId);
    else this.unfinished.delete(caseId);
  }

  /** Open ones first, newest first; the id settles a tie. */
  private sorted(ids: Iterable<string>): CaseEntry[] {
    return [...ids]
      .flatMap((id) => this.cases.get(id) ?? [])
      .sort((a, b) => {
        if (a.entry.open !== b.entry.open) return a.entry.open ? -1 : 1;
        if (a.opened !== b.opened) return a.opened < b.opened ? 1 : -1;
        return a.entry.id < b.entry.id ? 1 : -1;
      })
      .map((one) => one.entry);
  }
}

/** The case that facts tell, those after `earlier` folded onto it. Throws when it is not the one they are kept for. */
export function folded(caseId: string, facts: readonly CaseEvent[], earlier?: Case): Case {
  const theCase = facts.slice(earlier?.length ?? 0).reduce<Case | undefined>(evolve, earlier);
  if (theCase?.id !== caseId) throw new Error(`The log of ${caseId} tells of case ${theCase?.id}`);
  return theCase;
}

/** What the index keeps of a case. */
export function indexed(theCase: Case): Indexed {
  const { id, tenant, municipality, length, opened } = theCase;
  const open = theCase.status === 'open';
  const people = Object.freeze(theCase.people.map((person) => person.id));
  const closed = !open && theCase.closed ? { closed: theCase.closed.at } : {};
  return { entry: Object.freeze({ id, tenant, municipality, open, ...closed, people }), opened: opened.at, length };
}

/** True when the entry needs no change: most facts bring nobody new, and close or open nothing. */
function tellsOf({ open, closed, people, municipality }: CaseEntry, theCase: Case): boolean {
  const same = open === (theCase.status === 'open') && closed === (open ? undefined : theCase.closed?.at);
  if (!same || municipality !== theCase.municipality || people.length !== theCase.people.length) return false;
  return people.every((id, at) => id === theCase.people[at]?.id);
}

/** Names a municipality of a tenant. Tenant ids are AAD ids: their letter case means nothing. */
export function townKey(tenant: string, municipality: string): string {
  return `${tenant.toLowerCase()} ${municipality}`;
}

function personKey(tenant: string, id: string): string {
  return `${tenant.toLowerCase()} ${id.toLowerCase()}`;
}

function add(sets: Map<string, Set<string>>, key: string, caseId: string): void {
  const set = sets.get(key);
  if (set) set.add(caseId);
  else sets.set(key, new Set([caseId]));
}

function drop(sets: Map<string, Set<string>>, key: string, caseId: string): void {
  const set = sets.get(key);
  set?.delete(caseId);
  if (set?.size === 0) sets.delete(key);
}
