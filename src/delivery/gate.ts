import { Pace } from './pace.js';
import { Turns } from './turns.js';

/** What the gate needs of time. Real time even in practice: it is about requests over a wire, not about the case. */
export interface GateTime {
  /** Milliseconds, only ever rising. */
  now(): number;
  /** Resolves after so many milliseconds. */
  wait(ms: number): Promise<void>;
}

export const realTime: GateTime = {
  now: () => performance.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/**
 * Lets requests out: one at a time in a conversation, in the order they came, and never faster than the pace allows.
 * Two requests in flight in one conversation would overtake each other or be refused.
 */
export class Gate {
  private readonly turns = new Turns();
  private readonly waiting = new Set<() => void>();
  protected closed = false;

  constructor(
    private readonly pace = new Pace(),
    private readonly time: GateTime = realTime,
  ) {}

  /**
   * Does the work when its turn has come; the work says when its request has left. What takes a while and must be done
   * just before (a mark on disk, a token) is `prepare`: the request is counted after it, for what is held up there would
   * leave all at once. When `prepare` gives something, that is what came of it and nothing leaves; it is done again when
   * the request has to wait once more.
   */
  through<T>(
    conversation: string,
    tenant: string,
    work: (left: () => void) => Promise<T>,
    prepare?: () => Promise<T | undefined>,
  ): Promise<T> {
    return this.turns.take(conversation, async () => {
      const { pace, time } = this;
      // An answer may take the room while it is waited for.
      while (pace.room(conversation) > time.now() && !this.closed)
        await this.pause(pace.room(conversation) - time.now());
      const booked = pace.book(conversation, tenant, time.now());
      if (booked > time.now()) await this.pause(booked - time.now());
      for (;;) {
        const instead = await prepare?.();
        if (instead !== undefined) return instead;
        const now = time.now();
        const at = pace.depart(tenant, now);
        if (at <= now || this.closed) return work(() => pace.left(tenant, now, time.now()));
        await this.pause(at - now);
      }
    });
  }

  /** Ends every wait. For the end of the process, when no request can leave any more and nobody should wait for that. */
  close(): void {
    this.closed = true;
    for (const go of [...this.waiting]) go();
  }

  protected pause(ms: number): Promise<void> {
    if (this.closed) return Promise.resolve();
    return new Promise((resolve) => {
      const go = () => {
        this.waiting.delete(go);
        resolve();
      };
      this.waiting.add(go);
      void this.time.wait(ms).then(go);
    });
  }

  /**
   * Counts a request that leaves now without waiting: an answer is never held up, but what follows it must know of it,
   * or the two together would be too many for Teams.
   */
  passed(conversation: string, tenant: string): void {
    this.pace.spend(conversation, tenant, this.time.now());
  }
}
