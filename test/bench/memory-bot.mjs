// The built bot with a store that forgets everything: what the disk costs is the difference to `npm run serve`.
import { startBot } from '../../dist/bot.js';
import { readConfig } from '../../dist/config.js';
import { memoryCaseStore, memoryDirectory } from '../../dist/store/memory.js';

const bot = await startBot(readConfig(), { stores: { cases: memoryCaseStore(), directory: memoryDirectory() } });
process.on('SIGTERM', () => void bot.stop().then(() => process.exit(0)));
