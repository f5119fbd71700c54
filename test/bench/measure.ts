import { readdir, readFile } from 'node:fs/promises';

/** Milliseconds of many runs, in words a table can show. */
export interface Spread {
  readonly median: number;
  readonly p99: number;
  readonly count: number;
}

export function spreadOf(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { median: at(0.5), p99: at(0.99), count: sorted.length };
}

/** Runs something again and again, one after the other, and keeps the time of each run after the warm-up. */
export function timed(count: number, warmUp: number, run: (index: number) => unknown): Spread {
  const times: number[] = [];
  for (let index = 0; index < warmUp + count; index++) {
    const start = performance.now();
    run(index);
    if (index >= warmUp) times.push(performance.now() - start);
  }
  return spreadOf(times);
}

/** Resident memory of a process in MB, from the kernel. */
export async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

/** Processor time of all threads a process has, so far, in ms, from the kernel, which counts it in nanoseconds here. */
export async function processorMs(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`);
  const times = await Promise.all(
    threads.map((one) => readFile(`/proc/${pid}/task/${one}/schedstat`, 'utf8').catch(() => '0')),
  );
  return times.reduce((sum, text) => sum + Number.parseInt(text, 10), 0) / 1e6;
}

/** The kernel counts the time of children that have ended in ticks (USER_HZ is 100 wherever Node runs on Linux). */
const TICK_MS = 10;

/** The same for a process together with its children, those that have ended too. */
export async function familyMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ended = (Number(fields[13]) + Number(fields[14])) * TICK_MS;
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).split(' ').filter(Boolean).map(Number);
  const living = await Promise.all([pid, ...children].map((one) => processorMs(one).catch(() => 0)));
  return living.reduce((sum, one) => sum + one, ended);
}

/** Resolves when `holds` does; asks again every few milliseconds and gives up after `ms`. */
export async function until(holds: () => Promise<boolean>, ms: number, pause = 2): Promise<void> {
  const end = performance.now() + ms;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`It did not come true within ${ms} ms: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** Resident memory once it has stopped moving: three readings in a row within 1 %, half a second apart, ten seconds at most. */
export async function restingMb(pid: number): Promise<number> {
  const readings: number[] = [];
  const resting = async () => {
    readings.push(await residentMb(pid));
    const last = readings.slice(-3);
    return last.length === 3 && Math.max(...last) <= Math.min(...last) * 1.01;
  };
  await until(resting, 10_000, 500).catch(() => undefined);
  return readings.at(-1) ?? Number.NaN;
}

/** A table with aligned columns, as it is printed and copied into docs/performance.md. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join('\n');
}

/** A number for a table: three digits that count, no more. */
export function number(value: number): string {
  return value.toFixed(value < 10 ? 3 : value < 100 ? 1 : 0);
}
