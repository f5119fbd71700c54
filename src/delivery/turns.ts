/** Lets work of the same key go one after the other, in the order it came, and work of different keys side by side. */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Does the work when what came before it has ended, well or badly. */
  async take<R>(key: string, work: () => Promise<R>): Promise<R> {
    const turn = (this.last.get(key) ?? Promise.resolve()).then(work, work);
    this.last.set(key, turn);
    try {
      return await turn;
    } finally {
      if (this.last.get(key) === turn) this.last.delete(key);
    }
  }
}
