/** One alarm for each case at most: setting it anew replaces the one before. None keeps the process alive. */
export class Alarms {
  private readonly timers = new Map<string, NodeJS.Timeout>();

  /** Does the work after so many milliseconds; without a number there is nothing to wait for. */
  set(caseId: string, ms: number | undefined, work: () => void): void {
    clearTimeout(this.timers.get(caseId));
    this.timers.delete(caseId);
    if (ms === undefined) return;
    const ring = () => {
      this.timers.delete(caseId);
      work();
    };
    this.timers.set(caseId, setTimeout(ring, ms).unref());
  }

  clear(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }
}
