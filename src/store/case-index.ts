import type { Tombstone } from '../case/case.js';
import type { Instant } from '../case/dates.js';
import { type Person, sameTenant } from '../case/people.js';
import type { CaseEntry, CaseRecord, CaseStoreOptions, DueCase, NextReminder } from '../delivery/ports.js';
import { hasUnfinished } from './append-rules.js';

/** What is kept of one id: the case, or the tombstone of a removed one. */
export type CaseContent = CaseRecord | Tombstone;

export function isCase(content: CaseContent): content is CaseRecord {
  return 'events' in content;
}

interface IndexedCase {
  readonly entry: CaseEntry;
  readonly opened: Instant;
  /** The hash of the last fact: while it stands, only deliveries have changed. */
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
  /** The ids of the cases that are found by a key of `keysOf`: a press looks cases up, however many there are. */
  private readonly ids = new Map<string, Set<string>>();
  private readonly stones = new Map<string, Tombstone>();
  /** No reminder is due before this moment, so that a tick with nothing to do need not look at every case. */
  private nothingDueBefore: Instant = '';

  constructor(private readonly nextReminderOf: CaseStoreOptions['nextReminderOf']) {}

  has(caseId: string): boolean {
    return this.cases.has(caseId);
  }

  /** Takes what is kept of an id as it now stands. */
  put(content: CaseContent): void {
    const id = isCase(content) ? content.case.id : content.id;
    const known = this.cases.get(id);
    if (isCase(content) && known && known.head === content.hashes.at(-1)) {
      this.cases.set(id, { ...known, unfinished: hasUnfinished(content.deliveries) });
      return;
    }
    this.forget(id);
    if (isCase(content)) this.add(content);
    else this.stones.set(id, content);
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

  private add(record: CaseRecord): void {
    const { case: theCase, hashes, deliveries } = record;
    const entry = entryOf(record);
    this.nothingDueBefore = '';
    this.cases.set(entry.id, {
      ...{ entry, opened: theCase.opened.at, head: hashes.at(-1) },
      ...{ reminder: this.nextReminderOf(theCase), unfinished: hasUnfinished(deliveries) },
    });
    for (const key of keysOf(entry)) this.ids.set(key, (this.ids.get(key) ?? new Set()).add(entry.id));
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
    return this.foundBy(municipalityKey(tenant, municipality)).findLast((entry) => entry.id !== except)?.id;
  }

  casesOf({ tenant, id }: Pick<Person, 'tenant' | 'id'>): readonly CaseEntry[] {
    return this.foundBy(personKey(tenant, id));
  }

  list(tenant?: string): readonly CaseEntry[] {
    return sorted(
      [...this.cases.values()].filter(({ entry }) => tenant === undefined || sameTenant(entry.tenant, tenant)),
    );
  }

  /** The earliest first; the rank settles a tie. */
  due(at: Instant): readonly DueCase[] {
    if (at < this.nothingDueBefore) return [];
    const due: DueCase[] = [];
    let next: Instant = '9999';
    for (const { entry, reminder } of this.cases.values()) {
      if (reminder && reminder.at <= at) due.push({ ...reminder, caseId: entry.id, tenant: entry.tenant });
      else if (reminder && reminder.at < next) next = reminder.at;
    }
    if (due.length === 0) this.nothingDueBefore = next;
    return due.sort((a, b) => compare(a.at, b.at) || compare(a.rank, b.rank) || compare(a.caseId, b.caseId));
  }

  unfinished(): readonly string[] {
    return [...this.cases].filter(([, { unfinished }]) => unfinished).map(([id]) => id);
  }

  private foundBy(key: string): CaseEntry[] {
    return sorted([...(this.ids.get(key) ?? [])].flatMap((id) => this.cases.get(id) ?? []));
  }
}

/** Open ones first, newest first; the id settles a tie. */
function sorted(cases: IndexedCase[]): CaseEntry[] {
  return cases
    .sort(
      (a, b) =>
        Number(b.entry.open) - Number(a.entry.open) || compare(b.opened, a.opened) || compare(b.entry.id, a.entry.id),
    )
    .map(({ entry }) => entry);
}

/** What finds a case without reading it. */
export function entryOf({ case: theCase }: CaseRecord): CaseEntry {
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
function municipalityKey(tenant: string, municipality: string): string {
  return `municipality ${tenant.toLowerCase()} ${municipality}`;
}

function personKey(tenant: string, id: string): string {
  return `person ${tenant.toLowerCase()} ${id.toLowerCase()}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
