import { expect, onTestFinished, test } from 'vitest';
import { LeaseLostError } from '../../src/delivery/ports.js';
import { PostgresCaseStore } from '../../src/store/postgres/case-store.js';
import { migrate } from '../../src/store/postgres/migrations.js';
import { type LeaseOptions, PostgresSenderLease } from '../../src/store/postgres/sender-lease.js';
import { AT, due, opened, storeOptions } from '../store/sample.js';
import { cutConnections, freshSchema, query, waitersFor } from './ground.js';
import { database, server } from './instance.js';
import { layWire } from './wire.js';

/** So seldom that a process renews only when it opens the lease, as one that is killed or frozen right after it. */
const NEVER = 1_000_000;
const CASE = '0630-aaaa';

async function emptyTables(): Promise<string> {
  const url = await freshSchema(server);
  await migrate(database(url));
  return url;
}

/** One more process that asks for the lease, and everything its listener was told. */
async function leaseOn(url: string, options: Partial<LeaseOptions> = {}) {
  const errors: unknown[] = [];
  const lease = await PostgresSenderLease.open(url, { onError: (error) => errors.push(error), ...options });
  onTestFinished(() => lease.close());
  const told: boolean[] = [];
  lease.onChange((held) => told.push(held));
  return { lease, told, errors };
}

/** A clock that goes on while everything else of the process stands still. */
function clock() {
  let ahead = 0;
  return {
    now: () => performance.now() + ahead,
    skip(ms: number) {
      ahead += ms;
    },
  };
}

/** The database's clock has passed the end of the lease. */
function expire(url: string): Promise<unknown> {
  return query(url, `update sender_lease set until = clock_timestamp() - interval '1 millisecond'`);
}

/** Milliseconds until it is true. */
async function elapsedUntil(isTrue: () => boolean): Promise<number> {
  const began = performance.now();
  await expect.poll(isTrue, { timeout: 30_000, interval: 20 }).toBe(true);
  return performance.now() - began;
}

test('given several processes, then one holds the lease for as long as it renews it', async () => {
  const url = await emptyTables();
  const first = await leaseOn(url, { renewMs: 20 });
  const others = [await leaseOn(url, { renewMs: 20 }), await leaseOn(url, { renewMs: 20 })];
  const until = () => query(url, 'select until from sender_lease');
  const before = await until();
  await expect.poll(until).not.toEqual(before);
  expect([first, ...others].map(({ lease }) => lease.held)).toEqual([true, false, false]);
  expect([first, ...others].map(({ told }) => told)).toEqual([[true], [], []]);
  expect(await query(url, 'select owner, fence from sender_lease')).toEqual([{ owner: first.lease.owner, fence: 1 }]);
});

test('given a holder that is closed, then another one takes over at once, under a higher number', async () => {
  const url = await emptyTables();
  const first = await leaseOn(url);
  const other = await leaseOn(url);
  await first.lease.close();
  expect(first.told).toEqual([true, false]);
  expect(await elapsedUntil(() => other.lease.held)).toBeLessThan(4_000);
  expect([other.lease.fence, other.told]).toEqual([2, [true]]);
});

test('given a holder that falls silent, then one of the others takes over within ten seconds, and not before it has ended', async () => {
  const url = await emptyTables();
  const killed = await leaseOn(url, { renewMs: NEVER });
  const others = [await leaseOn(url), await leaseOn(url)];
  const heldByBoth = () => killed.lease.held && others.some(({ lease }) => lease.held);
  let overlaps = 0;
  const took = await elapsedUntil(() => {
    if (heldByBoth()) overlaps += 1;
    return others.some(({ lease }) => lease.held);
  });
  expect(took).toBeLessThan(10_000);
  expect(overlaps).toBe(0);
  expect(killed.told).toEqual([true, false]);
  expect(others.filter(({ lease }) => lease.held)).toHaveLength(1);
});

test('given a process that was frozen, then by its own clock it holds nothing before anything else runs, and later holds a new lease', async () => {
  const url = await emptyTables();
  const time = clock();
  const frozen = await leaseOn(url, { now: time.now, renewMs: 50 });
  expect(frozen.lease.held).toBe(true);
  time.skip(4_500);
  expect(frozen.lease.held).toBe(false);
  await expect.poll(() => frozen.lease.held).toBe(true);
  expect(frozen.told).toEqual([true, false, true]);
});

test('given a process that was frozen and is woken when another one has taken over, then it is told once and holds nothing', async () => {
  const url = await emptyTables();
  const time = clock();
  const frozen = await leaseOn(url, { now: time.now, renewMs: 50 });
  await query(url, `update sender_lease set owner = 'another', fence = 9, until = 'infinity'`);
  time.skip(60_000);
  expect(frozen.lease.held).toBe(false);
  await expect.poll(() => frozen.told).toEqual([true, false]);
  expect(frozen.lease.held).toBe(false);
});

test('given a lease that expired and no other process took, then the same process begins a new one, and its listener hears of both', async () => {
  const url = await emptyTables();
  const { lease, told } = await leaseOn(url, { renewMs: 300 });
  await expire(url);
  await expect.poll(() => told).toEqual([true, false, true]);
  expect(lease.fence).toBe(2);
});

test('given the lease has passed on, then the old holder marks nothing in flight, and the new one does', async () => {
  const url = await emptyTables();
  const old = await leaseOn(url, { renewMs: NEVER });
  const oldStore = new PostgresCaseStore(database(url), storeOptions, old.lease);
  await oldStore.append(CASE, 0, [opened(CASE)], [due('1.0'), due('1.1')]);
  await expire(url);
  const { lease } = await leaseOn(url);
  const store = new PostgresCaseStore(database(url), storeOptions, lease);
  // Its own clock has not noticed: only the number in the database keeps the message back.
  expect(old.lease.held).toBe(true);
  const marking = oldStore.updateDelivery(CASE, '1.0', { state: 'inFlight', at: AT });
  await expect(marking).rejects.toThrow(LeaseLostError);
  expect((await store.read(CASE))?.deliveries).toEqual([due('1.0'), due('1.1')]);
  await store.updateDelivery(CASE, '1.0', { state: 'inFlight', at: AT });
  expect((await oldStore.read(CASE))?.deliveries[0]?.state).toBe('inFlight');
});

test('given a lease that has expired by the database’s clock, or begun anew, then nothing is marked under the old number', async () => {
  const url = await emptyTables();
  const { lease } = await leaseOn(url, { renewMs: NEVER });
  const { owner, fence } = lease;
  const store = new PostgresCaseStore(database(url), storeOptions, { owner, fence });
  await store.append(CASE, 0, [opened(CASE)], [due('1.0')]);
  await expire(url);
  await expect(store.updateDelivery(CASE, '1.0', { state: 'inFlight', at: AT })).rejects.toThrow(LeaseLostError);
  await query(url, `update sender_lease set fence = 2, until = 'infinity'`);
  await expect(store.updateDelivery(CASE, '1.0', { state: 'inFlight', at: AT })).rejects.toThrow(LeaseLostError);
  await query(url, 'update sender_lease set fence = 1');
  await store.updateDelivery(CASE, '1.0', { state: 'inFlight', at: AT });
});

test('given a mark that is being written, then the lease does not pass on before it stands', async () => {
  const url = await emptyTables();
  const first = await leaseOn(url, { renewMs: NEVER });
  const store = new PostgresCaseStore(database(url), storeOptions, first.lease);
  await store.append(CASE, 0, [opened(CASE)], [due('1.0')]);
  let unblock = () => {};
  const blocked = new Promise<void>((resolve) => {
    unblock = resolve;
  });
  const isLocked = new Promise<void>((resolve) => {
    void database(url).transaction(async (run) => {
      await run('lock table deliveries in exclusive mode');
      resolve();
      await blocked;
    });
  });
  await isLocked;
  // The mark waits for the table, after it has checked the lease.
  const marking = store.updateDelivery(CASE, '1.0', { state: 'inFlight', at: AT });
  await expect.poll(() => waitersFor(url, 'deliveries')).toBe(1);
  // What stands when the lease has passed on; which of two connections is answered first says nothing.
  const taking = database(url).transaction(async (run) => {
    await run(`update sender_lease set owner = 'another', fence = 9`);
    return (await store.read(CASE))?.deliveries[0]?.state;
  });
  await expect.poll(() => waitersFor(url, 'sender_lease')).toBe(1);
  unblock();
  await marking;
  expect(await taking).toBe('inFlight');
});

test('given a holder that is frozen in the middle of a mark, then another one still takes over within ten seconds', async () => {
  const url = await emptyTables();
  await leaseOn(url, { renewMs: NEVER });
  const other = await leaseOn(url);
  let wake = () => {};
  const woken = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const marking = database(url).transaction(async (run) => {
    await run('select 1 from sender_lease for share');
    await woken;
    await run('select 1');
  });
  const took = await elapsedUntil(() => other.lease.held);
  wake();
  await expect(marking).rejects.toThrow();
  expect(took).toBeLessThan(10_000);
});

test('given a holder whose connections are ended by the server, then it renews over new ones and stays the holder', async () => {
  const url = await emptyTables();
  const first = await leaseOn(url, { renewMs: 50 });
  const other = await leaseOn(url, { renewMs: 50 });
  const until = async () => String((await query(url, 'select until::text from sender_lease'))[0]?.until);
  for (let times = 0; times < 3; times++) {
    const before = await until();
    await cutConnections(url);
    await expect.poll(until).not.toBe(before);
  }
  expect([first.lease.held, other.lease.held, first.told]).toEqual([true, false, [true]]);
});

test('given a holder that is cut off without a word, then by its own clock it has lost the lease before another one has it', async () => {
  const url = await emptyTables();
  const wire = await layWire(url);
  const cutOff = await leaseOn(wire.url);
  const other = await leaseOn(url);
  wire.silence();
  let isLost = false;
  const took = await elapsedUntil(() => {
    isLost ||= !cutOff.lease.held;
    return other.lease.held;
  });
  expect(isLost).toBe(true);
  expect(cutOff.told).toEqual([true, false]);
  expect(took).toBeLessThan(10_000);
  wire.cut();
  await expect.poll(() => cutOff.errors.length).toBe(1);
  expect(cutOff.lease.held).toBe(false);
});
