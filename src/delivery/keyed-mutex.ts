/** Runs work of the same key one after the other, in the order it came, and work of different keys side by side. */
export class KeyedMutex {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Runs the work once all earlier work of the key has ended, well or badly. */
  async run<R>(key: string, work: () => Promise<R>): Promise<R> {
    const running = (this.last.get(key) ?? Promise.resolve()).then(work, work);
    this.last.set(key, running);
    try {
      return await running;
    } finally {
      if (this.last.get(key) === running) this.last.delete(key);
    }
  }
}
