import { describe, expect, test } from 'vitest';
import type { Outcome, Outgoing } from '../../src/delivery/ports.js';
import { numberGiven, reminded } from '../case/facts.js';
import { coordinator, officer } from '../given.js';
import { anOffice, MORNING, sent } from './office.js';

const TEN = Array.from({ length: 10 }, (_, at) => `0${101 + at}-aaaa`);
const [A, B, C] = ['0101-aaaa', '0102-aaaa', '0103-aaaa'] as const;

/** An office in which the coordinator is to be reminded of these cases. */
async function due(cases: readonly string[], perform?: (message: Outgoing) => Promise<Outcome>) {
  const office = anOffice(perform);
  for (const caseId of cases) await office.open(caseId, { remind: true });
  return office;
}

describe('when several cases of one person are due at once', () => {
  test('one message tells of all ten, and each case has it on record with the same place', async () => {
    const office = await due(TEN);
    await office.deliver(...TEN);
    expect(office.reminders()).toEqual([TEN]);
    const records = await Promise.all(TEN.map((caseId) => office.store.read(caseId)));
    const messages = records.map((one) => one?.deliveries.find(({ effect }) => effect.kind === 'reminder'));
    expect(new Set(messages.map((one) => `${one?.state} ${one?.message?.activityId}`)).size).toBe(1);
    expect(messages[0]?.state).toBe('sent');
  });

  test('two are told one by one: the message about each offers the act itself', async () => {
    const office = await due([A, B]);
    await office.deliver(A, B);
    expect(office.reminders()).toEqual([[A], [B]]);
  });

  test('a case of somebody else, one without a reminder and one that is not queued are left out', async () => {
    const office = await due(TEN.slice(0, 4));
    await office.open('0140-aaaa', { coordinator: officer, remind: true });
    await office.open('0150-aaaa');
    await office.open('0160-aaaa', { remind: true });
    await office.deliver(...TEN.slice(0, 4), '0140-aaaa', '0150-aaaa');
    expect(office.reminders().sort()).toEqual([TEN.slice(0, 4), ['0140-aaaa']]);
    expect(await office.states('0160-aaaa')).toEqual(['pending']);
  });

  test('two are told one by one also when more cases are queued', async () => {
    const office = await due([A, B]);
    for (const caseId of ['0150-aaaa', '0160-aaaa']) {
      await office.open(caseId);
      await office.append(caseId, [reminded({ at: MORNING, to: coordinator, step: 'payment' })]);
    }
    await office.deliver(A, B, '0150-aaaa', '0160-aaaa');
    expect(office.reminders()).toEqual([[A], [B], ['0150-aaaa'], ['0160-aaaa']]);
  });

  test('a reminder that has nothing left to say is not told of', async () => {
    const office = await due(TEN.slice(0, 4));
    await office.open('0150-aaaa');
    await office.append('0150-aaaa', [reminded({ at: MORNING, to: coordinator, step: 'payment' })]);
    await office.deliver(...TEN.slice(0, 4), '0150-aaaa');
    expect(office.reminders()[0]).toEqual(TEN.slice(0, 4));
  });

  test('every one of them is in flight on disk before the message leaves', async () => {
    let seen: unknown[] = [];
    const office = await due(TEN, async (message) => {
      const outcome = await sent(message);
      if (message.effect.kind === 'reminder') seen = await Promise.all(TEN.map((caseId) => office.states(caseId)));
      return outcome;
    });
    await office.deliver(...TEN);
    expect(seen).toEqual(TEN.map(() => ['inFlight']));
  });

  test('after a crash in mid-flight every one of them is unknown, and none is sent again', async () => {
    const office = await due(TEN, async (message) => {
      await message.beforeSend();
      return new Promise(() => {});
    });
    for (const caseId of TEN) office.sender.wake(caseId, coordinator.tenant);
    while ((await office.states(TEN[9] ?? ''))[0] !== 'inFlight') await new Promise((next) => setImmediate(next));
    const again = anOffice(sent, office.store);
    again.sender.start();
    await again.settled();
    expect(again.reminders()).toEqual([]);
    for (const caseId of TEN) expect(await again.states(caseId)).toEqual(['unknown']);
  });

  test('a second look at the whole outbox while it is in flight takes none of them for left behind', async () => {
    const seen: unknown[] = [];
    const office = await due(TEN, async (message) => {
      if (message.effect.kind !== 'reminder') return sent(message);
      await message.beforeSend();
      office.sender.lookAgain();
      for (let turns = 0; turns < 50; turns++) await new Promise((next) => setImmediate(next));
      seen.push(...(await Promise.all(TEN.map((caseId) => office.states(caseId)))));
      return { kind: 'sent' };
    });
    await office.deliver(...TEN);
    expect(seen).toEqual(TEN.map(() => ['inFlight']));
  });

  test('what a stopped process left due goes out as one message', async () => {
    const office = await due(TEN);
    const again = anOffice(sent, office.store);
    again.sender.start();
    await again.settled();
    expect(again.reminders()).toEqual([TEN]);
  });

  test('a refusal for now puts all of them off to the same moment, and the next try is one message again', async () => {
    let storms = 1;
    const office = await due(TEN, async (message) => {
      if (message.effect.kind !== 'reminder' || storms === 0) return sent(message);
      storms -= 1;
      await message.beforeSend();
      return { kind: 'retry', why: 'outage', afterMs: 5_000 };
    });
    await office.deliver(...TEN);
    const records = await Promise.all(TEN.map((caseId) => office.store.read(caseId)));
    const waiting = records.flatMap((one) => one?.deliveries.filter(({ state }) => state === 'pending') ?? []);
    expect(waiting.map((one) => `${one.notBefore} ${one.attempts}`)).toEqual(
      TEN.map(() => '2026-06-08T07:00:05.000Z 1'),
    );
    office.setClock('2026-06-08T07:00:05.000Z');
    await office.deliver(...TEN);
    expect(office.reminders()).toEqual([TEN, TEN]);
    for (const caseId of TEN) expect(await office.states(caseId)).toEqual(['sent']);
  });

  test('a case that is acted in while the message waits for its turn is not told of as it was', async () => {
    let first = true;
    const office = await due(TEN.slice(0, 4), async (message) => {
      if (first && message.effect.kind === 'reminder') {
        first = false;
        await office.append(B, [numberGiven({ at: MORNING })]);
      }
      return sent(message);
    });
    await office.deliver(...TEN.slice(0, 4));
    const left = office.messages.filter(({ effect }) => effect.kind === 'reminder').at(-1);
    const told = [left?.case, ...(left?.alsoAbout ?? [])].find((theCase) => theCase?.id === B);
    expect(told?.version).toBe(2);
    for (const caseId of TEN.slice(0, 4)) expect(await office.states(caseId)).toEqual(['sent']);
  });

  test('a person who cannot be reached is mentioned in every case’s own conversation', async () => {
    const office = await due([A, B, C], async (message) =>
      message.effect.kind === 'reminder' ? { kind: 'undelivered', why: 'notInstalled' } : sent(message),
    );
    await office.deliver(A, B, C);
    expect(office.reminders()).toEqual([[A, B, C]]);
    for (const caseId of [A, B, C]) expect(await office.states(caseId)).toEqual(['undelivered', 'sent']);
  });

  test('what could not reach somebody is told in one message once they can be reached', async () => {
    let installed = false;
    const office = await due(TEN, async (message) =>
      message.effect.kind === 'reminder' && !installed ? { kind: 'undelivered', why: 'notInstalled' } : sent(message),
    );
    await office.deliver(...TEN);
    installed = true;
    await office.sender.retryUndelivered(coordinator);
    await office.sender.drained();
    expect(office.reminders()).toEqual([TEN, TEN]);
  });
});
