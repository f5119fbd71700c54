import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { SenderLease } from '../../delivery/ports.js';
import { Database } from './database.js';

/** Milliseconds, by the database's clock, after which another process may take over unless the lease was renewed. */
const LEASE_MS = 5_000;
/** A process trusts its own lease a little less long: time for a request to leave that was let through at the last moment. */
const MARGIN_MS = 1_000;
const RENEW_MS = 1_000;
const ANSWER_WITHIN = 2_000;

/**
 * Takes the lease where it is free or has expired, and renews it where it is held: 1 owner. The number rises each time the
 * lease begins anew, also for the same process, so that what was marked under an older one can be distinguished.
 */
const TAKE_OR_RENEW = `
update sender_lease set
  owner = $1,
  fence = case when owner = $1 and until > clock_timestamp() then fence else fence + 1 end,
  until = clock_timestamp() + interval '${LEASE_MS} milliseconds'
where owner is null or owner = $1 or until <= clock_timestamp()
returning fence`;

const RELEASE = 'update sender_lease set owner = null where owner = $1';

/** How a process is known to the lease. */
export interface Sender {
  readonly owner: string;
  /** The fencing number of the lease it holds, or held last; 0 before the first. */
  readonly fence: number;
}

/** What a lease is opened with. */
export interface LeaseOptions {
  /** Called once when the database does not answer, and again after it did. */
  readonly onError: (error: unknown) => void;
  /** Milliseconds that only ever rise, and go on while the process is frozen; for tests. */
  readonly now?: () => number;
  /** Milliseconds between two renewals; for tests. */
  readonly renewMs?: number;
}

/**
 * The one process that sends, among those that share a database. The lease expires by the database's clock unless it is
 * renewed every second, and each mark of a message in flight is checked against its fencing number. By its own clock the
 * holder knows even before it asks: the time a lease is trusted counts from before the renewal that was answered.
 */
export class PostgresSenderLease implements SenderLease, Sender {
  /** Says which process on which computer, for operators; no two are the same. */
  readonly owner = `${hostname()} ${process.pid} ${randomUUID()}`;
  fence = 0;
  private readonly database: Database;
  private readonly now: () => number;
  private readonly listeners: ((held: boolean) => void)[] = [];
  private trustedUntil = Number.NEGATIVE_INFINITY;
  /** What the listeners were called with last. */
  private announced = false;
  private isDown = false;
  private renewing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private expiry: NodeJS.Timeout | undefined;
  private closed = false;

  private constructor(
    url: string,
    private readonly options: LeaseOptions,
  ) {
    // A connection of its own: renewals do not wait behind presses.
    this.database = new Database(url, { connections: 1, withinMs: ANSWER_WITHIN });
    this.now = options.now ?? (() => performance.now());
  }

  /** Asks for the lease once before it resolves, so that a process alone holds it from the start. */
  static async open(url: string, options: LeaseOptions): Promise<PostgresSenderLease> {
    const lease = new PostgresSenderLease(url, options);
    await lease.renew();
    lease.later();
    return lease;
  }

  get held(): boolean {
    return this.now() < this.trustedUntil;
  }

  onChange(listener: (held: boolean) => void): void {
    this.listeners.push(listener);
    if (this.announced) listener(true);
  }

  /** Gives the lease back, so that another process takes it over with its next try. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.renewing;
    this.lose();
    await this.database.query(RELEASE, [this.owner]).catch(() => undefined);
    await this.database.close();
  }

  private async renew(): Promise<void> {
    // After the process was frozen, the listeners hear of the end of the old lease before that of a new one.
    this.announce();
    const asked = this.now();
    try {
      const [row] = await this.database.query(TAKE_OR_RENEW, [this.owner]);
      this.isDown = false;
      if (row) this.gain(Number(row.fence), asked + LEASE_MS - MARGIN_MS);
      else this.lose();
    } catch (error) {
      this.announce();
      if (!this.isDown) this.options.onError(error);
      this.isDown = true;
    }
  }

  private gain(fence: number, until: number): void {
    if (fence !== this.fence) this.lose();
    this.fence = fence;
    this.trustedUntil = until;
    clearTimeout(this.expiry);
    this.expiry = setTimeout(() => this.lose(), until - this.now()).unref();
    this.announce();
  }

  private lose(): void {
    clearTimeout(this.expiry);
    this.trustedUntil = Number.NEGATIVE_INFINITY;
    this.announce();
  }

  /** Calls the listeners when the lease has begun or ended. */
  private announce(): void {
    const { held } = this;
    if (held === this.announced) return;
    this.announced = held;
    for (const listener of this.listeners) listener(held);
  }

  private later(): void {
    if (this.closed) return;
    const renewed = () => {
      this.renewing = undefined;
      this.later();
    };
    this.timer = setTimeout(() => {
      this.renewing = this.renew().then(renewed);
    }, this.options.renewMs ?? RENEW_MS).unref();
  }
}
