/** Values in memory, at most `limit` of them when nobody uses more; the one unused for longest goes first. */
export class Cache<V> {
  private readonly kept = new Map<string, { value: V; users: number }>();

  constructor(private readonly limit: number) {}

  get size(): number {
    return this.kept.size;
  }

  /** Lends a value out; it is not dropped before `work` has ended, so that no second copy of it can come to be. */
  async use<R>(key: string, make: () => V, work: (value: V) => Promise<R>): Promise<R> {
    const held = this.kept.get(key) ?? { value: make(), users: 0 };
    this.kept.delete(key);
    this.kept.set(key, held);
    held.users++;
    try {
      return await work(held.value);
    } finally {
      held.users--;
      this.trim();
    }
  }

  private trim(): void {
    for (const [key, { users }] of this.kept) {
      if (this.kept.size <= this.limit) return;
      if (users === 0) this.kept.delete(key);
    }
  }
}
