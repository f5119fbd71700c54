import { test } from 'vitest';
import { attack } from './attack.js';
import { expectUnharmed } from './verdict.js';

/** The short form of `npm run fuzz`. */
const COUNT = 2_000;

test(`${COUNT} hostile activities crash nothing, change nothing and fill nothing`, async () => {
  expectUnharmed(COUNT, await attack(COUNT, 19));
}, 120_000);
