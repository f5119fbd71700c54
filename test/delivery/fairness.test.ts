import { describe, expect, test } from 'vitest';
import type { Person } from '../../src/case/people.js';
import type { Outgoing } from '../../src/delivery/ports.js';
import { Waiting } from '../../src/delivery/waiting.js';
import { coordinator, OTHER_TENANT } from '../given.js';
import { anOffice, sent } from './office.js';

const all = () => true;
/** Takes everything out, in order. */
function order(waiting: Waiting): string[] {
  const taken: string[] = [];
  for (let next = waiting.take(all, all); next; next = waiting.take(all, all)) taken.push(next.caseId);
  return taken;
}

describe('the cases that wait', () => {
  test('are taken tenant by tenant in turn, within a tenant as they came', () => {
    const waiting = new Waiting();
    for (const id of ['a1', 'a2', 'a3', 'b1', 'c1', 'b2']) waiting.add(id, id.charAt(0), false);
    expect(order(waiting)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
    expect(waiting.size).toBe(0);
  });

  test('a case that somebody acted in goes before the others of its tenant, also when it waits already', () => {
    const waiting = new Waiting();
    for (const id of ['a1', 'a2', 'a3']) waiting.add(id, 'a', false);
    waiting.add('a3', 'a', true);
    waiting.add('a3', 'a', false);
    expect(order(waiting)).toEqual(['a3', 'a1', 'a2']);
  });

  test('one that may not begin yet keeps its place', () => {
    const waiting = new Waiting();
    for (const id of ['a1', 'a2', 'b1']) waiting.add(id, id.charAt(0), false);
    expect(waiting.take(all, (caseId) => caseId !== 'a1')?.caseId).toBe('a2');
    expect(waiting.take((tenant) => tenant !== 'b', all)?.caseId).toBe('a1');
    expect(order(waiting)).toEqual(['b1']);
  });
});

/** Somebody of a tenant, another one for each case. */
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
  test('the single message of another leaves within as many sends as there are lanes', async () => {
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

test('what a stopped process left goes out by deadline, the oldest first', async () => {
  const office = anOffice();
  const ends = ['2026-06-20', '2026-05-20', '2026-06-10', '2026-05-10'];
  for (const [at, taskEnd] of ends.entries())
    await office.open(`010${at + 1}-aaaa`, { coordinator: person(coordinator.tenant, at), taskEnd, remind: true });
  const again = anOffice(sent, office.store);
  again.sender.start();
  await again.sender.drained();
  expect(again.reminders().flat()).toEqual(['0104-aaaa', '0102-aaaa', '0103-aaaa', '0101-aaaa']);
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
  await again.sender.drained();
  expect(again.reminders()).toEqual([['0102-aaaa']]);
  expect(again.failures).toHaveLength(1);
});
