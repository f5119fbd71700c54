import { describe, expect, test } from 'vitest';
import type { Delivery, Outcome, Outgoing } from '../../src/delivery/ports.js';
import { nextAttempt, nextDelivery } from '../../src/delivery/send-order.js';
import { escalated, officerNamed, reminded, substituteNamed } from '../case/facts.js';
import { adviser, colleague, coordinator, officer } from '../given.js';
import { anOffice, MORNING, sent } from './office.js';

const CASE = '0630-aaaa';
const EVENING = '2026-06-08T15:10:00.000Z';
const NEXT_MORNING = '2026-06-09T06:00:00.000Z';

const again = async (): Promise<Outcome> => ({ kind: 'retry', why: 'outage' });

describe('a reminder that could not go out at its time', () => {
  test('waits for the next morning instead of coming in the evening', async () => {
    let down = true;
    const office = anOffice(async (message) => (down && message.effect.kind === 'reminder' ? again() : sent(message)));
    await office.open(CASE, { remind: true });
    await office.deliver(CASE);
    down = false;
    office.setClock(EVENING);
    await office.deliver(CASE);
    expect(await office.states(CASE)).toEqual(['pending']);
    office.setClock(NEXT_MORNING);
    await office.deliver(CASE);
    expect(await office.states(CASE)).toEqual(['sent']);
  });

  test('does not leave either when working hours end while it waits for its turn', async () => {
    const office = anOffice(async (message) => {
      if (message.effect.kind === 'reminder') office.setClock(EVENING);
      return sent(message);
    });
    await office.open(CASE, { remind: true });
    await office.deliver(CASE);
    expect(await office.states(CASE)).toEqual(['pending']);
  });

  test('is left out when the person is reminded anew on the day it would come', async () => {
    const office = anOffice();
    await office.open(CASE, { remind: true, taskEnd: '2026-06-08' });
    office.setClock(NEXT_MORNING);
    await office.deliver(CASE);
    expect(await office.states(CASE)).toEqual(['superseded']);
    await office.tick.run(NEXT_MORNING);
    await office.sender.drained();
    expect((await office.states(CASE)).at(-1)).toBe('sent');
    expect(office.reminders()).toHaveLength(1);
  });

  test('comes at any hour when a colleague asked for it, or when the person can be reached at last', async () => {
    let installed = false;
    const office = anOffice(async (message) =>
      installed ? sent(message) : { kind: 'undelivered', why: 'notInstalled' },
    );
    await office.open(CASE, { remind: true, home: 'personal' });
    await office.deliver(CASE);
    installed = true;
    office.setClock(EVENING);
    await office.sender.retryUndelivered(coordinator);
    await office.sender.drained();
    expect(await office.states(CASE)).toEqual(['sent']);
    await office.append(CASE, [reminded({ at: EVENING, by: officer, to: coordinator, occasion: 'asked', rung: 0 })]);
    await office.deliver(CASE);
    expect(await office.states(CASE)).toEqual(['sent', 'sent']);
  });
});

describe('messages to one person', () => {
  const away = substituteNamed({
    at: MORNING,
    by: coordinator,
    absent: coordinator,
    substitute: officer,
    from: '2026-07-01',
  });

  test('keep their order: what is to be tried again in a moment is not overtaken by what came after it', async () => {
    let storms = 1;
    const told: string[] = [];
    const office = anOffice(async (message: Outgoing) => {
      if (message.effect.kind === 'notice' && storms-- > 0) return again();
      if ('to' in message.effect && message.effect.to.id === officer.id) told.push(message.effect.kind);
      return sent(message);
    });
    await office.open(CASE);
    await office.append(CASE, [away, officerNamed({ at: MORNING, by: coordinator, officer })]);
    await office.deliver(CASE);
    expect(told).toEqual([]);
    office.setClock('2026-06-08T07:01:00.000Z');
    await office.deliver(CASE);
    expect(told).toEqual(['notice', 'request']);
  });

  test('are looked at again when the first of them may go, not without a pause until then', () => {
    const pending = (key: string, notBefore: string): Delivery => ({
      ...{ key, effect: { kind: 'summary', to: officer }, state: 'pending', attempts: 0, notBefore, at: MORNING },
    });
    const inAMinute = '2026-06-08T07:01:00.000Z';
    const deliveries = [pending('2.0', inAMinute), pending('3.0', MORNING)];
    expect(nextDelivery({ deliveries }, MORNING)).toBeUndefined();
    expect(nextAttempt({ deliveries }, MORNING)).toBe(inAMinute);
    expect(nextDelivery({ deliveries }, inAMinute)?.key).toBe('2.0');
    expect(nextAttempt({ deliveries: [] }, MORNING)).toBeUndefined();
  });

  test('do not wait for those to somebody else', async () => {
    const office = anOffice(async (message) => (message.effect.kind === 'notice' ? again() : sent(message)));
    await office.open(CASE);
    await office.append(CASE, [
      { ...away, substitute: adviser },
      officerNamed({ at: MORNING, by: coordinator, officer: colleague }),
    ]);
    await office.deliver(CASE);
    expect(await office.states(CASE, ['notice', 'request'])).toEqual(['sent', 'pending', 'sent', 'sent']);
  });

  test('an older request is not sent after a newer one that has left already', async () => {
    const office = anOffice();
    await office.open(CASE, { remind: true });
    await office.append(CASE, [escalated({ at: MORNING, to: [coordinator] })]);
    await office.store.updateDelivery(CASE, '3.0', { state: 'sent', at: MORNING });
    await office.deliver(CASE);
    expect(await office.states(CASE, ['reminder', 'escalation'])).toEqual(['superseded', 'sent']);
  });
});

test('of many case cards that a slow conversation has left behind only the newest is sent', async () => {
  const office = anOffice();
  await office.open(CASE);
  const pending = {
    effect: { kind: 'caseCard' },
    state: 'pending',
    attempts: 0,
    notBefore: MORNING,
    at: MORNING,
  } as const;
  const cards = Array.from({ length: 300 }, (_, number) => ({ key: `2.${number}`, ...pending }));
  await office.store.append(CASE, 1, [officerNamed({ at: MORNING })], cards);
  await office.deliver(CASE);
  expect(office.messages.map(({ key }) => key)).toEqual([`${CASE}/2.299`]);
});

describe('the card that a newer one takes the place of', () => {
  const older = { conversationId: 'chat', activityId: 'older' };

  test('is settled later when that did not succeed at once', async () => {
    const retired: unknown[] = [];
    const office = anOffice(async (message) => {
      if (message.effect.kind === 'retire') retired.push(message.replaces);
      const outcome = await sent(message);
      return message.effect.kind === 'reminder' ? { ...outcome, unsettled: { message: older } } : outcome;
    });
    await office.open(CASE, { remind: true });
    await office.deliver(CASE);
    expect(retired).toEqual([older]);
    expect(await office.states(CASE, ['reminder', 'retire'])).toEqual(['sent', 'sent']);
  });

  test('waits as long as Teams asks, and what went is on record', async () => {
    const office = anOffice(async (message) => {
      const outcome = await sent(message);
      if (message.effect.kind === 'retire') return { kind: 'sent', removed: older };
      return message.effect.kind === 'reminder'
        ? { ...outcome, unsettled: { message: older, afterMs: 60_000 } }
        : outcome;
    });
    await office.open(CASE, { remind: true });
    await office.deliver(CASE);
    expect(await office.states(CASE, ['retire'])).toEqual(['pending']);
    office.setClock('2026-06-08T07:01:00.000Z');
    await office.deliver(CASE);
    const retired = (await office.store.read(CASE))?.deliveries.find(({ effect }) => effect.kind === 'retire');
    expect(retired).toMatchObject({ state: 'sent', removed: older });
  });

  test('leaves the newer one in its slot, whatever is written first', async () => {
    const slot = `personal:${coordinator.id}` as const;
    const office = anOffice(async (message) => {
      if (message.effect.kind === 'settle') return { kind: 'sent', slots: { [slot]: null } };
      const outcome = await sent(message);
      if (message.effect.kind !== 'request' || outcome.kind !== 'sent') return outcome;
      return { ...outcome, slots: { [slot]: outcome.message ?? null } };
    });
    await office.open(CASE);
    const due = { state: 'pending', attempts: 0, notBefore: MORNING, at: MORNING } as const;
    const told: Delivery[] = [
      { key: '2.1', effect: { kind: 'settle', to: coordinator, step: 'officer' }, ...due },
      { key: '2.2', effect: { kind: 'request', to: coordinator, step: 'officer' }, ...due },
    ];
    await office.store.append(CASE, 1, [officerNamed({ at: MORNING })], told);
    await office.deliver(CASE);
    expect((await office.store.read(CASE))?.messages[slot]?.activityId).toBe(`${CASE}/2.2`);
  });
});
