import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLowdbCaseStore } from '../../src/store/lowdb/case-store.js';
import { dist } from '../built.js';
import { anActivity, aPress, post } from '../teams/activities.js';
import { type LoopbackConnector, startLoopbackConnector } from '../teams/loopback-connector.js';

let connector: LoopbackConnector;
let folder: string;
let running: ChildProcess[];

beforeEach(async () => {
  connector = await startLoopbackConnector();
  folder = await mkdtemp(join(tmpdir(), 'nemkonto-stop-'));
  running = [];
});
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  await connector.close();
  await rm(folder, { recursive: true, force: true });
});

interface Started {
  readonly url: string;
  /** Sends SIGTERM; resolves with the exit code and how long the process took to end (ms). */
  stop(): Promise<{ code: number | null; ms: number }>;
}

async function start(): Promise<Started> {
  const { NODE_OPTIONS: _options, VITEST: _vitest, NODE_ENV: _env, ...inherited } = process.env;
  const env = { ...inherited, PORT: '0', DATA_DIR: folder, PRACTICE_CLOCK: '2026-05-04T08:00:00Z' };
  const child = spawn(process.execPath, [join(dist, 'main.js')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  running.push(child);
  const exited = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    const { msg, port } = JSON.parse(line) as { msg: string; port: number };
    if (msg !== 'ready') continue;
    child.stdout.resume();
    return {
      url: `http://127.0.0.1:${port}/api/messages`,
      async stop() {
        const begun = performance.now();
        child.kill('SIGTERM');
        const [code] = (await exited) as [number | null];
        return { code, ms: performance.now() - begun };
      },
    };
  }
  throw new Error('the process ended before it was ready');
}

const opening = { municipality: '0630', goLive: '2027-11-01' };
const open = (url: string) => post(url, aPress(connector.serviceUrl, 'openCase', opening));
/** The states of the case's deliveries, as the next process would find them. */
async function states(): Promise<string[]> {
  const store = await openLowdbCaseStore(folder, { nextReminderOf: () => undefined });
  try {
    const [entry] = await store.list();
    return ((await store.read(entry?.id ?? ''))?.deliveries ?? []).map(({ state }) => state);
  } finally {
    await store.close();
  }
}

test('SIGTERM in the middle of an answer: it is given, what it caused is on disk, the process ends well', async () => {
  const bot = await start();
  // The roster does not answer: the press waits for it, and SIGTERM comes meanwhile.
  connector.trouble('hang', { when: ({ kind }) => kind === 'member' });
  const answer = open(bot.url);
  await connector.waitFor(({ kind }) => kind === 'member', 20_000);
  const [stopped, answered] = await Promise.all([bot.stop(), answer]);
  expect(answered.status).toBe(200);
  expect(JSON.stringify(await answered.json())).toContain('AdaptiveCard');
  expect(stopped.code).toBe(0);
  expect(stopped.ms).toBeLessThan(9_000);
  expect((await states()).length).toBeGreaterThan(0);
}, 60_000);

test('SIGTERM while Teams is silent: the process does not wait ten seconds for it, and what may have arrived is not sent again', async () => {
  const bot = await start();
  await post(bot.url, anActivity(connector.serviceUrl, { type: 'installationUpdate', action: 'add' }));
  // The welcome has been heard already; what is waited for is the first message that does not get through.
  connector.forget();
  connector.trouble('hang', { when: ({ kind, body }) => kind === 'send' && body?.summary !== undefined });
  await open(bot.url);
  const reminds = anActivity(connector.serviceUrl, { text: 'spol 4 dage' });
  const spooled = post(bot.url, reminds).catch(() => undefined);
  await connector.waitFor(({ kind, body }) => kind === 'send' && body?.summary !== undefined, 20_000);
  const stopped = await bot.stop();
  await spooled;
  expect(stopped.code).toBe(0);
  expect(stopped.ms).toBeLessThan(9_000);
  expect(await states()).not.toContain('inFlight');
  const unknown = (await states()).filter((state) => state === 'unknown').length;
  expect(unknown).toBeGreaterThan(0);
  connector.calm();
  const sent = () => connector.heard.flatMap(({ kind, body }) => (kind === 'send' ? [String(body?.summary)] : []));
  const [hung] = sent();
  const again = await start();
  // What was not yet on its way goes out now.
  await connector.waitFor(({ kind, body }) => kind === 'send' && body?.summary !== hung, 20_000);
  await again.stop();
  expect(sent().filter((summary) => summary === hung)).toHaveLength(1);
  expect((await states()).filter((state) => state === 'unknown')).toHaveLength(unknown);
}, 90_000);
