/** A store was used after its end. */
class StoreClosedError extends Error {
  override readonly name = 'StoreClosedError';

  constructor() {
    super('The store is closed');
  }
}

/** What is closed once: work that is running then is waited for, and none begins after it. */
export abstract class Closable {
  private readonly running = new Set<Promise<unknown>>();
  protected closed = false;

  /** Does the work and keeps `close` waiting until it has ended. */
  protected async during<R>(work: () => Promise<R>): Promise<R> {
    if (this.closed) throw new StoreClosedError();
    const result = work();
    this.running.add(result);
    try {
      return await result;
    } finally {
      this.running.delete(result);
    }
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await Promise.allSettled(this.running);
    await this.end();
  }

  /** Called once, when no work is running any more. */
  protected async end(): Promise<void> {}
}
