import { TokenBuckets } from './token-bucket.js';

/** Thirty presses or texts in a row are more than a person needs for a case; then one a second, as fast as one can read. */
const PERSON = { count: 30, everyMs: 1_000 };
/** A whole organisation: a hundred people at their fastest, and below what Teams lets the bot answer (50/s). */
const TENANT = { count: 400, everyMs: 25 };
/** How often a person who goes on is told by a message to slow down; every press is answered, for that costs no message. */
const WARNING = { count: 1, everyMs: 20_000 };
/** People remembered; one takes about a hundred bytes. */
const PEOPLE = 10_000;
const TENANTS = 1_000;

/** A person by the ids in the verified activity. */
export interface Who {
  readonly tenant: string;
  readonly id: string;
}

/**
 * How much one person and one organisation may ask of the bot. One person's flood is turned away before it counts for
 * their organisation, so that colleagues are not shut out by it.
 */
export class Allowance {
  private readonly people = new TokenBuckets(PERSON, PEOPLE);
  private readonly tenants = new TokenBuckets(TENANT, TENANTS);
  private readonly warnings = new TokenBuckets(WARNING, PEOPLE);

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Takes one; false when the person or their organisation has none left. */
  take({ tenant, id }: Who): boolean {
    const now = this.now();
    return this.people.take(`${tenant} ${id}`, now) && this.tenants.take(tenant, now);
  }

  /** True when it is time to tell the person by a message that they are too fast. */
  tells({ tenant, id }: Who): boolean {
    return this.warnings.take(`${tenant} ${id}`, this.now());
  }

  /** How many people and organisations are remembered. */
  get size(): number {
    return this.people.size + this.tenants.size + this.warnings.size;
  }
}
