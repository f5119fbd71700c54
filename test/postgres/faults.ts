import { join } from 'node:path';
import { expect } from 'vitest';
import { hashOf } from '../../src/store/event-chain.js';
import { dist } from '../built.js';
import { type Ears, startEars } from './ears.js';
import { Fleet, pause, until } from './fleet.js';
import { cutConnections, makeSchema, query } from './ground.js';
import { type Pressed, startPressing } from './pressers.js';
import { openSeeds, type Seeded, seed } from './seeds.js';
import { type Server, startServer } from './server.js';

export interface Plan {
  /** Reminders that fall due in each of the five parts. */
  readonly reminders: number;
  readonly pressers: number;
  /** Milliseconds Teams takes for a message. */
  readonly delayMs: number;
}

/** What is left when everything has happened. */
export interface Aftermath {
  readonly reminders: number;
  /** Cases by the number of messages that reached the coordinator's chat. */
  readonly arrived: Readonly<Record<number, number>>;
  /** Cases without a message whose ledger does not say that it is unknown what came of it, with what it says. */
  readonly lost: readonly string[];
  readonly unknown: number;
  /** Cases with another number of `Reminded` than one, and logs whose hashes do not follow. */
  readonly wrongLogs: readonly string[];
  /** Deliveries of the reminded cases that are still on their way. */
  readonly unfinished: number;
  readonly pressed: Pressed;
  /** Days that stand in a log not at all, or more than once. */
  readonly wrongDays: readonly string[];
  readonly whileDown: { readonly ready: number; readonly alive: number };
  readonly answerWhileDown: string;
  readonly crowd: number;
  /** Milliseconds until what a killed instance held was carried on by the others. */
  readonly recoveredMs: number;
}

/**
 * Three instances on one PostgreSQL under presses and due reminders: nothing happens to them; one is killed; one is frozen
 * past its lease and woken; every connection is cut; the database is restarted.
 */
export async function faults(plan: Plan): Promise<Aftermath> {
  const server = await startServer();
  const schema = await makeSchema(server.url);
  const ears = await startEars(plan.delayMs);
  const fleet = new Fleet(join(dist, 'main.js'), schema.url);
  try {
    return await happen(plan, server, schema.url, ears, fleet);
  } finally {
    await fleet.stop();
    await ears.close();
    await server.remove();
  }
}

/** Nothing lost, nothing doubled, no press without an answer, and the faults did happen. */
export function expectSound(after: Aftermath): void {
  const { arrived, lost, wrongLogs, wrongDays, unfinished, pressed } = after;
  expect({ lost, wrongLogs, wrongDays, unfinished, odd: pressed.odd }).toEqual({
    ...{ lost: [], wrongLogs: [], wrongDays: [], unfinished: 0, odd: [] },
  });
  const { 0: none = 0, 1: one = 0, ...more } = arrived;
  // One message for each reminder; none only where the outbox says that its outcome is unknown.
  expect([more, none + one, none <= after.unknown]).toEqual([{}, after.reminders, true]);
  expect(pressed.cards).toBeGreaterThan(0);
  expect(after.whileDown).toEqual({ ready: 503, alive: 200 });
  expect(after.answerWhileDown).toMatch(/^200 .*Prøv igen om lidt/);
  // In no conversation two requests were under way at once.
  expect(after.crowd).toBe(1);
}

/** The aftermath in one line, for the reader of the run. */
export function toldOf({ pressed, ...after }: Aftermath): string {
  const { cards, sorry, unanswered, odd } = pressed;
  return `${JSON.stringify({ ...after, pressed: { cards, sorry, unanswered, odd: odd.length } })}\n`;
}

async function happen(plan: Plan, server: Server, url: string, ears: Ears, fleet: Fleet): Promise<Aftermath> {
  const storage = await openSeeds(url);
  const batches: Seeded[][] = [];
  const batch = async (name: string, tenants?: number) => {
    const seeds = await seed(storage, ears.url, name, plan.reminders, true, tenants);
    batches.push(seeds);
    return seeds;
  };
  /** Resolves when every case of a batch has been reminded and its messages have ended, unknown ones too. */
  const isSettled = async (seeds: readonly Seeded[]) => {
    const ids = seeds.map((one) => one.caseId);
    const sql = `select (select count(*) from events where case_id = any($1) and event->>'type' = 'Reminded')::int as told,
      (select count(*) from deliveries where case_id = any($1) and state in ('pending', 'inFlight'))::int as left`;
    const [row] = await fleet.ask(sql, [ids]).catch(() => []);
    return row?.told === seeds.length && row.left === 0;
  };
  const settled = (seeds: readonly Seeded[]) => until(() => isSettled(seeds));
  /** Resolves in the middle of a batch: some messages are under way, or a good part of them has arrived. */
  const busy = () => {
    const before = ears.heard;
    return until(() => ears.open >= 6 || ears.heard - before > plan.reminders / 4);
  };

  /** Opens batches until an instance is frozen while reminders of it are under way: what it asked for before has ended. */
  const frozenAmid = async (name: string) => {
    for (let tries = 0; ; tries++) {
      // Two tenants, so that messages wait at the gate too.
      const seeds = await batch(`${name}${tries}`, 2);
      while (!(await isSettled(seeds))) {
        const sender = await fleet.sender();
        sender?.freeze();
        if (sender) await pause(100);
        if (sender && (await fleet.sender()) === sender) return { sender, seeds };
        sender?.wake();
        await pause(10);
      }
    }
  };

  await Promise.all(Array.from({ length: 3 }, () => fleet.start()));
  const people = await seed(storage, ears.url, 'pp', plan.pressers, false);
  const pressing = startPressing(storage, people, ears.url, fleet.pick, 300);
  await settled(await batch('aa'));
  const { sender: killed, seeds: first } = await frozenAmid('bb');
  const before = performance.now();
  await fleet.lose(killed);
  await settled(first);
  const recoveredMs = performance.now() - before;
  const { sender: frozen, seeds: second } = await frozenAmid('cc');
  fleet.hide(frozen);
  await settled(second);
  frozen.wake();
  await until(async () => (await frozen.status('/ready')) === 200);
  fleet.show(frozen);

  const third = await batch('dd');
  await busy();
  for (let times = 0; times < 3; times++) {
    await cutConnections(url);
    await pause(100);
  }
  await settled(third);

  const sound = fleet.pick();
  const fourth = await batch('ee');
  await busy();
  await server.stop();
  const whileDown = { ready: await sound.status('/ready'), alive: await frozen.status('/health') };
  const answerWhileDown = await pressing.once();
  await server.start();
  await settled(fourth);
  await until(async () => (await sound.status('/ready')) === 200);

  const pressed = await pressing.stop();
  const all = batches.flat();
  await settled(all);
  await storage.close();
  return {
    ...(await lookBack(url, all, ears, pressed)),
    whileDown,
    answerWhileDown,
    crowd: ears.crowd,
    recoveredMs,
  };
}

async function lookBack(url: string, all: readonly Seeded[], ears: Ears, pressed: Pressed) {
  const rows = (await query(url, 'select case_id, event, hash from events order by case_id, position')) as unknown as {
    case_id: string;
    event: Parameters<typeof hashOf>[1];
    hash: string;
  }[];
  const logs = new Map<string, typeof rows>();
  for (const row of rows) logs.set(row.case_id, [...(logs.get(row.case_id) ?? []), row]);
  const states = await query(
    url,
    `select case_id, state, delivery->>'why' as why from deliveries where delivery->'effect'->>'kind' = 'reminder'`,
  );
  const endOf = new Map(states.map(({ case_id, state, why }) => [String(case_id), `${state} ${why ?? ''}`.trim()]));
  const unknown = new Set(states.filter(({ state }) => state === 'unknown').map(({ case_id }) => String(case_id)));
  const arrived: Record<number, number> = {};
  for (const { chat } of all) arrived[ears.posts(chat)] = (arrived[ears.posts(chat)] ?? 0) + 1;
  const follows = (log: typeof rows) =>
    log.every(({ event, hash }, at) => hash === hashOf(log[at - 1]?.hash ?? '', event));
  const reminded = (log: typeof rows) => log.filter(({ event }) => event.type === 'Reminded').length;
  const wrongLogs = all.filter(({ caseId }) => reminded(logs.get(caseId) ?? []) !== 1).map(({ caseId }) => caseId);
  for (const [caseId, log] of logs) if (!follows(log)) wrongLogs.push(caseId);
  const wrongDays = [...pressed.asked].flatMap(([caseId, days]) => {
    const log = logs.get(caseId) ?? [];
    const stand = log.flatMap(({ event }) => (event.type === 'GoLiveMoved' ? [event.goLive] : []));
    return JSON.stringify(stand) === JSON.stringify(days) ? [] : [`${caseId}: ${stand.length} of ${days.length}`];
  });
  const [left] = await query(
    url,
    `select count(*)::int as n from deliveries where state in ('pending', 'inFlight') and case_id = any($1)`,
    [all.map(({ caseId }) => caseId)],
  );
  return {
    reminders: all.length,
    arrived,
    lost: all
      .filter(({ caseId, chat }) => ears.posts(chat) === 0 && !unknown.has(caseId))
      .map(({ caseId }) => `${caseId}: ${endOf.get(caseId)}`),
    unknown: unknown.size,
    wrongLogs,
    unfinished: Number(left?.n),
    pressed,
    wrongDays,
  };
}
