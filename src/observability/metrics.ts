import type { Registry } from 'prom-client';
import type { Count, Counts } from './counts.js';

/** What is looked up when /metrics is read. */
export interface Levels {
  /** Cases whose reminder is due; `overdue` of them could have been reminded some ticks ago. */
  readonly reminders: () => Promise<{ readonly due: number; readonly overdue: number }>;
  /** Cases with messages that are due or on their way. */
  readonly backlog: () => Promise<number>;
  /** Case files that could not be read. */
  readonly setAside: () => number;
}

/**
 * The text of /metrics (Prometheus). The library is loaded with the first request, so that the start does not pay for it;
 * the counts have been kept by us since the start. The delay of the event loop is measured from the first request on.
 */
export function metricsOf(counts: Counts, levels: Levels): () => Promise<string> {
  let registry: Promise<Registry> | undefined;
  return async () => {
    registry ??= build(counts, levels);
    return (await registry).metrics();
  };
}

async function build(counts: Counts, levels: Levels): Promise<Registry> {
  const { Counter, Gauge, Registry, collectDefaultMetrics } = await import('prom-client');
  const registers = [new Registry()] as const;
  const [register] = registers;
  collectDefaultMetrics({ register });

  function counter<L extends string>(name: string, help: string, labelNames: L[], count: Count<L>): void {
    new Counter({
      ...{ name: `nemkonto_${name}`, help, labelNames, registers: [...registers] },
      collect() {
        this.reset();
        for (const { labels, count: so } of count.all()) this.inc(labels, so);
      },
    });
  }
  function gauge(name: string, help: string, value: () => number | Promise<number>): void {
    new Gauge({
      ...{ name: `nemkonto_${name}`, help, registers: [...registers] },
      async collect() {
        this.set(await value());
      },
    });
  }

  counter('turns_total', 'Activities that got a turn', ['kind', 'outcome'], counts.turns);
  counter('presses_total', 'Presses on cards', ['verb'], counts.presses);
  counter('refusals_total', 'Presses and texts that were refused', ['reason'], counts.refusals);
  counter('deliveries_total', 'Tries to tell somebody', ['outcome'], counts.deliveries);
  counter('turned_away_total', 'Requests that got no turn', ['status', 'why'], counts.away);
  gauge('reminders_due', 'Cases whose reminder is due', async () => (await levels.reminders()).due);
  gauge(
    'reminders_overdue',
    'Cases whose reminder should have gone out',
    async () => (await levels.reminders()).overdue,
  );
  gauge('delivery_backlog', 'Cases with messages that are due or on their way', levels.backlog);
  gauge('cases_set_aside', 'Case files that could not be read', levels.setAside);
  return register;
}
