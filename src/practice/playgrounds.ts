import { mkdir, writeFile } from 'node:fs/promises';
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

export interface PlaygroundsOptions {
  /** Where the Playgrounds post activities, e.g. `http://127.0.0.1:3978/api/messages`. */
  readonly botUrl: string;
  /** Gets one configuration and one log per role; made when missing. */
  readonly folder: string;
  /** A free port for each role; a role that is left out gets no window. */
  readonly ports: Readonly<Partial<Record<PlayedRole, number>>>;
  /** Called with one sentence when a window that was up ends by itself. */
  readonly onLost?: (sentence: string) => void;
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
export async function startPlaygrounds({ botUrl, ports, ...options }: PlaygroundsOptions): Promise<Playgrounds> {
  // A Playground that does not find its configuration takes a built-in one without a word: no path relative to anything.
  const folder = resolve(options.folder);
  await mkdir(folder, { recursive: true });
  const starting = playedRoles.flatMap((role) => {
    const port = ports[role];
    return port === undefined ? [] : [start(role, port, folder, botUrl)];
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
    playground.whenLost((sentence) => options.onLost?.(sentence));
    return { role, person: practicePerson(role), url: `http://127.0.0.1:${port}` };
  });
  return { addresses, stop };
}

async function start(role: PlayedRole, port: number, folder: string, botUrl: string) {
  const configPath = join(folder, `playground-${role}.yml`);
  const logPath = join(folder, `playground-${role}.log`);
  await writeFile(configPath, playgroundConfig(role));
  return { role, port, playground: spawnPlayground({ role, port, botUrl, configPath, logPath }) };
}

function stopOnce(playgrounds: readonly PlaygroundProcess[]): () => Promise<void> {
  let stopped: Promise<void> | undefined;
  return () => {
    stopped ??= Promise.all(playgrounds.map((playground) => playground.stop())).then(() => undefined);
    return stopped;
  };
}
