import { describe, expect, test } from 'vitest';
import type { Outcome, Outgoing } from '../../src/delivery/ports.js';
import { unreachedIn } from '../../src/delivery/reachability.js';
import { escalated, reminded } from '../case/facts.js';
import { coordinator } from '../given.js';
import { anOffice, MORNING, sent } from './office.js';

const CASE = '0630-aaaa';

/** Nobody can be written to; the home conversation answers as the test says. */
const unreachable = (home: (message: Outgoing) => Promise<Outcome> = sent) => {
  return async (message: Outgoing): Promise<Outcome> =>
    'to' in message.effect ? { kind: 'undelivered', why: 'blocked' } : home(message);
};

/** How often the home conversation was asked to mention somebody. */
const mentions = (office: ReturnType<typeof anOffice>) =>
  office.messages.filter(({ effect }) => effect.kind === 'mention').length;

describe('a reminder that cannot reach somebody', () => {
  test('is followed by a mention in the home conversation, on record as a delivery of its own', async () => {
    const office = anOffice(unreachable());
    await office.open(CASE, { remind: true });
    await office.deliver(CASE);
    expect(await office.states(CASE)).toEqual(['undelivered', 'sent']);
  });

  test('a mention that Teams puts off is tried again, and given up in bounds', async () => {
    const office = anOffice(unreachable(async () => ({ kind: 'retry', why: 'outage' })));
    await office.open(CASE, { remind: true });
    let tries = 0;
    for (; tries < 100 && (await office.states(CASE)).at(-1) !== 'undelivered'; tries++) {
      office.setClock(new Date(Date.parse(MORNING) + tries * 900_000).toISOString());
      await office.deliver(CASE);
      if (tries === 0) expect(await office.states(CASE)).toEqual(['undelivered', 'pending']);
    }
    expect(mentions(office)).toBe(18);
  });

  test('a process that dies between the failure and the mention loses and doubles neither', async () => {
    const office = anOffice(unreachable(() => new Promise(() => {})));
    await office.open(CASE, { remind: true });
    office.sender.wake(CASE, coordinator.tenant);
    while (mentions(office) === 0) await new Promise((next) => setImmediate(next));
    const again = anOffice(unreachable(), office.store);
    again.sender.start();
    await again.settled();
    expect(await again.states(CASE)).toEqual(['undelivered', 'sent']);
    expect(mentions(again)).toBe(1);
  });

  test('a mention in flight when the process died is unknown, and nobody is mentioned twice', async () => {
    const office = anOffice(
      unreachable(async (message) => {
        await message.beforeSend();
        return new Promise(() => {});
      }),
    );
    await office.open(CASE, { remind: true });
    office.sender.wake(CASE, coordinator.tenant);
    while ((await office.states(CASE)).at(-1) !== 'inFlight') await new Promise((next) => setImmediate(next));
    const again = anOffice(unreachable(), office.store);
    again.sender.start();
    await again.settled();
    expect(await again.states(CASE)).toEqual(['undelivered', 'unknown']);
    expect(mentions(again)).toBe(0);
  });

  test('tried once more in vain, it is not mentioned a second time', async () => {
    const office = anOffice(unreachable());
    await office.open(CASE, { remind: true });
    await office.deliver(CASE);
    await office.sender.retryUndelivered(coordinator);
    await office.sender.drained();
    expect(mentions(office)).toBe(1);
  });

  test('an escalation mentions those who are waited for once, not once more for each who is not reached', async () => {
    const office = anOffice(unreachable());
    await office.open(CASE);
    await office.append(CASE, [escalated({ at: MORNING, to: [coordinator] })]);
    await office.deliver(CASE);
    expect(mentions(office)).toBe(1);
  });

  test('in a case whose home is somebody’s own chat nobody is mentioned', async () => {
    const office = anOffice(unreachable());
    await office.open(CASE, { remind: true, home: 'personal' });
    await office.deliver(CASE);
    expect(await office.states(CASE)).toEqual(['undelivered']);
  });

  test('does not end the reminders: the next one is due all the same, and mentions again', async () => {
    const office = anOffice(unreachable());
    await office.open(CASE, { remind: true });
    await office.deliver(CASE);
    office.setClock('2026-06-10T07:00:00.000Z');
    await office.tick.run('2026-06-10T07:00:00.000Z');
    await office.sender.drained();
    expect((await office.commands.case(CASE))?.reminders).toHaveLength(2);
    expect(mentions(office)).toBe(2);
  });

  test('shows on the case card that stands, and a mention that arrives does not hide it', async () => {
    const shown: string[] = [];
    const office = anOffice(
      unreachable(async (message) => {
        if (message.effect.kind === 'caseCard') shown.push(message.unreached.map((one) => one.why).join());
        return sent(message);
      }),
    );
    await office.open(CASE, { remind: true });
    await office.deliver(CASE);
    expect(shown.at(-1)).toBe('blocked');
    expect(unreachedIn((await office.store.read(CASE))?.deliveries ?? [])).toEqual([
      { person: coordinator, why: 'blocked' },
    ]);
  });

  test('about a step that is done by now mentions nobody', async () => {
    const office = anOffice(unreachable());
    await office.open(CASE);
    await office.append(CASE, [reminded({ at: MORNING, to: coordinator, step: 'payment' })]);
    await office.deliver(CASE);
    expect(mentions(office)).toBe(0);
  });
});
