import { expect, onTestFinished, test } from 'vitest';
import { AT, anna, due, named, opened, TENANT } from '../store/sample.js';
import { openInstance } from './instance.js';
import { startServer } from './server.js';

const CASE = '0630-aaaa';

test('given a database that is restarted, then an outcome waits for it, a press does not, and within ten seconds one process sends again', async () => {
  const server = await startServer();
  onTestFinished(() => server.remove());
  const errors: unknown[] = [];
  const [one, other] = [await openInstance(server.url, { errors }), await openInstance(server.url, { errors })];
  const told: string[] = [];
  one.lease.onChange((held) => told.push(`one ${held}`));
  other.lease.onChange((held) => told.push(`other ${held}`));
  let looked = 0;
  other.notifications.subscribe(({ kind }) => void (kind === 'everything' && looked++));
  await one.store.append(CASE, 0, [opened(CASE)], [due('1.0'), due('1.1')]);
  await one.store.updateDelivery(CASE, '1.0', { state: 'inFlight', at: AT });

  await server.stop();
  const outcome = one.store.updateDelivery(CASE, '1.0', { state: 'sent', at: AT });
  await expect(other.store.append(CASE, 1, [named], [])).rejects.toThrow();
  await expect(other.store.check()).rejects.toThrow();
  await expect(one.store.updateDelivery(CASE, '1.1', { state: 'inFlight', at: AT })).rejects.toThrow();
  expect(other.directory.people(TENANT)).toEqual([]);
  await expect.poll(() => one.lease.held, { timeout: 10_000 }).toBe(false);

  await server.start();
  const began = performance.now();
  await outcome;
  await expect.poll(() => one.lease.held || other.lease.held, { timeout: 20_000 }).toBe(true);
  expect(performance.now() - began).toBeLessThan(10_000);
  const sender = one.lease.held ? one : other;
  expect(told).toEqual(['one true', 'one false', sender === one ? 'one true' : 'other true']);
  await sender.store.updateDelivery(CASE, '1.1', { state: 'inFlight', at: AT });
  expect((await other.store.read(CASE))?.deliveries.map(({ state }) => state)).toEqual(['sent', 'inFlight']);
  await one.directory.meet({ person: anna });
  await expect.poll(() => [looked > 0, other.directory.people(TENANT).length]).toEqual([true, 1]);
});
