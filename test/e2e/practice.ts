import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { type PlayedRole, playedRoles } from '../../src/practice/people.js';
import { launchBrowser, PlaygroundPage, type Size } from './driver.js';

export type Seat = PlayedRole;

/** The practice run as `npm start` starts it, with a browser window per person. */
export interface Practice {
  readonly windows: Readonly<Record<Seat, PlaygroundPage>>;
  readonly pictures: string;
  /** Ends the run and starts it again on the same data. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** The practice run, and the addresses it has printed. */
interface Run {
  readonly child: ChildProcess;
  readonly urls: Readonly<Record<Seat, string>>;
}

export async function startPractice(name: string, clock = '2026-05-04T08:00:00Z', size?: Size): Promise<Practice> {
  const folder = await mkdtemp(join(tmpdir(), 'nemkonto-practice-'));
  const pictures = join('artefacts', 'pictures', name);
  await rm(pictures, { recursive: true, force: true });
  await mkdir(pictures, { recursive: true });
  let run = await startRun(folder, { PRACTICE_CLOCK: clock });
  const browser = await launchBrowser();
  const windows = await openWindows(browser, run, size).catch(async (error: unknown) => {
    await Promise.all([browser.close(), endRun(run)]);
    throw error;
  });
  return {
    windows,
    pictures,
    async restart() {
      await Promise.all(playedRoles.map((seat) => windows[seat].close()));
      await endRun(run);
      run = await startRun(folder, {});
      Object.assign(windows, await openWindows(browser, run, size));
    },
    async close() {
      await browser.close();
      await endRun(run);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function openWindows(browser: Browser, { urls }: Run, size?: Size): Promise<Record<Seat, PlaygroundPage>> {
  const opened = playedRoles.map(async (seat) => [seat, await PlaygroundPage.open(browser, urls[seat], size)] as const);
  return Object.fromEntries(await Promise.all(opened)) as Record<Seat, PlaygroundPage>;
}

/** Resolves when the run has printed how to end it, which it does last. */
function startRun(folder: string, env: Record<string, string>): Promise<Run> {
  const child = spawn(process.execPath, ['dist/practice/run.js'], {
    env: { ...process.env, DATA_DIR: folder, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    let output = '';
    const hear = (part: Buffer) => {
      output += part.toString();
      if (!output.includes('Ctrl-C')) return;
      const urls = output.match(/http:\/\/127\.0\.0\.1:\d+/g) ?? [];
      const entries = playedRoles.map((seat, index) => [seat, urls[index]]);
      resolve({ child, urls: Object.fromEntries(entries) as Record<Seat, string> });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`the practice run ended with ${code}: ${output}`)));
  });
}

function endRun({ child }: Run): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGINT');
  });
}
