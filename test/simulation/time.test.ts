import { expect, test } from 'vitest';
import { VirtualTime } from './time.js';

const NOON = Date.parse('2026-01-05T12:00:00Z');

test('virtual time leaps from timer to timer and gives the timers of Node back', async () => {
  const [before, time] = [globalThis.setTimeout, new VirtualTime(NOON)];
  const rung: string[] = [];
  await time.within(async () => {
    setTimeout(() => rung.push(time.instant()), 86_400_000);
    const never = setTimeout(() => rung.push('never'), 10);
    clearTimeout(never);
    expect(time.leap()).toBe(true);
    expect(time.leap()).toBe(false);
  });
  expect(rung).toEqual(['2026-01-06T12:00:00.000Z']);
  expect(globalThis.setTimeout).toBe(before);
});

test('work that waits for something real fails and says what it was', async () => {
  const [before, time] = [globalThis.setTimeout, new VirtualTime(NOON, 90)];
  time.doing = 'a tick';
  await expect(time.within(() => new Promise(() => {}))).rejects.toThrow(
    'virtual time stands still at 2026-01-05T12:00:00.000Z: a tick waits',
  );
  expect(globalThis.setTimeout).toBe(before);
});

test('work that goes round in a circle without end fails, though it leaves no timer of Node a turn', async () => {
  const time = new VirtualTime(NOON);
  time.doing = 'the bot meeting everybody';
  const circle = async () => {
    for (;;) await Promise.resolve(time.instant());
  };
  await expect(time.within(circle)).rejects.toThrow('the bot meeting everybody goes round in a circle');
});
