import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Claim, Claims } from '../delivery/instances.js';
import { type Database, LIGHT, plain, type Row, type Statement, unplain } from './postgres-database.js';

/** Milliseconds that an instance counts as living after its last sign of life. A dead one's claims are free then. */
const LEASE_MS = 5_000;
const BEAT_MS = 1_000;
/** An instance trusts its own lease a little less long than the others do: it reckons from before it asked. */
const MARGIN_MS = 1_000;
/** What is due goes first to whoever wrote it; only what has lain for a while is anybody's. */
const LEFT_AFTER_MS = 3_000;
/**
 * After an answer was lost, claims that nobody here knows of are freed for so long: the statement may still be carried out
 * when its connection is gone.
 */
const UNSURE_MS = 10_000;
/** The same is done this often in any case: a server that crashed may have forgotten what it had just answered. */
const FREE_EVERY_MS = 15_000;
/** An instance that has given no sign of life for so long is forgotten. */
const FORGOTTEN_AFTER = `interval '1 hour'`;

/**
 * True for a claim whose owner no longer lives. After a restart of the database everybody has missed their signs of life:
 * then nobody is taken for dead before all have had the time to give one.
 */
export const dead = (owner: string) => `(
  not exists (select 1 from instances i where i.id = ${owner} and i.until > clock_timestamp())
  and pg_postmaster_start_time() < clock_timestamp() - interval '${LEASE_MS} milliseconds')`;

const BEAT: Statement = {
  name: 'give-sign-of-life',
  text: `
with ${LIGHT}, gone as (delete from instances where until < clock_timestamp() - ${FORGOTTEN_AFTER})
insert into instances (id, until) select $1, clock_timestamp() + interval '${LEASE_MS} milliseconds' from light
on conflict (id) do update set until = excluded.until`,
};

const TAKE: Statement = {
  name: 'take-claim',
  text: `
with ${LIGHT}, before as materialized (select owner, fence from claims where case_id = $1)
update claims k set owner = $2, fence = k.fence + 1 from light, before b
where k.case_id = $1 and (k.owner is null or k.owner = $2 or ${dead('k.owner')})
returning k.fence, (select c.revision from cases c where c.id = k.case_id) as revision,
  b.owner is null and k.fence = b.fence + 1 and not exists (
    select 1 from deliveries d where d.case_id = k.case_id and d.state in ('claimed', 'inFlight')) as tidy`,
};

const ADOPT: Statement = {
  name: 'adopt-claims',
  text: `
with ${LIGHT}, left_over as (
  select k.case_id from claims k
  where (k.owner is null or (k.owner <> $1 and ${dead('k.owner')})) and exists (
    select 1 from deliveries d
    where d.case_id = k.case_id and d.state in ('pending', 'claimed', 'inFlight') and d.not_before < $2)
  limit $3 for update of k skip locked
)
update claims k set owner = $1, fence = fence + 1
from light, left_over l join cases c on c.id = l.case_id
where k.case_id = l.case_id returning k.case_id, k.fence, c.tenant`,
};

const RELEASE: Statement = {
  name: 'release-claim',
  text: `with ${LIGHT} update claims set owner = null from light where case_id = $1 and owner = $2 and fence = $3`,
};

const FREE: Statement = {
  name: 'free-claims',
  text: 'update claims set owner = null where owner = $1 and case_id <> all($2::text[])',
};

const LEAVE: Statement = {
  name: 'leave',
  text: `with gone as (delete from instances where id = $1) update claims set owner = null where owner = $1`,
};

/** A claim that lasts as long as its owner gives signs of life. */
export class LeasedClaim implements Claim {
  constructor(
    readonly caseId: string,
    readonly tenant: string,
    readonly owner: string,
    readonly fence: number,
    readonly holds: () => boolean,
    readonly release: () => Promise<void>,
    readonly tidy = false,
  ) {}
}

/**
 * Who carries out what, among the instances on one database. An instance keeps all its claims by one sign of life every
 * moment; when it stops, the others take its cases over within seconds. A claim has a number that rises with every
 * change of hands (the fence), and whoever writes under it shows the number: one that was frozen and comes back finds it
 * changed. By its own clock it knows even before asking.
 */
export class PostgresClaims implements Claims {
  readonly shared = true;
  /** Tells operators which process on which computer, and no two are the same. */
  readonly id = `${hostname()} ${process.pid} ${randomUUID()}`;
  /** Counts the times this instance was silent for too long: what it held before that no longer counts. */
  private life = 0;
  /** How often each case is held here. */
  private readonly mine = new Map<string, number>();
  /** The answer to something was lost: until then the database may count cases as held here of which nobody here knows. */
  private unsureUntil = 0;
  private freeAt = 0;
  private freeing: Promise<void> | undefined;
  private adopting = 0;
  private trusted = 0;
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<void> | undefined;
  private closed = false;

  private constructor(
    private readonly database: Database,
    private readonly now: () => number,
    private readonly beatMs: number,
    /** Told how far a case has come when it is claimed. */
    private readonly heard: (caseId: string, revision: number) => void,
  ) {}

  /** `now`: milliseconds, only ever rising. */
  static async open(
    database: Database,
    now: () => number = () => performance.now(),
    beatMs: number = BEAT_MS,
    heard: (caseId: string, revision: number) => void = () => undefined,
  ): Promise<PostgresClaims> {
    const claims = new PostgresClaims(database, now, beatMs, heard);
    await claims.beat();
    claims.later();
    return claims;
  }

  /** A question that answers false as soon as what is done now might be somebody else's. */
  standing(): () => boolean {
    const life = this.awake() ? this.life : -1;
    return () => this.awake() && this.life === life;
  }

  async take(caseId: string): Promise<LeasedClaim | undefined> {
    const standing = this.standing();
    this.count(caseId, 1);
    try {
      const [row] = await this.sure(TAKE, [caseId, this.id]);
      if (!row) return undefined;
      this.heard(caseId, Number(row.revision));
      return this.claim(caseId, '', Number(row.fence), standing, row.tidy === true);
    } finally {
      this.count(caseId, -1);
    }
  }

  async adopt(now: string, limit: number): Promise<readonly LeasedClaim[]> {
    const standing = this.standing();
    const before = new Date(Date.parse(now) - LEFT_AFTER_MS).toISOString();
    while (this.freeing) await this.freeing;
    if (this.adopting === 0 && (this.now() < this.unsureUntil || this.now() >= this.freeAt)) {
      this.freeing = this.free();
      await this.freeing;
    }
    this.adopting += 1;
    try {
      const rows = await this.sure(ADOPT, [this.id, before, limit]);
      return rows.map((row) =>
        this.claim(String(row.case_id), unplain(String(row.tenant)), Number(row.fence), standing),
      );
    } finally {
      this.adopting -= 1;
    }
  }

  /** Gives everything back, in an orderly end. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.beating?.catch(() => undefined);
    await this.database.repeatable(LEAVE, [this.id]).catch(() => undefined);
  }

  private claim(caseId: string, tenant: string, fence: number, standing: () => boolean, tidy = false): LeasedClaim {
    this.count(caseId, 1);
    const release = async () => {
      this.count(caseId, -1);
      await this.sure(RELEASE, [plain(caseId), this.id, fence]);
    };
    return new LeasedClaim(caseId, tenant, this.id, fence, standing, release, tidy);
  }

  /** What nobody here knows of would be nobody's for as long as this instance lives. Not while more is being adopted. */
  private async free(): Promise<void> {
    try {
      await this.sure(FREE, [this.id, [...this.mine.keys()]]);
      this.freeAt = this.now() + FREE_EVERY_MS;
    } finally {
      this.freeing = undefined;
    }
  }

  private async sure(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    try {
      return await this.database.repeatable(statement, values);
    } catch (error) {
      this.unsureUntil = this.now() + UNSURE_MS;
      throw error;
    }
  }

  private count(caseId: string, change: 1 | -1): void {
    const times = (this.mine.get(caseId) ?? 0) + change;
    if (times > 0) this.mine.set(caseId, times);
    else this.mine.delete(caseId);
  }

  /** True while the others still count this instance among the living; a silence that was too long ends a life. */
  private awake(): boolean {
    if (this.now() < this.trusted) return true;
    if (this.trusted > 0) this.life += 1;
    this.trusted = 0;
    return false;
  }

  private async beat(): Promise<void> {
    const asked = this.now();
    await this.database.repeatable(BEAT, [this.id]);
    this.awake();
    this.trusted = asked + LEASE_MS - MARGIN_MS;
  }

  private later(): void {
    if (this.closed) return;
    this.timer = setTimeout(() => {
      this.beating = this.beat().catch(() => undefined);
      void this.beating.then(() => this.later());
    }, this.beatMs).unref();
  }
}
