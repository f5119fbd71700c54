import { StoreClosedError } from './errors.js';

/** Something that is closed once: what is in hand then is waited for, and nothing begins after it. */
export abstract class Closable {
  private readonly busy = new Set<Promise<unknown>>();
  protected closed = false;

  /** Keeps `close` waiting until the work has ended. */
  async during<R>(work: () => Promise<R>): Promise<R> {
    if (this.closed) throw new StoreClosedError();
    const running = work();
    this.busy.add(running);
    try {
      return await running;
    } finally {
      this.busy.delete(running);
    }
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await Promise.allSettled(this.busy);
    await this.end();
  }

  /** What is to be done when nothing is in hand any more. */
  protected abstract end(): Promise<void>;
}
