import { startBot } from '../bot.js';
import { readConfig, SettingsError } from '../config.js';
import { assertPortsFree, practicePorts, startPlaygrounds } from './playgrounds.js';
import { practiceWelcome } from './words.js';

/** `npm start`: the bot and one Agents Playground per person, until Ctrl-C ends all of them. */
async function run(): Promise<void> {
  const config = readConfig();
  if (config.credentials)
    throw new SettingsError('MicrosoftAppId is set: the practice run needs no credentials. Use "npm run serve".');
  await assertPortsFree([config.port, ...Object.values(practicePorts)]);
  const bot = await startBot({ ...config, logLevel: process.stdout.isTTY ? 'warn' : config.logLevel });
  const stops: (() => Promise<void>)[] = [() => bot.stop()];
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    void Promise.all(stops.map((stop) => stop())).then(() => process.exit(0));
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  // The addresses are printed together below; on the way only what goes wrong is said.
  let up = false;
  const tell = (line: string) => up && process.stderr.write(`${line}\n`);
  const playgrounds = await startPlaygrounds({
    botUrl: `http://127.0.0.1:${bot.port}/api/messages`,
    folder: `${config.dataDir}/playgrounds`,
    ports: practicePorts,
    onLine: tell,
  }).catch(async (error: unknown) => {
    await bot.stop();
    throw error;
  });
  up = true;
  stops.push(() => playgrounds.stop());
  process.stdout.write(`\n${practiceWelcome(playgrounds.addresses)}`);
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
