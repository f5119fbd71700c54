import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Counts, metricsOf } from '../../src/observability/metrics.js';

const alerts = readFileSync('docs/monitoring/alerts.yml', 'utf8');
const dashboard = JSON.parse(readFileSync('docs/monitoring/grafana-dashboard.json', 'utf8'));

interface Panel {
  readonly title: string;
  readonly description: string;
  readonly targets: readonly { readonly expr: string }[];
}

/** One rule as the names and values of its lines. */
const rules = alerts
  .split(/^ +- alert: /m)
  .slice(1)
  .map((text) => `alert: ${text}`)
  .map((text) => Object.fromEntries([...text.matchAll(/^ *(\w+): (.+)$/gm)].map(([, key, value]) => [key, value])));

const expressions: readonly (readonly [string, string])[] = [
  ...rules.map(({ alert, expr }) => [String(alert), String(expr)] as const),
  ...dashboard.panels.flatMap(({ title, targets }: Panel) => targets.map(({ expr }) => [title, expr] as const)),
];

/** Every metric of /metrics with the names of its labels. `up` is Prometheus' own. */
async function offered(): Promise<ReadonlyMap<string, readonly string[]>> {
  const counts = new Counts();
  const none = {
    problem: async () => undefined,
    reminders: async () => ({ due: 0, overdue: 0 }),
    backlog: async () => 0,
    setAside: () => 0,
  };
  await metricsOf(counts, none)();
  const labels = [counts.turns, counts.presses, counts.refusals, counts.deliveries, counts.turnedAway].map(
    (counter) => [nameOf(counter), labelsOf(counter)] as const,
  );
  const names = (await counts.registry.getMetricsAsJSON()).map(({ name }) => [name, []] as const);
  return new Map([...names, ...labels, ['up', []]]);
}

describe('docs/monitoring', () => {
  test.each(expressions)('asks only for metrics and labels that /metrics has: %s', async (_title, expression) => {
    const known = await offered();
    const bare = expression.replace(/"[^"]*"/g, '""');
    const named = [...bare.matchAll(/\b(?:nemkonto|nodejs|process)_\w+|\bup\b/g)].map(([name]) => name);
    expect(named.length).toBeGreaterThan(0);
    for (const name of named) expect([...known.keys()]).toContain(name);
    const labels = [...bare.matchAll(/\bby \(([^)]+)\)|\{([^}]+)\}/g)].flatMap(([, by, selected]) =>
      (by ?? selected ?? '').split(',').map((label) => label.replace(/[=!~].*/, '').trim()),
    );
    const allowed = ['job', ...named.flatMap((name) => known.get(name) ?? [])];
    for (const label of labels) expect(allowed).toContain(label);
  });

  test('shows every metric of the bot’s own', async () => {
    const own = [...(await offered()).keys()].filter((name) => name.startsWith('nemkonto_'));
    const shown = dashboard.panels.flatMap(({ targets }: Panel) => targets.map(({ expr }) => expr)).join('\n');
    expect(own.length).toBeGreaterThanOrEqual(9);
    for (const name of own) expect(shown).toContain(name);
  });

  test('says of every alert what it means and what to do', () => {
    expect(rules.length).toBeGreaterThan(10);
    expect(rules.length).toBe(alerts.match(/alert:/g)?.length);
    for (const rule of rules)
      for (const part of ['expr', 'labels', 'summary', 'description', 'action'])
        expect([rule.alert, part, rule[part]?.length ?? 0]).toEqual([rule.alert, part, expect.toSatisfy(isText)]);
    for (const { alert, action } of rules)
      expect([alert, action]).toEqual([alert, expect.stringMatching(/^[A-Z].*\.$/)]);
  });

  test('says of every panel what it shows', () => {
    for (const { title, description } of dashboard.panels as Panel[])
      expect([title, description]).toEqual([title, expect.stringMatching(/^[A-Z].*\.$/)]);
  });
});

const isText = (length: number) => length > 10;

/** prom-client keeps both for its own use. */
function nameOf(counter: object): string {
  return 'name' in counter ? String(counter.name) : '';
}
function labelsOf(counter: object): readonly string[] {
  return 'labelNames' in counter ? (counter.labelNames as readonly string[]) : [];
}
