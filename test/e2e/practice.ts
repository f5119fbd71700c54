import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { practicePorts } from '../../src/practice/playgrounds.js';
import { launchBrowser, PlaygroundPage, type Size } from './driver.js';

export type Seat = keyof typeof practicePorts;

/** The practice run as `npm start` starts it, with a browser window per person. */
export interface Practice {
  readonly windows: Readonly<Record<Seat, PlaygroundPage>>;
  readonly pictures: string;
  /** Ends the run and starts it again on the same data. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** The ports of the README; with E2E_PORT set the run stands from that port on, beside another one. */
const base = Number(process.env.E2E_PORT ?? 0);
const ports: Record<Seat, number> =
  base > 0 ? { coordinator: base + 1, securityOfficer: base + 2, payer: base + 3 } : practicePorts;

const SEATS = Object.keys(practicePorts) as Seat[];

export async function startPractice(name: string, clock = '2026-05-04T08:00:00Z', size?: Size): Promise<Practice> {
  const folder = await mkdtemp(join(tmpdir(), 'nemkonto-practice-'));
  const pictures = join('artefacts', 'pictures', name);
  await rm(pictures, { recursive: true, force: true });
  await mkdir(pictures, { recursive: true });
  let run = await startRun(folder, { PRACTICE_CLOCK: clock });
  const browser = await launchBrowser();
  const windows = await openWindows(browser, size).catch(async (error: unknown) => {
    await Promise.all([browser.close(), endRun(run)]);
    throw error;
  });
  return {
    windows,
    pictures,
    async restart() {
      await Promise.all(SEATS.map((seat) => windows[seat].close()));
      await endRun(run);
      run = await startRun(folder, {});
      for (const seat of SEATS) Object.assign(windows, { [seat]: await openWindow(browser, seat, size) });
    },
    async close() {
      await browser.close();
      await endRun(run);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function openWindows(browser: Browser, size?: Size): Promise<Record<Seat, PlaygroundPage>> {
  const opened = await Promise.all(SEATS.map(async (seat) => [seat, await openWindow(browser, seat, size)] as const));
  return Object.fromEntries(opened) as Record<Seat, PlaygroundPage>;
}

function openWindow(browser: Browser, seat: Seat, size?: Size): Promise<PlaygroundPage> {
  return PlaygroundPage.open(browser, `http://127.0.0.1:${ports[seat]}`, size);
}

/** Resolves when the run has printed how to end it, which it does last. */
function startRun(folder: string, env: Record<string, string>): Promise<ChildProcess> {
  const script = base > 0 ? ['test/e2e/elsewhere.mjs', String(base)] : ['dist/practice/run.js'];
  const run = spawn(process.execPath, script, {
    env: { ...process.env, DATA_DIR: folder, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (part: Buffer) => {
      said += part.toString();
      if (said.includes('Ctrl-C')) resolve(run);
    };
    run.stdout.on('data', hear);
    run.stderr.on('data', hear);
    run.once('exit', (code) => reject(new Error(`the practice run ended with ${code}: ${said}`)));
  });
}

function endRun(run: ChildProcess): Promise<void> {
  if (run.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    run.once('exit', () => resolve());
    run.kill('SIGINT');
  });
}
