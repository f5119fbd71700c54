import type { Case } from '../case/case.js';
import type { Instant } from '../case/dates.js';
import { Agenda } from './agenda.js';
import type { DueCase, NextDue, Waitlist } from './instances.js';
import type { CaseStore } from './ports.js';

/** Cases left to be worked out later: so many at once take a millisecond. */
const LEFT_MOST = 50;

/**
 * The waitlist of a process that has its store for itself: kept in memory only, for after a restart the moments are
 * simply worked out again.
 */
export class LocalWaitlist implements Waitlist {
  private readonly agenda = new Agenda<DueCase>();
  /** Cases that changed since somebody asked: a press need not wait until their moment is worked out. */
  private readonly changed = new Map<string, { tenant: string; due: () => NextDue | undefined }>();

  async unknown(store: CaseStore): Promise<readonly string[]> {
    this.settle();
    return (await store.list()).filter((entry) => entry.open && !this.agenda.has(entry.id)).map(({ id }) => id);
  }

  put({ id, tenant }: Pick<Case, 'id' | 'tenant'>, due: () => NextDue | undefined): void {
    this.changed.set(id, { tenant, due });
    const [oldest] = this.changed.keys();
    if (this.changed.size > LEFT_MOST && oldest !== undefined) this.settleOne(oldest);
  }

  /** The first moment of all, at once. */
  first(): Instant | undefined {
    this.settle();
    return this.agenda.soonest();
  }

  async soonest(): Promise<Instant | undefined> {
    return this.first();
  }

  async count(moment: Instant): Promise<number> {
    this.settle();
    return this.agenda.until(moment).length;
  }

  async take(now: Instant): Promise<readonly DueCase[]> {
    this.settle();
    return this.agenda.until(now);
  }

  private settle(): void {
    for (const id of this.changed.keys()) this.settleOne(id);
  }

  private settleOne(id: string): void {
    const changed = this.changed.get(id);
    this.changed.delete(id);
    const next = changed?.due();
    if (!changed || !next) this.agenda.drop(id);
    else this.agenda.put(id, next.at, { caseId: id, tenant: changed.tenant, rank: next.rank });
  }
}
