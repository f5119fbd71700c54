import { describe, expect, test } from 'vitest';
import { unreachedIn } from '../../src/delivery/reachability.js';
import { startTicker } from '../../src/delivery/tick.js';
import { escalated } from '../case/facts.js';
import { coordinator, officer } from '../given.js';
import { anOffice, MORNING, sent } from './office.js';

const CASE = '0630-aaaa';

/** An office whose case is due, ticked at these moments one after the other. */
async function tickedAt(...moments: readonly string[]) {
  const office = anOffice();
  await office.open(CASE);
  for (const moment of moments) {
    office.setClock(moment);
    await office.tick.run(moment);
    await office.sender.drained();
  }
  return { ...office, reminded: (await office.commands.case(CASE))?.reminders.map(({ at }) => at) };
}

describe('a clock that jumps', () => {
  test('back by an hour or a day reminds nobody a second time', async () => {
    const { reminded, reminders } = await tickedAt(
      MORNING,
      '2026-06-08T06:00:00.000Z',
      '2026-06-05T07:00:00.000Z',
      MORNING,
    );
    expect(reminded).toEqual([MORNING]);
    expect(reminders()).toHaveLength(1);
  });

  test('forward by a month reminds once for all that was missed', async () => {
    const { reminders } = await tickedAt(MORNING, '2026-07-08T07:00:00.000Z', '2026-07-08T07:01:00.000Z');
    expect(reminders()).toHaveLength(2);
  });

  test('forward by a month and back leaves the person alone until that month is over', async () => {
    const late = '2026-07-08T07:00:00.000Z';
    const { reminded } = await tickedAt(late, MORNING, '2026-06-30T07:00:00.000Z', late, '2026-07-10T07:00:00.000Z');
    expect(reminded).toEqual([late, '2026-07-10T07:00:00.000Z']);
  });
});

describe('a tick that takes longer than the interval', () => {
  test('is never run beside another one, and the next comes when it has ended', async () => {
    let inside = 0;
    let widest = 0;
    let runs = 0;
    let enough: () => void = () => undefined;
    const four = new Promise<void>((resolve) => {
      enough = resolve;
    });
    const ticker = startTicker(
      0.001,
      async () => {
        inside += 1;
        widest = Math.max(widest, inside);
        for (let turn = 0; turn < 50; turn++) await new Promise((next) => setImmediate(next));
        inside -= 1;
        runs += 1;
        if (runs === 4) enough();
        if (runs === 2) throw new Error('this one failed');
      },
      () => undefined,
    );
    await four;
    await ticker.stop();
    const ended = runs;
    expect(inside).toBe(0);
    expect(widest).toBe(1);
    await new Promise((next) => setImmediate(next));
    expect(runs).toBe(ended);
  });
});

describe('somebody who has left', () => {
  test('is not waited for in silence: the case says so, and the reminders go up to those who can help', async () => {
    const office = anOffice(async (message) =>
      'to' in message.effect && message.effect.to.id === officer.id
        ? { kind: 'undelivered', why: 'conversationGone' }
        : sent(message),
    );
    await office.open(CASE);
    await office.append(CASE, [escalated({ at: MORNING, to: [officer, coordinator] })]);
    await office.deliver(CASE);
    expect(await office.states(CASE, ['escalation'])).toEqual(['undelivered', 'sent']);
    expect(unreachedIn((await office.store.read(CASE))?.deliveries ?? [])).toEqual([
      { person: officer, why: 'conversationGone' },
    ]);
  });
});

describe('a conversation that was deleted', () => {
  test('keeps no reminder back from the people, and everything has an end', async () => {
    const office = anOffice(async (message) =>
      'to' in message.effect ? sent(message) : { kind: 'undelivered', why: 'conversationGone' },
    );
    await office.open(CASE, { remind: true });
    await office.deliver(CASE);
    expect(await office.states(CASE)).toEqual(['sent']);
    expect(await office.store.unfinished()).toEqual([]);
  });
});

describe('an outage', () => {
  test('of an hour with short words of when to come back gives up nothing', async () => {
    let down = true;
    const office = anOffice(async (message) =>
      down ? { kind: 'retry', why: 'outage', afterMs: 1_000 } : sent(message),
    );
    await office.open(CASE, { remind: true });
    for (let minute = 0; minute < 60; minute++) {
      office.setClock(new Date(Date.parse(MORNING) + minute * 60_000).toISOString());
      await office.deliver(CASE);
    }
    expect(await office.states(CASE)).toEqual(['pending']);
    down = false;
    office.setClock('2026-06-08T08:30:00.000Z');
    await office.deliver(CASE);
    expect(await office.states(CASE)).toEqual(['sent']);
  });
});
