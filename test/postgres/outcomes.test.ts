import { expect, onTestFinished, test } from 'vitest';
import type { DeliveryPatch } from '../../src/delivery/ports.js';
import { PostgresCaseStore } from '../../src/store/postgres.js';
import { Database } from '../../src/store/postgres-database.js';
import { migrate } from '../../src/store/postgres-schema.js';
import { AT, due, named, opened } from '../store/sample.js';
import { DATABASES, freshSchema, query } from './ground.js';

const [{ url: server } = { url: '' }] = DATABASES;
const CASE = '0630-aaaa';
const place = { conversationId: 'c', activityId: 'm' };

/** Two stores on one database, with a case in which so many deliveries are due. */
async function stores(count: number) {
  const url = await freshSchema(server);
  const open = () => {
    const database = new Database(url);
    onTestFinished(() => database.close());
    return database;
  };
  const own = open();
  await migrate(own);
  const store = new PostgresCaseStore(own);
  const deliveries = Array.from({ length: count }, (_, number) => due(`1.${number}`));
  await store.append(CASE, 0, [opened(CASE)], deliveries);
  return { url, store, other: new PostgresCaseStore(open()) };
}

test('given many outcomes told in one go, then they are written by one statement and read alike everywhere', async () => {
  const { url, store, other } = await stores(300);
  const patch: DeliveryPatch = { state: 'superseded', at: AT };
  await Promise.all(Array.from({ length: 299 }, (_, number) => store.updateDelivery(CASE, `1.${number}`, patch)));
  expect(await query(url, 'select revision from cases')).toEqual([{ revision: 2 }]);
  const record = await store.read(CASE);
  expect(record?.deliveries.map(({ state }) => state)).toEqual([...Array(299).fill('superseded'), 'pending']);
  expect(await other.read(CASE)).toEqual(record);
});

test('given outcomes of every kind in one go, then each has its own reason, slots and follow-ups', async () => {
  const { store, other } = await stores(4);
  await store.updateDelivery(CASE, '1.3', {
    state: 'sent',
    at: AT,
    slots: { 'personal:x': place, 'personal:y': place },
  });
  const told: Record<string, DeliveryPatch> = {
    '1.0': { state: 'sent', at: AT, message: place, slots: { caseCard: place, 'personal:x': null } },
    '1.1': { state: 'undelivered', at: AT, why: 'blocked', attempts: 2, adds: [due('1.1.card'), due('1.1.more')] },
    '1.2': { state: 'pending', at: AT, why: 'outage', notBefore: '2026-05-04T09:00:00.000Z' },
    '9.9': { state: 'sent', at: AT, slots: { 'klik:x': place }, adds: [due('9.9.card')] },
  };
  await Promise.all(Object.entries(told).map(([key, patch]) => store.updateDelivery(CASE, key, patch)));
  const record = await store.read(CASE);
  expect(record?.deliveries.map(({ key, state, why, attempts }) => [key, state, why, attempts])).toEqual([
    ['1.0', 'sent', undefined, 0],
    ['1.1', 'undelivered', 'blocked', 2],
    ['1.2', 'pending', 'outage', 0],
    ['1.3', 'sent', undefined, 0],
    ['1.1.card', 'pending', undefined, 0],
    ['1.1.more', 'pending', undefined, 0],
  ]);
  expect(record?.messages).toEqual({ caseCard: place, 'personal:y': place });
  expect(await other.read(CASE)).toEqual(record);
});

test('given two outcomes of one delivery in one go, then the later one stands', async () => {
  const { store, other } = await stores(1);
  const sent = store.updateDelivery(CASE, '1.0', { state: 'sent', at: AT, slots: { caseCard: place } });
  await Promise.all([sent, store.updateDelivery(CASE, '1.0', { state: 'superseded', at: AT })]);
  expect((await other.read(CASE))?.deliveries[0]?.state).toBe('superseded');
});

test('given a fact of another instance, then whoever marks a message finds it, also when they looked a moment ago', async () => {
  const { store, other } = await stores(2);
  await store.read(CASE);
  await other.append(CASE, 1, [named], []);
  await store.updateDelivery(CASE, '1.0', { state: 'inFlight', at: AT });
  expect((await store.read(CASE, true))?.events).toHaveLength(2);
  await store.updateDelivery(CASE, '1.1', { state: 'inFlight', at: AT });
  const known = await store.read(CASE, true);
  expect(known?.deliveries.map(({ state }) => state)).toEqual(['inFlight', 'inFlight']);
  expect(await other.read(CASE)).toEqual(known);
});
