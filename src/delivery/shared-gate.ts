import { Gate, type GateTime } from './gate.js';
import type { Entered, SharedPace } from './instances.js';
import { ClaimLostError } from './instances.js';
import { Turns } from './turns.js';

/** Milliseconds until a conversation in which another instance has the turn is asked for again; then twice that, and so on. */
const ASK_AGAIN_MS = 20;
const ASK_AGAIN_AT_MOST_MS = 320;

/**
 * The gate of several instances: one request at a time in a conversation, whichever instance sends it, and all of them
 * together within Teams' limits. What waits here while its process is frozen never leaves: by then others may have taken
 * its place.
 */
export class SharedGate extends Gate {
  private readonly queues = new Turns();

  constructor(
    private readonly shared: SharedPace,
    time?: GateTime,
  ) {
    super(undefined, time);
  }

  override through<T>(
    conversation: string,
    tenant: string,
    work: (left: () => void) => Promise<T>,
    prepare?: () => Promise<T | undefined>,
  ): Promise<T> {
    const stands = this.shared.standing();
    return this.queues.take(conversation, async () => {
      const { waitMs, leave } = await this.enter(conversation, tenant);
      try {
        if (waitMs > 0) await this.pause(waitMs);
        if (!stands()) throw new ClaimLostError(conversation);
        return (await prepare?.()) ?? (await work(() => {}));
      } finally {
        leave();
      }
    });
  }

  override passed(conversation: string, tenant: string): void {
    this.shared.spend(conversation, tenant);
  }

  /** Asks until the turn is here and the request booked; what has no room yet keeps its turn while it waits. */
  private async enter(conversation: string, tenant: string): Promise<Entered> {
    for (let pause = ASK_AGAIN_MS; ; pause = Math.min(2 * pause, ASK_AGAIN_AT_MOST_MS)) {
      const entered = await this.shared.enter(conversation, tenant);
      if (entered?.booked) return entered;
      if (this.closed) {
        entered?.leave();
        throw new ClaimLostError(conversation);
      }
      await this.pause(entered ? entered.waitMs : pause);
    }
  }
}
