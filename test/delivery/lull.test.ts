import { describe, expect, test } from 'vitest';
import { Deliveries } from '../../src/delivery/deliver.js';
import type { GateTime } from '../../src/delivery/gate.js';
import { Lull } from '../../src/delivery/lull.js';
import { coordinator } from '../given.js';
import { MORNING, postOffice } from './post-office.js';

/** A clock that stands until it is moved; whoever waits is woken when their time has come. */
function handTime(): GateTime & { move(ms: number): Promise<void> } {
  let now = 0;
  const sleepers: { at: number; wake: () => void }[] = [];
  return {
    now: () => now,
    wait: (ms) => new Promise((wake) => sleepers.push({ at: now + ms, wake })),
    async move(ms) {
      now += ms;
      for (const { at, wake } of sleepers) if (at <= now) wake();
      await turns();
    },
  };
}

/** Lets everything that can go on go on. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
}

function world() {
  const time = handTime();
  const lull = new Lull(time);
  const done: string[] = [];
  const step = (name: string) => void lull.leave().then(() => done.push(name));
  return { time, lull, done, step };
}

describe('the lull', () => {
  test('lets steps go at once, in order, when nobody waits for an answer', async () => {
    const { done, step } = world();
    for (const name of ['a', 'b', 'c']) step(name);
    await turns();
    expect(done).toEqual(['a', 'b', 'c']);
  });

  test('holds them while a request is in hand and for a moment after', async () => {
    const { time, lull, done, step } = world();
    const [first, second] = [lull.request(), lull.request()];
    step('a');
    first();
    await time.move(100);
    expect(done).toEqual([]);
    second();
    await time.move(1);
    expect(done).toEqual([]);
    const third = lull.request();
    await time.move(50);
    expect(done).toEqual([]);
    third();
    await time.move(2);
    expect(done).toEqual(['a']);
  });

  test('lets them follow an answer sooner when it was quiet before', async () => {
    const { time, lull, done, step } = world();
    const alone = lull.request();
    step('a');
    alone();
    await turns();
    expect(done).toEqual([]);
    await time.move(1);
    expect(done).toEqual(['a']);
    await time.move(18);
    const soon = lull.request();
    step('b');
    soon();
    await time.move(1);
    expect(done).toEqual(['a']);
    await time.move(1);
    expect(done).toEqual(['a', 'b']);
    await time.move(18);
    const late = lull.request();
    step('c');
    late();
    await time.move(1);
    expect(done).toEqual(['a', 'b', 'c']);
  });

  test('holds no step longer than half a second, however busy the door is', async () => {
    const { time, lull, done, step } = world();
    lull.request();
    step('a');
    await time.move(200);
    step('b');
    await time.move(299);
    expect(done).toEqual([]);
    await time.move(1);
    expect(done).toEqual(['a']);
    await time.move(200);
    expect(done).toEqual(['a', 'b']);
  });

  test('looks at the door between two steps', async () => {
    const { time, lull, done } = world();
    let answered = (): void => undefined;
    void lull.leave().then(() => {
      done.push('a');
      answered = lull.request();
    });
    void lull.leave().then(() => done.push('b'));
    await turns();
    expect(done).toEqual(['a']);
    answered();
    await time.move(2);
    expect(done).toEqual(['a', 'b']);
  });

  test('holds nothing while an answer waits for the messages, those held before included', async () => {
    const { lull, done, step } = world();
    lull.request();
    step('a');
    let sent = (): void => undefined;
    const messages = new Promise<void>((resolve) => {
      sent = resolve;
    });
    const waiting = lull.hurried(messages);
    step('b');
    await turns();
    expect(done).toEqual(['a', 'b']);
    sent();
    await waiting;
    step('c');
    await turns();
    expect(done).toEqual(['a', 'b']);
  });
});

test('a delivery asks for leave before it looks at the case, and before it looks again', async () => {
  const office = postOffice();
  const { store, flow } = office;
  const said: string[] = [];
  const say = (what: string) => async () => {
    said.push(what);
  };
  const deliveries = new Deliveries({
    store,
    flow,
    messenger: { send: () => say('message')().then(() => ({ kind: 'superseded' })) },
    clock: { now: () => MORNING },
    jitter: () => 0,
    leave: say('leave'),
    onError: (error) => {
      throw error;
    },
  });
  const caseId = await office.open('0630-aaaa', { remind: true });
  deliveries.wake(caseId, coordinator.tenant);
  await deliveries.drained();
  expect(said[0]).toBe('leave');
  expect(said.indexOf('message')).toBeGreaterThan(0);
  expect(said.lastIndexOf('leave')).toBeGreaterThan(said.indexOf('message'));
});
