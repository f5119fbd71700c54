import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import {
  type PlayedRole,
  type PracticePerson,
  playedRoles,
  practiceOrganisation,
  practicePeople,
  practicePerson,
} from './people.js';
import { spawnPlayground } from './playground-process.js';

/** Where one person of the practice run sits in the browser. */
export interface PlaygroundAddress {
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
  const stop = async () => {
    await Promise.all(running.map(({ playground }) => playground.stop()));
  };
  try {
    await Promise.all(running.map(({ playground }) => playground.ready));
  } catch (error) {
    await stop();
    throw error;
  }
  const addresses = running.map(({ role, port, playground }) => {
    playground.whenLost((sentence) => options.onLost?.(sentence));
    return { person: practicePerson(role), url: `http://127.0.0.1:${port}` };
  });
  return { addresses, stop };
}

async function start(role: PlayedRole, port: number, folder: string, botUrl: string) {
  const configPath = join(folder, `playground-${role}.yml`);
  const logPath = join(folder, `playground-${role}.log`);
  await writeFile(configPath, playgroundConfig(role));
  return { role, port, playground: spawnPlayground({ role, port, botUrl, configPath, logPath }) };
}

/**
 * The conversations in one role's Agents Playground. Every Playground is a world of its own: the same group chat in two
 * windows would be two chats that know nothing of each other's messages, at two service addresses. So the ids carry the
 * role; with equal ids the bot would send one window's answer to another and edit messages that are not there (404).
 * They look like Teams' own ids and are the same after every restart, so that what the bot stored still fits.
 */
export function playgroundConversations(role: PlayedRole) {
  return {
    personalChat: `a:practice-${role}`,
    groupChat: `19:practice-group-${role}@thread.v2`,
    /** Also the id of the channel "General": Teams does the same. */
    team: `19:practice-team-${role}@thread.tacv2`,
    channel: `19:practice-channel-${role}@thread.tacv2`,
  };
}

/**
 * The text of `.m365agentsplayground.yml` for the window in which `role` sits. Written as JSON, which is valid YAML:
 * no quoting rules to get wrong. The Playground refuses unknown keys, and any other number than five further users and
 * one further channel.
 */
export function playgroundConfig(role: PlayedRole): string {
  const me = practicePerson(role);
  const conversations = playgroundConversations(role);
  const config = {
    version: '0.1.1',
    tenantId: practiceOrganisation.tenant,
    bot: practiceOrganisation.bot,
    currentUser: playgroundUser(me),
    users: practicePeople.filter((person) => person !== me).map(playgroundUser),
    personalChat: { id: conversations.personalChat },
    groupChat: { id: conversations.groupChat, name: practiceOrganisation.groupChatName },
    team: {
      id: conversations.team,
      ...practiceOrganisation.team,
      channels: [{ id: conversations.channel, name: practiceOrganisation.channelName }],
    },
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

/** `userPrincipleName` is the Playground's own spelling. */
function playgroundUser({ id, name, givenName, surname, email }: PracticePerson) {
  return { id, name, userPrincipleName: email, aadObjectId: id, givenName, surname, email };
}

const HIGHEST_PORT = 65_535;

/** The next `count` ports from `first` on that a program may listen on, one after the other; taken ones are left out. */
export async function freePorts(first: number, count: number): Promise<number[]> {
  const free: number[] = [];
  for (let port = first; free.length < count; port++) {
    if (port > HIGHEST_PORT) throw new Error(`There are not ${count} free ports from ${first} on.`);
    if (await isFree(port)) free.push(port);
  }
  return free;
}

/** On loopback and on every address: a program that listens on all of them may leave loopback to others. */
async function isFree(port: number): Promise<boolean> {
  return (await canListen({ port, host: '127.0.0.1' })) && (await canListen({ port }));
}

function canListen(where: { port: number; host?: string }): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(where, () => server.close(() => resolve(true)));
  });
}

/** What the terminal says when the practice run is up: where to go, what to type first, how to move time and stop. */
export function practiceWelcome(addresses: readonly PlaygroundAddress[], botPort: number): string {
  const urlWidth = Math.max(0, ...addresses.map(({ url }) => url.length));
  const nameWidth = Math.max(0, ...addresses.map(({ person }) => person.name.length));
  return [
    `NemKonto-botten kører i øvetilstand på port ${botPort}. Åbn hver persons adresse i sin egen fane i browseren:`,
    '',
    ...addresses.map(
      ({ url, person }) => `  ${url.padEnd(urlWidth)}  ${person.name.padEnd(nameWidth)}  ${person.title}`,
    ),
    '',
    `Skriv først "start" hos ${addresses[0]?.person.name ?? 'projektlederen'}. Åbn også de andre faner: botten kan kun skrive til den, der har åbnet sin.`,
    'Skriv "spol 3 dage" for at lade tiden gå (også timer og uger) og "hjælp" for resten.',
    'Ctrl-C stopper det hele. Personer og kommune er opdigtede.',
    '',
  ].join('\n');
}
