import { vi } from 'vitest';

/** Something that is to happen; one of any length, unlike those of Node. */
export interface Timer {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
  cancelled: boolean;
  unref(): Timer;
}

/** The timers of Node, kept before anybody takes their place. */
const real = { setInterval: globalThis.setInterval, clearInterval: globalThis.clearInterval };
/** After so many real milliseconds without a leap, looked at so often, virtual time does not move any more. */
const PATIENCE_MS = 45_000;
const LOOKS = 45;
/** Nothing that happens in one moment asks so often what time it is: whatever does goes round in a circle. */
const MOST_ASKED = 500_000;

/**
 * Time that stands still while work is done and then leaps to the next timer: two years pass in seconds. It counts on
 * work that needs no real time: no file, no module, no answer over a wire. Whatever waits for one, or goes round in a
 * circle, ends in an error that says what was being done.
 */
export class VirtualTime {
  /** What is being done just now, for the error when it does not end. */
  doing = 'nothing';
  private shown: { at: number; text: string } | undefined;
  /** The next one last. */
  private readonly timers: Timer[] = [];
  private orders = 0;
  private asked = 0;
  private leaps = 0;

  constructor(
    public now: number,
    private readonly patienceMs = PATIENCE_MS,
  ) {}

  /** Does the work with this time in the place of the timers of Node, and fails when it stands still for long. */
  async within(work: () => Promise<void>): Promise<void> {
    vi.stubGlobal('setTimeout', (run: () => void, ms = 0) => this.after(ms, run));
    vi.stubGlobal('clearTimeout', (timer: Timer | undefined) => {
      if (timer) timer.cancelled = true;
    });
    let watching: NodeJS.Timeout | undefined;
    const stuck = new Promise<never>((_, reject) => {
      let [seen, looks] = [this.leaps, 0];
      watching = real.setInterval(() => {
        looks = this.leaps === seen ? looks + 1 : 0;
        seen = this.leaps;
        if (looks >= LOOKS) reject(this.standsStill('waits'));
      }, this.patienceMs / LOOKS);
    });
    try {
      await Promise.race([work(), stuck]);
    } finally {
      real.clearInterval(watching);
      vi.unstubAllGlobals();
    }
  }

  /** The moment as an instant. */
  instant(): string {
    this.asked += 1;
    if (this.asked > MOST_ASKED) throw this.standsStill('goes round in a circle');
    if (this.shown?.at !== this.now) this.shown = { at: this.now, text: new Date(this.now).toISOString() };
    return this.shown.text;
  }

  after(ms: number, run: () => void): Timer {
    if (Number.isNaN(ms)) throw new Error(`a timer after no number of milliseconds: ${this.doing}`);
    const timer: Timer = {
      at: this.now + Math.max(1, ms),
      order: ++this.orders,
      run,
      cancelled: false,
      unref: () => timer,
    };
    let [from, to] = [0, this.timers.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.timers[middle]?.at ?? 0) > timer.at) from = middle + 1;
      else to = middle;
    }
    this.timers.splice(from, 0, timer);
    return timer;
  }

  /** Leaps to the next timer and runs it; false when there is none. */
  leap(): boolean {
    for (let next = this.timers.pop(); next; next = this.timers.pop()) {
      if (next.cancelled) continue;
      this.now = Math.max(this.now, next.at);
      this.leaps += 1;
      this.asked = 0;
      next.run();
      return true;
    }
    return false;
  }

  private standsStill(how: string): Error {
    return new Error(`virtual time stands still at ${new Date(this.now).toISOString()}: ${this.doing} ${how}`);
  }
}
