import { test } from 'vitest';
import { expectSound, faults } from './faults.js';

/** The short form of `npm run torture -- postgres`; most of its time are leases that have to run out. */
test('given three instances, when one is killed, one frozen, connections cut and the database restarted, then every reminder comes once', {
  timeout: 240_000,
}, async () => {
  expectSound(await faults({ reminders: 12, pressers: 3, delayMs: 60 }));
});
