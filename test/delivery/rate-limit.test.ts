import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Gate } from '../../src/delivery/gate.js';
import { Pace, TEAMS_LIMITS } from '../../src/delivery/pace.js';
import { heldUp, mostIn, standing } from './pace-time.js';

/** Lets so many try at once, each telling when it leaves; resolves with those moments when all have left. */
async function crowd(
  count: number,
  { time, until }: ReturnType<typeof heldUp>,
  go: (at: number, leaves: () => void) => Promise<void>,
): Promise<number[]> {
  const left: number[] = [];
  const all = Promise.all(Array.from({ length: count }, (_, at) => go(at, () => void left.push(time.now()))));
  await until(() => left.length === count);
  await all;
  return left;
}

describe('the gate', () => {
  test('counts what passes it without waiting', async () => {
    const time = standing();
    const gate = new Gate(new Pace(), time);
    for (let at = 0; at < 7; at++) gate.passed('chat', 'tenant');
    await gate.through('chat', 'tenant', async () => undefined);
    expect(time.now()).toBeGreaterThanOrEqual(1_000);
  });

  test('never lets out more than Teams allows, in any stretch of time, whoever is written to', async () => {
    const asks = fc.array(fc.record({ chat: fc.integer({ min: 0, max: 5 }), gap: fc.integer({ min: 0, max: 400 }) }), {
      minLength: 50,
      maxLength: 200,
    });
    await fc.assert(
      fc.asyncProperty(asks, async (list) => {
        const { until, inTime: time } = heldUp(1);
        const gate = new Gate(new Pace(), time);
        const left: { chat: number; at: number }[] = [];
        let asked = 0;
        const all = list.map(async ({ chat, gap }) => {
          asked += gap;
          await time.wait(asked);
          await gate.through(`chat-${chat}`, 'tenant', async () => void left.push({ chat, at: time.now() }));
        });
        await until(() => left.length === list.length);
        await Promise.all(all);
        const times = (theCase: typeof left) => theCase.map(({ at }) => at);
        expect(mostIn(times(left), 1_000)).toBeLessThanOrEqual(TEAMS_LIMITS.tenant.count);
        for (const { count, perMs } of TEAMS_LIMITS.conversation)
          for (let chat = 0; chat <= 5; chat++)
            expect(mostIn(times(left.filter((one) => one.chat === chat)), perMs)).toBeLessThanOrEqual(count);
      }),
      { numRuns: 20 },
    );
  });

  test('lets nobody of a tenant wait for one full conversation', async () => {
    const { until, inTime: time } = heldUp(1);
    const gate = new Gate(new Pace(), time);
    const left: Record<string, number> = {};
    const go = (chat: string) =>
      gate.through(chat, 'tenant', async () => {
        left[chat] = time.now();
      });
    // Sixty in thirty seconds: the next one waits for the rest of them.
    for (let at = 0; at < 60; at++) gate.passed('channel', 'tenant');
    const waiting = go('channel');
    await new Promise((next) => setImmediate(next));
    const other = go('someone');
    await until(() => left.someone !== undefined);
    await other;
    expect(left.someone).toBeLessThan(1_500);
    await until(() => left.channel !== undefined);
    await waiting;
    expect(left.channel).toBeGreaterThanOrEqual(30_000);
  });

  test('lets one request at a time into a conversation, in the order they came', async () => {
    const gate = new Gate(new Pace(), standing());
    const seen: string[] = [];
    let inside = 0;
    const work = (name: string) => () => {
      inside += 1;
      expect(inside).toBe(1);
      seen.push(name);
      return Promise.resolve().then(() => {
        inside -= 1;
      });
    };
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => gate.through('chat', 'tenant', work(name))));
    expect(seen).toEqual(['a', 'b', 'c', 'd']);
  });

  test('lets no more out than Teams allows when the process was held up and many are late', async () => {
    const clock = heldUp(700);
    const gate = new Gate(new Pace(), clock.time);
    const left = await crowd(200, clock, (at, leaves) => gate.through(`chat-${at}`, 'tenant', async () => leaves()));
    expect(mostIn(left, 1_000)).toBeLessThanOrEqual(TEAMS_LIMITS.tenant.count);
  });

  test('counts from when a request has really left, which a busy process or a new connection may put off', async () => {
    const clock = heldUp(1);
    const gate = new Gate(new Pace(), clock.time);
    const left = await crowd(200, clock, (at, leaves) =>
      gate.through(`chat-${at}`, 'tenant', async (isLeft) => {
        // Those of every second second are late by up to 90 ms: the next ones follow too soon on them.
        if (Math.floor(at / 50) % 2 === 0) await clock.time.wait(90 - (at % 50));
        leaves();
        isLeft();
      }),
    );
    expect(mostIn(left, 1_000)).toBeLessThanOrEqual(TEAMS_LIMITS.tenant.count);
  });

  test('uses at least 97 of 100 parts of what a tenant is allowed, though each request is a little late', async () => {
    const clock = heldUp(1);
    const gate = new Gate(new Pace(), clock.time);
    const left = await crowd(2_000, clock, (at, leaves) =>
      gate.through(`chat-${at}`, 'tenant', async (isLeft) => {
        // 8 to 20 ms from the gate to the wire, not the same for those fifty apart.
        await clock.time.wait(8 + ((at * 7) % 13));
        leaves();
        isLeft();
      }),
    );
    const seconds = ((left.at(-1) ?? 0) - (left[0] ?? 0)) / 1_000;
    expect(left.length / seconds / TEAMS_LIMITS.tenant.count).toBeGreaterThan(0.97);
    expect(mostIn(left, 1_000)).toBeLessThanOrEqual(TEAMS_LIMITS.tenant.count);
  });

  test('counts a request when it leaves: a disk that holds up what comes before it lets no crowd out', async () => {
    const clock = heldUp(3_000);
    const gate = new Gate(new Pace(), clock.inTime);
    let prepared = 0;
    const left = await crowd(120, clock, (at, leaves) =>
      gate.through<void>(
        `chat-${at}`,
        'tenant',
        async () => leaves(),
        async () => {
          prepared += 1;
          await clock.time.wait(1);
        },
      ),
    );
    expect(mostIn(left, 1_000)).toBeLessThanOrEqual(TEAMS_LIMITS.tenant.count);
    expect(prepared).toBeGreaterThan(120);
  });

  test('lets nothing leave when what comes before it says otherwise, and gives that', async () => {
    const gate = new Gate(new Pace(), standing());
    const send = () => Promise.reject(new Error('sent'));
    await expect(gate.through<string>('chat', 'tenant', send, async () => 'stale')).resolves.toBe('stale');
  });

  test('waits for nothing more once it is closed', async () => {
    const gate = new Gate(new Pace(), { now: () => 0, wait: () => new Promise(() => {}) });
    for (let at = 0; at < 60; at++) gate.passed('chat', 'tenant');
    const waiting = gate.through('chat', 'tenant', async () => 'sent');
    await new Promise((next) => setImmediate(next));
    gate.close();
    await expect(waiting).resolves.toBe('sent');
  });

  test('goes on after a request that failed, and gives the failure to whoever asked', async () => {
    const gate = new Gate(new Pace(), standing());
    const failing = gate.through('chat', 'tenant', () => Promise.reject(new Error('lost')));
    const next = gate.through('chat', 'tenant', async () => 'sent');
    await expect(failing).rejects.toThrow('lost');
    await expect(next).resolves.toBe('sent');
  });

  test('does not make one conversation wait for another', async () => {
    const gate = new Gate(new Pace(), standing());
    let release: (() => void) | undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow = gate.through('slow', 'tenant', () => held);
    await expect(gate.through('quick', 'tenant', async () => 'sent')).resolves.toBe('sent');
    release?.();
    await slow;
  });
});
