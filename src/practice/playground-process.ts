import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { PlayedRole } from './people.js';

/** One Agents Playground process. */
export interface PlaygroundProcess {
  /** Resolves when it answers HTTP; rejects, in plain words and with the end of its log, when it dies or never answers. */
  readonly ready: Promise<void>;
  /** Calls `tell` with one sentence when the process ends without having been asked to. */
  whenLost(tell: (why: string) => void): void;
  /** Ends the process group: politely, then by force. Resolves when it is gone. */
  stop(): Promise<void>;
}

export interface PlaygroundProcessOptions {
  readonly role: PlayedRole;
  readonly port: number;
  readonly botUrl: string;
  readonly configPath: string;
  readonly logPath: string;
}

/** Milliseconds a Playground may take from its start to its first answer; a cold, slow disk needs more than ten seconds. */
const startLimit = 60_000;
/** Milliseconds between asking a process to end and ending it. */
const stopLimit = 3_000;
const logTail = 1_500;

/**
 * Runs before the Playground's own code. The Playground listens on every address and offers no setting: its connector
 * takes messages from anyone, so here every listener is moved to loopback. And when the parent is gone, however it
 * ended, the channel to it closes and the Playground ends too: no orphan holds the port.
 */
const preload = `
import net from 'node:net';
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (...args) {
  if (typeof args[0] === 'number') args.splice(0, typeof args[1] === 'string' ? 2 : 1, { port: args[0], host: '127.0.0.1' });
  return listen.apply(this, args);
};
process.on('disconnect', () => process.exit(0));
`;

/** Starts one Playground in a process group of its own; Ctrl-C in the terminal reaches only the parent, which then stops it. */
export function spawnPlayground(options: PlaygroundProcessOptions): PlaygroundProcess {
  const child = spawn(process.execPath, playgroundArguments(options), {
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    cwd: dirname(options.configPath),
    // Nothing of this process's environment: no credentials, and no proxy between the Playground and the bot.
    env: {
      M365_AGENTS_PLAYGROUND_CONFIG_PATH: options.configPath,
      M365_AGENTS_PLAYGROUND_LOGFILE: options.logPath,
      TEAMSAPPTESTER_BROWSER: 'none',
    },
  });
  let output = '';
  let stopping = false;
  const listening = new Promise<number>((resolve) => {
    const take = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-logTail);
      const port = /Listening on (\d+)/.exec(output)?.[1];
      if (port !== undefined) resolve(Number(port));
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
  });
  const gone = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
  });
  const fail = async (what: string): Promise<never> => {
    const log = await readFile(options.logPath, 'utf8').catch(() => '');
    const end = `${log.slice(-logTail)}${output}`.trim();
    throw new Error(
      `The Agents Playground for ${options.role} on port ${options.port} ${what}.${end === '' ? '' : `\n${end}`}`,
    );
  };
  const ready = firstAnswer(options, listening, gone, fail);
  // The caller awaits `ready` later; until then a failure must not count as unhandled.
  ready.catch(() => undefined);
  return {
    ready,
    whenLost: (tell) => {
      void gone.then((how) => {
        if (!stopping) tell(`The Agents Playground for ${options.role} on port ${options.port} ended (${how}).`);
      });
    },
    stop: async () => {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      signalGroup(child, 'SIGTERM');
      const force = setTimeout(() => signalGroup(child, 'SIGKILL'), stopLimit);
      await gone;
      clearTimeout(force);
      signalGroup(child, 'SIGKILL');
    },
  };
}

function playgroundArguments({ port, botUrl }: PlaygroundProcessOptions): string[] {
  const manifest = createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/package.json');
  return [
    '--import',
    `data:text/javascript,${encodeURIComponent(preload)}`,
    join(dirname(manifest), 'cli.js'),
    'start',
    ...['--app-endpoint', botUrl],
    ...['--channel-id', 'msteams'],
    ...['--port', String(port)],
    ...['--service-url', `http://127.0.0.1:${port}/_connector`],
    '--disable-telemetry',
  ];
}

async function firstAnswer(
  { port }: PlaygroundProcessOptions,
  listening: Promise<number>,
  gone: Promise<string>,
  fail: (what: string) => Promise<never>,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, startLimit, 'late');
  });
  const died = gone.then((how) => fail(`ended before it answered (${how})`));
  try {
    const got = await Promise.race([listening, late, died]);
    if (got === 'late') await fail(`did not answer within ${startLimit / 1000} seconds`);
    if (got !== port)
      await fail(`opened port ${got} instead: another program took port ${port} in the meantime, please try again`);
    // The settings are served only when the configuration was understood; otherwise the process is about to end.
    const asked = fetch(`http://127.0.0.1:${port}/_internal/v1/config`, { signal: AbortSignal.timeout(startLimit) });
    const answer = await Promise.race([asked.catch(() => undefined), died]);
    if (answer?.ok !== true)
      await Promise.race([died, fail(`answered ${answer?.status ?? 'nothing'} on its own page`)]);
  } finally {
    clearTimeout(timer);
    died.catch(() => undefined);
  }
}

/** A process group where there are such things; the Playground starts no processes of its own when it opens no browser. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
