import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What the connector has counted so far. */
export interface Counted {
  readonly requests: number;
  /** Those that were answered 429 for being faster than Teams allows. */
  readonly refused: number;
  /** When each request came, ms. */
  readonly times: readonly number[];
  /** New messages that arrived, by conversation. */
  readonly sends: Readonly<Record<string, number>>;
}

export interface LimitedTeams {
  readonly serviceUrl: string;
  counted(): Promise<Counted>;
  /** In short, to be asked often: all requests, the new messages that arrived, and the time now, ms as in `times`. */
  soFar(): Promise<{ readonly requests: number; readonly sent: number; readonly now: number }>;
  stop(): Promise<void>;
}

/** Starts the connector that enforces Teams' limits. */
export async function startLimitedTeams(): Promise<LimitedTeams> {
  const script = fileURLToPath(new URL('teams-limits.mjs', import.meta.url));
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  const serviceUrl = `http://127.0.0.1:${Number(port.toString())}`;
  return {
    serviceUrl,
    counted: async () => (await (await fetch(`${serviceUrl}/stats`)).json()) as Counted,
    soFar: async () =>
      (await (await fetch(`${serviceUrl}/counts`)).json()) as { requests: number; sent: number; now: number },
    async stop() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}
