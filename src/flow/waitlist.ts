import type { Case } from '../case/case.js';
import type { Instant } from '../case/dates.js';
import { Agenda } from './agenda.js';
import type { DueCase, NextDue, Waitlist } from './instances.js';
import type { CaseStore } from './ports.js';

/**
 * The waitlist of a process that has its store for itself: kept in memory only, for after a restart the moments are
 * simply worked out again.
 */
export class LocalWaitlist implements Waitlist {
  private readonly agenda = new Agenda<DueCase>();

  async unknown(store: CaseStore): Promise<readonly string[]> {
    return (await store.list()).filter((entry) => entry.open && !this.agenda.has(entry.id)).map(({ id }) => id);
  }

  put({ id, tenant }: Case, due: NextDue | undefined): void {
    if (!due) this.agenda.drop(id);
    else this.agenda.put(id, due.at, { caseId: id, tenant, rank: due.rank });
  }

  /** The first moment of all, at once. */
  first(): Instant | undefined {
    return this.agenda.soonest();
  }

  async soonest(): Promise<Instant | undefined> {
    return this.first();
  }

  async count(moment: Instant): Promise<number> {
    return this.agenda.until(moment).length;
  }

  async take(now: Instant): Promise<readonly DueCase[]> {
    return this.agenda.until(now);
  }
}
