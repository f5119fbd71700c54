import type { Claim, Claims } from './instances.js';

/** Claims of a process that has its store for itself: whoever asks gets one, and nothing is written. */
export const unshared: Claims = {
  shared: false,
  take: async (caseId) => ({ caseId, tidy: true, holds: () => true, release: async () => undefined }),
  adopt: async () => [],
};

interface Held {
  readonly ready: Promise<Claim | undefined>;
  claim?: Claim;
  users: number;
}

/**
 * The claims this process holds. A case is claimed once and given back when its last user is done: a message about
 * several cases is sent under the claims of all of them, some of which have a worker of their own at the same time.
 */
export class HeldClaims {
  private readonly held = new Map<string, Held>();

  constructor(
    private readonly claims: Claims,
    /** Sees to what a dead worker left in flight in a case that was just claimed, before anybody works in it. */
    private readonly settle: (caseId: string) => Promise<void>,
  ) {}

  /** The claim under which this process works in a case. */
  of(caseId: string): Claim | undefined {
    return this.held.get(caseId)?.claim;
  }

  /** False once another instance may be at the case. */
  holds(caseId: string): boolean {
    return this.of(caseId)?.holds() === true;
  }

  /** Takes in claims that came without being asked for; the next `take` of their case has them. */
  park(claims: readonly Claim[]): void {
    for (const claim of claims) {
      const { caseId } = claim;
      // Claimed a moment ago by a worker here, whose claim this one has ended: the case comes up again.
      if (this.held.has(caseId)) void claim.release().catch(() => undefined);
      else this.held.set(caseId, this.entry(caseId, Promise.resolve(claim)));
    }
  }

  /** Claims a case, or shares the claim that is held already; undefined when another instance has it. */
  async take(caseId: string): Promise<Claim | undefined> {
    const held = this.held.get(caseId) ?? this.entry(caseId, this.claims.take(caseId));
    this.held.set(caseId, held);
    held.users += 1;
    let claim: Claim | undefined;
    try {
      claim = await held.ready;
    } finally {
      if (!claim) await this.leave(caseId, held);
    }
    return claim;
  }

  /** Gives back a claim that `take` resolved with; its last user frees the case. */
  async give(caseId: string): Promise<void> {
    const held = this.held.get(caseId);
    if (held) await this.leave(caseId, held);
  }

  /** Claims that are given back together. */
  several(): { take(caseId: string): Promise<boolean>; give(): Promise<void> } {
    const taken: string[] = [];
    return {
      take: async (caseId) => {
        const claim = await this.take(caseId);
        if (claim) taken.push(caseId);
        return claim !== undefined;
      },
      give: async () => {
        await Promise.all(taken.map((caseId) => this.give(caseId)));
      },
    };
  }

  /** Frees what was parked and nobody took. */
  async stop(): Promise<void> {
    const idle = [...this.held].filter(([, { users }]) => users === 0);
    for (const [caseId] of idle) this.held.delete(caseId);
    await Promise.all(idle.map(async ([, { ready }]) => (await ready.catch(() => undefined))?.release()));
  }

  private entry(caseId: string, claiming: Promise<Claim | undefined>): Held {
    const ready = async (): Promise<Claim | undefined> => {
      const claim = await claiming;
      if (!claim) return undefined;
      held.claim = claim;
      if (!claim.tidy) await this.settle(caseId);
      return claim;
    };
    const held: Held = { ready: Promise.resolve().then(ready), users: 0 };
    held.ready.catch(() => undefined);
    return held;
  }

  private async leave(caseId: string, held: Held): Promise<void> {
    held.users -= 1;
    if (held.users > 0) return;
    if (this.held.get(caseId) === held) this.held.delete(caseId);
    await held.claim?.release();
  }
}
