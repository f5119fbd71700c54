import { readdir, readFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { type Citizen, rosterPerson, startTown, type Town } from '../bot/town.js';
import { arrived, opened, walk } from '../bot/walk.js';
import { hostileActivities } from './hostile.js';
import { type Heard, Wire } from './wire.js';

const FOREIGN = '33333333-3333-4333-8333-333333333333';
/** Activities made at a time; connections they are sent on, and how many at once on each. */
const CHUNK = 512;
const WIRES = 8;
const AT_ONCE = 8;
/** What only an answer that gives away the inside of the bot holds: a stack, a path, the name of an error. */
const INSIDE = /node_modules|\.(?:ts|js|mjs):\d|\b(?:Type|Reference|Range|Syntax|Zod)Error\b/;

/** What came of an attack. */
export interface Aftermath {
  /** How often each status was answered. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Requests that got no answer. */
  readonly unanswered: number;
  /** Lines of the log that tell of a failure of ours. */
  readonly failures: readonly string[];
  /** An answer of 501 to something else than an invoke the bot does not know. */
  readonly wrong501: number;
  /** Answers that tell of the inside of the bot. */
  readonly leaks: readonly string[];
  /** The attacked cases as their people see them, before and after. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Cases in which somebody without any right has a part. */
  readonly intruded: readonly string[];
  /** Bytes of live heap after a fifth of the attack and at its end. */
  readonly heapEarly: number;
  readonly heapLate: number;
  readonly ms: number;
  /** Milliseconds of processor time of sender, bot and connector together, which share the process. */
  readonly processorMs: number;
}

/** Sends `count` hostile activities to a running bot that has two cases, and sees what stands afterwards. */
export async function attack(count: number, seed: number): Promise<Aftermath> {
  const failures: string[] = [];
  const write = (line: string) => {
    if (line.includes('failed') && failures.length < 50) failures.push(line.trim());
  };
  const town = await startTown({ LOG_LEVEL: 'info' }, 2_000, undefined, { overrides: { log: { write } } });
  const cast = await arrived(town);
  const [olga, gaest, frida] = [town.person('Olga'), town.person('Gert Gæst'), town.person('Frida', FOREIGN)];
  const teams = await startSink(gaest);
  try {
    const cases = [await opened(town, cast.karin), await opened(town, cast.karin, { municipality: '0101' })] as const;
    await walk(town, cast, cases[0], 'confirmSignature');
    await walk(town, cast, cases[1], 'confirmPayment');
    await town.settled(cast.karin);
    const seen = () => Promise.all(cases.map((id) => town.history(cast.karin, id)));
    const before = await seen();
    const senders = {
      people: [olga, gaest, frida, { id: cast.soeren.id, tenant: FOREIGN }, { id: 'not-a-guid', tenant: FOREIGN }],
      caseIds: [...cases, '0630-aaaaaa', '../0630', '__proto__'],
      victims: Object.values(cast).map(({ id }) => id),
    };
    const activities = hostileActivities(senders, teams.url);
    const [begun, processor] = [performance.now(), process.cpuUsage()];
    const tally: Tally = { statuses: {}, unanswered: 0, wrong501: 0, leaks: [] };
    const wires = Array.from({ length: WIRES }, () => new Wire(town.bot.port));
    let heapEarly = 0;
    for (let sent = 0; sent < count; sent += CHUNK) {
      const chunk = fc.sample(activities, { numRuns: Math.min(CHUNK, count - sent), seed: seed + sent });
      await Promise.all(
        wires.map((wire, at) =>
          sendAll(
            wire,
            chunk.filter((_, theCase) => theCase % WIRES === at),
            tally,
          ),
        ),
      );
      if (heapEarly === 0 && sent + CHUNK >= count / 5) heapEarly = liveHeap();
    }
    const [ms, { user, system }] = [performance.now() - begun, process.cpuUsage(processor)];
    for (const wire of wires) wire.close();
    const heapLate = liveHeap();
    return {
      ...tally,
      failures,
      before,
      after: await seen(),
      intruded: await intruded(town, gaest),
      ...{ heapEarly, heapLate, ms, processorMs: (user + system) / 1000 },
    };
  } finally {
    await town.close();
    await teams.close();
  }
}

interface Tally {
  readonly statuses: Record<string, number>;
  readonly leaks: string[];
  unanswered: number;
  wrong501: number;
}

async function sendAll(wire: Wire, activities: readonly unknown[], tally: Tally): Promise<void> {
  for (let from = 0; from < activities.length; from += AT_ONCE) {
    const batch = activities.slice(from, from + AT_ONCE);
    const heard = await wire.post(batch.map((activity) => JSON.stringify(activity)));
    for (const [at, activity] of batch.entries()) count(activity, heard[at], tally);
  }
}

function count(activity: unknown, heard: Heard | undefined, tally: Tally): void {
  if (heard === undefined) {
    tally.unanswered += 1;
    return;
  }
  const { status, body } = heard;
  tally.statuses[status] = (tally.statuses[status] ?? 0) + 1;
  const { type, name } = activity as { type?: unknown; name?: unknown };
  const known = name === 'adaptiveCard/action' || name === 'fileConsent/invoke';
  if (status === 501 && (type !== 'invoke' || known)) tally.wrong501 += 1;
  if (INSIDE.test(body)) tally.leaks.push(body.slice(0, 500));
}

/** Plays Teams for the attackers: takes every message, keeps none, and knows who is a guest. */
async function startSink(guest: Citizen): Promise<{ url: string; close(): Promise<void> }> {
  const server = http.createServer((request, response) => {
    request.resume();
    const isGuest = request.method === 'GET' && request.url?.includes(guest.id);
    const body = isGuest ? { ...rosterPerson(guest), userRole: 'guest' } : { id: 'sent', members: [] };
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The files of cases that name the guest, the account without an id or somebody of no organisation. */
async function intruded(town: Town, guest: Citizen): Promise<string[]> {
  const files = (await readdir(town.folder, { recursive: true })).filter((name) => /\d{4}-[a-z0-9]+\.\w+$/.test(name));
  const texts = await Promise.all(files.map((name) => readFile(join(town.folder, name), 'utf8')));
  return files.filter((_, at) => texts[at]?.includes(guest.id) || texts[at]?.includes('29:nobody'));
}

/** Bytes in use once everything that can go is gone. */
function liveHeap(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}
