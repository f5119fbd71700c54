import type { Tombstone } from '../case/case.js';
import type { Instant } from '../case/dates.js';
import type { Person } from '../case/people.js';
import type { CaseEntry, CaseRecord, CaseStoreOptions, DueCase, NextReminder } from '../delivery/ports.js';
import { hasUnfinished } from './append-rules.js';

interface IndexedCase {
  readonly entry: CaseEntry;
  readonly opened: Instant;
  /** The last hash of the log that the entry and the reminder were made from. */
  readonly head: string | undefined;
  readonly reminder: NextReminder | undefined;
  readonly unfinished: boolean;
}

/**
 * Finds cases without reading them: the open case of a municipality, the cases of a person, those with a reminder due or
 * something to deliver. It follows from the logs alone, so it is never stored.
 */
export class CaseIndex {
  private readonly cases = new Map<string, IndexedCase>();
  /** The ids of the cases that are found by a key of `keysOf`. */
  private readonly ids = new Map<string, Set<string>>();
  private readonly stones = new Map<string, Tombstone>();

  constructor(private readonly nextReminderOf: CaseStoreOptions['nextReminderOf']) {}

  has(caseId: string): boolean {
    return this.cases.has(caseId);
  }

  entry(caseId: string): CaseEntry | undefined {
    return this.cases.get(caseId)?.entry;
  }

  /** Takes the case as it now stands. */
  put(record: CaseRecord): void {
    const { case: theCase, hashes, deliveries } = record;
    const unfinished = hasUnfinished(deliveries);
    const known = this.cases.get(theCase.id);
    const head = hashes.at(-1);
    if (known && known.head === head) {
      this.cases.set(theCase.id, { ...known, unfinished });
      return;
    }
    this.forget(theCase.id);
    const entry = entryOf(record);
    const reminder = this.nextReminderOf(theCase);
    this.cases.set(entry.id, { entry, opened: theCase.opened.at, head, reminder, unfinished });
    for (const key of keysOf(entry)) this.ids.set(key, (this.ids.get(key) ?? new Set()).add(entry.id));
  }

  /** Takes what is left of a removed case in its place. */
  bury(stone: Tombstone): void {
    this.forget(stone.id);
    this.stones.set(stone.id, stone);
  }

  forget(caseId: string): void {
    const known = this.cases.get(caseId);
    if (!known) return;
    this.cases.delete(caseId);
    for (const key of keysOf(known.entry)) {
      const ids = this.ids.get(key);
      ids?.delete(caseId);
      if (ids?.size === 0) this.ids.delete(key);
    }
  }

  tombstone(caseId: string): Tombstone | undefined {
    return this.stones.get(caseId);
  }

  /** Newest first. */
  tombstones(): readonly Tombstone[] {
    return [...this.stones.values()].sort((a, b) => compare(b.removed, a.removed));
  }

  /** The oldest open case of a municipality; `except` is the one that asks. */
  openCase(tenant: string, municipality: string, except?: string): string | undefined {
    const ids = this.ids.get(municipalityKey(tenant, municipality)) ?? [];
    return this.sorted(ids).findLast((entry) => entry.id !== except)?.id;
  }

  casesOf({ tenant, id }: Pick<Person, 'tenant' | 'id'>): readonly CaseEntry[] {
    return this.sorted(this.ids.get(personKey(tenant, id)) ?? []);
  }

  list(tenant?: string): readonly CaseEntry[] {
    const all = this.sorted(this.cases.keys());
    const wanted = tenant?.toLowerCase();
    return wanted === undefined ? all : all.filter((entry) => entry.tenant.toLowerCase() === wanted);
  }

  /** The earliest first; the rank settles a tie. */
  due(at: Instant): readonly DueCase[] {
    const due: DueCase[] = [];
    for (const { entry, reminder } of this.cases.values())
      if (reminder && reminder.at <= at) due.push({ ...reminder, caseId: entry.id, tenant: entry.tenant });
    return due.sort((a, b) => compare(a.at, b.at) || compare(a.rank, b.rank) || compare(a.caseId, b.caseId));
  }

  unfinished(): readonly string[] {
    return [...this.cases].filter(([, { unfinished }]) => unfinished).map(([id]) => id);
  }

  /** Open ones first, newest first; the id settles a tie. */
  private sorted(ids: Iterable<string>): CaseEntry[] {
    return [...ids]
      .flatMap((id) => this.cases.get(id) ?? [])
      .sort(
        (a, b) =>
          Number(b.entry.open) - Number(a.entry.open) || compare(b.opened, a.opened) || compare(b.entry.id, a.entry.id),
      )
      .map(({ entry }) => entry);
  }
}

function entryOf({ case: theCase }: CaseRecord): CaseEntry {
  const { id, tenant, municipality, status, closed } = theCase;
  const people = Object.freeze(theCase.people.map((person) => person.id));
  const open = status === 'open';
  return Object.freeze({ id, tenant, municipality, open, ...(!open && closed && { closed: closed.at }), people });
}

/** What a case is found by. A person of another tenant holds no part, so the case's tenant stands for all its people. */
function keysOf({ tenant, municipality, open, people }: CaseEntry): string[] {
  const keys = people.map((id) => personKey(tenant, id));
  return open ? [municipalityKey(tenant, municipality), ...keys] : keys;
}

/** Names a municipality of a tenant. The letter case of tenant ids means nothing. */
export function municipalityKey(tenant: string, municipality: string): string {
  return `municipality ${tenant.toLowerCase()} ${municipality}`;
}

function personKey(tenant: string, id: string): string {
  return `person ${tenant.toLowerCase()} ${id.toLowerCase()}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
