import { readFile } from 'node:fs/promises';

/** Milliseconds of many runs, in words a table can show. */
export interface Spread {
  readonly median: number;
  readonly p99: number;
  readonly count: number;
}

/** Runs something again and again, one after the other, and keeps the time of each run after the warm-up. */
export async function timed(count: number, warmUp: number, run: (index: number) => Promise<unknown>): Promise<Spread> {
  const times: number[] = [];
  for (let index = 0; index < warmUp + count; index++) {
    const start = performance.now();
    await run(index);
    if (index >= warmUp) times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return { median: at(0.5), p99: at(0.99), count };
}

/** Resident memory of a process in MB, from the kernel. */
export async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

/** A table with aligned columns, as it is printed and copied into docs/performance.md. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join('\n');
}
