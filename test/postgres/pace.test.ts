import { expect, onTestFinished, test } from 'vitest';
import { ClaimLostError, type Entered, type SharedPace } from '../../src/delivery/instances.js';
import { SharedGate } from '../../src/delivery/shared-gate.js';
import { PostgresClaims } from '../../src/store/postgres-claims.js';
import { Database } from '../../src/store/postgres-database.js';
import { type PaceLimits, PostgresPace } from '../../src/store/postgres-pace.js';
import { migrate } from '../../src/store/postgres-schema.js';
import { DATABASES, freshSchema, query } from './ground.js';

const [{ url: server } = { url: '' }] = DATABASES;
const LIMITS: PaceLimits = { conversation: [{ count: 2, perMs: 10_000 }], tenantGapMs: 1_000 };
const WIDE: PaceLimits = { conversation: [], tenantGapMs: 0 };

async function paces(
  limits: PaceLimits,
): Promise<{ url: string; one: PostgresPace; other: PostgresPace; ids: string[] }> {
  const url = await freshSchema(server);
  const make = async () => {
    const database = new Database(url);
    await migrate(database);
    const claims = await PostgresClaims.open(database, undefined, 1_000_000);
    onTestFinished(async () => {
      await claims.close();
      await database.close();
    });
    const fail = (error: unknown) => expect.unreachable(String(error));
    return { id: claims.id, pace: new PostgresPace(database, claims, limits, fail) };
  };
  const [one, other] = [await make(), await make()];
  return { url, one: one.pace, other: other.pace, ids: [one.id, other.id] };
}

/** Books one request and gives the wait for it in whole seconds. */
async function wait(pace: SharedPace, conversation: string, tenant: string): Promise<number | undefined> {
  const entered = await pace.enter(conversation, tenant);
  entered?.leave();
  return entered && Math.round(entered.waitMs / 1_000);
}

test('given a tenant, then its requests are spread over all instances together', async () => {
  const { one, other } = await paces(LIMITS);
  expect(await wait(one, 'a', 'T')).toBe(0);
  expect(await wait(other, 'b', 'T')).toBe(1);
  expect(await wait(one, 'c', 'T')).toBe(2);
  expect(await wait(other, 'd', 'another')).toBe(0);
});

test('given a conversation, then its limit counts what every instance sends and answers there', async () => {
  const { one, other, url } = await paces({ ...LIMITS, tenantGapMs: 0 });
  one.spend('a', 'T');
  while ((await query(url, 'select 1 from conversation_turns')).length === 0);
  const second = await other.enter('a', 'T');
  expect(Math.round(second?.waitMs ?? -1)).toBe(0);
  second?.leave();
  let third: Awaited<ReturnType<SharedPace['enter']>>;
  while (!third) third = await one.enter('a', 'T');
  expect(third.waitMs).toBeGreaterThan(5_000);
  third.leave();
});

test('given a tenant that is far ahead, then an answer counts from when it was given', async () => {
  const { one, other, url } = await paces(LIMITS);
  for (const chat of ['b', 'c', 'd', 'e', 'f']) await wait(other, chat, 'T');
  for (const chat of ['a', 'a']) one.spend(chat, 'T');
  const sent = `select 1 from conversation_turns where conversation = 'a' and cardinality(sent) = 2`;
  while ((await query(url, sent)).length === 0);
  const full = await one.enter('a', 'T');
  expect(full?.waitMs).toBeLessThanOrEqual(10_000);
  expect(full?.booked).toBe(false);
});

test('given somebody’s turn in a conversation, then the others wait until it is over, or its owner is dead', async () => {
  const { url, one, other, ids } = await paces(WIDE);
  const first = await one.enter('a\u0000b', 'T');
  expect(await other.enter('a\u0000b', 'T')).toBeUndefined();
  first?.leave();
  let second: Awaited<ReturnType<SharedPace['enter']>>;
  while (!second) second = await other.enter('a\u0000b', 'T');
  expect(await one.enter('a\u0000b', 'T')).toBeUndefined();
  await query(url, `update instances set until = '-infinity' where id = $1`, [ids[1]]);
  expect(await one.enter('a\u0000b', 'T')).toBeDefined();
});

test('given two gates on one database, then in a conversation only one request is under way at a time', async () => {
  const { one, other } = await paces(WIDE);
  const gates = [new SharedGate(one), new SharedGate(other)];
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setTimeout(resolve, 2));
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 30 }, (_, at) => gates[at % 2]?.through('a', 'T', work)));
  expect(most).toBe(1);
});

test('given an instance that lost its standing while it waited at the gate, then its request does not leave', async () => {
  let stands = true;
  let left = 0;
  const pace: SharedPace = {
    standing: () => () => stands,
    enter: async () => ({ waitMs: 1, booked: true, leave: () => void left++ }),
    spend: () => undefined,
  };
  const gate = new SharedGate(pace, {
    now: () => 0,
    wait: async () => {
      stands = false;
    },
  });
  const sent: string[] = [];
  await expect(gate.through('a', 'T', async () => sent.push('message'))).rejects.toThrow(ClaimLostError);
  expect([sent, left]).toEqual([[], 1]);
});

test('given the end of the process, then nobody waits at the gate any longer', async () => {
  const turns = new Set<object>();
  const gate = (entered: Pick<Entered, 'waitMs' | 'booked'> | undefined) => {
    const enter = async () => {
      if (!entered) return undefined;
      turns.add(entered);
      return { ...entered, leave: () => void turns.delete(entered) };
    };
    return new SharedGate({ standing: () => () => true, enter, spend: () => undefined });
  };
  const waiting = (waitMs: number, booked: boolean) => gate({ waitMs, booked });
  const [early, full, shut] = [waiting(3_600_000, true), waiting(3_600_000, false), gate(undefined)];
  const left = early.through('a', 'T', async () => 'left');
  const stayed = [full, shut].map((one) => one.through('a', 'T', async () => 'left'));
  for (const one of stayed) one.catch(() => undefined);
  for (const one of [early, full, shut]) one.close();
  expect(await left).toBe('left');
  for (const one of stayed) await expect(one).rejects.toThrow(ClaimLostError);
  // Whoever could not leave has given the turn back, however often it was asked for.
  expect(turns.size).toBe(0);
});

test('given a full conversation, then nobody else of the tenant waits for it, and it is booked when it has room', async () => {
  const { one, other } = await paces({ conversation: [{ count: 2, perMs: 1_500 }], tenantGapMs: 10 });
  const gate = new SharedGate(one);
  const began = performance.now();
  const left: Record<string, number> = {};
  const go = (through: SharedGate, chat: string, as: string) =>
    through.through(chat, 'T', async () => {
      left[as] = performance.now() - began;
    });
  await go(gate, 'channel', 'first');
  await go(gate, 'channel', 'second');
  const third = go(gate, 'channel', 'third');
  await new Promise((resolve) => setTimeout(resolve, 200));
  await go(new SharedGate(other), 'someone', 'someone');
  await third;
  expect(left.someone).toBeLessThan(1_200);
  expect((left.third ?? 0) - (left.first ?? 0)).toBeGreaterThanOrEqual(1_450);
});
