import { describe, expect, test } from 'vitest';
import type { Person } from '../../src/case/people.js';
import type { Outgoing } from '../../src/delivery/ports.js';
import { coordinator, OTHER_TENANT } from '../given.js';
import { anOffice, sent } from './office.js';

/** A person of a tenant, another one for each case. */
const person = (tenant: string, at: number): Person => ({ tenant, id: `person-${tenant}-${at}`, name: `Person ${at}` });

/** An office with so many cases due in the big tenant, and one in the small one. */
async function tenants(big: number, perform: (message: Outgoing) => ReturnType<typeof sent>) {
  const office = anOffice(perform);
  const ids: string[] = [];
  for (let at = 0; at < big; at++) {
    const caseId = `${String(1000 + at)}-aaaa`;
    ids.push(await office.open(caseId, { coordinator: person(coordinator.tenant, at), remind: true }));
  }
  const single = await office.open('0101-aaaa', { coordinator: person(OTHER_TENANT, 0), remind: true });
  return { office, ids, single };
}

describe('with thousands due in one tenant', () => {
  test('the single message of another leaves within a few sends', async () => {
    const { office, ids, single } = await tenants(1_000, sent);
    for (const caseId of ids) office.sender.wake(caseId, coordinator.tenant);
    office.sender.wake(single, OTHER_TENANT);
    await office.sender.drained();
    expect(office.reminders().findIndex(([caseId]) => caseId === single)).toBeLessThan(32);
    expect(office.reminders()).toHaveLength(1_001);
  });

  test('it leaves even while Teams answers nobody of the first', async () => {
    const { office, ids, single } = await tenants(50, async (message) =>
      message.case.tenant === OTHER_TENANT ? sent(message) : new Promise(() => {}),
    );
    for (const caseId of ids) office.sender.wake(caseId, coordinator.tenant);
    office.sender.wake(single, OTHER_TENANT);
    for (let turns = 0; turns < 100; turns++) await new Promise((next) => setImmediate(next));
    expect(await office.states(single)).toEqual(['sent']);
  });
});

test('a case in which a person has just acted goes before the others of its tenant', async () => {
  const { office, ids } = await tenants(200, sent);
  for (const caseId of ids) office.sender.wake(caseId, coordinator.tenant);
  const [last = ''] = ids.slice(-1);
  office.sender.wake(last, coordinator.tenant, 'press');
  await office.sender.drained();
  expect(office.reminders().findIndex(([caseId]) => caseId === last)).toBeLessThan(50);
});

test('a case that cannot be read keeps no other one back at the start', async () => {
  const office = anOffice();
  for (const caseId of ['0101-aaaa', '0102-aaaa']) await office.open(caseId, { remind: true });
  const { read } = office.store;
  const store = {
    ...office.store,
    read: (caseId: string) => (caseId === '0101-aaaa' ? Promise.reject(new Error('damaged')) : read(caseId)),
  };
  const again = anOffice(sent, store);
  again.sender.start();
  await again.settled();
  expect(again.reminders()).toEqual([['0102-aaaa']]);
  expect(again.failures).toHaveLength(1);
});
