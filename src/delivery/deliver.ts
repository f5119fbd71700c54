import type { Person } from '../case/people.js';
import { Alarms } from './alarms.js';
import { isReminding, overtaken, type Seen } from './asking.js';
import { HeldClaims, unshared } from './claims.js';
import { endingOf, LONGEST_PAUSE_MS } from './endings.js';
import type { CommandHandler } from './flow.js';
import { ClaimLostError, type Claims } from './instances.js';
import { Lanes } from './lanes.js';
import { Marks } from './marks.js';
import { News } from './news.js';
import { insteadOf, nextOf, resumeRank, sparedOf } from './order.js';
import { inParallel } from './parallel.js';
import type { CaseStore, Clock, Delivery, Messenger, Outcome } from './ports.js';
import { errandOf, gather, type Part } from './together.js';
import { Turns } from './turns.js';

/** Cases read side by side at the start. */
const READERS = 16;
/** How often an instance looks for what another one has left, in milliseconds. */
export const ADOPT_EVERY_MS = 1_500;
/** When a case that another instance was at is looked at again, in milliseconds. */
const LOOK_AGAIN_MS = 1_000;

export interface DeliverySettings {
  readonly store: CaseStore;
  readonly flow: CommandHandler;
  readonly messenger: Messenger;
  readonly clock: Clock;
  /** Who may deliver what, when several instances do; left out, this one is alone. */
  readonly claims?: Claims;
  /** 0 to 1, to spread retries; given from outside so that tests choose it. */
  readonly jitter: () => number;
  /** Asked before each step, so that answers go first (see `Lull`). */
  readonly leave?: () => Promise<void>;
  /** Told of every end, ids only. */
  readonly onDelivered?: (caseId: string, delivery: Delivery, performed: Outcome) => void;
  readonly onError: (error: unknown, caseId: string) => void;
}

/**
 * Carries the ledger out: whatever is due goes to its recipient, and what came of it is written down. Waking a case
 * twice is harmless. A new message is marked `inflight` on disk just before the request leaves, so that a crash in
 * between is known afterwards as an unknown outcome instead of being sent twice.
 */
export class Deliveries {
  private readonly lanes: Lanes;
  private readonly claims: HeldClaims;
  private readonly marks: Marks;
  private readonly alarms = new Alarms();
  /** One reminder at a time to a person: whoever has the turn takes the reminders of the person's other cases along. */
  private readonly turns = new Turns();
  /** Cases that another instance was at a moment ago: it takes along what comes meanwhile, so nobody here asks for them. */
  private readonly elsewhere = new Set<string>();
  private stopped = false;

  constructor(private readonly settings: DeliverySettings) {
    this.lanes = new Lanes((caseId, tenant) => this.claimed(caseId, tenant), settings.onError);
    this.claims = new HeldClaims(settings.claims ?? unshared, (caseId) => this.marks.settle(caseId));
    this.marks = new Marks(settings.store, settings.clock, this.claims);
  }

  /** Takes up what a stopped process left: what was in flight has an unknown outcome, the rest goes on, reminders first. */
  async resume(): Promise<void> {
    const { store, flow, onError, claims } = this.settings;
    if (claims?.shared) return this.adopt(claims);
    const found: { caseId: string; tenant: string; rank: string }[] = [];
    await inParallel(await store.unfinished(), READERS, async (caseId) => {
      try {
        await this.marks.settle(caseId);
        const seen = await flow.read(caseId);
        if (seen) found.push({ caseId, tenant: seen.case.tenant, rank: resumeRank(seen, flow.world) });
      } catch (error) {
        onError(error, caseId);
      }
    });
    found.sort((a, b) => (a.rank < b.rank ? -1 : 1));
    for (const { caseId, tenant } of found) this.wake(caseId, tenant);
  }

  /** Goes through the case's due deliveries soon; first if somebody has just acted in it (`hurried`). */
  wake(caseId: string, tenant = '', hurried = false): void {
    this.lanes.wake(caseId, tenant, hurried);
  }

  /** Tries again what could not reach a person in a case; called when they have opened their chat with the bot. */
  async retryFor(caseId: string, person: Person): Promise<void> {
    await this.marks.makeDue(caseId, person);
    this.wake(caseId, person.tenant);
  }

  /** The same for all their cases: together, so that several reminders are one message. */
  async retryAll(person: Person): Promise<void> {
    const entries = await this.settings.store.casesOf(person);
    await inParallel(entries, READERS, (entry) => this.marks.makeDue(entry.id, person)).finally(() => {
      for (const { id } of entries) this.wake(id, person.tenant);
    });
  }

  /** Resolves when everything that could be sent now has been sent or written down as not sent. */
  drained(): Promise<void> {
    return this.lanes.drained();
  }

  /** Finishes what is in hand and takes nothing new; the rest stays due on disk. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.alarms.clear();
    await this.lanes.stop();
    await this.claims.stop();
  }

  /** Takes up, now and from time to time, what is due and nobody carries out: an instance that died has left it. */
  private async adopt(claims: Claims): Promise<void> {
    try {
      const room = this.lanes.free;
      const adopted = room > 0 ? await claims.adopt(this.settings.clock.now(), room) : [];
      this.claims.park(adopted);
      for (const { caseId, tenant } of adopted) this.wake(caseId, tenant);
    } catch (error) {
      this.settings.onError(error, '');
    }
    if (this.stopped) return this.claims.stop();
    this.alarms.set('', ADOPT_EVERY_MS, () => void this.adopt(claims));
  }

  private async claimed(caseId: string, tenant: string): Promise<void> {
    if (this.elsewhere.has(caseId)) return;
    const taken = await this.claims.take(caseId);
    if (!taken) {
      // Another instance is at it. It may have looked for the last time before this came.
      this.elsewhere.add(caseId);
      return this.wakeIn(LOOK_AGAIN_MS, caseId, tenant);
    }
    try {
      await this.deliver(caseId, tenant);
    } finally {
      await this.claims.give(caseId);
    }
  }

  private async deliver(caseId: string, tenant: string): Promise<void> {
    const news = new News();
    for (;;) {
      const seen = await this.look(caseId, news);
      const now = this.settings.clock.now();
      const all = seen?.deliveries.filter((one) => one.state === 'pending') ?? [];
      const spared = seen ? sparedOf(all, seen, now, this.settings.flow.world) : [];
      for (const { one, instead } of spared) news.add(one, instead);
      const due = spared.length > 0 ? all.filter((one) => !news.has(one)) : all;
      const one = nextOf(due, now);
      if (this.stopped || !seen || !one) {
        const waiting = await this.write(caseId, news);
        return this.retryAt(caseId, tenant, [...due.filter((later) => later.notBefore > now), ...waiting]);
      }
      const part = { caseId, delivery: one, seen: spared.length > 0 ? news.over(seen) : seen };
      if (isReminding(one.effect)) await this.remind(part, one.effect.to, news);
      else await this.carry([part], news);
    }
  }

  /** Sends a reminder when its turn has come, unless another case's message has carried it out meanwhile. */
  private remind({ caseId, delivery }: Part, person: Person, news: News): Promise<void> {
    return this.turns.take(`${person.tenant} ${person.id}`.toLowerCase(), async () => {
      const seen = await this.look(caseId, news);
      const now = this.settings.clock.now();
      const due = seen?.deliveries.filter((one) => one.state === 'pending' && one.notBefore <= now) ?? [];
      const still = due.find((one) => one.key === delivery.key);
      if (this.stopped || !seen || !still || overtaken(still, seen.deliveries)) return;
      const claims = this.claims.several();
      const look = async (id: string) => ((await claims.take(id)) ? this.settings.flow.read(id) : undefined);
      const awake = (id: string) => this.lanes.awake(id);
      try {
        const parts = await gather({ caseId, delivery: still, seen }, person, now, { ...this.settings, awake, look });
        await this.carry(parts, news);
      } finally {
        await claims.give();
      }
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
      await this.marks.inflight(parts);
      // The mark has just told how far each case has come.
      const now = await Promise.all(parts.map(async (part) => (await flow.read(part.caseId, true))?.case));
      if (!parts.every((part) => this.claims.holds(part.caseId))) return false;
      if (insteadOf(delivery, seen, clock.now(), flow.world)) return false;
      // A payment may have been appended while the store was asked: what this process knows itself is looked at last.
      return parts.every(
        ({ caseId: id, seen: { case: theCase } }, at) => (flow.newest(id) ?? now[at])?.version === theCase.version,
      );
    };
    if (!this.claims.holds(caseId)) throw new ClaimLostError(caseId);
    const performed = await messenger.send({ ...errandOf(parts), beforeSend: leaving });
    const now = clock.now();
    const spread = jitter();
    const ends = parts.map((part) => ({
      part,
      ending: endingOf(part.delivery, part.seen, performed, now, spread),
    }));
    const repeatable = !left && !isReminding(delivery.effect) && ends[0]?.ending.state !== 'undelivered';
    if (repeatable) for (const { part, ending } of ends) news.add(part.delivery, ending);
    else
      await Promise.all([
        this.write(caseId, news),
        ...ends.map(({ part, ending }) => this.marks.write(part.caseId, part.delivery, ending)),
      ]);
    for (const part of parts) onDelivered?.(part.caseId, part.delivery, performed);
  }

  private async look(caseId: string, news: News): Promise<Seen | undefined> {
    await this.settings.leave?.();
    const known = await this.settings.flow.read(caseId, true);
    return known && news.over(known);
  }

  /** Writes the news of a round; resolves with the deliveries that are to be tried because of them, now or later. */
  private async write(caseId: string, news: News): Promise<Pick<Delivery, 'notBefore'>[]> {
    const all = news.take();
    await Promise.all(all.map(({ delivery, patch }) => this.marks.writeSoon(caseId, delivery, patch)));
    return all.flatMap(({ patch: { state, notBefore, adds = [] } }): Pick<Delivery, 'notBefore'>[] =>
      state === 'pending' && notBefore ? [{ notBefore }, ...adds] : [...adds],
    );
  }

  private retryAt(caseId: string, tenant: string, due: readonly Pick<Delivery, 'notBefore'>[]): void {
    const [soonest] = due.map((one) => one.notBefore).sort();
    const wait = (at: string) => Math.max(0, Date.parse(at) - Date.parse(this.settings.clock.now())) + 1;
    this.wakeIn(soonest === undefined ? undefined : Math.min(wait(soonest), LONGEST_PAUSE_MS), caseId, tenant);
  }

  private wakeIn(ms: number | undefined, caseId: string, tenant: string): void {
    if (this.stopped) return;
    this.alarms.set(caseId, ms, () => {
      this.elsewhere.delete(caseId);
      this.wake(caseId, tenant);
    });
  }
}
