import { expect, onTestFinished, test } from 'vitest';
import { Notifications, notify } from '../../src/store/postgres/notifications.js';
import { AT, anna, bo, due, opened, TENANT } from '../store/sample.js';
import { cutConnections, freshSchema, query, sendNotification } from './ground.js';
import { database, openInstance, server, twoInstances } from './instance.js';
import { layWire } from './wire.js';

const CASE = '0630-aaaa';

/** The notifications alone, as one process hears them. */
async function listening(url: string) {
  const errors: unknown[] = [];
  const notifications = await Notifications.open(url, 'one', (error) => errors.push(error));
  onTestFinished(() => notifications.close());
  return { notifications, errors };
}

test('given another process that leaves something to deliver, then the case is told of; what leaves nothing is not', async () => {
  const { one, other } = await twoInstances();
  const told: string[] = [];
  one.notifications.subscribe((sent) => void (sent.kind === 'case' && told.push(`${sent.caseId} ${sent.tenant}`)));
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

test('given a person who is met before a case changes, then the case is told of when the person has been taken in', async () => {
  const url = await freshSchema(server);
  const { notifications } = await listening(url);
  const order: string[] = [];
  notifications.subscribe(async ({ kind }) => {
    order.push(`${kind} begins`);
    await query(url, 'select pg_sleep(0.05)');
    order.push(`${kind} ends`);
  });
  await database(url).transaction(async (run) => {
    await notify(run, 'another', { kind: 'person', tenant: TENANT, id: bo.id });
    await notify(run, 'another', { kind: 'case', caseId: CASE, tenant: TENANT });
  });
  await expect.poll(() => order).toHaveLength(4);
  expect(order).toEqual(['person begins', 'person ends', 'case begins', 'case ends']);
});

test('given something that is too long to be told, then everything is looked at again', async () => {
  const { one, other } = await twoInstances();
  let looked = 0;
  one.notifications.subscribe(({ kind }) => void (kind === 'everything' && looked++));
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
  one.notifications.subscribe((sent) => void told.push(sent.kind === 'case' ? sent.caseId : sent.kind));
  for (let times = 1; times <= 3; times++) {
    await cutConnections(url, 'listen%');
    await other.store.append(`000${times}-aaaa`, 0, [opened(`000${times}-aaaa`)], [due('1.0')]);
    await expect.poll(() => told.filter((one) => one === 'everything')).toHaveLength(times);
  }
  expect(errors.length).toBeGreaterThanOrEqual(3);
  await other.store.append(CASE, 0, [opened(CASE)], [due('1.0')]);
  await expect.poll(() => told.at(-1)).toBe(CASE);
});

test('given a person met by another process while nothing is heard, then nothing is to be sent before they are known', async () => {
  const { url, one, other } = await twoInstances([]);
  await cutConnections(url, 'listen%');
  await other.directory.meet({ person: anna });
  await other.store.append(CASE, 0, [opened(CASE)], [due('1.0')]);
  await expect.poll(() => one.store.unfinished().catch(() => []), { timeout: 20_000 }).toEqual([CASE]);
  expect(one.directory.person(TENANT, anna.id)?.person).toEqual(anna);
});

test('given a listening connection that is cut without a word, then it is missed within seconds and made anew', async () => {
  const wire = await layWire(await freshSchema(server));
  const { notifications, errors } = await listening(wire.url);
  let looked = 0;
  notifications.subscribe(({ kind }) => void (kind === 'everything' && looked++));
  wire.silence();
  await expect.poll(() => errors.length, { timeout: 20_000 }).toBe(1);
  wire.cut();
  await expect.poll(() => looked, { timeout: 20_000 }).toBe(1);
});

test('given what no program of this version sends, then it is reported or left aside, and the next notification is passed on', async () => {
  const url = await freshSchema(server);
  const errors: unknown[] = [];
  // The directory hears it too.
  const { notifications } = await openInstance(url, { errors });
  const passed: string[] = [];
  notifications.subscribe((sent) => void (sent.kind === 'case' && passed.push(sent.caseId)));
  await sendNotification(url, 'by hand');
  await sendNotification(url, '{"from":"newer","kind":"inventedLater"}');
  await sendNotification(url, `{"from":"another","kind":"case","caseId":"${CASE}","tenant":"${TENANT}"}`);
  await expect.poll(() => passed).toEqual([CASE]);
  expect(errors).toHaveLength(1);
});

test('given a change that could not be read, then it is told to operators and everything is read again', async () => {
  const errors: unknown[] = [];
  const { url, one, other } = await twoInstances(errors);
  await query(url, 'alter table people rename to people_away');
  await query(url, `create view people as select * from people_away where person_key <> '${bo.id}'`);
  await query(url, 'alter view people rename column known to known_elsewhere');
  await expect(other.directory.meet({ person: bo })).rejects.toThrow('known');
  await query(url, `insert into people_away values ('${TENANT}', '${anna.id}', '${JSON.stringify({ person: anna })}')`);
  await sendNotification(url, JSON.stringify({ from: 'another', kind: 'person', tenant: TENANT, id: anna.id }));
  await expect.poll(() => errors.length).toBe(2);
  await query(url, 'drop view people');
  await query(url, 'alter table people_away rename to people');
  for (const { directory } of [one, other])
    await expect.poll(() => directory.person(TENANT, anna.id)?.person, { timeout: 20_000 }).toEqual(anna);
});
