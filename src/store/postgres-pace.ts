import type { Entered, SharedPace } from '../delivery/instances.js';
import type { PostgresClaims } from './postgres-claims.js';
import { type Database, LIGHT, plain, type Statement } from './postgres-database.js';

/** What is allowed: in one conversation, and between two requests of a tenant. */
export interface PaceLimits {
  readonly conversation: readonly { readonly count: number; readonly perMs: number }[];
  readonly tenantGapMs: number;
}

const BOOK: Statement = {
  name: 'book-request',
  text: `with ${LIGHT} select wait, number::int, booked from light, book_request($1, $2, $3, $4, $5, $6, $7)`,
};

const LEAVE: Statement = {
  name: 'leave-turn',
  text: `with ${LIGHT} update conversation_turns set owner = null from light
    where conversation = $1 and owner = $2 and turn = $3`,
};

/**
 * The turns in the conversations and the pace of all instances together: one row for each conversation and tenant. A
 * request is booked in one statement; who dies in the middle of a turn loses it with its other claims.
 */
export class PostgresPace implements SharedPace {
  constructor(
    private readonly database: Database,
    private readonly claims: PostgresClaims,
    private readonly limits: PaceLimits,
    private readonly onError: (error: unknown) => void,
  ) {}

  standing(): () => boolean {
    return this.claims.standing();
  }

  async enter(conversation: string, tenant: string): Promise<Entered | undefined> {
    const [row] = await this.book(conversation, tenant, true);
    if (!row) return undefined;
    const values = [plain(conversation), this.claims.id, row.number];
    const leave = () => void this.database.repeatable(LEAVE, values).catch(this.onError);
    return { waitMs: Number(row.wait), booked: row.booked === true, leave };
  }

  spend(conversation: string, tenant: string): void {
    void this.book(conversation, tenant, false).catch(this.onError);
  }

  private book(conversation: string, tenant: string, turn: boolean) {
    const { conversation: limits, tenantGapMs } = this.limits;
    return this.database.repeatable(BOOK, [
      ...[plain(conversation), plain(tenant), this.claims.id, turn],
      ...[limits.map(({ count }) => count), limits.map(({ perMs }) => perMs), tenantGapMs],
    ]);
  }
}
