import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type DeliveryState, LeaseLostError, type Outcome, type Outgoing } from '../../src/delivery/ports.js';
import { caseOpened } from '../case/facts.js';
import { coordinator, officer } from '../given.js';
import { anOffice, memoryStore, sent } from './office.js';

const opening = caseOpened();
const CASE = opening.caseId;

/** An office with a case that has just been opened: its card and the request to the coordinator are pending. */
async function opened(
  send?: (message: Outgoing) => Promise<Outcome>,
  store = memoryStore(),
  lease?: { held: boolean },
) {
  const office = anOffice(send, store, lease && { ...lease, onChange: () => undefined });
  office.setClock(opening.at);
  const { municipality, goLive, home, language } = opening;
  const asked = { by: coordinator, guest: false, at: opening.at };
  await office.commands.handle({ type: 'openCase', caseId: CASE, municipality, goLive, home, language }, '', asked);
  return {
    ...office,
    asked,
    kinds: () => office.messages.map(({ effect }) => effect.kind),
    all: async () => (await store.read(CASE))?.deliveries.map((one): DeliveryState => one.state) ?? [],
  };
}

describe('the sender', () => {
  test('sends every effect once, in the order of the events', async () => {
    const office = await opened();
    await office.deliver(CASE);
    await office.deliver(CASE);
    expect(office.kinds()).toEqual(['caseCard', 'request']);
    expect(await office.all()).toEqual(['sent', 'sent']);
  });

  test('tries an outage again after a pause, and not before', async () => {
    let down = true;
    const office = await opened(async (message) =>
      down ? { kind: 'retry', why: 'outage', afterMs: 60_000 } : sent(message),
    );
    await office.deliver(CASE);
    expect(await office.all()).toEqual(['pending', 'pending']);
    const tried = office.messages.length;
    await office.deliver(CASE);
    expect(office.messages).toHaveLength(tried);
    down = false;
    office.setClock('2026-05-04T08:00:00.000Z');
    await office.deliver(CASE);
    expect(await office.all()).toEqual(['sent', 'sent']);
  });

  test('gives an outage up after a bounded number of tries that together last more than an hour', async () => {
    const office = await opened(async () => ({ kind: 'retry', why: 'outage' }));
    let quarters = 0;
    while ((await office.all()).slice(0, 2).includes('pending') && quarters < 100) {
      quarters += 1;
      office.setClock(new Date(Date.parse(opening.at) + quarters * 900_000).toISOString());
      await office.deliver(CASE);
    }
    expect((await office.all()).slice(0, 2)).toEqual(['undelivered', 'undelivered']);
    expect(quarters * 15).toBeGreaterThan(60);
  });

  test('keeps an unknown outcome on record and never sends that message again', async () => {
    const office = await opened(async (message) => {
      await message.beforeSend();
      return { kind: 'unknown' };
    });
    await office.deliver(CASE);
    await office.deliver(CASE);
    expect(await office.all()).toEqual(['unknown', 'unknown']);
    expect(office.messages).toHaveLength(2);
  });

  test('has a new message in flight on disk before it leaves', async () => {
    const seen: unknown[] = [];
    const office = await opened(async (message) => {
      const mayLeave = await message.beforeSend();
      const key = message.key.slice(CASE.length + 1);
      seen.push((await office.store.read(CASE))?.deliveries.find((one) => one.key === key)?.state, mayLeave);
      return { kind: 'sent' };
    });
    await office.deliver(CASE);
    expect(seen).toEqual(['inFlight', true, 'inFlight', true]);
  });

  test('after a crash in mid-flight knows that a new message has an unknown outcome; what had not left is sent', async () => {
    const crashed = await opened(() => new Promise(() => {}));
    await crashed.store.updateDelivery(CASE, '1.1', { state: 'inFlight', at: opening.at });
    const again = anOffice(sent, crashed.store);
    again.sender.start();
    await again.settled();
    expect(await crashed.all()).toEqual(['sent', 'unknown']);
  });

  test('knows it too when somebody acts in the case before the sender has come to it', async () => {
    const crashed = await opened(() => new Promise(() => {}));
    await crashed.store.updateDelivery(CASE, '1.1', { state: 'inFlight', at: opening.at });
    const again = anOffice(sent, crashed.store);
    again.sender.start();
    again.sender.wake(CASE, coordinator.tenant, 'press');
    await again.settled();
    expect(await crashed.all()).toEqual(['sent', 'unknown']);
  });

  test('keeps as unknown what left when its outcome could not be written down, and sends it no more', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const office = await opened();
    const { updateDelivery } = office.store;
    let full = true;
    office.store.updateDelivery = (caseId, key, patch) =>
      full && key === '1.1' && patch.state === 'sent'
        ? Promise.reject(new Error('the disk is full'))
        : updateDelivery(caseId, key, patch);
    await office.deliver(CASE);
    expect(await office.all()).toEqual(['sent', 'inFlight']);
    expect(office.failures).toEqual([new Error('the disk is full')]);
    full = false;
    // What is done in the case meanwhile does not make it forgotten.
    await office.deliver(CASE);
    vi.advanceTimersByTime(60_000);
    await office.settled();
    expect(await office.all()).toEqual(['sent', 'unknown']);
    expect(office.messages).toHaveLength(2);
  });

  test('has a message pending again that had not left when the store failed after the mark', async () => {
    const office = await opened();
    const { read, updateDelivery } = office.store;
    let isLost = false;
    office.store.updateDelivery = async (caseId, key, patch) => {
      await updateDelivery(caseId, key, patch);
      if (patch.state === 'inFlight') isLost = key === '1.1';
    };
    office.store.read = (caseId) => (isLost ? Promise.reject(new Error('the connection was cut')) : read(caseId));
    await office.deliver(CASE);
    isLost = false;
    expect(await office.all()).toEqual(['sent', 'pending']);
    expect(office.failures).toEqual([new Error('the connection was cut')]);
    office.store.updateDelivery = updateDelivery;
    await office.deliver(CASE);
    expect(await office.all()).toEqual(['sent', 'sent']);
  });

  test('makes a message anew that waited for its turn while the case moved on', async () => {
    let first = true;
    const office = await opened(async (message) => {
      if (first && message.effect.kind === 'request') {
        first = false;
        await office.commands.handle({ type: 'moveGoLive', goLive: '2027-01-04' }, CASE, office.asked);
      }
      return sent(message);
    });
    await office.deliver(CASE);
    const requests = office.messages.filter(({ effect }) => effect.kind === 'request');
    expect(requests.at(-1)?.case.goLive).toBe('2027-01-04');
    expect((await office.all()).filter((state) => state === 'sent').length).toBe(3);
  });

  test('sends only the last of several edits of the case card', async () => {
    const office = await opened();
    await office.commands.handle({ type: 'nameOfficer', officer }, CASE, office.asked);
    await office.deliver(CASE);
    expect(office.kinds().filter((kind) => kind === 'caseCard')).toHaveLength(1);
    expect((await office.all())[0]).toBe('superseded');
  });

  test('sends what could not reach a person once they have opened their chat', async () => {
    let installed = false;
    const office = await opened(async (message) =>
      message.effect.kind === 'request' && !installed ? { kind: 'undelivered', why: 'notInstalled' } : sent(message),
    );
    await office.deliver(CASE);
    expect((await office.all()).slice(0, 2)).toEqual(['sent', 'undelivered']);
    installed = true;
    await office.sender.retryUndelivered(coordinator);
    await office.sender.drained();
    expect((await office.all()).slice(0, 2)).toEqual(['sent', 'sent']);
  });
});

describe('a process without the lease', () => {
  test('sends nothing', async () => {
    const office = await opened(sent, memoryStore(), { held: false });
    await office.deliver(CASE);
    expect(office.messages).toEqual([]);
    expect(await office.all()).toEqual(['pending', 'pending']);
  });

  test('lets no message leave when it loses the lease while the message waits for its turn', async () => {
    const lease = { held: true };
    const office = await opened(
      async (message) => {
        lease.held = false;
        return sent(message);
      },
      memoryStore(),
      lease,
    );
    Object.defineProperty(office.lease, 'held', { get: () => lease.held });
    await office.deliver(CASE);
    expect(await office.all()).not.toContain('sent');
  });

  test('leaves the outbox as it is when the store refuses the mark', async () => {
    const store = memoryStore();
    const { updateDelivery } = store;
    store.updateDelivery = async (caseId, key, patch) => {
      if (patch.state === 'inFlight') throw new LeaseLostError('Another process sends');
      return updateDelivery(caseId, key, patch);
    };
    const lease = { held: true };
    const office = await opened(
      async (message) => {
        const outcome = await sent(message);
        lease.held = false;
        return outcome;
      },
      store,
      lease,
    );
    Object.defineProperty(office.lease, 'held', { get: () => lease.held });
    await office.deliver(CASE);
    expect(await office.all()).toEqual(['pending', 'pending']);
    expect(office.failures).toEqual([]);
  });
});
