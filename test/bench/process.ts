import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import http from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A bot in a process of its own. */
export interface Running {
  readonly pid: number;
  /** Milliseconds from the spawn until /health answered. */
  readonly readyMs: number;
  /** Posts an activity over a kept connection. `ms` is the time until the last byte of the answer. */
  post(activity: object): Promise<{ readonly ms: number; readonly body: string }>;
  stop(): Promise<void>;
}

const START_MS = 60_000;
const POLL_MS = 10;

/** Starts `node <script>` with these settings and waits until it answers. */
export async function run(script: string, env: Readonly<Record<string, string>>): Promise<Running> {
  const port = await freePort();
  const { NODE_OPTIONS: _options, NODE_ENV: _env, VITEST: _vitest, ...inherited } = process.env;
  const begun = performance.now();
  const child = spawn(process.execPath, [script], {
    env: { ...inherited, ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  // A bench that fails leaves no bot behind.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = once(child, 'exit').finally(() => process.off('exit', kill));
  while (!(await isHealthy(port))) {
    if (child.exitCode !== null) throw new Error(`${script} ended with ${child.exitCode} before it was ready`);
    if (performance.now() - begun > START_MS) throw new Error(`${script} is not ready after ${START_MS} ms`);
    await wait(POLL_MS);
  }
  const readyMs = performance.now() - begun;
  const agent = new http.Agent({ keepAlive: true });
  return {
    pid: child.pid ?? 0,
    readyMs,
    post: (activity) => post(agent, port, JSON.stringify(activity)),
    async stop() {
      agent.destroy();
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function isHealthy(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = http.get({ host: '127.0.0.1', port, path: '/health', agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.once('error', () => resolve(false));
  });
}

function post(agent: http.Agent, port: number, text: string): Promise<{ ms: number; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) };
    const start = performance.now();
    const options = { host: '127.0.0.1', port, path: '/api/messages', method: 'POST', agent, headers };
    const request = http.request(options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const ms = performance.now() - start;
        const body = Buffer.concat(parts).toString('utf8');
        if (response.statusCode === 200) resolve({ ms, body });
        else reject(new Error(`answered ${response.statusCode}: ${body}`));
      });
    });
    request.once('error', reject);
    request.end(text);
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

/** Resident memory (MB, from the kernel) once it has come to rest: three readings within 1 %, ten seconds at most. */
export async function restingMb(pid: number): Promise<number> {
  const readings: number[] = [];
  for (let reading = 0; reading < 20; reading++) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    readings.push(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024);
    const last = readings.slice(-3);
    if (last.length === 3 && Math.max(...last) <= Math.min(...last) * 1.01) break;
    await wait(500);
  }
  return readings.at(-1) ?? Number.NaN;
}

/** Processor time of all threads of a process so far (ms, from the kernel). */
export async function processorMs(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`);
  const times = await Promise.all(threads.map((one) => readFile(`/proc/${pid}/task/${one}/schedstat`, 'utf8')));
  return times.reduce((sum, text) => sum + Number.parseInt(text, 10), 0) / 1e6;
}
