import { readConfig } from './config.js';
import { nextDueOf } from './flow/tick.js';
import { readBeside } from './store/reading-thread.js';
import { readWorld } from './world.js';

/** The second thread of a start with many cases: its composition root, as `bot.ts` is that of the first one. */
const world = await readWorld(readConfig());
await readBeside((of) => nextDueOf(of, world));
