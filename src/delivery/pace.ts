/** At most `count` requests in any stretch of `perMs`. */
export interface Limit {
  readonly count: number;
  readonly perMs: number;
}

/** What Teams allows a bot: in one conversation (platform rules: 7/1 s, 8/2 s, 60/30 s, 1800/h), and 50/s in a tenant. */
export const TEAMS_LIMITS = {
  conversation: [
    { count: 7, perMs: 1_000 },
    { count: 8, perMs: 2_000 },
    { count: 60, perMs: 30_000 },
    { count: 1_800, perMs: 3_600_000 },
  ],
  tenant: { count: 50, perMs: 1_000 },
} as const;

export interface Limits {
  readonly conversation: readonly Limit[];
  readonly tenant: Limit;
}

/** Stays this much below a limit: requests that left evenly may arrive a little closer together. */
export const MARGIN = 1.02;
/**
 * The same for the moments at which a tenant's requests really left. It is smaller than the other one, or each request
 * that is a little late would make the one fifty behind it as late for good.
 */
const DEPARTURE_MARGIN = 1.015;
/** After so many requests, conversations that have been silent for the longest window are forgotten. */
const FORGET_EVERY = 10_000;

/** With fewer requests of a tenant than this in the last second they leave as they come: what a few acts cause. */
const SPREAD_FROM = 10;

/**
 * Says when the next request may leave, so that Teams never has to refuse one. A conversation may use up its small
 * budget at once, as a person expects of an answer; a tenant's requests are spread evenly (GCRA) when there are many.
 */
export class Pace {
  private readonly sent = new Map<string, number[]>();
  private readonly tenantNext = new Map<string, number>();
  /** For when the newest few requests of a tenant are booked, in order. */
  private readonly planned = new Map<string, number[]>();
  /** When the newest requests of a tenant really left, in order. */
  private readonly departures = new Map<string, number[]>();
  private readonly gap: number;
  private readonly few: Limit;
  private turns = 0;

  constructor(private readonly limits: Limits = TEAMS_LIMITS) {
    this.gap = (limits.tenant.perMs / limits.tenant.count) * MARGIN;
    this.few = { ...limits.tenant, count: SPREAD_FROM };
  }

  /** When the conversation has room for one more request (ms). Until then nothing is booked: others would wait for it. */
  room(conversation: string): number {
    const times = this.sent.get(conversation) ?? [];
    return Math.max(0, ...this.limits.conversation.map((limit) => freeAt(times, limit)));
  }

  /** Books a place for one request whose conversation has room; gives the moment (ms) at which it may leave, from now on. */
  book(conversation: string, tenant: string, now: number): number {
    const quiet = freeAt(this.planned.get(tenant) ?? [], this.few) <= now;
    const leave = quiet ? now : Math.max(now, this.tenantNext.get(tenant) ?? 0);
    this.count(conversation, tenant, leave, now);
    return leave;
  }

  /**
   * The moment at which a request whose time has come may really leave: now, and it is counted, or a little later. When
   * the process was held up, all that waited meanwhile would leave at once.
   */
  depart(tenant: string, now: number): number {
    const free = freeAt(this.departures.get(tenant) ?? [], this.limits.tenant, DEPARTURE_MARGIN);
    if (free > now) return free;
    this.leave(tenant, now);
    return now;
  }

  /** A request that departed was on its way only now: whatever kept the process busy, or a new connection, kept it. */
  left(tenant: string, departed: number, now: number): void {
    const times = this.departures.get(tenant);
    const at = times?.lastIndexOf(departed) ?? -1;
    if (!times || at < 0) return;
    times.splice(at, 1);
    enter(times, now);
  }

  /** Counts a request that leaves now, whether there is room for it or not. */
  spend(conversation: string, tenant: string, now: number): void {
    this.count(conversation, tenant, now, now);
    this.leave(tenant, now);
  }

  private leave(tenant: string, now: number): void {
    keep(this.departures, tenant, now, this.limits.tenant.count);
  }

  private count(conversation: string, tenant: string, leave: number, now: number): void {
    this.tenantNext.set(tenant, Math.max(this.tenantNext.get(tenant) ?? 0, leave) + this.gap);
    keep(this.planned, tenant, leave, SPREAD_FROM);
    keep(this.sent, conversation, leave, Math.max(...this.limits.conversation.map((limit) => limit.count)));
    this.turns += 1;
    if (this.turns % FORGET_EVERY === 0) this.forget(now);
  }

  /** Forgets conversations whose last request no longer counts in any window. */
  private forget(now: number): void {
    const longest = Math.max(...this.limits.conversation.map((limit) => limit.perMs));
    for (const [conversation, times] of this.sent)
      if ((times.at(-1) ?? 0) < now - longest * MARGIN) this.sent.delete(conversation);
  }
}

/** Keeps a moment among the newest `most` of whoever they are of. One that is near may come after one that is far. */
function keep(theCase: Map<string, number[]>, key: string, moment: number, most: number): void {
  const times = theCase.get(key) ?? [];
  enter(times, moment);
  if (times.length > most) times.shift();
  theCase.set(key, times);
}

/** Puts a moment in its place among those in order. */
function enter(times: number[], moment: number): void {
  times.splice(times.findLastIndex((time) => time <= moment) + 1, 0, moment);
}

/** When a limit has room again: a window after the request that is `count` back. */
function freeAt(times: readonly number[], { count, perMs }: Limit, margin = MARGIN): number {
  const oldest = times[times.length - count];
  return oldest === undefined ? 0 : oldest + perMs * margin;
}
