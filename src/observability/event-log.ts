import { randomUUID } from 'node:crypto';
import type { Case } from '../case/case.js';
import type { CaseEvent } from '../case/events.js';
import type { Delivery, Outcome } from '../delivery/ports.js';
import { LruMap } from '../limits/lru-map.js';
import { TokenBuckets } from '../limits/token-bucket.js';
import { Counts } from './metrics.js';

/** Where the lines go; pino has it. */
export interface Log {
  debug(facts: object, sentence: string): void;
  info(facts: object, sentence: string): void;
  warn(facts: object, sentence: string): void;
}

/** One turn as operators see it: ids and fixed words, nothing that a person wrote. */
export interface TurnRecord {
  /** The id of the HTTP request. */
  readonly request: string;
  readonly kind: string;
  /** One of the verbs the bot knows, else `unknown`. */
  readonly verb?: string;
  readonly automatic?: boolean;
  readonly outcome: 'answered' | 'refused' | 'failed' | 'ignored';
  /** Why it was refused. */
  readonly reason?: string;
  /** The case it was about, if there is one of that id. */
  readonly case?: string;
  readonly tenant?: string;
  readonly person?: string;
  readonly ms: number;
}

/** Facts whose request is remembered, so that their deliveries can name it: enough for the busiest tick. */
const REMEMBERED = 20_000;
/** Lines about requests that got no turn: 20 at once and one a second; what is left out is counted in the next one. */
const TURNED_AWAY_LINES = { count: 20, everyMs: 1_000 };

/**
 * What operators see: log lines with the id of the request or tick they belong to, and counts for /metrics. The id is
 * kept in memory only, since nothing stored should depend on it: a delivery taken up after a restart has none.
 */
export class EventLog {
  readonly counts = new Counts();
  private readonly requests = new LruMap<string>(REMEMBERED);
  private readonly turnedAwayLines = new TokenBuckets(TURNED_AWAY_LINES);
  private leftOut = 0;
  private currentTick = '';

  constructor(
    private readonly log: Log,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** One turn. Teams refreshes cards by itself all day long: those lines are for debugging only. */
  turn(turn: TurnRecord): void {
    const { kind, verb, outcome, reason } = turn;
    this.counts.turns.inc({ kind, outcome });
    if (verb !== undefined) this.counts.presses.inc({ verb });
    if (outcome === 'refused') this.counts.refusals.inc({ reason: reason ?? 'other' });
    const isRefresh = outcome === 'answered' && turn.automatic;
    this.log[isRefresh ? 'debug' : 'info'](turn, 'turn');
  }

  /** A request that got no turn: no activity, a bad token, an address that is not Teams'. */
  turnedAway(request: string, status: number, why: string): void {
    this.counts.turnedAway.inc({ status: String(status), why });
    if (!this.turnedAwayLines.take('', this.now())) {
      this.leftOut += 1;
      return;
    }
    this.log.warn({ request, status, why, ...(this.leftOut > 0 && { leftOut: this.leftOut }) }, 'turned away');
    this.leftOut = 0;
  }

  /** Begins a tick: facts without a request belong to it. */
  tick(): void {
    this.currentTick = `tick-${randomUUID()}`;
  }

  /** Facts that are on disk now, and the request they came from. */
  facts(after: Case, events: readonly CaseEvent[], request = this.currentTick): void {
    const first = after.length - events.length + 1;
    for (const index of events.keys()) this.requests.set(`${after.id}/${first + index}`, request);
    this.log.info({ request, case: after.id, facts: events.map(({ type }) => type), length: after.length }, 'facts');
  }

  /** How one try to deliver a message went. */
  delivery(caseId: string, { key, effect, attempts }: Delivery, result: Outcome): void {
    const { kind: outcome } = result;
    this.counts.deliveries.inc({ outcome });
    const request = this.requests.get(`${caseId}/${Number.parseInt(key, 10)}`);
    const why = 'why' in result ? { why: result.why } : {};
    const removed = 'removed' in result && result.removed ? { removed: true } : {};
    const line = { request, case: caseId, key, effect: effect.kind, outcome, ...why, ...removed, attempts };
    this.log[outcome === 'undelivered' || outcome === 'unknown' ? 'warn' : 'info'](line, 'delivery');
  }
}
