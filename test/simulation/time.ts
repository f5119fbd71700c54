import { vi } from 'vitest';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
  cancelled: boolean;
  unref(): Timer;
}

/** Time that stands still while work is done and then leaps to the next timer: two years pass in seconds. */
export class VirtualTime {
  private shown: { at: number; text: string } | undefined;
  /** The next one last. */
  private readonly timers: Timer[] = [];
  private orders = 0;

  constructor(public now: number) {}

  /** Puts itself in the place of the timers of Node; `vi.unstubAllGlobals` ends it. */
  install(): void {
    vi.stubGlobal('setTimeout', (run: () => void, ms = 0) => this.after(ms, run));
    vi.stubGlobal('clearTimeout', (timer: Timer | undefined) => {
      if (timer) timer.cancelled = true;
    });
  }

  /** The moment as an instant. */
  instant(): string {
    if (this.shown?.at !== this.now) this.shown = { at: this.now, text: new Date(this.now).toISOString() };
    return this.shown.text;
  }

  after(ms: number, run: () => void): Timer {
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
      next.run();
      return true;
    }
    return false;
  }
}
