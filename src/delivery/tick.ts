import type { Case } from '../case/case.js';
import type { Instant } from '../case/dates.js';
import type { World } from '../case/decision.js';
import { dueMoment, inWorkingHours, nextDueOf } from '../case/reminders.js';
import type { CommandHandler } from './flow.js';
import type { DueCase, Waitlist } from './instances.js';
import { inParallel } from './parallel.js';
import type { CaseStore } from './ports.js';
import { LocalWaitlist } from './waitlist.js';

/** Cases reminded side by side: most of the time is spent waiting for the disk; more would bunch up between two answers. */
const WIDTH = 8;

/** A reminder that could have gone out so long ago is overdue: several ticks have passed it by. */
const LATE_MS = 10 * 60_000;

/**
 * Knows for every open case when somebody is to be reminded next, and reminds when the moment has come. The moments are
 * worked out from the logs, so that a missed tick loses nothing and a repeated one doubles nothing.
 */
export class Reminders {
  private running: { readonly at: Instant; readonly done: Promise<void> } | undefined;

  constructor(
    private readonly world: World,
    /**
     * Told of each case that got a reminder, so that its messages go out. The cases of a tenant are told one right after
     * the other when all of them are recorded: whoever is reminded of several can then get one message about them.
     */
    private readonly onReminded: (caseId: string, tenant: string) => void,
    private readonly waitlist: Waitlist = new LocalWaitlist(),
  ) {}

  /**
   * Works the moments out anew of the cases of which they are not known, until it is told to stop. A case that cannot be
   * read does not keep the others back.
   */
  async rebuild(store: CaseStore, flow: CommandHandler, stop?: AbortSignal): Promise<void> {
    await inParallel(await this.waitlist.unknown(store), WIDTH, async (id) => {
      const theCase = stop?.aborted ? undefined : await flow.case(id);
      if (theCase) this.note(theCase);
    });
  }

  /** Takes in a case that changed. */
  note(theCase: Case): void {
    this.waitlist.put(theCase, () => nextDueOf(theCase, this.world));
  }

  /** The first moment from `now` on at which a reminder may go out; undefined when no case waits for one. */
  async soonest(now: Instant): Promise<Instant | undefined> {
    const first = await this.waitlist.soonest();
    return first === undefined ? undefined : dueMoment(first, now, this.world);
  }

  /** For operators: how many cases' moment has come, and how many of these should have been reminded a while ago. */
  async counts(now: Instant): Promise<{ due: number; overdue: number }> {
    const late = new Date(Date.parse(now) - LATE_MS).toISOString();
    const open = inWorkingHours(now, this.world) && inWorkingHours(late, this.world);
    const [due, overdue] = await Promise.all([this.waitlist.count(now), open ? this.waitlist.count(late) : 0]);
    return { due, overdue };
  }

  /**
   * Reminds in every case whose moment has come, the worst first. A tick that runs already is not doubled, but one for an
   * earlier moment, which does not see what is due only now, is waited for. Without a case that is due it costs next to
   * nothing however many are open.
   */
  async tick(now: Instant, flow: CommandHandler): Promise<void> {
    while (this.running && this.running.at < now) await this.running.done.catch(() => undefined);
    this.running ??= { at: now, done: this.run(now, flow).finally(() => (this.running = undefined)) };
    return this.running.done;
  }

  private async run(now: Instant, flow: CommandHandler): Promise<void> {
    if (!inWorkingHours(now, this.world)) return;
    const seen = new Set<string>();
    for (;;) {
      const due = (await this.waitlist.take(now)).filter(({ caseId }) => !seen.has(caseId));
      if (due.length === 0) return;
      for (const { caseId } of due) seen.add(caseId);
      await this.remind(inTurn(due), now, flow);
    }
  }

  private async remind(due: readonly DueCase[], now: Instant, flow: CommandHandler): Promise<void> {
    const left = new Map<string, { count: number; reminded: string[] }>();
    for (const { tenant } of due) {
      const known = left.get(tenant);
      if (known) known.count += 1;
      else left.set(tenant, { count: 1, reminded: [] });
    }
    await inParallel(due, WIDTH, async ({ caseId, tenant }) => {
      const ofTenant = left.get(tenant);
      try {
        const events = await flow.remind(caseId, now);
        if (events.length > 0) ofTenant?.reminded.push(caseId);
      } finally {
        if (ofTenant) ofTenant.count -= 1;
        if (ofTenant?.count === 0) for (const id of ofTenant.reminded) this.onReminded(id, tenant);
      }
    });
  }
}

/** The worst first, and the others of its tenant right after it: a tenant's messages leave when all are recorded. */
function inTurn(due: readonly DueCase[]): DueCase[] {
  const sorted = [...due].sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const tenants = new Map<string, DueCase[]>();
  for (const one of sorted) {
    const known = tenants.get(one.tenant);
    if (known) known.push(one);
    else tenants.set(one.tenant, [one]);
  }
  return [...tenants.values()].flat();
}
