import { expect, test } from 'vitest';
import { expectSound, faults } from '../postgres/faults.js';
import { drainUnderKills } from './reminders.js';

// Rehearsals of the whole of what the long parts do at length. Each promise in them has a test of its own in `npm test`.

test('given a bot that is killed while 120 reminders leave, then none is doubled and every unknown outcome is on record', async () => {
  const { kills, doubled, wrong, sent, unknown } = await drainUnderKills(120, 4, 3);
  expect(doubled).toEqual([]);
  expect(wrong).toEqual([]);
  expect(kills).toBeGreaterThan(0);
  expect(sent + unknown).toBe(120);
  expect(sent).toBeGreaterThan(20);
});

test('given three instances, when one is killed, one frozen, connections cut and the database restarted, then every reminder comes once', async () => {
  expectSound(await faults({ reminders: 12, pressers: 3, delayMs: 60 }));
});
