import { expect, test } from 'vitest';
import { faults, toldOf } from './faults.js';

test('three instances: one is killed, one frozen and woken, connections are cut, the database restarts; nothing is lost or doubled', async () => {
  const after = await faults({ reminders: 40, pressers: 3, delayMs: 150 });
  const { arrived, lost, unknown, wrongLogs, wrongDays, unfinished, pressed } = after;
  process.stdout.write(toldOf(after));
  expect({ lost, wrongLogs, wrongDays, unfinished }).toEqual({ lost: [], wrongLogs: [], wrongDays: [], unfinished: 0 });
  // One message for each reminder; none only where it is written down that nobody can know.
  const { 0: none = 0, 1: one = 0, ...more } = arrived;
  expect([more, none + one, none <= unknown]).toEqual([{}, after.reminders, true]);
  // Every press was answered with a card or a sentence, also while the database was away.
  expect(pressed.odd).toEqual([]);
  expect(pressed.cards).toBeGreaterThan(0);
  expect(after.whileDown).toEqual({ ready: 503, alive: 200 });
  expect(after.answerWhileDown).toMatch(/^200 .*Prøv igen om lidt/);
  // Whoever was frozen was told so, and in no conversation two requests were under way at once.
  expect(after.refusals).toBeGreaterThan(0);
  expect(after.crowd).toBe(1);
}, 240_000);
