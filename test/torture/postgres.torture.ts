import { expect, test } from 'vitest';
import { expectSound, faults, toldOf } from '../postgres/faults.js';

/** Reminders of each of the five batches; FAULT_REMINDERS makes a trial run short. */
const REMINDERS = Number(process.env.FAULT_REMINDERS ?? 1_000);

test('many due reminders and steady presses on three instances, through a kill, a freeze, cuts and a restart', async () => {
  const after = await faults({ reminders: REMINDERS, pressers: 6, delayMs: 60 });
  process.stdout.write(toldOf(after));
  expect(after.reminders).toBeGreaterThanOrEqual(5 * REMINDERS);
  expectSound(after);
});
