import { readConfig } from '../config.js';
import { SettingsError } from '../settings.js';
import { freePorts, practiceWelcome, startPlaygrounds } from './playgrounds.js';

/** The port of the first window, as in the README; the others get the next ones, and all of them avoid taken ports. */
const FIRST_WINDOW = 56_150;

/** `npm start`: the bot and one Agents Playground per person, until Ctrl-C or SIGTERM ends all of them. */
async function run(): Promise<void> {
  const config = readConfig();
  if (config.credentials)
    throw new SettingsError('MicrosoftAppId is set: the practice run needs no credentials. Use "npm run serve".');
  process.stdout.write('Starter botten og tre vinduer (ca. 15 sekunder) ...\n');
  // Loading the SDKs takes seconds: what is going on is told before.
  const { startBot } = await import('../bot.js');
  const [port = config.port] = config.portIsSet ? [] : await freePorts(config.port, 1);
  const bot = await startBot({ ...config, port, logLevel: process.stdout.isTTY ? 'warn' : config.logLevel });
  const stops: (() => Promise<void>)[] = [() => bot.stop()];
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void Promise.all(stops.map((one) => one())).then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);

  const [coordinator, securityOfficer, payer] = (await freePorts(FIRST_WINDOW, 3)) as [number, number, number];
  const playgrounds = await startPlaygrounds({
    botUrl: `http://127.0.0.1:${bot.port}/api/messages`,
    folder: `${config.dataDir}/playgrounds`,
    ports: { coordinator, securityOfficer, payer },
    onLost: (sentence) => process.stderr.write(`${sentence}\n`),
  }).catch(async (error: unknown) => {
    await bot.stop();
    throw error;
  });
  stops.push(() => playgrounds.stop());
  process.stdout.write(`\n${practiceWelcome(playgrounds.addresses, bot.port)}`);
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
