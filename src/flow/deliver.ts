import type { Case } from '../case/case.js';
import type { Instant } from '../case/dates.js';
import { type Person, samePerson } from '../case/people.js';
import type { Effect } from '../case/react.js';
import type { Flow } from './flow.js';
import { News } from './news.js';
import type { CaseRecord, CaseStore, Clock, Delivery, DeliveryPatch, Errand, Messenger, Performed } from './ports.js';
import { unreachedIn } from './unreached.js';

/** After this many tries an outage counts as undelivered; with the pauses below that is more than an hour. */
const ATTEMPTS = 14;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
/** Cases delivered side by side. Within a case one message goes out at a time, in the order of its facts. */
const LANES = 32;

export interface DeliverySettings {
  readonly store: CaseStore;
  readonly flow: Flow;
  readonly messenger: Messenger;
  readonly clock: Clock;
  /** 0 to 1, to spread retries; given from outside so that tests choose it. */
  readonly jitter: () => number;
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
  private readonly waiting = new Set<string>();
  private readonly busy = new Map<string, Promise<void>>();
  private stopped = false;

  constructor(private readonly settings: DeliverySettings) {}

  /** Takes up what a stopped process left: what was in flight has an unknown outcome, the rest goes on. */
  async resume(): Promise<void> {
    for (const caseId of await this.settings.store.undelivered()) {
      const record = await this.settings.store.read(caseId);
      for (const delivery of record?.deliveries ?? [])
        if (delivery.state === 'inflight' || delivery.state === 'claimed') await this.settle(caseId, delivery);
      this.wake(caseId);
    }
  }

  /** Goes through the case's due deliveries soon. */
  wake(caseId: string): void {
    if (this.stopped) return;
    this.waiting.add(caseId);
    this.fill();
  }

  /** Tries again what could not reach a person; called when they have opened their chat with the bot. */
  async retryFor(caseId: string, person: Person): Promise<void> {
    const record = await this.settings.store.read(caseId);
    for (const delivery of record?.deliveries ?? []) {
      const missed =
        delivery.state === 'undelivered' && 'to' in delivery.effect && samePerson(delivery.effect.to, person);
      if (missed)
        await this.record(caseId, delivery, { state: 'due', attempts: 0, notBefore: this.settings.clock.now() });
    }
    this.wake(caseId);
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
    await Promise.all(this.busy.values());
  }

  private fill(): void {
    for (const caseId of this.waiting) {
      if (this.busy.size >= LANES) return;
      if (this.busy.has(caseId)) continue;
      this.waiting.delete(caseId);
      const work = this.deliver(caseId)
        .catch((error: unknown) => this.settings.onError(error, caseId))
        .finally(() => {
          this.busy.delete(caseId);
          this.fill();
        });
      this.busy.set(caseId, work);
    }
  }

  private async deliver(caseId: string): Promise<void> {
    const news = new News();
    for (;;) {
      const known = await this.settings.flow.look(caseId);
      const seen = known && news.over(known);
      const now = this.settings.clock.now();
      const due = seen?.deliveries.filter((one) => one.state === 'due') ?? [];
      const next = due.find((one) => one.notBefore <= now);
      if (this.stopped || !seen || !next) {
        const waiting = await this.write(caseId, news);
        return this.retryAt(caseId, [...due, ...waiting]);
      }
      if (overtaken(next, due)) news.add(next, { state: 'superseded' });
      else await this.carry(caseId, next, seen, news);
    }
  }

  /** Performs one delivery. A new message's outcome is written at once, an edit's with the other news of the round. */
  private async carry(
    caseId: string,
    delivery: Delivery,
    seen: CaseRecord & { case: Case },
    news: News,
  ): Promise<void> {
    const { key, effect, into } = delivery;
    let left = false;
    // The last moment before a new message goes out: from then on it is `inflight` on disk, and it stays back when the
    // case has moved on while it waited for its turn. Edits may be repeated and need neither.
    const leaving = async () => {
      left = true;
      await this.record(caseId, delivery, { state: 'inflight' });
      return (await this.settings.flow.case(caseId))?.version === seen.case.version;
    };
    const { places, case: of, events, deliveries } = seen;
    const errand: Errand = {
      key: `${caseId}/${key}`,
      event: events[Number.parseInt(key, 10) - 1],
      effect,
      ...(into && { into }),
      places,
      case: of,
      unreached: unreachedIn(deliveries),
      leaving,
    };
    const performed = await this.settings.messenger.perform(errand);
    const outcome = this.outcome(delivery, performed, this.settings.clock.now());
    if (left) await this.record(caseId, delivery, outcome);
    else news.add(delivery, outcome);
    if (performed.kind === 'undelivered' && 'to' in effect) {
      await this.write(caseId, news);
      await this.tellHome(caseId);
    }
    this.settings.onDelivered?.(caseId, delivery, performed);
  }

  /** Writes the news of a round; resolves with the deliveries among them that are to be tried again later. */
  private async write(caseId: string, news: News): Promise<Pick<Delivery, 'notBefore'>[]> {
    const all = news.take();
    await Promise.all(all.map(({ delivery, patch }) => this.record(caseId, delivery, patch)));
    return all.flatMap(({ patch }) =>
      patch.state === 'due' && patch.notBefore ? [{ notBefore: patch.notBefore }] : [],
    );
  }

  /** The case card says at once that somebody could not be reached. Only the card that stands is edited. */
  private async tellHome(caseId: string): Promise<void> {
    const seen = await this.settings.flow.look(caseId);
    if (!seen?.places.home) return;
    const { places, case: of } = seen;
    const unreached = unreachedIn(seen.deliveries);
    const errand = { key: `${caseId}/home`, effect: { kind: 'home' }, places, case: of, unreached } as const;
    await this.settings.messenger.perform({ ...errand, leaving: async () => false });
  }

  private outcome(delivery: Delivery, performed: Performed, now: Instant): Omit<DeliveryPatch, 'at'> {
    switch (performed.kind) {
      case 'sent': {
        const { place, slots } = performed;
        return { state: 'sent', ...(place && { place }), ...(slots && { slots }) };
      }
      case 'again': {
        const { why } = performed;
        const attempts = delivery.attempts + 1;
        if (attempts >= ATTEMPTS) return { state: 'undelivered', why, attempts };
        const pause = performed.afterMs ?? this.pause(delivery.attempts);
        return { state: 'due', why, attempts, notBefore: new Date(Date.parse(now) + pause).toISOString() };
      }
      case 'undelivered':
        return { state: 'undelivered', why: performed.why };
      case 'unknown':
        return { state: 'unknown', why: 'noAnswer' };
      case 'stale':
        return { state: 'due' };
      case 'superseded':
        return { state: 'superseded' };
    }
  }

  /** Exponential backoff: half fixed, half spread, so that many waiting cases do not come back at once. */
  private pause(attempts: number): number {
    const full = Math.min(FIRST_PAUSE_MS * 2 ** attempts, LONGEST_PAUSE_MS);
    return Math.round(full / 2 + (full / 2) * this.settings.jitter());
  }

  /** An interrupted edit of a known message may be repeated; a message of unknown outcome may not. */
  private async settle(caseId: string, delivery: Delivery): Promise<void> {
    const repeatable = delivery.state === 'claimed' || delivery.effect.kind === 'home' || delivery.into !== undefined;
    await this.record(caseId, delivery, repeatable ? { state: 'due' } : { state: 'unknown', why: 'noAnswer' });
  }

  private record(caseId: string, delivery: Delivery, patch: Omit<DeliveryPatch, 'at'>): Promise<void> {
    return this.settings.store.record(caseId, delivery.key, { ...patch, at: this.settings.clock.now() });
  }

  private retryAt(caseId: string, due: readonly Pick<Delivery, 'notBefore'>[]): void {
    const [soonest] = due.map((one) => one.notBefore).sort();
    if (soonest === undefined || this.stopped) return;
    const wait = Math.max(0, Date.parse(soonest) - Date.parse(this.settings.clock.now()));
    setTimeout(() => this.wake(caseId), Math.min(wait + 1, LONGEST_PAUSE_MS)).unref();
  }
}

/** Messages that ask a person to act; the newest one says everything the older ones would. */
const ASKING: ReadonlySet<Effect['kind']> = new Set(['request', 'reminder', 'escalation']);

/**
 * The case card and a person's card show the case as it stands: of several on their way only the last is worth sending.
 * One that goes into the message somebody pressed is always sent, for that message must not keep its buttons.
 */
function overtaken({ effect, into }: Delivery, due: readonly Delivery[]): boolean {
  if (into) return false;
  if (effect.kind === 'home') return due.findLast((one) => one.effect.kind === 'home')?.effect !== effect;
  if (!('to' in effect) || !ASKING.has(effect.kind)) return false;
  const newest = due.findLast(
    (one) => ASKING.has(one.effect.kind) && 'to' in one.effect && samePerson(one.effect.to, effect.to),
  );
  return newest?.effect !== effect;
}
