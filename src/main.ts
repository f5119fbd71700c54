import { readConfig } from './config.js';
import { ListenError } from './http/server.js';
import { loadEnvFile, SettingsError } from './settings.js';
import { StorageUnusableError } from './store/errors.js';
import { TaskFileError } from './task/schema.js';

/** What the operator can mend: the sentence says how, a stack would hide it. */
const MENDABLE = [SettingsError, TaskFileError, StorageUnusableError, ListenError];

/** The process: settings in, the bot up, and an orderly end on SIGTERM or Ctrl-C. */
async function main(): Promise<void> {
  loadEnvFile();
  const config = readConfig();
  if (config.proxy) {
    // Loaded only where a proxy is used.
    const { useOutgoingProxy } = await import('./http/outgoing-proxy.js');
    useOutgoingProxy(config.proxy);
  }
  // Loading the SDKs takes seconds: a wrong setting is told before.
  const { startBot } = await import('./bot.js');
  const bot = await startBot(config);
  let stopping = false;
  const stop = () => {
    // Ctrl-C under npm arrives twice: from the terminal and from npm.
    if (stopping) return;
    stopping = true;
    void bot.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch((error: unknown) => {
  const mendable = MENDABLE.some((kind) => error instanceof kind);
  const text = error instanceof Error ? (mendable ? error.message : error.stack) : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
});
