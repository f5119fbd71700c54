import { randomUUID } from 'node:crypto';
import type { Case } from '../case/case.js';
import type { CaseEvent } from '../case/events.js';
import type { Delivery, Outcome } from '../delivery/ports.js';
import { Buckets } from '../limits/buckets.js';
import { Recent } from '../limits/recent.js';
import { Counts } from './counts.js';

/** Where the lines go; pino has it. */
export interface Log {
  debug(facts: object, sentence: string): void;
  info(facts: object, sentence: string): void;
  warn(facts: object, sentence: string): void;
}

/** One turn as it is told to operators: ids and fixed words, nothing that a person wrote. */
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
const AWAY_LINES = { count: 20, everyMs: 1_000 };

/**
 * What operators see: log lines with the id of the request or tick they belong to, and counts for /metrics. The id is
 * kept beside a case's facts in memory only, since nothing stored should depend on it: a delivery taken up after a
 * restart has none.
 */
export class EventLog {
  readonly counts = new Counts();
  private readonly causes = new Recent<string>(REMEMBERED);
  private readonly away = new Buckets(AWAY_LINES);
  private leftOut = 0;
  private running = '';

  constructor(
    private readonly log: Log,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Teams refreshes cards by itself all day long: such a line is for those who look for it. */
  turn(told: TurnRecord): void {
    const { kind, verb, outcome, reason } = told;
    this.counts.turns.add({ kind, outcome });
    if (verb !== undefined) this.counts.presses.add({ verb });
    if (outcome === 'refused') this.counts.refusals.add({ reason: reason ?? 'other' });
    const quiet = outcome === 'answered' && told.automatic;
    this.log[quiet ? 'debug' : 'info'](told, 'turn');
  }

  /** A request that got no turn: no activity, a bad token, an address that is not Teams'. */
  turnedAway(request: string, status: number, why: string): void {
    this.counts.away.add({ status: String(status), why });
    if (!this.away.take('', this.now())) {
      this.leftOut += 1;
      return;
    }
    this.log.warn({ request, status, why, ...(this.leftOut > 0 && { leftOut: this.leftOut }) }, 'turned away');
    this.leftOut = 0;
  }

  /** Begins a tick: facts without a request belong to it. */
  tick(): void {
    this.running = `tick-${randomUUID()}`;
  }

  /** Facts that are on disk now, and the request they came from. */
  facts(after: Case, events: readonly CaseEvent[], request = this.running): void {
    const first = after.length - events.length + 1;
    for (const at of events.keys()) this.causes.set(`${after.id}/${first + at}`, request);
    this.log.info({ request, case: after.id, facts: events.map(({ type }) => type), length: after.length }, 'facts');
  }

  /** How one try to tell somebody went. */
  delivery(caseId: string, { key, effect, attempts }: Delivery, performed: Outcome): void {
    const { kind: outcome } = performed;
    const why = 'why' in performed ? { why: performed.why } : {};
    this.counts.deliveries.add({ outcome });
    const request = this.causes.get(`${caseId}/${Number.parseInt(key, 10)}`);
    const facts = { request, case: caseId, key, effect: effect.kind, outcome, ...why, attempts };
    this.log[outcome === 'undelivered' || outcome === 'unknown' ? 'warn' : 'info'](facts, 'delivery');
  }
}
