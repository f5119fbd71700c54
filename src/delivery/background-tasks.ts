/** Work that goes on after an answer: a failure is reported, and a stop can wait for all of it. */
export class BackgroundTasks {
  private readonly running = new Set<Promise<unknown>>();

  constructor(private readonly onError: (error: unknown) => void) {}

  /** Starts the work; its failure is given to `onError`. */
  start(work: () => Promise<unknown>): void {
    const running = work()
      .catch(this.onError)
      .finally(() => this.running.delete(running));
    this.running.add(running);
  }

  /** Resolves when everything that was started has ended. */
  async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }
}
