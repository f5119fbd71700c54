import { readConfig } from './config.js';
import { readBeside } from './store/reading-thread.js';
import { derivingFrom, readWorld } from './world.js';

/** The second thread of a start with many cases: its composition root, as `bot.ts` is that of the first one. */
await readBeside(derivingFrom(await readWorld(readConfig())));
