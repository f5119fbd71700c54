import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { expect, test } from 'vitest';
import type { CommandHandler } from '../../src/delivery/flow.js';
import { Reminders } from '../../src/delivery/tick.js';
import { danishCalendar } from '../../src/task/calendar.js';
import { task } from '../given.js';
import { type Drain, measureDrain, measureStart, PER_TENANT, type Start } from './drain.js';
import { spreadOf, table } from './measure.js';
import { caseOfResident, QUIET } from './town.js';

/** BENCH_CASES makes a trial run short. */
const CASES = Number(process.env.BENCH_CASES ?? 10_000);
/** Four tenants: together 200 requests a second are allowed, so that 10,000 reminders take two to three minutes. */
const TENANTS = 4;
const STARTS = 3;
const IDLE_TICKS = 2_000;

test('what reminders cost: all due at once, none due, and a start with all of them', async () => {
  const load = loadavg()[0] ?? 0;
  const idle = await measureIdle();
  const start = await measureStart(CASES, STARTS);
  const drain = await measureDrain(CASES, TENANTS);
  await report(drain, start, idle, load);
  expect(drain.arrived).toBe(CASES);
  expect(drain.doubled).toBe(0);
  expect(drain.notSent).toBe(0);
}, 1_200_000);

/** A tick over all cases with none due, in ms. */
async function measureIdle() {
  const world = { task, calendar: danishCalendar(task.reminders.freeByCustom) };
  const reminders = new Reminders(world, () => undefined);
  for (let at = 0; at < CASES; at++) {
    const digits = String(at).padStart(12, '0');
    const resident = { caseId: `0630-${(at + 50_000).toString(36)}`, tenant: 't', chat: `a:${at}` };
    reminders.note(caseOfResident({ ...resident, person: `00000000-0000-4000-8000-${digits}` }));
  }
  const flow = { remind: () => Promise.reject(new Error('nothing is due')) } as unknown as CommandHandler;
  const times: number[] = [];
  for (let number = 0; number < IDLE_TICKS; number++) {
    const before = performance.now();
    await reminders.tick(QUIET, flow);
    times.push(performance.now() - before);
  }
  return spreadOf(times);
}

async function report(drain: Drain, start: Start, idle: { median: number; p99: number }, load: number): Promise<void> {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const machine = `${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}, load ${load.toFixed(1)} at the start`;
  const { counted, share, loop, presses } = drain;
  const percent = (part: number) => `${(part * 100).toFixed(2)} %`;
  const rows: [string, string, string][] = [
    ['reminders due at once, tenants', `${drain.cases}, ${drain.tenants}`, ''],
    [
      'arrived; people with more than one; not on record as sent',
      [drain.arrived, drain.doubled, drain.notSent].join('; '),
      `${drain.cases}; 0; 0`,
    ],
    ['seconds; requests, edits of older cards included', `${drain.seconds.toFixed(1)}; ${counted.requests}`, ''],
    [`share of the allowed ${drain.tenants * PER_TENANT}/s, middle nine tenths`, percent(share.middle), '>= 97 %'],
    ['the same over the whole run, its end with the last retries included', percent(share.whole), ''],
    ['answered 429 and 503 without a fault of ours', `${counted.given429}; ${counted.given503}`, ''],
    ['429 for being too fast', `${counted.earned429}, ${percent(counted.earned429 / counted.requests)}`, '<= 0.1 %'],
    [
      'event loop delay p50, p99, most, ms',
      [loop.p50, loop.p99, loop.max].map((one) => one.toFixed(1)).join(', '),
      'p99 < 20',
    ],
    [
      `answers to ${presses.count} presses meanwhile, median, p99, ms`,
      `${presses.median.toFixed(1)}, ${presses.p99.toFixed(1)}`,
      '',
    ],
    ['processor cores used by the bot', drain.cores.toFixed(2), ''],
    [
      `idle tick over ${drain.cases} cases, median, p99, ms`,
      `${idle.median.toFixed(4)}, ${idle.p99.toFixed(4)}`,
      '< 1',
    ],
    [
      `start with ${drain.cases} cases and ${drain.cases * 6} facts beyond an empty one, ms`,
      (start.full - start.empty).toFixed(0),
      '< 2000',
    ],
    ['the same right after an update, with nothing noted, ms', (start.anew - start.empty).toFixed(0), ''],
  ];
  const text = [`${commit}, ${machine}`, '', table(['reminders', 'measured', 'target'], rows)].join('\n');
  process.stdout.write(`${text}\n`);
  await mkdir('artefacts', { recursive: true });
  const json = { commit, machine, drain, start, idle };
  await writeFile('artefacts/bench-reminders.json', `${JSON.stringify(json, null, 2)}\n`);
}
