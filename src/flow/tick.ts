import type { Case } from '../case/case.js';
import type { Instant } from '../case/dates.js';
import { dueMoment, inWorkingHours, nextDue } from '../case/deadlines.js';
import type { World } from '../case/rule.js';
import type { Flow } from './flow.js';
import type { CaseStore } from './ports.js';

/**
 * Knows for every open case when somebody is to be reminded next, and reminds when the moment has come. The moments are
 * worked out from the logs and kept in memory only: after a restart they are simply worked out again, so that a missed
 * tick loses nothing and a repeated one doubles nothing.
 */
export class Reminders {
  private readonly next = new Map<string, Instant>();
  private running: Promise<void> | undefined;

  constructor(
    private readonly world: World,
    /** Told of each case that got a reminder, so that its messages go out. */
    private readonly onReminded: (caseId: string) => void,
  ) {}

  /** Works the moments out anew from every open case. */
  async rebuild(store: CaseStore, flow: Flow): Promise<void> {
    for (const entry of await store.list()) {
      const of = entry.open ? await flow.case(entry.id) : undefined;
      if (of) this.note(of);
    }
  }

  /** Takes in a case that changed. */
  note(of: Case): void {
    const due = nextDue(of, this.world);
    if (due) this.next.set(of.id, due.at);
    else this.next.delete(of.id);
  }

  /** The first moment from `now` on at which a reminder may go out; undefined when no case waits for one. */
  soonest(now: Instant): Instant | undefined {
    let first: Instant | undefined;
    for (const at of this.next.values()) if (first === undefined || at < first) first = at;
    return first === undefined ? undefined : dueMoment(first, now, this.world);
  }

  /** Reminds in every case whose moment has come, the longest overdue first. A tick that runs already is not doubled. */
  tick(now: Instant, flow: Flow): Promise<void> {
    this.running ??= this.run(now, flow).finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async run(now: Instant, flow: Flow): Promise<void> {
    if (!inWorkingHours(now, this.world)) return;
    const due = [...this.next].filter(([, at]) => at <= now).sort(([, a], [, b]) => (a < b ? -1 : 1));
    for (const [caseId] of due) {
      const events = await flow.remind(caseId, now);
      if (events.length > 0) this.onReminded(caseId);
    }
  }
}
