import { execFileSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';

/** One measured value, and the budget it must keep, if it has one. */
export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit?: string;
  readonly budget?: { readonly atMost: number } | { readonly atLeast: number };
}

/**
 * Prints the rows as a table, each with OK or MISSED.
 * @throws when a budget was missed.
 */
export function report(title: string, rows: readonly Row[]): void {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const load = (loadavg()[0] ?? 0).toFixed(1);
  const machine = `${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}, load ${load}`;
  const cells = rows.map((row) => [row.what, shown(row.value, row.unit), budgetOf(row), verdictOf(row)]);
  process.stdout.write(`\n${title} (${commit}, ${machine})\n${table(['what', 'value', 'budget', ''], cells)}\n`);
  const missed = rows.filter((row) => verdictOf(row) === 'MISSED').map(({ what }) => what);
  if (missed.length > 0) throw new Error(`Budgets missed: ${missed.join('; ')}`);
}

function budgetOf({ budget, unit }: Row): string {
  if (budget === undefined) return '';
  return 'atMost' in budget ? `<= ${shown(budget.atMost, unit)}` : `>= ${shown(budget.atLeast, unit)}`;
}

function verdictOf({ value, budget }: Row): string {
  if (budget === undefined) return '';
  const keeps = 'atMost' in budget ? value <= budget.atMost : value >= budget.atLeast;
  return keeps ? 'OK' : 'MISSED';
}

function shown(value: number, unit = ''): string {
  const digits = Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : 2;
  return `${value.toFixed(digits)} ${unit}`.trim();
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join('\n');
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
