import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';

/** One life of the process under torture: from its spawn to its kill. */
export interface Life {
  /** Resolves with the line it prints when it is ready; undefined when it was killed before. */
  readonly ready: Promise<Ready | undefined>;
  readonly begun: number;
  /** Resolves with the status, or undefined when the process went away before it had answered. */
  post(path: string, body: object): Promise<Answered | undefined>;
  /** SIGKILL, and waits until the process is gone. */
  kill(): Promise<void>;
}

export interface Ready {
  readonly port: number;
  readonly setAside: readonly object[];
}

export interface Answered {
  readonly status: number;
  readonly text: string;
}

/** A process that ended by itself: nothing the torture does explains that. */
export class DiedAlone extends Error {
  override readonly name = 'DiedAlone';
}

/** The seed of a run: TORTURE_SEED, else a new one. It is printed, so that a run can be asked for again. */
export function seedOf(): number {
  return Number(process.env.TORTURE_SEED ?? Math.floor(Math.random() * 2 ** 31));
}

/** How long a start may take on a machine that has much else to do. */
const START_MS = 60_000;

/** Starts `node ...args`; `readyIn` finds the sign of readiness in its output. */
export function begin(
  args: readonly string[],
  env: Record<string, string>,
  readyIn: (line: string) => Ready | undefined,
): Life {
  const { NODE_OPTIONS: _options, NODE_ENV: _env, VITEST: _vitest, ...inherited } = process.env;
  const child = spawn(process.execPath, args, { env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let killed = false;
  let said = '';
  child.stderr.on('data', (part: Buffer) => {
    said = (said + part.toString('utf8')).slice(-4_000);
  });
  const ended = once(child, 'exit');
  const ready = readiness(child, readyIn).then(
    (found) => found,
    (error: unknown) => {
      if (killed) return undefined;
      throw new DiedAlone(`${error instanceof Error ? error.message : error}: ${said}`);
    },
  );
  // A start that fails while nobody looks is told to whoever awaits it later.
  ready.catch(() => undefined);
  const agent = new http.Agent({ keepAlive: true });
  return {
    ready,
    begun: Date.now(),
    async post(path, body) {
      const port = (await ready)?.port;
      return port === undefined ? undefined : post(agent, port, path, JSON.stringify(body));
    },
    async kill() {
      killed = true;
      child.kill('SIGKILL');
      await ended;
      agent.destroy();
    },
  };
}

function readiness(child: ChildProcess, readyIn: (line: string) => Ready | undefined): Promise<Ready> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('not ready in time')), START_MS);
    let text = '';
    child.stdout?.on('data', (part: Buffer) => {
      text += part.toString('utf8');
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) {
        const found = readyIn(line);
        if (!found) continue;
        clearTimeout(late);
        resolve(found);
      }
    });
    child.once('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`ended with ${code} before it was ready`));
    });
  });
}

function post(agent: http.Agent, port: number, path: string, text: string): Promise<Answered | undefined> {
  return new Promise((resolve) => {
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) };
    const request = http.request({ host: '127.0.0.1', port, path, method: 'POST', agent, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('close', () => {
        const answer = { status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') };
        resolve(response.complete ? answer : undefined);
      });
    });
    request.once('error', () => resolve(undefined));
    request.end(text);
  });
}
