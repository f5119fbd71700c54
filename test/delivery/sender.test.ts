import { describe, expect, test } from 'vitest';
import { CommandHandler } from '../../src/delivery/command-handler.js';
import { Deliveries } from '../../src/delivery/deliver.js';
import type { CaseStore, Outcome, Outgoing } from '../../src/delivery/ports.js';
import { memoryCaseStore } from '../../src/store/memory.js';
import { caseOpened } from '../case/facts.js';
import { coordinator, officer, world } from '../given.js';

const opening = caseOpened();
const CASE = opening.caseId;

/** A town hall in memory: a clock that is set, and a messenger that does as the test says. */
async function office(perform: (message: Outgoing) => Promise<Outcome>, store: CaseStore = memoryStore()) {
  let now = opening.at;
  const flow = new CommandHandler(store, world);
  const messages: Outgoing[] = [];
  const deliveries = new Deliveries({
    store,
    flow,
    messenger: {
      send: (message) => {
        messages.push(message);
        return perform(message);
      },
    },
    clock: { now: () => now },
    jitter: () => 0.5,
    onError: (error) => {
      throw error;
    },
  });
  const asked = { by: coordinator, guest: false, at: now };
  const { municipality, goLive, home, language } = opening;
  await flow.handle({ type: 'openCase', caseId: CASE, municipality, goLive, home, language }, '', asked);
  return {
    flow,
    store,
    deliveries,
    messages,
    kinds: () => messages.map((message) => message.effect.kind),
    states: async () => (await store.read(CASE))?.deliveries.map((one) => one.state),
    async deliver() {
      deliveries.wake(CASE);
      await deliveries.drained();
    },
    setClock(moment: string) {
      now = moment;
    },
    at: (moment: string) => ({ by: coordinator, guest: false, at: moment }),
  };
}

const sent = async (message: Outgoing): Promise<Outcome> => {
  const left = await message.beforeSend();
  return left ? { kind: 'sent', message: { conversationId: 'chat', activityId: message.key } } : { kind: 'stale' };
};

describe('the delivery ledger', () => {
  test('carries every effect once, in the order of the facts', async () => {
    const town = await office(sent);
    await town.deliver();
    await town.deliver();
    expect(town.kinds()).toEqual(['home', 'request']);
    expect(await town.states()).toEqual(['sent', 'sent']);
  });

  test('tries an outage again after a pause, and not before', async () => {
    let down = true;
    const town = await office(async (message) =>
      down ? { kind: 'retry', why: 'outage', afterMs: 60_000 } : sent(message),
    );
    await town.deliver();
    expect(await town.states()).toEqual(['pending', 'pending']);
    const tried = town.messages.length;
    await town.deliver();
    expect(town.messages).toHaveLength(tried);
    down = false;
    town.setClock('2026-05-04T08:00:00.000Z');
    await town.deliver();
    expect(await town.states()).toEqual(['sent', 'sent']);
  });

  test('gives an outage up after a bounded number of tries that together last more than an hour', async () => {
    const town = await office(async () => ({ kind: 'retry', why: 'outage' }));
    let hours = 0;
    while ((await town.states())?.slice(0, 2).includes('pending') && hours < 100) {
      hours += 1;
      town.setClock(new Date(Date.parse(opening.at) + hours * 900_000).toISOString());
      await town.deliver();
    }
    expect((await town.states())?.slice(0, 2)).toEqual(['undelivered', 'undelivered']);
    expect(hours * 15).toBeGreaterThan(60);
  });

  test('keeps an unknown outcome on record and never sends that message again', async () => {
    const town = await office(async (message) => {
      await message.beforeSend();
      return { kind: 'unknown' };
    });
    await town.deliver();
    await town.deliver();
    expect(await town.states()).toEqual(['unknown', 'unknown']);
    expect(town.messages).toHaveLength(2);
  });

  test('a new message is in flight on disk before it leaves, so that a crash in between is known', async () => {
    const seen: unknown[] = [];
    const town = await office(async (message) => {
      const left = await message.beforeSend();
      const key = message.key.slice(CASE.length + 1);
      seen.push((await town.store.read(CASE))?.deliveries.find((one) => one.key === key)?.state, left);
      return { kind: 'sent' };
    });
    await town.deliver();
    expect(seen).toEqual(['inFlight', true, 'inFlight', true]);
  });

  test('after a crash in mid-flight a new message is an unknown outcome; what had not left is sent', async () => {
    const store = memoryStore();
    const crashed = await office(() => new Promise(() => {}), store);
    await store.updateDelivery(CASE, '1.0', { state: 'claimed', at: opening.at });
    await store.updateDelivery(CASE, '1.1', { state: 'inFlight', at: opening.at });
    const again = new Deliveries({
      store,
      flow: crashed.flow,
      messenger: { send: sent },
      clock: { now: () => opening.at },
      jitter: () => 0,
      onError: (error) => {
        throw error;
      },
    });
    await again.resume();
    await again.drained();
    expect(await crashed.states()).toEqual(['sent', 'unknown']);
  });

  test('a message that waited for its turn while the case moved on is made anew', async () => {
    let first = true;
    const town = await office(async (message) => {
      if (first && message.effect.kind === 'request') {
        first = false;
        await town.flow.handle({ type: 'moveGoLive', goLive: '2027-01-04' }, CASE, town.at(opening.at));
      }
      return sent(message);
    });
    await town.deliver();
    const requests = town.messages.filter((message) => message.effect.kind === 'request');
    expect(requests.at(-1)?.case.goLive).toBe('2027-01-04');
    expect((await town.states())?.filter((state) => state === 'sent').length).toBe(3);
  });

  test('of several edits of the case card on their way only the last goes out', async () => {
    const town = await office(sent);
    await town.flow.handle({ type: 'nameOfficer', officer }, CASE, town.at(opening.at));
    await town.deliver();
    expect(town.kinds().filter((kind) => kind === 'caseCard')).toHaveLength(1);
    expect((await town.states())?.[0]).toBe('superseded');
  });

  test('whoever opens their chat later gets what could not reach them', async () => {
    let installed = false;
    const town = await office(async (message) => {
      if (message.effect.kind === 'request' && !installed) return { kind: 'undelivered', why: 'notInstalled' };
      return sent(message);
    });
    await town.deliver();
    expect((await town.states())?.slice(0, 2)).toEqual(['sent', 'undelivered']);
    installed = true;
    await town.sender.retryUndelivered(coordinator);
    await town.deliveries.drained();
    expect((await town.states())?.slice(0, 2)).toEqual(['sent', 'sent']);
  });
});
