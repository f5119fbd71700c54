import { expect, onTestFinished, test } from 'vitest';
import { ADOPT_EVERY_MS } from '../../src/delivery/deliver.js';
import { ClaimLostError } from '../../src/delivery/instances.js';
import { PostgresCaseStore } from '../../src/store/postgres.js';
import { type LeasedClaim, PostgresClaims } from '../../src/store/postgres-claims.js';
import { Database } from '../../src/store/postgres-database.js';
import { migrate } from '../../src/store/postgres-schema.js';
import { AT, due, opened } from '../store/sample.js';
import { DATABASES, freshSchema, query } from './ground.js';

const [{ url: server } = { url: '' }] = DATABASES;
const LATER = '2026-05-04T09:00:00.000Z';

interface Instance {
  readonly store: PostgresCaseStore;
  readonly claims: PostgresClaims;
  /** Milliseconds that have passed for this instance's own clock beside real ones. */
  ahead: number;
}

/** Instances on one database, in which case 0630-aaaa waits with one due delivery. */
async function instances(count: number, beatMs = 1_000_000): Promise<{ url: string; all: Instance[] }> {
  const address = new URL(await freshSchema(server));
  // The tests' own schema comes first, so that they can say when the server was started.
  address.searchParams.set('options', `${address.searchParams.get('options')},pg_catalog`);
  const url = address.href;
  await startedAt(url, `'-infinity'::timestamptz`);
  const all: Instance[] = [];
  for (let number = 0; number < count; number++) {
    const database = new Database(url);
    await migrate(database);
    const instance = { ahead: 0 } as Instance & { claims: PostgresClaims; store: PostgresCaseStore };
    instance.claims = await PostgresClaims.open(database, () => performance.now() + instance.ahead, beatMs);
    instance.store = new PostgresCaseStore(database);
    onTestFinished(async () => {
      await instance.claims.close();
      await database.close();
    });
    all.push(instance);
  }
  await all[0]?.store.append('0630-aaaa', 0, [opened('0630-aaaa')], [due('1.0')]);
  return { url, all };
}

/** Lets the server say that it was started then: after a start nobody is taken for dead for a while. */
function startedAt(url: string, moment: string): Promise<unknown> {
  const sql = 'create or replace function pg_postmaster_start_time() returns timestamptz language sql as';
  return query(url, `${sql} $$ select ${moment} $$`);
}

/** The others find that this instance has given no sign of life for longer than its lease. */
async function die(url: string, { claims }: Instance): Promise<void> {
  await query(url, `update instances set until = clock_timestamp() - interval '1 second' where id = $1`, [claims.id]);
}

const two = async (beatMs?: number) => {
  const { url, all } = await instances(2, beatMs);
  const [one, other] = all as [Instance, Instance];
  return { url, one, other };
};

test('given a claimed case, then nobody else gets it before it is given back', async () => {
  const { one, other } = await two();
  const claim = await one.claims.take('0630-aaaa');
  expect(claim?.holds()).toBe(true);
  expect(await other.claims.take('0630-aaaa')).toBeUndefined();
  expect(await other.claims.adopt(LATER, 10)).toEqual([]);
  await claim?.release();
  expect(await other.claims.take('0630-aaaa')).toBeDefined();
  expect(await one.claims.take('0630-bbbb')).toBeUndefined();
});

test('given an instance that died, then its case is taken over; given a living one, then not', async () => {
  const { url, one, other } = await two();
  await one.claims.take('0630-aaaa');
  await die(url, one);
  const [adopted] = await other.claims.adopt(LATER, 10);
  expect(adopted).toMatchObject({ caseId: '0630-aaaa', fence: 2 });
});

test('given an instance that falls silent, then another one takes its case over within ten seconds', async () => {
  // It gives one sign of life, at its start, as one that is killed right after it.
  const { one, other } = await two();
  const begun = performance.now();
  expect(await one.claims.take('0630-aaaa')).toBeDefined();
  let adopted: readonly LeasedClaim[] = [];
  while (adopted.length === 0 && performance.now() - begun < 20_000) {
    await new Promise((resolve) => setTimeout(resolve, ADOPT_EVERY_MS));
    adopted = await other.claims.adopt(LATER, 10);
  }
  expect(adopted).toMatchObject([{ caseId: '0630-aaaa' }]);
  expect(performance.now() - begun).toBeLessThan(10_000);
  expect((await one.claims.take('0630-aaaa'))?.holds() ?? false).toBe(false);
});

test('given what was due only a moment ago, then it is left to whoever wrote it', async () => {
  const { other } = await two();
  expect(await other.claims.adopt(AT, 10)).toEqual([]);
  expect(await other.claims.adopt(LATER, 10)).toHaveLength(1);
});

test('given many cases left over, when instances look at once, then each is adopted by one of them', async () => {
  const { url, all } = await instances(3);
  const ids = Array.from({ length: 60 }, (_, number) => `${1000 + number}-aaaa`);
  for (const id of ids) await all[0]?.store.append(id, 0, [opened(id)], [due('1.0')]);
  const adopted = await Promise.all([...all, ...all].map(({ claims }) => claims.adopt(LATER, 15)));
  const names = adopted.flat().map((one) => one.caseId);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(60);
  expect(await query(url, 'select 1 from claims where owner is not null')).toHaveLength(names.length);
});

test('given a claim that has passed on, then what the old owner writes is refused and changes nothing', async () => {
  const { url, one, other } = await two();
  const old = await one.claims.take('0630-aaaa');
  await die(url, one);
  await other.claims.take('0630-aaaa');
  for (const state of ['inFlight', 'sent', 'undelivered'] as const)
    await expect(one.store.updateDelivery('0630-aaaa', '1.0', { state, at: AT }, old)).rejects.toThrow(ClaimLostError);
  expect((await other.store.read('0630-aaaa'))?.deliveries).toEqual([due('1.0')]);
});

test('given an owner that counts as dead, then no message leaves, though nobody has taken the case over yet', async () => {
  const { url, one } = await two();
  const claim = await one.claims.take('0630-aaaa');
  await die(url, one);
  const leaving = one.store.updateDelivery('0630-aaaa', '1.0', { state: 'inFlight', at: AT }, claim);
  await expect(leaving).rejects.toThrow(ClaimLostError);
  // How something went may still be written: nobody else knows.
  await one.store.updateDelivery('0630-aaaa', '1.0', { state: 'sent', at: AT }, claim);
  expect((await one.store.read('0630-aaaa'))?.deliveries[0]?.state).toBe('sent');
});

test('given a message that is no longer due, then it is not marked as leaving a second time', async () => {
  const { one } = await two();
  const claim = await one.claims.take('0630-aaaa');
  await one.store.updateDelivery('0630-aaaa', '1.0', { state: 'sent', at: AT }, claim);
  const again = one.store.updateDelivery('0630-aaaa', '1.0', { state: 'inFlight', at: AT }, claim);
  await expect(again).rejects.toThrow(ClaimLostError);
  expect((await one.store.read('0630-aaaa'))?.deliveries[0]?.state).toBe('sent');
});

test('given a marked message that did not leave, then its old owner may still say so, and nobody else', async () => {
  const { url, one, other } = await two();
  const old = await one.claims.take('0630-aaaa');
  await one.store.updateDelivery('0630-aaaa', '1.0', { state: 'inFlight', at: AT }, old);
  await die(url, one);
  const heir = await other.claims.take('0630-aaaa');
  await other.store.updateDelivery('0630-aaaa', '1.0', { state: 'unknown', why: 'noAnswer', at: AT }, heir);
  await one.store.updateDelivery('0630-aaaa', '1.0', { state: 'pending', at: AT }, old);
  expect((await other.store.read('0630-aaaa'))?.deliveries[0]?.state).toBe('pending');
  await other.store.updateDelivery('0630-aaaa', '1.0', { state: 'inFlight', at: AT }, heir);
  await expect(one.store.updateDelivery('0630-aaaa', '1.0', { state: 'pending', at: AT }, old)).rejects.toThrow(
    ClaimLostError,
  );
});

test('given an instance that was silent for too long, then by its own clock it holds nothing, also once it is heard again', async () => {
  const { one } = await two(20);
  const claim = await one.claims.take('0630-aaaa');
  const stands = one.claims.standing();
  expect([claim?.holds(), stands()]).toEqual([true, true]);
  one.ahead += 60_000;
  expect([claim?.holds(), stands(), one.claims.standing()()]).toEqual([false, false, false]);
  await new Promise<void>((resolve) => {
    const look = () => (one.claims.standing()() ? resolve() : void setTimeout(look, 20));
    look();
  });
  expect([claim?.holds(), stands()]).toEqual([false, false]);
  expect((await one.claims.take('0630-aaaa'))?.holds()).toBe(true);
});

test('given an orderly end, then everything held is free at once', async () => {
  const { one, other } = await two();
  await one.claims.take('0630-aaaa');
  await one.claims.close();
  expect(await other.claims.take('0630-aaaa')).toBeDefined();
});

test('given a database that has just started, then nobody is taken for dead', async () => {
  const { url, one, other } = await two();
  await startedAt(url, 'clock_timestamp()');
  await one.claims.take('0630-aaaa');
  await die(url, one);
  expect(await other.claims.take('0630-aaaa')).toBeUndefined();
});

test('given a message that was sent, then nobody who holds its case can make it due again', async () => {
  const { one } = await two();
  const claim = await one.claims.take('0630-aaaa');
  await one.store.updateDelivery('0630-aaaa', '1.0', { state: 'inFlight', at: AT }, claim);
  await one.store.updateDelivery('0630-aaaa', '1.0', { state: 'sent', at: AT }, claim);
  await one.store.updateDelivery('0630-aaaa', '1.0', { state: 'pending', at: AT }, claim).catch(() => undefined);
  expect((await one.store.read('0630-aaaa'))?.deliveries[0]?.state).toBe('sent');
});

test('given a claim that could not be given back, then the case is taken up again, also when it fell due only then', async () => {
  const { url, one, other } = await two();
  const claim = await one.claims.take('0630-aaaa');
  expect(await one.claims.adopt(LATER, 10)).toEqual([]);
  await query(url, 'alter table claims rename to claims_away');
  await expect(claim?.release()).rejects.toThrow('claims');
  await query(url, 'alter table claims_away rename to claims');
  // Due for a moment only: it is left to whoever wrote it, and must still be found when it has lain for a while.
  expect(await one.claims.adopt(AT, 10)).toEqual([]);
  expect(await one.claims.adopt(AT, 10)).toEqual([]);
  expect(await other.claims.adopt(LATER, 10)).toHaveLength(1);
});

test('given an answer that was lost, then what this instance knows it holds stays its own', async () => {
  const { url, one, other } = await two();
  await one.claims.take('0630-aaaa');
  await query(url, 'alter table claims rename to claims_away');
  await expect(one.claims.take('0630-bbbb')).rejects.toThrow('claims');
  await query(url, 'alter table claims_away rename to claims');
  expect(await one.claims.adopt(LATER, 10)).toEqual([]);
  expect(await other.claims.take('0630-aaaa')).toBeUndefined();
});

test('given a claim, then it tells whether whoever had the case before may have left something half done', async () => {
  const { url, one, other } = await two();
  const first = await one.claims.take('0630-aaaa');
  await first?.release();
  const second = await one.claims.take('0630-aaaa');
  expect([first?.tidy, second?.tidy]).toEqual([true, true]);
  await die(url, one);
  const third = await other.claims.take('0630-aaaa');
  await other.store.updateDelivery('0630-aaaa', '1.0', { state: 'inFlight', at: AT }, third);
  await third?.release();
  const fourth = await other.claims.take('0630-aaaa');
  // The third came after a dead owner; before the fourth a message was left under way.
  expect([third?.tidy, fourth?.tidy]).toEqual([false, false]);
});
