import { setFlagsFromString } from 'node:v8';
import { readConfig, SettingsError } from './config.js';
import { takeDataFolder } from './store/data-folder.js';
import { FolderUnusableError } from './store/errors.js';
import { FolderInUseError } from './store/folder-lock.js';
import { TaskFileError } from './task/schema.js';

/** What somebody who starts the bot can mend: a sentence says it, a stack would hide it. */
const MENDABLE = [SettingsError, TaskFileError, FolderInUseError, FolderUnusableError];

/** How much code runs until the engine makes it fast: as much as the engine of Node 20 has it, and as suits a bot. */
const EAGER = 67_584;
const CALM = 250_000;

/**
 * The engine of Node 20 rewrites code for speed so early that in a bot with a press a minute the rewriting takes a fifth
 * of the processor and competes with the answers and with the start. Later engines wait by themselves (record 22).
 */
function makeEngine(budget: number): void {
  if (process.versions.v8.startsWith('11.')) setFlagsFromString(`--interrupt-budget=${budget}`);
}

makeEngine(CALM);

/** The process: settings in, the bot up, and an orderly end on SIGTERM or Ctrl-C. */
async function main(): Promise<void> {
  const config = readConfig();
  // While the rest of the program is loaded, the folder is taken and its cases are read and checked.
  const loading = import('./bot.js');
  const folder = config.databaseUrl === undefined ? await takeDataFolder(config.dataDir) : undefined;
  // Many cases to read are the same thing over and over again.
  if (folder?.reader.isLong) makeEngine(EAGER);
  const bot = await loading
    .then(({ startBot }) => startBot(config, {}, folder))
    .catch(async (error) => {
      await folder?.giveBack();
      throw error;
    });
  makeEngine(CALM);
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
