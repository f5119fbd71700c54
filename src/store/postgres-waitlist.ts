import type { Case } from '../case/case.js';
import type { DueCase, NextDue, Waitlist } from '../delivery/instances.js';
import { type Database, type Statement, unplain } from './postgres-database.js';

/** Cases handed out at a time; an instance sees to so many in far less than the lease. */
const BATCH = 100;
/** Seconds for which nobody else is handed a case that is due. */
const LEASE = `interval '6 seconds'`;

const SOONEST: Statement = {
  name: 'soonest-due',
  text: 'select min(due) as at from cases where due is not null',
};

const COUNT: Statement = {
  name: 'count-due',
  text: 'select count(*)::int as due from cases where due <= $1',
};

const TAKE: Statement = {
  name: 'take-due',
  text: `
with wanted as (
  select id from cases
  where due <= $1 and (due_taken is null or due_taken < clock_timestamp())
  order by tenant_key, due_rank limit ${BATCH} for update skip locked
)
update cases c set due_taken = clock_timestamp() + ${LEASE} from wanted w where c.id = w.id
returning c.id, c.tenant, c.due_rank as rank`,
};

const UNKNOWN: Statement = {
  name: 'unknown-due',
  text: 'select id from cases where open and due_basis is distinct from $1',
};

const PUT: Statement = {
  name: 'put-due',
  text: `update cases set due = $3, due_rank = $4, due_basis = $5, due_taken = null
    where id = $1 and length = $2 and (due, due_rank, due_basis) is distinct from ($3, $4, $5)`,
};

/**
 * The next due moments of all cases, as an indexed column of the database. It is derived from the logs: the store writes
 * it with the facts it follows from, and when the task file or the rules have changed (`basis`) it is worked out anew.
 * A case that is due is handed to one instance; should two see to it all the same, the log lets only one remind.
 */
export class PostgresWaitlist implements Waitlist {
  private readonly writing = new Set<Promise<unknown>>();

  constructor(
    private readonly database: Database,
    private readonly basis: string,
    /** What the store wrote with the facts, so that it need not be written twice. */
    private readonly written: (theCase: Case) => boolean,
    private readonly onError: (error: unknown) => void,
  ) {}

  async unknown(): Promise<readonly string[]> {
    return (await this.database.repeatable(UNKNOWN, [this.basis])).map(({ id }) => String(id));
  }

  put(theCase: Case, next: () => NextDue | undefined): void {
    if (this.written(theCase)) return;
    const due = next();
    const values = [theCase.id, theCase.length, due?.at ?? null, due?.rank ?? null, this.basis];
    const writing = this.database
      .repeatable(PUT, values)
      .catch(this.onError)
      .finally(() => this.writing.delete(writing));
    this.writing.add(writing);
  }

  async soonest(): Promise<string | undefined> {
    await Promise.all(this.writing);
    const [row] = await this.database.repeatable(SOONEST);
    return typeof row?.at === 'string' ? row.at : undefined;
  }

  async count(moment: string): Promise<number> {
    const [row] = await this.database.repeatable(COUNT, [moment]);
    return Number(row?.due);
  }

  async take(now: string): Promise<readonly DueCase[]> {
    await Promise.all(this.writing);
    const rows = await this.database.repeatable(TAKE, [now]);
    return rows.map(({ id, tenant, rank }) => ({
      caseId: String(id),
      tenant: unplain(String(tenant)),
      rank: String(rank),
    }));
  }
}
