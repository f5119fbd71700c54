import { Pace } from './pace.js';

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
  private readonly last = new Map<string, Promise<unknown>>();

  constructor(
    private readonly pace = new Pace(),
    private readonly time: GateTime = realTime,
  ) {}

  /** Does the work when its turn has come. */
  async through<T>(conversation: string, tenant: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(conversation);
    const turn = (async () => {
      await before;
      const leave = this.pace.book(conversation, tenant, this.time.now());
      const wait = leave - this.time.now();
      if (wait > 0) await this.time.wait(wait);
      return work();
    })();
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    this.last.set(conversation, settled);
    try {
      return await turn;
    } finally {
      if (this.last.get(conversation) === settled) this.last.delete(conversation);
    }
  }
}
