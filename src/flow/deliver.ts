import { urgency } from '../case/deadlines.js';
import { type Person, samePerson } from '../case/people.js';
import { Alarms } from './alarms.js';
import { isReminding, overtaken, type Seen } from './asking.js';
import { type Ending, endingOf, followUps, LONGEST_PAUSE_MS, leftBehind } from './endings.js';
import type { Flow } from './flow.js';
import { News } from './news.js';
import { insteadOf, nextOf } from './order.js';
import { inParallel } from './parallel.js';
import type { CaseStore, Clock, Delivery, Messenger, Performed } from './ports.js';
import { errandOf, gather, type Part } from './together.js';
import { Turns } from './turns.js';
import { Waiting } from './waiting.js';

/** Cases delivered side by side. Within a case one message goes out at a time, in the order of its facts. */
const LANES = 32;
/** Of these one tenant has at most so many, so that another one finds a free lane even while Teams answers slowly. */
const LANES_OF_ONE = 24;
/** Cases read side by side at the start. */
const READERS = 16;

export interface DeliverySettings {
  readonly store: CaseStore;
  readonly flow: Flow;
  readonly messenger: Messenger;
  readonly clock: Clock;
  /** 0 to 1, to spread retries; given from outside so that tests choose it. */
  readonly jitter: () => number;
  /** Asked before each step, so that answers go first (see `Lull`). */
  readonly leave?: () => Promise<void>;
  /** Told of every end, ids only. */
  readonly onDelivered?: (caseId: string, delivery: Delivery, performed: Performed) => void;
  readonly onError: (error: unknown, caseId: string) => void;
}

/**
 * Carries the ledger out: whatever is due goes to its recipient, and what came of it is written down. Waking a case
 * twice is harmless. A new message is marked `inflight` on disk just before the request leaves, so that a crash in
 * between is known afterwards as an unknown outcome instead of being sent twice.
 */
export class Deliveries {
  private readonly waiting = new Waiting();
  private readonly busy = new Map<string, Promise<void>>();
  private readonly lanes = new Map<string, number>();
  private readonly alarms = new Alarms();
  /** One reminder at a time to a person: whoever has the turn takes the reminders of the person's other cases along. */
  private readonly turns = new Turns();
  private stopped = false;

  constructor(private readonly settings: DeliverySettings) {}

  /** Takes up what a stopped process left: what was in flight has an unknown outcome, the rest goes on, worst first. */
  async resume(): Promise<void> {
    const { store, flow, onError } = this.settings;
    const found: { caseId: string; tenant: string; rank: string }[] = [];
    await inParallel(await store.undelivered(), READERS, async (caseId) => {
      try {
        const seen = await flow.look(caseId);
        for (const delivery of seen?.deliveries ?? [])
          if (delivery.state === 'inflight' || delivery.state === 'claimed') await this.settle(caseId, delivery);
        if (seen) found.push({ caseId, tenant: seen.case.tenant, rank: urgency(seen.case, flow.world.task) });
      } catch (error) {
        onError(error, caseId);
      }
    });
    found.sort((a, b) => (a.rank < b.rank ? -1 : 1));
    for (const { caseId, tenant } of found) this.wake(caseId, tenant);
  }

  /**
   * Goes through the case's due deliveries soon. Tenants take turns; a case that somebody has just acted in (`hurried`)
   * goes before those of the clock.
   */
  wake(caseId: string, tenant = '', hurried = false): void {
    if (this.stopped) return;
    this.waiting.add(caseId, tenant, hurried);
    this.fill();
  }

  /** Tries again what could not reach a person in a case; called when they have opened their chat with the bot. */
  async retryFor(caseId: string, person: Person): Promise<void> {
    await this.makeDue(caseId, person);
    this.wake(caseId, person.tenant);
  }

  /** The same for all their cases: together, so that several reminders are one message. */
  async retryAll(person: Person): Promise<void> {
    const entries = await this.settings.store.casesOf(person);
    await inParallel(entries, READERS, (entry) => this.makeDue(entry.id, person)).finally(() => {
      for (const { id } of entries) this.wake(id, person.tenant);
    });
  }

  /** Resolves when everything that could be sent now has been sent or written down as not sent. */
  async drained(): Promise<void> {
    while (this.busy.size > 0 || this.waiting.size > 0) {
      this.fill();
      await Promise.all(this.busy.values());
    }
  }

  /** Finishes what is in hand and takes nothing new; the rest stays due on disk. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.waiting.clear();
    this.alarms.clear();
    await Promise.all(this.busy.values());
  }

  private fill(): void {
    const lanesOf = (tenant: string) => this.lanes.get(tenant) ?? 0;
    while (this.busy.size < LANES) {
      const next = this.waiting.take(
        (tenant) => lanesOf(tenant) < LANES_OF_ONE,
        (caseId) => !this.busy.has(caseId),
      );
      if (!next) return;
      const { caseId, tenant } = next;
      this.lanes.set(tenant, lanesOf(tenant) + 1);
      const work = this.deliver(caseId, tenant)
        .catch((error: unknown) => this.settings.onError(error, caseId))
        .finally(() => {
          this.busy.delete(caseId);
          if (lanesOf(tenant) > 1) this.lanes.set(tenant, lanesOf(tenant) - 1);
          else this.lanes.delete(tenant);
          this.fill();
        });
      this.busy.set(caseId, work);
    }
  }

  private async deliver(caseId: string, tenant: string): Promise<void> {
    const news = new News();
    for (;;) {
      const seen = await this.look(caseId, news);
      const now = this.settings.clock.now();
      const due = seen?.deliveries.filter((one) => one.state === 'due') ?? [];
      const next = seen && nextOf(due, seen, now, this.settings.flow.world);
      if (this.stopped || !seen || !next) {
        const waiting = await this.write(caseId, news);
        return this.retryAt(caseId, tenant, [...due.filter((one) => one.notBefore > now), ...waiting]);
      }
      const { one, instead } = next;
      const part = { caseId, delivery: one, seen };
      if (instead) news.add(one, instead);
      else if (isReminding(one.effect)) await this.remind(part, one.effect.to, news);
      else await this.carry([part], news);
    }
  }

  /** Sends a reminder when its turn has come, unless another case's message has carried it out meanwhile. */
  private remind({ caseId, delivery }: Part, person: Person, news: News): Promise<void> {
    return this.turns.take(`${person.tenant} ${person.id}`.toLowerCase(), async () => {
      const seen = await this.look(caseId, news);
      const now = this.settings.clock.now();
      const due = seen?.deliveries.filter((one) => one.state === 'due' && one.notBefore <= now) ?? [];
      const still = due.find((one) => one.key === delivery.key);
      if (this.stopped || !seen || !still || overtaken(still, seen.deliveries)) return;
      const awake = (id: string) => this.waiting.has(id) || this.busy.has(id);
      const parts = await gather({ caseId, delivery: still, seen }, person, now, { ...this.settings, awake });
      await this.carry(parts, news);
    });
  }

  /**
   * Performs one delivery, or one message that several cases have a part in. How an edit went is written with the other
   * news of the round; everything else at once, after the news there are, for a slot holds what was written last.
   */
  private async carry(parts: readonly [Part, ...Part[]], news: News): Promise<void> {
    const [{ caseId, delivery, seen }] = parts;
    const { flow, messenger, clock, jitter, onDelivered } = this.settings;
    let left = false;
    // The last moment before a new message goes out: from then on it is `inflight` on disk, and it stays back when a
    // case has moved on while it waited for its turn. Edits may be repeated and need neither.
    const leaving = async () => {
      left = true;
      await Promise.all(parts.map((part) => this.record(part.caseId, part.delivery, { state: 'inflight' })));
      const now = await Promise.all(parts.map((part) => flow.case(part.caseId)));
      if (insteadOf(delivery, seen, clock.now(), flow.world)) return false;
      // A payment may have been appended while the store was asked: what this process knows itself is looked at last.
      return parts.every(
        ({ caseId: id, seen: { case: of } }, at) => (flow.newest(id) ?? now[at])?.version === of.version,
      );
    };
    const performed = await messenger.perform({ ...errandOf(parts), leaving });
    const now = clock.now();
    const spread = jitter();
    const ends = parts.map((part) => {
      const ending = endingOf(part.delivery, performed, now, spread);
      if (ending.state !== 'undelivered')
        return { part, ending: { ...ending, adds: leftBehind(part.delivery, performed, now) } };
      return { part, ending: { ...ending, adds: followUps(part.delivery, part.seen, now) } };
    });
    const repeatable = !left && !isReminding(delivery.effect) && ends[0]?.ending.state !== 'undelivered';
    if (repeatable) for (const { part, ending } of ends) news.add(part.delivery, ending);
    else
      await Promise.all([
        this.write(caseId, news),
        ...ends.map(({ part, ending }) => this.record(part.caseId, part.delivery, ending)),
      ]);
    for (const part of parts) onDelivered?.(part.caseId, part.delivery, performed);
  }

  private async look(caseId: string, news: News): Promise<Seen | undefined> {
    await this.settings.leave?.();
    const known = await this.settings.flow.look(caseId);
    return known && news.over(known);
  }

  /** Writes the news of a round; resolves with the deliveries that are to be tried because of them, now or later. */
  private async write(caseId: string, news: News): Promise<Pick<Delivery, 'notBefore'>[]> {
    const all = news.take();
    await Promise.all(all.map(({ delivery, patch }) => this.record(caseId, delivery, patch)));
    return all.flatMap(({ patch: { state, notBefore, adds = [] } }): Pick<Delivery, 'notBefore'>[] =>
      state === 'due' && notBefore ? [{ notBefore }, ...adds] : [...adds],
    );
  }

  /** Only a new message is ever in flight: one that was interrupted may have arrived, and is not sent again. */
  private async settle(caseId: string, delivery: Delivery): Promise<void> {
    const claimed = delivery.state === 'claimed';
    await this.record(caseId, delivery, claimed ? { state: 'due' } : { state: 'unknown', why: 'noAnswer' });
  }

  private async makeDue(caseId: string, person: Person): Promise<void> {
    const record = await this.settings.store.read(caseId);
    // The case card may stand in their own chat; editing it once more does no harm elsewhere.
    const theirs = ({ effect }: Delivery) =>
      effect.kind === 'home' || ('to' in effect && samePerson(effect.to, person));
    const missed = record?.deliveries.filter((one) => one.state === 'undelivered' && theirs(one));
    for (const delivery of missed ?? [])
      await this.record(caseId, delivery, { state: 'due', attempts: 0, notBefore: this.settings.clock.now() });
  }

  private record(caseId: string, delivery: Delivery, patch: Ending): Promise<void> {
    return this.settings.store.record(caseId, delivery.key, { ...patch, at: this.settings.clock.now() });
  }

  private retryAt(caseId: string, tenant: string, due: readonly Pick<Delivery, 'notBefore'>[]): void {
    if (this.stopped) return;
    const [soonest] = due.map((one) => one.notBefore).sort();
    const wait = (at: string) => Math.max(0, Date.parse(at) - Date.parse(this.settings.clock.now())) + 1;
    const ms = soonest === undefined ? undefined : Math.min(wait(soonest), LONGEST_PAUSE_MS);
    this.alarms.set(caseId, ms, () => this.wake(caseId, tenant));
  }
}
