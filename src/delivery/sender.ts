import PQueue from 'p-queue';
import type { Case } from '../case/case.js';
import { codesOf } from '../case/case.js';
import { dayOf } from '../case/dates.js';
import type { World } from '../case/decision.js';
import { includesPerson, type Person, samePerson } from '../case/people.js';
import type { Effect } from '../case/react.js';
import { askedNow } from '../case/roles.js';
import { LruMap } from '../limits/lru-map.js';
import { type CaseDelivery, combinedWith } from './combine-reminders.js';
import { KeyedMutex } from './keyed-mutex.js';
import { eventOf, isReminder, pendingAt } from './outbox.js';
import {
  type CaseStore,
  type Clock,
  type Delivery,
  type DeliveryPatch,
  LeaseLostError,
  type Messenger,
  type Outcome,
  type Outgoing,
  type SenderLease,
} from './ports.js';
import { unreachedIn } from './reachability.js';
import { afterOutcome, LONGEST_PAUSE_MS } from './retry-policy.js';
import { insteadOfSending, nextAttempt, nextDelivery } from './send-order.js';

/** Cases of one tenant that are worked on side by side. Each may leave a message of unknown outcome when the process is killed. */
const WIDTH = 8;
/** Milliseconds until a case is tried again in which something failed that is no matter of Teams. */
const AFTER_FAILURE_MS = 60_000;
/** Cases whose newest version is remembered: far more than change while one message leaves. */
const VERSIONS = 10_000;
/** Messages that are remembered as marked by this process: far more than are in flight at a time. */
const MARKED = 10_000;

export interface SenderSettings {
  readonly store: CaseStore;
  readonly world: World;
  readonly messenger: Messenger;
  readonly clock: Clock;
  readonly lease: SenderLease;
  /** 0 to 1, to spread retries. */
  readonly jitter: () => number;
  /** Told when a message will not reach a person. */
  readonly onMissed?: (theCase: Case, effect: Effect) => Promise<void>;
  /** Told of every try. */
  readonly onOutcome?: (caseId: string, delivery: Delivery, outcome: Outcome) => void;
  readonly onError: (error: unknown, caseId: string) => void;
}

/** `queued` waits for a worker, `running` is worked on, `again` is to be worked on once more after that. */
type Progress = 'queued' | 'running' | 'again';

/**
 * Sends what is pending in the outbox and writes down what came of it. Within a case one message goes out at a time;
 * each tenant has a queue of its own, so that a thousand reminders of one do not hold up another's message. A new message
 * is marked `inFlight` on disk just before its request leaves: after a crash its outcome is unknown, and it is not sent
 * again. An edit may be repeated and needs no mark.
 */
export class Sender {
  private readonly queues = new Map<string, PQueue>();
  private readonly progress = new Map<string, Progress>();
  /** What is done a while later, by case and kind. */
  private readonly timers = new Map<string, NodeJS.Timeout>();
  /** The version of each case that this process has appended to last. */
  private readonly versions = new LruMap<number>(VERSIONS);
  /**
   * The messages this process has marked as in flight since it holds the lease, except those whose outcome it could not
   * write down. Every other one in flight has been left behind, most often by a process that is gone.
   */
  private readonly marked = new LruMap<true>(MARKED);
  /** One reminder at a time to a person: it takes the reminders of the person's other cases along. */
  private readonly reminders = new KeyedMutex();
  private takingUp: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(private readonly settings: SenderSettings) {}

  /** Begins to send, now or as soon as this process holds the lease. */
  start(): void {
    this.settings.lease.onChange((held) => {
      if (!held) return this.clear();
      this.marked.clear();
      this.lookAgain();
    });
  }

  /** Sends what is pending in a case soon; before the others of its tenant when a person has just acted in it. */
  wake(caseId: string, tenant: string, priority: 'press' | 'clock' = 'clock'): void {
    if (this.stopped || !this.settings.lease.held) return;
    const progress = this.progress.get(caseId);
    if (progress === 'running' || progress === 'again') this.progress.set(caseId, 'again');
    // One that is queued already is queued once more, ahead of the others; whichever comes second finds nothing to do.
    else if (progress === undefined || priority === 'press') this.enqueue(caseId, tenant, priority);
  }

  /** Takes in what this process has appended: a message made before that does not leave, even if the store answers late. */
  caseChanged({ id, version }: Case): void {
    this.versions.set(id, version);
  }

  /** Tries again what could not reach a person, in all their cases: together, so that several reminders are one message. */
  async retryUndelivered(person: Person): Promise<void> {
    const { store, clock } = this.settings;
    const entries = await store.casesOf(person);
    for (const { id } of entries)
      for (const { key } of (await store.read(id))?.deliveries.filter((one) => isMissedBy(person, one)) ?? [])
        await store.updateDelivery(id, key, pendingAt(clock.now()));
    for (const { id } of entries) this.wake(id, person.tenant);
  }

  /**
   * Brings the case cards up to date that say whether a person can be reached: of the open cases that wait for them. Only
   * an edit that has ended is made once more.
   */
  async refreshCaseCards(person: Person): Promise<void> {
    const { store, clock } = this.settings;
    for (const { id } of await store.casesOf(person)) {
      const record = await store.read(id);
      const newest = record?.deliveries.findLast(({ effect }) => effect.kind === 'caseCard');
      const now = clock.now();
      if (!record || !newest || !includesPerson(askedNow(record.case, dayOf(now)), person)) continue;
      if (newest.state !== 'sent' && newest.state !== 'undelivered') continue;
      await store.updateDelivery(id, newest.key, pendingAt(now));
      this.wake(id, person.tenant);
    }
  }

  /** Resolves when everything that could be sent now has been sent or is on record as not sent. */
  async drained(): Promise<void> {
    await this.takingUp;
    while (this.progress.size > 0) await Promise.all([...this.queues.values()].map((queue) => queue.onIdle()));
  }

  /** Finishes what is in hand and takes nothing new; the rest stays pending on disk. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.clear();
    await this.drained();
  }

  /** Looks at the whole outbox again: changes by other processes may have been missed. */
  lookAgain(): void {
    const { lease, store, onError } = this.settings;
    if (!lease.held) return;
    const takingUp = store.unfinished().then((caseIds) => this.takeUp(caseIds));
    this.takingUp = takingUp.catch((error) => onError(error, ''));
  }

  /** What was left in flight may have arrived; what is pending goes on. */
  private async takeUp(caseIds: readonly string[]): Promise<void> {
    const { store, clock } = this.settings;
    const found: { caseId: string; tenant: string }[] = [];
    for (const caseId of caseIds) {
      try {
        const record = await store.read(caseId);
        if (!record) continue;
        for (const { key } of record.deliveries.filter((one) => this.isLeftBehind(caseId, one)))
          await store.updateDelivery(caseId, key, { state: 'unknown', why: 'noAnswer', at: clock.now() });
        found.push({ caseId, tenant: record.case.tenant });
      } catch (error) {
        this.failed(error, caseId);
      }
    }
    // All at once, so that a person's reminders are one message.
    for (const { caseId, tenant } of found) this.wake(caseId, tenant);
  }

  private isLeftBehind(caseId: string, delivery: Delivery): boolean {
    return delivery.state === 'inFlight' && !this.marked.get(keyIn(caseId, delivery));
  }

  private clear(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    for (const queue of this.queues.values()) queue.clear();
    for (const [caseId, progress] of this.progress) if (progress === 'queued') this.progress.delete(caseId);
  }

  private queueOf(tenant: string): PQueue {
    const queue = this.queues.get(tenant) ?? new PQueue({ concurrency: WIDTH });
    this.queues.set(tenant, queue);
    return queue;
  }

  private enqueue(caseId: string, tenant: string, priority: 'press' | 'clock'): void {
    this.progress.set(caseId, 'queued');
    const work = () => this.work(caseId, tenant);
    void this.queueOf(tenant).add(work, { priority: priority === 'press' ? 1 : 0 });
  }

  private async work(caseId: string, tenant: string): Promise<void> {
    if (this.progress.get(caseId) !== 'queued') return;
    do {
      this.progress.set(caseId, 'running');
      await this.sendPending(caseId, tenant).catch((error: unknown) => this.failed(error, caseId));
    } while (this.progress.get(caseId) === 'again' && !this.stopped);
    this.progress.delete(caseId);
  }

  /** The store failed, or a bug did: the case is taken up again a while later. */
  private failed(error: unknown, caseId: string): void {
    if (this.stopped) return;
    this.settings.onError(error, caseId);
    this.after(AFTER_FAILURE_MS, `take up ${caseId}`, () => {
      if (this.settings.lease.held) void this.takeUp([caseId]);
    });
  }

  private async sendPending(caseId: string, tenant: string): Promise<void> {
    const { store, world, clock, lease } = this.settings;
    for (;;) {
      const record = await store.read(caseId);
      if (!record || this.stopped || !lease.held) return;
      const now = clock.now();
      const delivery = nextDelivery(record, now);
      if (!delivery) return this.retryAt(nextAttempt(record, now), caseId, tenant);
      const instead = insteadOfSending(delivery, record, now, world);
      if (instead) await store.updateDelivery(caseId, delivery.key, { ...instead, at: now });
      else if (isReminder(delivery.effect)) await this.remind({ delivery, record }, delivery.effect.to);
      else await this.send([{ delivery, record }]);
    }
  }

  /** Sends a reminder, unless the message about another case of the person has carried it meanwhile. */
  private remind({ delivery, record }: CaseDelivery, person: Person): Promise<void> {
    return this.reminders.run(`${person.tenant} ${person.id}`.toLowerCase(), async () => {
      const { store, world, clock } = this.settings;
      const now = await store.read(record.case.id);
      const still = now?.deliveries.find((one) => one.key === delivery.key);
      const isDue = still?.state === 'pending' && still.notBefore <= clock.now();
      if (!now || !isDue || insteadOfSending(still, now, clock.now(), world)) return;
      const isQueued = (caseId: string) => this.progress.has(caseId);
      await this.send(
        await combinedWith({ delivery: still, record: now }, person, clock.now(), { store, world, isQueued }),
      );
    });
  }

  /** What could not be written down on the way counts as left behind: it may have arrived. */
  private async send(all: readonly [CaseDelivery, ...CaseDelivery[]]): Promise<void> {
    try {
      await this.exchange(all);
    } catch (error) {
      for (const one of all) this.marked.delete(keyIn(one.record.case.id, one.delivery));
      throw error;
    }
  }

  /** Sends one message, which may be about several cases, and writes down in each what came of it. */
  private async exchange(all: readonly [CaseDelivery, ...CaseDelivery[]]): Promise<void> {
    const { messenger, clock, jitter, onOutcome } = this.settings;
    let marked = false;
    const beforeSend = async (): Promise<boolean> => {
      try {
        marked = await this.markInFlight(all);
        return marked && (await this.isStillTrue(all));
      } catch (error) {
        await this.putBack(all);
        throw error;
      }
    };
    const outcome = await messenger.send({ ...outgoing(all), beforeSend });
    if (outcome.kind === 'stale' && !marked) return;
    const now = clock.now();
    const spread = jitter();
    await Promise.all(
      all.map(async ({ delivery, record }) => {
        const patch = afterOutcome(delivery, record, outcome, now, spread);
        await this.update(record.case.id, delivery, patch);
        if (patch.state === 'undelivered') await this.settings.onMissed?.(record.case, delivery.effect);
      }),
    );
    for (const { delivery, record } of all) onOutcome?.(record.case.id, delivery, outcome);
  }

  /** Marks a message as in flight in every case it is about. False when another process has become the sender. */
  private async markInFlight(all: readonly CaseDelivery[]): Promise<boolean> {
    const at = this.settings.clock.now();
    const mark = ({ delivery, record }: CaseDelivery) => {
      this.marked.set(keyIn(record.case.id, delivery), true);
      return this.update(record.case.id, delivery, { state: 'inFlight', at });
    };
    const outcomes = await Promise.allSettled(all.map(mark));
    const failed = outcomes.find((one) => one.status === 'rejected');
    if (!failed) return true;
    if (failed.reason instanceof LeaseLostError) return false;
    throw failed.reason;
  }

  /** What has not left is pending again; also where the mark failed, for it may be that only the answer to it was lost. */
  private async putBack(all: readonly CaseDelivery[]): Promise<void> {
    const at = this.settings.clock.now();
    const undo = ({ delivery, record }: CaseDelivery) =>
      this.update(record.case.id, delivery, { state: 'pending', at });
    await Promise.allSettled(all.map(undo));
  }

  /** True when no person has acted in the cases since the message was made, and its time has not passed. */
  private async isStillTrue(all: readonly CaseDelivery[]): Promise<boolean> {
    const { store, clock, lease, world } = this.settings;
    const records = await Promise.all(all.map(({ record }) => store.read(record.case.id)));
    const [{ delivery, record }] = all as readonly [CaseDelivery, ...CaseDelivery[]];
    if (insteadOfSending(delivery, record, clock.now(), world)) return false;
    return (
      lease.held &&
      all.every(({ record: { case: theCase } }, at) => {
        const newest = Math.max(records[at]?.case.version ?? 0, this.versions.get(theCase.id) ?? 0);
        return newest === theCase.version;
      })
    );
  }

  private update(caseId: string, { key }: Delivery, patch: DeliveryPatch): Promise<void> {
    return this.settings.store.updateDelivery(caseId, key, patch);
  }

  private retryAt(moment: string | undefined, caseId: string, tenant: string): void {
    const key = `retry ${caseId}`;
    this.cancel(key);
    if (moment === undefined || this.stopped) return;
    const ms = Math.max(0, Date.parse(moment) - Date.parse(this.settings.clock.now())) + 1;
    // No wait is longer, since the practice clock may be moved on meanwhile.
    this.after(Math.min(ms, LONGEST_PAUSE_MS), key, () => this.wake(caseId, tenant));
  }

  private cancel(key: string): void {
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
  }

  private after(ms: number, key: string, act: () => void): void {
    this.cancel(key);
    const run = () => {
      this.timers.delete(key);
      act();
    };
    this.timers.set(key, setTimeout(run, ms).unref());
  }
}

/** The key of a delivery among those of all cases. */
function keyIn(caseId: string, { key }: Delivery): string {
  return `${caseId}/${key}`;
}

/** What did not reach a person. The case card may stand in their own chat; editing it once more does no harm elsewhere. */
function isMissedBy(person: Person, { state, effect }: Delivery): boolean {
  const isTheirs = effect.kind === 'caseCard' || ('to' in effect && samePerson(effect.to, person));
  return state === 'undelivered' && isTheirs;
}

/** What the messenger is given; of several cases the first one leads. */
function outgoing([first, ...others]: readonly [CaseDelivery, ...CaseDelivery[]]): Omit<Outgoing, 'beforeSend'> {
  const { delivery, record } = first;
  const { effect, replaces } = delivery;
  return {
    key: keyIn(record.case.id, delivery),
    event: eventOf(record, delivery),
    effect,
    ...(replaces && { replaces }),
    messages: record.messages,
    deliveries: record.deliveries,
    case: record.case,
    codes: codesOf(record),
    ...(others.length > 0 && { alsoAbout: others.map((one) => one.record.case) }),
    unreached: unreachedIn(record.deliveries),
  };
}
