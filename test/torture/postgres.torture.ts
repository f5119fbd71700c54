import { expect, test } from 'vitest';
import { faults, toldOf } from '../postgres/faults.js';

test('5,000 due reminders and steady presses on three instances, through a kill, a freeze, cuts and a restart', async () => {
  const after = await faults({ reminders: 1_000, pressers: 6, delayMs: 60 });
  process.stdout.write(toldOf(after));
  const { arrived, lost, wrongLogs, wrongDays, unfinished, pressed } = after;
  expect({ lost, wrongLogs, wrongDays, unfinished, odd: pressed.odd }).toEqual({
    ...{ lost: [], wrongLogs: [], wrongDays: [], unfinished: 0, odd: [] },
  });
  const { 0: none = 0, 1: one = 0, ...more } = arrived;
  expect([more, none + one, none <= after.unknown]).toEqual([{}, 5_000, true]);
});
