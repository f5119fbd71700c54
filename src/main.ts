import { setFlagsFromString } from 'node:v8';
import { readConfig, SettingsError } from './config.js';
import { takeDataFolder } from './store/data-folder.js';
import { nodeDisk } from './store/disk.js';
import { FolderUnusableError } from './store/errors.js';
import { FolderInUseError } from './store/folder-lock.js';
import { TaskFileError } from './task/schema.js';

/** What somebody who starts the bot can mend: a sentence says it, a stack would hide it. */
const MENDABLE = [SettingsError, TaskFileError, FolderInUseError, FolderUnusableError];

/** What reads the cases beside this thread when there are many. */
const THREAD = new URL('./start-thread.js', import.meta.url);

// What the engine does beside the program competes with the answers and with the start where cores are few (record 22).
setFlagsFromString('--no-parallel-scavenge');
// The engine of Node 20 rewrites code for speed far too early for a bot; later ones wait by themselves.
const isEager = process.versions.v8.startsWith('11.');
if (isEager) setFlagsFromString('--interrupt-budget=250000');

/** The process: settings in, the bot up, and an orderly end on SIGTERM or Ctrl-C. */
async function main(): Promise<void> {
  const config = readConfig();
  // While the rest of the program is loaded, the folder is taken and its cases are read and checked.
  const loading = import('./bot.js');
  const folder =
    config.databaseUrl === undefined ? await takeDataFolder(config.dataDir, nodeDisk, { thread: THREAD }) : undefined;
  const bot = await loading
    .then(({ startBot }) => startBot(config, {}, folder))
    .catch(async (error) => {
      await folder?.giveBack();
      throw error;
    });
  // What is called from now on is called again: it is made machine code at once, in the simple way.
  if (isEager) setFlagsFromString('--always-sparkplug');
  let ending = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (ending) process.exit(1);
      ending = true;
      void bot.stop().then(() => process.exit(0));
    });
  }
}

main().catch((error: unknown) => {
  const mendable = MENDABLE.some((kind) => error instanceof kind);
  const text = error instanceof Error ? (mendable ? error.message : error.stack) : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
});
