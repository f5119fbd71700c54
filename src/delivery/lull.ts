import { type GateTime, realTime } from './gate.js';

/**
 * Milliseconds without a request after which messages go out. When it is busy the next press is often that near; else
 * it is as long as whoever reads the answer needs the processor more than its messages do.
 */
const SILENCE_MS = { busy: 2, quiet: 1 } as const;
/** It is busy when a request comes so soon after an answer, in milliseconds. */
const BUSY_MS = 20;
/** Milliseconds a step waits at most, however many ask. */
const LONGEST_MS = 500;

interface Step {
  readonly by: number;
  readonly go: () => void;
}

/**
 * Lets answers go before messages. Both are made by one thread: a message that is made or written down while somebody
 * waits for an answer keeps them waiting. So each step of a delivery asks for leave, gets it when no request is in hand,
 * one step at a time with a look at the door between two, and in any case after half a second. After a quiet time they
 * follow the answer sooner: a process that has just worked is quicker than one that slept.
 */
export class Lull {
  private inHand = 0;
  private hurries = 0;
  private silentFrom = 0;
  private answered = Number.NEGATIVE_INFINITY;
  private busy = false;
  private readonly steps: Step[] = [];
  private waking: symbol | undefined;

  constructor(private readonly time: GateTime = realTime) {}

  /** A request has come; the function that is given back is called when its answer has left. */
  request(): () => void {
    this.busy = this.inHand > 0 || this.time.now() - this.answered < BUSY_MS;
    this.inHand += 1;
    return () => {
      this.inHand -= 1;
      this.answered = this.time.now();
      this.silentFrom = this.answered + SILENCE_MS[this.busy ? 'busy' : 'quiet'];
      this.plan();
    };
  }

  /** Until the work has ended nobody waits for leave: it is an answer that waits for the messages. */
  async hurried<T>(work: Promise<T>): Promise<T> {
    this.hurries += 1;
    this.plan();
    try {
      return await work;
    } finally {
      this.hurries -= 1;
    }
  }

  /** Resolves when the next step may be done. */
  leave(): Promise<void> {
    return new Promise((go) => {
      this.steps.push({ by: this.time.now() + LONGEST_MS, go });
      if (this.steps.length === 1) this.plan();
    });
  }

  /** Wakes up when the first step may go; the newest plan counts. */
  private plan(): void {
    const [first] = this.steps;
    if (!first) return;
    const waking = Symbol();
    this.waking = waking;
    const wait = this.waitOf(first);
    const wake = () => {
      if (this.waking === waking) this.next();
    };
    if (wait <= 0) setImmediate(wake);
    else void this.time.wait(wait).then(wake);
  }

  private next(): void {
    const [first] = this.steps;
    if (first && this.waitOf(first) <= 0) {
      this.steps.shift();
      first.go();
    }
    this.plan();
  }

  private waitOf({ by }: Step): number {
    if (this.hurries > 0) return 0;
    const now = this.time.now();
    return Math.min(by - now, this.inHand === 0 ? this.silentFrom - now : Number.POSITIVE_INFINITY);
  }
}
