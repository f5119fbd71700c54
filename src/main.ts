import { startBot } from './bot.js';
import { readConfig, SettingsError } from './config.js';
import { TaskFileError } from './task/schema.js';

/** The process: settings in, the bot up, and an orderly end on SIGTERM or Ctrl-C. */
async function main(): Promise<void> {
  const bot = await startBot(readConfig());
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
  const said = error instanceof SettingsError || error instanceof TaskFileError;
  process.stderr.write(
    `${said ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
});
