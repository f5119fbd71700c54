import { expect, test } from 'vitest';
import type { CaseEvent } from '../../src/case/events.js';
import { type DeliveryState, LeaseLostError } from '../../src/delivery/ports.js';
import { canonicalJson } from '../../src/store/canonical-json.js';
import { hashOf } from '../../src/store/event-chain.js';
import { PostgresCaseStore } from '../../src/store/postgres/case-store.js';
import { Database } from '../../src/store/postgres/database.js';
import { migrate } from '../../src/store/postgres/migrations.js';
import {
  AT,
  accepted,
  anna,
  cancelled,
  due,
  named,
  numbered,
  opened,
  reopened,
  storeOptions,
  TENANT,
} from '../store/sample.js';
import { cutConnections, freshSchema, query, waitersFor } from './ground.js';
import { database, server } from './instance.js';

const CASE = '0630-aaaa';

/** Two stores on one database, as of two processes that never send. */
async function twoStores(): Promise<{ url: string; one: PostgresCaseStore; other: PostgresCaseStore }> {
  const url = await freshSchema(server);
  await migrate(database(url));
  const open = () => new PostgresCaseStore(database(url), storeOptions);
  return { url, one: open(), other: open() };
}

test('given a case that went on elsewhere, then the next read tells all of it, and an append that comes too late is a conflict', async () => {
  const { one, other } = await twoStores();
  await one.append(CASE, 0, [opened(CASE), named], [due('1.0')]);
  const first = await other.read(CASE);
  expect(await other.read(CASE)).toBe(first);
  await one.append(CASE, 2, [accepted], [due('3.0')]);
  const slots = { caseCard: { conversationId: 'c', activityId: 'm' } };
  await one.updateDelivery(CASE, '1.0', { state: 'sent', at: AT, slots });
  expect(await other.append(CASE, 2, [numbered('123456')], [])).toEqual({ kind: 'conflict' });
  expect(await other.read(CASE)).toEqual(await one.read(CASE));
  expect((await other.read(CASE))?.messages).toEqual(slots);
  const result = await other.append(CASE, 3, [numbered('123456')], []);
  expect(result).toEqual({ kind: 'appended', record: await one.read(CASE) });
});

test('given appends of two processes at the same length, again and again, then one of them wins each time and both know the log', async () => {
  const { one, other } = await twoStores();
  await one.append(CASE, 0, [opened(CASE)], []);
  for (let length = 1; length < 25; length++) {
    const results = await Promise.all([
      one.append(CASE, length, [numbered('111111')], []),
      other.append(CASE, length, [numbered('222222')], []),
    ]);
    expect(results.map(({ kind }) => kind).sort()).toEqual(['appended', 'conflict']);
    expect((await one.read(CASE))?.events).toHaveLength(length + 1);
    expect(await one.read(CASE)).toEqual(await other.read(CASE));
  }
});

test('given openings of one municipality on two processes at once, then one wins and the others are told which', async () => {
  const { url, one, other } = await twoStores();
  const ids = Array.from({ length: 12 }, (_, number) => `0630-race${number}`);
  const results = await Promise.all(
    ids.map((id, number) => (number % 2 === 0 ? one : other).append(id, 0, [opened(id)], [])),
  );
  const winner = ids[results.findIndex(({ kind }) => kind === 'appended')];
  expect(results.filter(({ kind }) => kind === 'appended')).toHaveLength(1);
  expect(results.filter((result) => result.kind === 'openCase' && result.caseId === winner)).toHaveLength(11);
  expect(await query(url, 'select id from cases')).toEqual([{ id: winner }]);
});

test('given the same new id on two processes at once, then one case comes of it', async () => {
  const { one, other } = await twoStores();
  for (const id of ['0101-aaaa', '0102-aaaa', '0103-aaaa', '0104-aaaa']) {
    const results = await Promise.all([one.append(id, 0, [opened(id)], []), other.append(id, 0, [opened(id)], [])]);
    expect(results.map(({ kind }) => kind).sort()).toEqual(['appended', 'conflict']);
  }
});

test('given a removal on one process and a reopening on the other at once, then one of them wins', async () => {
  const { one, other } = await twoStores();
  await one.append(CASE, 0, [opened(CASE), cancelled], [due('1.0')]);
  const head = (await other.read(CASE))?.hashes.at(-1) ?? '';
  const about = { id: CASE, tenant: TENANT, municipality: '0630', ended: 'cancelled', closed: '2026-05-04' } as const;
  const stone = { ...about, facts: 2, head, removed: AT };
  const [isRemoved, result] = await Promise.all([one.remove(stone), other.append(CASE, 2, [reopened], [])]);
  expect(result.kind).toBe(isRemoved ? 'conflict' : 'appended');
  expect((await other.read(CASE))?.events.length).toBe(isRemoved ? undefined : 3);
});

test('given what two programs that ignore the rules would write, then the tables refuse a second open case and a second fact', async () => {
  const { url, one } = await twoStores();
  await one.append(CASE, 0, [opened(CASE)], []);
  const copy = `insert into cases select '0630-bbbb', tenant_key, municipality, true, opened, entry, head, 1, messages from cases`;
  await expect(query(url, copy)).rejects.toThrow('cases_one_open');
  await expect(query(url, `insert into events values ('${CASE}', 0, '{}', '')`)).rejects.toThrow('events_pkey');
});

/** Loses the answer to the first transaction that was carried out. */
class Losing extends Database {
  private isLost = false;

  override async transaction<R>(work: Parameters<Database['transaction']>[0]): Promise<R> {
    const result = await super.transaction(work);
    if (this.isLost) return result as R;
    this.isLost = true;
    throw Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });
  }
}

test.each([
  ['an opening', 0, opened(CASE)],
  ['a later fact', 1, named],
])(
  'given the answer to %s was lost, then the facts are found in the log and written once',
  async (_what, length, event) => {
    const { url, one } = await twoStores();
    if (length > 0) await one.append(CASE, 0, [opened(CASE)], []);
    const losing = new Losing(url);
    const store = new PostgresCaseStore(losing, storeOptions);
    const result = await store.append(CASE, length, [event], [due('9.0')]);
    await losing.close();
    const record = await one.read(CASE);
    expect(result).toEqual({ kind: 'appended', record });
    expect([record?.events.length, record?.deliveries.length]).toEqual([length + 1, 1]);
  },
);

test('given connections that are ended under a crowd of appends, then each fact is in the log once', async () => {
  const { url, one, other } = await twoStores();
  await one.append(CASE, 0, [opened(CASE)], []);
  // As people do: an error is no answer, so they look and try again.
  const insist = async (store: PostgresCaseStore, number: number): Promise<void> => {
    const fact = numbered(String(number));
    for (;;) {
      const events = (await store.read(CASE).catch(() => undefined))?.events;
      if (events?.some((event) => canonicalJson(event) === canonicalJson(fact))) return;
      if (events) await store.append(CASE, events.length, [fact], [due(`n${number}`)]).catch(() => undefined);
    }
  };
  const crowd = Array.from({ length: 20 }, (_, number) => insist(number % 2 === 0 ? one : other, number + 1));
  for (let times = 0; times < 5; times++) await cutConnections(url);
  await Promise.all(crowd);
  const record = await one.read(CASE);
  const numbers = record?.events.flatMap((event) => (event.type === 'AgreementNumberGiven' ? [event.number] : []));
  expect(new Set(numbers).size).toBe(20);
  expect([numbers?.length, record?.deliveries.length]).toEqual([20, 20]);
});

test.each([
  ['a changed fact', `update events set event = (replace(event::text, 'Bo Berg', 'Ole Ord'))::json where position = 1`],
  ['a changed hash', `update events set hash = repeat('0', 64) where position = 1`],
  ['a fact taken out', 'delete from events where position = 1'],
  ['the last fact cut off', 'delete from events where position = 2'],
  ['a fact added at the end', `insert into events values ('${CASE}', 3, '{"type":"MarkedInKlik"}', repeat('0', 64))`],
  ['the log of another case', `update events set event = (replace(event::text, '0630-aaaa', '0630-zzzz'))::json`],
])('given %s, then that case is set aside with a reason and the others go on', async (_what, damage) => {
  const { url, one } = await twoStores();
  await one.append(CASE, 0, [opened(CASE), named, accepted], [due('1.0')]);
  await one.append('0101-bbbb', 0, [opened('0101-bbbb')], []);
  await query(url, damage);
  const told: string[] = [];
  const reader = new PostgresCaseStore(database(url), { ...storeOptions, onSetAside: (file) => told.push(file) });
  const naming = [
    () => reader.read(CASE),
    () => reader.append(CASE, 3, [numbered('1')], []),
    () => reader.updateDelivery(CASE, '1.0', { state: 'sent', at: AT }),
  ];
  for (const call of naming) await expect(call()).rejects.toThrow(`${CASE} is set aside`);
  expect(reader.setAside()).toEqual([{ file: CASE, reason: expect.any(String) }]);
  expect(told).toEqual([CASE]);
  expect((await reader.read('0101-bbbb'))?.events).toHaveLength(1);
  await reader.refreshDue();
});

test('given a fact that only a newer program knows, then this one keeps its hands off that case', async () => {
  const { url, one } = await twoStores();
  await one.append(CASE, 0, [opened(CASE)], []);
  const event = { ...named, type: 'InventedLater' } as unknown as CaseEvent;
  const hash = hashOf((await one.read(CASE))?.hashes[0] ?? '', event);
  await query(url, 'insert into events values ($1, 1, $2, $3)', [CASE, JSON.stringify(event), hash]);
  await query(url, 'update cases set revision = 2, head = $1', [hash]);
  await expect(one.read(CASE)).rejects.toThrow('fact 2 is none that this program knows');
});

test('given a damaged case that an operator has put right, then it is read again', async () => {
  const { url, one } = await twoStores();
  await one.append(CASE, 0, [opened(CASE)], []);
  const reader = new PostgresCaseStore(database(url), storeOptions);
  await query(url, `update cases set head = repeat('0', 64)`);
  await expect(reader.read(CASE)).rejects.toThrow('does not end on the hash');
  await query(url, 'update cases set head = (select hash from events)');
  expect((await reader.read(CASE))?.events).toHaveLength(1);
  expect(reader.setAside()).toEqual([]);
});

test('given the same revision with another log, as after a fail-over, then what is remembered does not count', async () => {
  const { url, one, other } = await twoStores();
  await one.append(CASE, 0, [opened(CASE)], []);
  await one.append(CASE, 1, [named], []);
  await query(
    url,
    `delete from events where position = 1; update cases set revision = 1, head = (select hash from events)`,
  );
  await other.append(CASE, 1, [numbered('123456')], []);
  expect((await one.read(CASE))?.events).toEqual([opened(CASE), numbered('123456')]);
});

test('given ids whose letter case or signs differ, then tenants and people are kept apart as they should be', async () => {
  const { one: store } = await twoStores();
  const strange = 'tenant\u0000\\0';
  await store.append(CASE, 0, [opened(CASE, { tenant: strange, coordinator: { ...anna, tenant: strange } })], []);
  expect((await store.list(strange.toUpperCase()))[0]?.tenant).toBe(strange);
  expect(await store.casesOf({ ...anna, tenant: strange.toUpperCase() })).toHaveLength(1);
  expect(await store.openCase('tenant\\0\\0', '0630')).toBeUndefined();
  expect(await store.openCase(strange, '0630')).toBe(CASE);
  expect(await store.openCase(TENANT, '0630')).toBeUndefined();
});

test('given moments that another program worked out, then they are corrected in open cases, and nothing else changes', async () => {
  const { url, one } = await twoStores();
  for (const id of ['0101-aaaa', '0102-aaaa', '0103-aaaa']) await one.append(id, 0, [opened(id)], []);
  await one.append('0104-aaaa', 0, [opened('0104-aaaa'), cancelled], []);
  const before = await one.due('2099');
  expect(before).toHaveLength(3);
  await query(url, `update cases set due = null where id = '0101-aaaa'`);
  await query(url, `update cases set due = '2026-01-01', due_rank = 'z' where id = '0102-aaaa'`);
  const revisions = () => query(url, 'select id, revision from cases order by id');
  const unchanged = await revisions();
  await one.refreshDue();
  expect(await one.due('2099')).toEqual(before);
  expect(await revisions()).toEqual(unchanged);
});

test('given a fact that comes while a moment is worked out anew, then what was written with the fact stays', async () => {
  const { url, one } = await twoStores();
  await one.append(CASE, 0, [opened(CASE)], []);
  const appended: Promise<unknown>[] = [];
  const slow = new PostgresCaseStore(database(url), {
    nextReminderOf() {
      appended.push(one.append(CASE, 1, [cancelled], []));
      return { at: '2001-01-01', rank: 'old' };
    },
  });
  const refreshing = await database(url).transaction(async (run) => {
    await run('select 1 from cases for update');
    const running = slow.refreshDue();
    // First the append waits for the row, then what was worked out before it.
    await expect.poll(() => waitersFor(url, 'cases')).toBe(2);
    return { running };
  });
  await Promise.all([...appended, refreshing.running]);
  expect(appended).toHaveLength(1);
  expect(await one.due('2099')).toEqual([]);
});

/** A case whose deliveries are in these states, marked in flight by the first of two processes; the second has the lease. */
async function afterTakeover(states: readonly DeliveryState[]) {
  const { url } = await twoStores();
  const lease = (owner: string, fence: number) =>
    query(url, `update sender_lease set owner = $1, fence = $2, until = 'infinity'`, [owner, fence]);
  const of = (owner: string, fence: number) => new PostgresCaseStore(database(url), storeOptions, { owner, fence });
  const [late, heir] = [of('late', 1), of('heir', 2)];
  await lease('late', 1);
  const keys = states.map((_state, number) => `1.${number}`);
  const deliveries = keys.map((key) => due(key));
  await late.append(CASE, 0, [opened(CASE)], deliveries);
  for (const key of keys) await late.updateDelivery(CASE, key, { state: 'inFlight', at: AT });
  await lease('heir', 2);
  for (const [number, state] of states.entries())
    if (state !== 'inFlight') await late.updateDelivery(CASE, `1.${number}`, { state, at: AT });
  const stands = async () => (await heir.read(CASE))?.deliveries.map(({ state }) => state);
  expect(await stands()).toEqual(states);
  return { late, heir, stands, keys };
}

test('given what a sender that is gone had in flight is unknown, then it may still tell that it arrived, and nothing else', async () => {
  const { late, heir, stands, keys } = await afterTakeover(['unknown', 'unknown', 'unknown', 'unknown']);
  const message = { conversationId: 'c', activityId: 'm' };
  const arrived = { state: 'sent', at: AT, message, slots: { caseCard: message } } as const;
  const states = ['pending', 'undelivered', 'superseded'] as const;
  await late.updateDelivery(CASE, '1.0', arrived);
  for (const [number, state] of states.entries())
    await late.updateDelivery(CASE, `1.${number + 1}`, { state, at: AT, adds: [due('1.0.mention')] });
  expect(await stands()).toEqual(['sent', 'unknown', 'unknown', 'unknown']);
  const record = await heir.read(CASE);
  expect([record?.messages, record?.deliveries[0]]).toEqual([
    { caseCard: message },
    due('1.0', { state: 'sent', message }),
  ]);
  for (const key of keys)
    await expect(heir.updateDelivery(CASE, key, { state: 'inFlight', at: AT })).rejects.toThrow(LeaseLostError);
});

test('given a message that was marked and did not leave, then who marked it may say so, until another process has marked it', async () => {
  const { late, heir, stands } = await afterTakeover(['inFlight']);
  await heir.updateDelivery(CASE, '1.0', { state: 'pending', at: AT });
  expect(await stands()).toEqual(['inFlight']);
  await late.updateDelivery(CASE, '1.0', { state: 'pending', at: AT });
  expect(await stands()).toEqual(['pending']);
  await heir.updateDelivery(CASE, '1.0', { state: 'inFlight', at: AT });
  // The answer may have been lost: the same process may mark it again, and no other.
  await heir.updateDelivery(CASE, '1.0', { state: 'inFlight', at: AT });
  for (const state of ['pending', 'undelivered', 'superseded'] as const)
    await late.updateDelivery(CASE, '1.0', { state, at: AT });
  await expect(late.updateDelivery(CASE, '1.0', { state: 'inFlight', at: AT })).rejects.toThrow(LeaseLostError);
  expect(await stands()).toEqual(['inFlight']);
  await late.updateDelivery(CASE, '1.0', { state: 'sent', at: AT });
  expect(await stands()).toEqual(['sent']);
});

test.each(['sent', 'superseded'] as const)(
  'given a message that ended as %s, then nothing that is told late changes it',
  async (end) => {
    const { late, heir, stands } = await afterTakeover([end]);
    const states = ['pending', 'sent', 'undelivered', 'unknown', 'superseded'] as const;
    for (const store of [late, heir])
      for (const state of states) if (state !== end) await store.updateDelivery(CASE, '1.0', { state, at: AT });
    await expect(heir.updateDelivery(CASE, '1.0', { state: 'inFlight', at: AT })).rejects.toThrow(LeaseLostError);
    expect(await stands()).toEqual([end]);
  },
);

test('given a message that was not delivered, then any process may make it due again', async () => {
  const { late, heir, stands } = await afterTakeover(['undelivered', 'undelivered']);
  await expect(heir.updateDelivery(CASE, '1.0', { state: 'inFlight', at: AT })).rejects.toThrow(LeaseLostError);
  await late.updateDelivery(CASE, '1.0', { state: 'pending', at: AT });
  await heir.updateDelivery(CASE, '1.1', { state: 'pending', at: AT });
  expect(await stands()).toEqual(['pending', 'pending']);
  await heir.updateDelivery(CASE, '1.0', { state: 'inFlight', at: AT });
});
