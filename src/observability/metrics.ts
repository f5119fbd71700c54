import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** What has happened since the start, by labels. Every label has a small fixed set of values, so that memory is bounded. */
export class Counts {
  readonly registry = new Registry();
  readonly turns = this.counter('turns_total', 'Activities that got a turn', ['kind', 'outcome']);
  readonly presses = this.counter('presses_total', 'Presses on cards', ['verb']);
  readonly refusals = this.counter('refusals_total', 'Presses and texts that were refused', ['reason']);
  readonly deliveries = this.counter('deliveries_total', 'Tries to deliver a message', ['outcome']);
  readonly turnedAway = this.counter('turned_away_total', 'Requests that got no turn', ['status', 'why']);

  private counter<L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> {
    return new Counter({ name: `nemkonto_${name}`, help, labelNames, registers: [this.registry] });
  }
}

/** What is looked up when /metrics is read. One that cannot be is not a number there, and the others stand beside it. */
export interface Levels {
  /** What keeps the bot from working, as /ready tells it. */
  readonly problem: () => Promise<string | undefined>;
  /** Cases whose reminder is due; `overdue` of them could have been reminded some ticks ago. */
  readonly reminders: () => Promise<{ readonly due: number; readonly overdue: number }>;
  /** Cases with messages that are due or on their way. */
  readonly backlog: () => Promise<number>;
  /** Case files that could not be read. */
  readonly setAside: () => number;
}

/** Adds the levels and those of the process to the counts; the result makes the text of /metrics (Prometheus). */
export function metricsOf({ registry }: Counts, levels: Levels): () => Promise<string> {
  collectDefaultMetrics({ register: registry });
  gauge('ready', 'Whether the bot can work (1) or not (0), as /ready tells', async () =>
    (await levels.problem()) === undefined ? 1 : 0,
  );
  gauge('reminders_due', 'Cases whose reminder is due', async () => (await levels.reminders()).due);
  gauge(
    'reminders_overdue',
    'Cases whose reminder should have gone out',
    async () => (await levels.reminders()).overdue,
  );
  gauge('delivery_backlog', 'Cases with messages that are due or on their way', levels.backlog);
  gauge('cases_set_aside', 'Case files that could not be read', async () => levels.setAside());
  return () => registry.metrics();

  function gauge(name: string, help: string, value: () => Promise<number>): void {
    new Gauge({
      ...{ name: `nemkonto_${name}`, help, registers: [registry] },
      async collect() {
        this.set(await value().catch(() => Number.NaN));
      },
    });
  }
}
