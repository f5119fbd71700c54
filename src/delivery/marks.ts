import { type Person, samePerson } from '../case/people.js';
import type { HeldClaims } from './claims.js';
import type { Ending } from './endings.js';
import type { CaseStore, Clock, Delivery } from './ports.js';
import type { Part } from './together.js';

/** Writes into the ledger how deliveries stand, each under the claim this process has of the case. */
export class Marks {
  constructor(
    private readonly store: CaseStore,
    private readonly clock: Clock,
    private readonly claims: Pick<HeldClaims, 'of'>,
  ) {}

  write(caseId: string, { key }: Pick<Delivery, 'key'>, patch: Ending): Promise<void> {
    return this.store.updateDelivery(caseId, key, { ...patch, at: this.clock.now() }, this.claims.of(caseId));
  }

  /** What may be done twice without harm need not be on disk at once, where the store knows the difference. */
  writeSoon(caseId: string, delivery: Pick<Delivery, 'key'>, patch: Ending): Promise<void> {
    if (!this.store.recordSoon) return this.write(caseId, delivery, patch);
    return this.store.recordSoon(caseId, delivery.key, { ...patch, at: this.clock.now() });
  }

  /** All of them or none: what is marked for a message that then does not leave is due again. */
  async inflight(parts: readonly Part[]): Promise<void> {
    const marks = parts.map(({ caseId, delivery }) => this.write(caseId, delivery, { state: 'inFlight' }));
    const marked = await Promise.allSettled(marks);
    const failed = marked.find((one) => one.status === 'rejected');
    if (!failed) return;
    // Also those whose mark failed: perhaps only the answer to it was lost.
    const back = parts.map(({ caseId, delivery }) => this.write(caseId, delivery, { state: 'pending' }));
    await Promise.allSettled(back);
    throw failed.reason;
  }

  /**
   * Looks at what a worker that is no more left. Only a new message is ever in flight: one that was interrupted may have
   * arrived, and is not sent again.
   */
  async settle(caseId: string): Promise<void> {
    for (const one of (await this.store.read(caseId))?.deliveries ?? []) {
      if (one.state === 'claimed') await this.write(caseId, one, { state: 'pending' });
      if (one.state === 'inFlight') await this.write(caseId, one, { state: 'unknown', why: 'noAnswer' });
    }
  }

  /** Makes due again what could not reach a person in a case. */
  async makeDue(caseId: string, person: Person): Promise<void> {
    const record = await this.store.read(caseId);
    // The case card may stand in their own chat; editing it once more does no harm elsewhere.
    const theirs = ({ effect }: Delivery) =>
      effect.kind === 'caseCard' || ('to' in effect && samePerson(effect.to, person));
    const missed = record?.deliveries.filter((one) => one.state === 'undelivered' && theirs(one));
    for (const delivery of missed ?? [])
      await this.write(caseId, delivery, { state: 'pending', attempts: 0, notBefore: this.clock.now() });
  }
}
