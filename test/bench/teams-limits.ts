import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What the connector has counted so far. */
export interface Counted {
  readonly requests: number;
  readonly accepted: number;
  /** Refusals for being faster than Teams allows. */
  readonly earned429: number;
  readonly given429: number;
  readonly given503: number;
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

/** Starts the connector that enforces Teams' limits; some of its answers are failures, by share of all. */
export async function startLimitedTeams(shares: { share429?: number; share503?: number } = {}): Promise<LimitedTeams> {
  const script = fileURLToPath(new URL('teams-limits.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify(shares)], { stdio: ['ignore', 'pipe', 'inherit'] });
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
