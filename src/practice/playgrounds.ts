import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { type PlayedRole, type PracticePerson, playedRoles, practicePerson } from './people.js';
import { playgroundConfig } from './playground-config.js';
import { type PlaygroundProcess, spawnPlayground } from './playground-process.js';

/** Where one person of the practice run sits in the browser. */
export interface PlaygroundAddress {
  readonly role: PlayedRole;
  readonly person: PracticePerson;
  readonly url: string;
}

/** The ports in the README; a role that is left out of `ports` gets no window. */
export const practicePorts = { coordinator: 56150, securityOfficer: 56151, payer: 56152 } as const;

export interface PlaygroundsOptions {
  /** Where the Playgrounds post activities, e.g. `http://127.0.0.1:3978/api/messages`. */
  readonly botUrl: string;
  /** Gets one configuration and one log per role; made when missing. */
  readonly folder: string;
  readonly ports: Readonly<Partial<Record<PlayedRole, number>>>;
  /** Told in one line each when a window is up, and when one ends by itself later. */
  readonly onLine?: (line: string) => void;
}

export interface Playgrounds {
  readonly addresses: PlaygroundAddress[];
  /** Ends every process and resolves when all are gone; a second call waits for the same end. */
  stop(): Promise<void>;
}

/**
 * Starts one Agents Playground per role and resolves when all of them answer. When one cannot start, those already up
 * are stopped and the error says why in plain words.
 */
export async function startPlaygrounds(options: PlaygroundsOptions): Promise<Playgrounds> {
  const seats = playedRoles.flatMap((role) => {
    const port = options.ports[role];
    return port === undefined ? [] : [{ role, port }];
  });
  await assertPortsFree(seats.map(({ port }) => port));
  // A Playground that does not find its configuration takes a built-in one without a word: no path relative to anything.
  const folder = resolve(options.folder);
  await mkdir(folder, { recursive: true });
  const starting = seats.map(async ({ role, port }) => {
    const configPath = join(folder, `playground-${role}.yml`);
    await writeFile(configPath, playgroundConfig(role));
    const logPath = join(folder, `playground-${role}.log`);
    return { role, port, playground: spawnPlayground({ role, port, botUrl: options.botUrl, configPath, logPath }) };
  });
  const running = await Promise.all(starting);
  const stop = stopOnce(running.map(({ playground }) => playground));
  try {
    await Promise.all(running.map(({ playground }) => playground.ready));
  } catch (error) {
    await stop();
    throw error;
  }
  const addresses = running.map(({ role, port, playground }) => {
    const address = { role, person: practicePerson(role), url: `http://127.0.0.1:${port}` };
    options.onLine?.(`${role}: ${address.url}`);
    playground.whenLost((why) => options.onLine?.(why));
    return address;
  });
  return { addresses, stop };
}

function stopOnce(playgrounds: readonly PlaygroundProcess[]): () => Promise<void> {
  let stopped: Promise<void> | undefined;
  return () => {
    stopped ??= Promise.all(playgrounds.map((playground) => playground.stop())).then(() => undefined);
    return stopped;
  };
}

/**
 * Refuses with one sentence (Danish, then English) when a port is in use. Asked before anything starts, because a
 * Playground whose port is taken moves to a random one without a word.
 */
export async function assertPortsFree(ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    const problem = await portProblem(port);
    if (problem === undefined) continue;
    throw new Error(
      `Port ${port} er ikke ledig (${problem}): luk det program, der bruger den, måske en øvekørsel i et andet vindue, og prøv igen. / ` +
        `Port ${port} is not free (${problem}): close the program that uses it, perhaps a practice run in another window, and try again.`,
    );
  }
}

/** The code of what went wrong when listening, e.g. EADDRINUSE; both loopback and every address are tried. */
async function portProblem(port: number): Promise<string | undefined> {
  for (const host of ['127.0.0.1', undefined]) {
    const problem = await new Promise<string | undefined>((resolve) => {
      const server = createServer();
      server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      server.listen({ port, ...(host === undefined ? {} : { host }) }, () => server.close(() => resolve(undefined)));
    });
    if (problem !== undefined) return problem;
  }
  return undefined;
}
