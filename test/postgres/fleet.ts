import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { MORNING } from './seeds.js';
import { freePort } from './server.js';

/** One instance of the bot, in a process of its own. */
export interface Instance {
  readonly port: number;
  readonly pid: number;
  /** Stops it for good, without a word. */
  kill(): Promise<void>;
  freeze(): void;
  wake(): void;
  /** Ends it in order. */
  stop(): Promise<void>;
  /** The status of an address of it; 0 when it does not answer. */
  status(path: string): Promise<number>;
  /** Posts an activity; rejects when no answer comes. */
  post(activity: object): Promise<{ status: number; body: string }>;
}

/** Starts an instance on a database; resolves when it is ready. */
async function startInstance(
  main: string,
  env: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
): Promise<Instance> {
  const port = await freePort();
  const { NODE_OPTIONS: _options, NODE_ENV: _env, VITEST: _vitest, ...inherited } = process.env;
  const child = spawn(process.execPath, [...flags, main], {
    env: { ...inherited, LOG_LEVEL: 'error', ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      said = `${said}${chunk.toString()}`.slice(-100_000);
    });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const agent = new http.Agent({ keepAlive: true });
  const end = async (signal: NodeJS.Signals) => {
    agent.destroy();
    child.kill(signal);
    await gone;
  };
  const instance: Instance = {
    port,
    pid: child.pid ?? 0,
    kill: () => end('SIGKILL'),
    freeze: () => void child.kill('SIGSTOP'),
    wake: () => void child.kill('SIGCONT'),
    stop: () => end('SIGTERM'),
    status: (path) => statusOf(port, path),
    post: (activity) => post(agent, port, activity),
  };
  while (!ended(child) && (await instance.status('/ready')) !== 200) await pause(50);
  if (ended(child)) throw new Error(`The instance ended before it was ready: ${said}`);
  return instance;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Asks again and again until the answer is yes; the test's own time limit is the limit. */
export async function until(answer: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await answer())) await pause(25);
}

function ended(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function statusOf(port: number, path: string): Promise<number> {
  return new Promise((resolve) => {
    const request = http.get({ host: '127.0.0.1', port, path, agent: false, timeout: 8_000 }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(0));
  });
}

function post(agent: http.Agent, port: number, activity: object): Promise<{ status: number; body: string }> {
  const text = JSON.stringify(activity);
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) };
    const where = { host: '127.0.0.1', port, path: '/api/messages', method: 'POST', agent, headers, timeout: 15_000 };
    const request = http.request(where, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') }),
      );
    });
    request.once('timeout', () => request.destroy(new Error('no answer')));
    request.once('error', reject);
    request.end(text);
  });
}

/** The instances that run, and those a load balancer would send people to. */
export class Fleet {
  private readonly all: Instance[] = [];
  private open: Instance[] = [];
  private readonly began = performance.now();
  private next = 0;

  /** One connection for what is asked of the database again and again; made anew when it was cut. */
  private readonly database: pg.Pool;

  constructor(
    private readonly main: string,
    private readonly url: string,
  ) {
    this.database = new pg.Pool({ connectionString: url, max: 1 }).on('error', () => undefined);
  }

  async ask(sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    return (await this.database.query<Record<string, unknown>>(sql, values)).rows;
  }

  /** An instance that has reminders under way: their requests have left or are about to, and it waits for the answer. */
  async sender(): Promise<Instance | undefined> {
    const sql = `select split_part(owner, ' ', 2)::int as pid from sender_lease
      where until > clock_timestamp() and exists (
        select from deliveries where state = 'inFlight' and delivery->'effect'->>'kind' = 'reminder')`;
    const [row] = await this.ask(sql);
    return this.all.find(({ pid }) => pid === row?.pid);
  }

  readonly pick = (): Instance => {
    const chosen = this.open[this.next++ % this.open.length];
    if (!chosen) throw new Error('no instance is left');
    return chosen;
  };

  async start(): Promise<Instance> {
    const data = await mkdtemp(join(tmpdir(), 'nemkonto-instance-'));
    // Clocks of servers agree: an instance that starts later begins later in its day too.
    const clock = new Date(Date.parse(MORNING) + performance.now() - this.began).toISOString();
    const env = { DATABASE_URL: this.url, DATA_DIR: data, PRACTICE_CLOCK: clock, TICK_SECONDS: '1' };
    const instance = await startInstance(this.main, env).finally(() => rm(data, { recursive: true, force: true }));
    this.all.push(instance);
    this.open.push(instance);
    return instance;
  }

  hide(instance: Instance): void {
    this.open = this.open.filter((one) => one !== instance);
  }

  show(instance: Instance): void {
    this.open.push(instance);
  }

  async lose(instance: Instance): Promise<void> {
    this.hide(instance);
    this.all.splice(this.all.indexOf(instance), 1);
    await instance.kill();
  }

  async stop(): Promise<void> {
    for (const one of this.all) one.wake();
    await Promise.all([...this.all.map((one) => one.stop()), this.database.end()]);
  }
}
