import { expect, test } from 'vitest';
import { AT, anna, bo, due, named, opened, TENANT } from '../store/sample.js';
import { cutConnections, freshSchema, query } from './ground.js';
import { openInstance, server, twoInstances } from './instance.js';
import { layWire } from './wire.js';

const CASE = '0630-aaaa';

test('given another process that leaves something to deliver, then the case is told of; what leaves nothing is not', async () => {
  const { one, other } = await twoInstances();
  const told: string[] = [];
  one.notifications.onCaseChanged((caseId, tenant) => told.push(`${caseId} ${tenant}`));
  const { store } = other;
  await store.append(CASE, 0, [opened(CASE)], []);
  await store.append('0101-aaaa', 0, [opened('0101-aaaa')], [due('1.0'), due('1.1')]);
  await store.updateDelivery('0101-aaaa', '1.0', { state: 'sent', at: AT });
  await store.updateDelivery('0101-aaaa', '1.1', { state: 'undelivered', at: AT, adds: [due('1.1.mention')] });
  await store.updateDelivery('0101-aaaa', '1.1.mention', { state: 'pending', at: AT });
  await store.updateDelivery('0101-aaaa', '1.1.mention', { state: 'sent', at: AT });
  await store.append('0102-aaaa', 0, [opened('0102-aaaa', { tenant: '\u0000 "Ærø"' })], [due('1.0')]);
  // What a process did itself is not told to it.
  await one.store.append('0103-aaaa', 0, [opened('0103-aaaa')], [due('1.0')]);
  await store.append('0104-aaaa', 0, [opened('0104-aaaa')], [due('1.0')]);
  await expect.poll(() => told.at(-1)).toBe(`0104-aaaa ${TENANT}`);
  expect(told).toEqual([...Array(3).fill(`0101-aaaa ${TENANT}`), ...['0102-aaaa \u0000 "Ærø"', `0104-aaaa ${TENANT}`]]);
});

test('given people who are met before a case changes, then they are known when the case is told of', async () => {
  const { one, other } = await twoInstances();
  const known: unknown[] = [];
  one.notifications.onCaseChanged(() => known.push(one.directory.person(TENANT, bo.id)?.person));
  for (let number = 0; number < 10; number++) {
    const id = `${1000 + number}-aaaa`;
    await other.directory.forget(bo);
    await other.store.append(id, 0, [opened(id)], []);
    await other.directory.meet({ person: bo });
    await other.store.append(id, 1, [named], [due('1.0')]);
  }
  await expect.poll(() => known).toHaveLength(10);
  expect(known).toEqual(Array(10).fill(bo));
});

test('given something that is too long to be told, then everything is looked at again', async () => {
  const { one, other } = await twoInstances();
  let looked = 0;
  one.notifications.onReconnected(() => void looked++);
  const tenant = 't'.repeat(9_000);
  await other.store.append(CASE, 0, [opened(CASE, { tenant })], [due('1.0')]);
  await expect.poll(() => looked).toBe(1);
  await other.directory.meet({ person: { ...anna, tenant } });
  await expect.poll(() => one.directory.person(tenant, anna.id)?.person.name).toBe(anna.name);
});

test('given a listening connection that is ended, then it is made anew and everything is looked at again, each time', async () => {
  const errors: unknown[] = [];
  const { url, one, other } = await twoInstances(errors);
  const told: string[] = [];
  one.notifications.onReconnected(() => void told.push('everything'));
  one.notifications.onCaseChanged((caseId) => void told.push(caseId));
  for (let times = 1; times <= 3; times++) {
    await cutConnections(url, 'listen%');
    await other.store.append(`000${times}-aaaa`, 0, [opened(`000${times}-aaaa`)], [due('1.0')]);
    await expect.poll(() => told.filter((one) => one === 'everything')).toHaveLength(times);
  }
  expect(errors.length).toBeGreaterThanOrEqual(3);
  await other.store.append(CASE, 0, [opened(CASE)], [due('1.0')]);
  await expect.poll(() => told.at(-1)).toBe(CASE);
});

test('given a listening connection that is cut without a word, then it is missed within seconds and made anew', async () => {
  const url = await freshSchema(server);
  const errors: unknown[] = [];
  const wire = await layWire(url);
  const one = await openInstance(wire.url, { errors });
  const other = await openInstance(url);
  let looked = 0;
  one.notifications.onReconnected(() => void looked++);
  wire.silence();
  await other.directory.meet({ person: anna });
  await expect.poll(() => errors.length, { timeout: 20_000 }).toBeGreaterThan(0);
  wire.cut();
  await expect.poll(() => looked, { timeout: 20_000 }).toBeGreaterThan(0);
  expect(one.directory.person(TENANT, anna.id)?.person).toEqual(anna);
});

test('given a change that could not be read, then it is told to operators and everything is read again', async () => {
  const errors: unknown[] = [];
  const { url, one, other } = await twoInstances(errors);
  await query(url, 'alter table people rename to people_away');
  await query(url, `create view people as select * from people_away where person_key <> '${bo.id}'`);
  await query(url, 'alter view people rename column known to known_elsewhere');
  await expect(other.directory.meet({ person: bo })).rejects.toThrow('known');
  await query(url, `insert into people_away values ('${TENANT}', '${anna.id}', '${JSON.stringify({ person: anna })}')`);
  const payload = JSON.stringify({ from: 'another', kind: 'person', tenant: TENANT, id: anna.id });
  await query(url, `select pg_notify('nemkonto_' || md5(current_schema()), $1)`, [payload]);
  await expect.poll(() => errors.length).toBe(2);
  await query(url, 'drop view people');
  await query(url, 'alter table people_away rename to people');
  for (const { directory } of [one, other])
    await expect.poll(() => directory.person(TENANT, anna.id)?.person, { timeout: 20_000 }).toEqual(anna);
});
