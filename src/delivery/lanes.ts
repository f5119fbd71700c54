import { Waiting } from './waiting.js';

/**
 * Cases delivered side by side. Within a case one message goes out at a time, in the order of its facts. Most of a lane's
 * time is spent waiting for the pace or the disk: with too few of them a busy disk leaves some of what Teams allows unused.
 */
const LANES = 64;
/** Of these one tenant has at most so many, so that another one finds a free lane even while Teams answers slowly. */
const LANES_OF_ONE = 24;

/** Works through the cases that were woken, some side by side. Waking a case twice is harmless. */
export class Lanes {
  private readonly waiting = new Waiting();
  private readonly busy = new Map<string, Promise<void>>();
  private readonly lanes = new Map<string, number>();
  private stopped = false;

  constructor(
    private readonly work: (caseId: string, tenant: string) => Promise<void>,
    private readonly onError: (error: unknown, caseId: string) => void,
  ) {}

  /** Cases that can be taken on before all lanes are busy. */
  get free(): number {
    return Math.max(0, LANES - this.busy.size - this.waiting.size);
  }

  /** True while a case waits for a lane or is in one. */
  awake(caseId: string): boolean {
    return this.waiting.has(caseId) || this.busy.has(caseId);
  }

  /** Tenants take turns; a case that somebody has just acted in (`hurried`) goes before those of the clock. */
  wake(caseId: string, tenant: string, hurried: boolean): void {
    if (this.stopped) return;
    this.waiting.add(caseId, tenant, hurried);
    this.fill();
  }

  /** Resolves when nothing is waiting or in hand. */
  async drained(): Promise<void> {
    while (this.busy.size > 0 || this.waiting.size > 0) {
      this.fill();
      await Promise.all(this.busy.values());
    }
  }

  /** Finishes what is in hand and takes nothing new. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.waiting.clear();
    await Promise.all(this.busy.values());
  }

  private fill(): void {
    const lanesOf = (tenant: string) => this.lanes.get(tenant) ?? 0;
    while (this.busy.size < LANES) {
      const next = this.waiting.take(
        (tenant) => lanesOf(tenant) < LANES_OF_ONE,
        (caseId) => !this.busy.has(caseId),
      );
      if (!next) return;
      const { caseId, tenant } = next;
      this.lanes.set(tenant, lanesOf(tenant) + 1);
      const work = this.work(caseId, tenant)
        .catch((error: unknown) => this.onError(error, caseId))
        .finally(() => {
          this.busy.delete(caseId);
          if (lanesOf(tenant) > 1) this.lanes.set(tenant, lanesOf(tenant) - 1);
          else this.lanes.delete(tenant);
          this.fill();
        });
      this.busy.set(caseId, work);
    }
  }
}
