import { startBot } from '../../dist/bot.js';
import { readConfig } from '../../dist/config.js';
import { startPlaygrounds } from '../../dist/practice/playgrounds.js';

/** The practice run beside another one: the bot on the port given, the three windows on the next ones. */
const base = Number(process.argv[2]);
const config = readConfig({ ...process.env, PORT: String(base) });
const bot = await startBot(config);
const windows = await startPlaygrounds({
  botUrl: `http://127.0.0.1:${bot.port}/api/messages`,
  folder: `${config.dataDir}/playgrounds`,
  ports: { coordinator: base + 1, securityOfficer: base + 2, payer: base + 3 },
});
process.once('SIGINT', async () => {
  await Promise.all([bot.stop(), windows.stop()]);
  process.exit(0);
});
process.stdout.write('Ctrl-C\n');
