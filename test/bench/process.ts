import { type ChildProcess, spawn } from 'node:child_process';
import http from 'node:http';
import { connect, createServer } from 'node:net';
import { until } from './measure.js';

/** A bot in a process of its own. */
export interface Running {
  readonly pid: number;
  readonly port: number;
  /** Milliseconds from the spawn until /health answered. */
  readonly readyMs: number;
  /** Posts an activity over a kept connection. `ms` is the time until the last byte of the answer. */
  post(activity: object): Promise<Answered>;
  stop(): Promise<void>;
}

export interface Answered {
  readonly ms: number;
  readonly body: string;
}

const START_MS = 180_000;
const KNOCK_MS = 5;

/** Starts `node ...args` with the environment and waits until it answers. */
export async function run(args: readonly string[], env: Record<string, string>): Promise<Running> {
  const port = await freePort();
  const start = performance.now();
  const { NODE_OPTIONS: _options, NODE_ENV: _env, VITEST: _vitest, ...inherited } = process.env;
  const child = spawn(process.execPath, args, {
    env: { ...inherited, ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  // Knocking takes next to nothing, where a request every few milliseconds would take a core from whoever starts.
  await until(async () => ends(child) || ((await listens(port)) && (await answers(port))), START_MS, KNOCK_MS);
  const readyMs = performance.now() - start;
  if (ends(child) || child.pid === undefined) throw new Error(`node ${args.join(' ')} ended before it was ready`);
  const agent = new http.Agent({ keepAlive: true });
  return {
    pid: child.pid,
    port,
    readyMs,
    post: (activity) => post(agent, port, JSON.stringify(activity)),
    async stop() {
      agent.destroy();
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function ends(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function post(agent: http.Agent, port: number, text: string): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) };
    const start = performance.now();
    const request = http.request(
      { host: '127.0.0.1', port, path: '/api/messages', method: 'POST', agent, headers },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const ms = performance.now() - start;
          const body = Buffer.concat(parts).toString('utf8');
          if (response.statusCode === 200) resolve({ ms, body });
          else reject(new Error(`answered ${response.statusCode}: ${body}`));
        });
      },
    );
    request.once('error', reject);
    request.end(text);
  });
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = http.get({ host: '127.0.0.1', port, path: '/health', agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.once('error', () => resolve(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
