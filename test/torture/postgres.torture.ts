import { expect, test } from 'vitest';
import { faults, toldOf } from '../postgres/faults.js';

/** Reminders of each of the five batches; `FAULT_REMINDERS=40` is the short form. */
const REMINDERS = Number(process.env.FAULT_REMINDERS ?? 1_000);

test('many due reminders and steady presses on three instances, through a kill, a freeze, cuts and a restart', async () => {
  const after = await faults({ reminders: REMINDERS, pressers: 6, delayMs: 60 });
  process.stdout.write(toldOf(after));
  expect(after.reminders).toBe(5 * REMINDERS);
  const { arrived, lost, wrongLogs, wrongDays, unfinished, pressed } = after;
  expect({ lost, wrongLogs, wrongDays, unfinished, odd: pressed.odd }).toEqual({
    ...{ lost: [], wrongLogs: [], wrongDays: [], unfinished: 0, odd: [] },
  });
  const { 0: none = 0, 1: one = 0, ...more } = arrived;
  // One message for each reminder; none only where it is written down that nobody can know.
  expect([more, none + one, none <= after.unknown]).toEqual([{}, after.reminders, true]);
  expect(pressed.cards).toBeGreaterThan(0);
  expect(after.whileDown).toEqual({ ready: 503, alive: 200 });
  expect(after.answerWhileDown).toMatch(/^200 .*Prøv igen om lidt/);
  // Whoever was frozen was told so, and in no conversation two requests were under way at once.
  expect(after.refusals).toBeGreaterThan(0);
  expect(after.crowd).toBe(1);
});
