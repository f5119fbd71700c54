import { type AdminCommand, text } from './command.js';
import type { Finding } from './probes.js';

const SIGNS = { ok: 'OK  ', note: 'NOTE', fails: 'FAIL' } as const;

/** Before the bot meets anybody: is everything there that it needs, and is it right? */
export const check: AdminCommand = {
  name: 'check',
  usage: '[--endpoint <address>]',
  summary: 'Looks at all that the bot needs, one line each: OK, or what to do.',
  help: `Looks, from this machine and with the bot's own settings, at: the settings and the bot's identity, the data folder or
database, the task file, the app package, Microsoft's keys, the clock, the bot's token from Entra, Teams' address.

  --endpoint https://<host>/api/messages   the messaging endpoint too, as this machine reaches it

Each line is OK, NOTE (works, but read it) or FAIL with what to do. It may run while the bot does. Exit code 1 if a line is
FAIL. No secret is shown.`,
  options: { endpoint: { type: 'string' } },
  words: { from: 0, to: 0 },
  async run(typed, _config, io) {
    // Loads Microsoft's SDK, which takes seconds and no other command needs.
    const { findings } = await import('./probes.js');
    let fails = 0;
    for await (const finding of findings(io, text(typed, 'endpoint'))) {
      io.out(line(finding));
      if (finding.result === 'fails') fails += 1;
    }
    io.out(fails === 0 ? '\nNothing is missing.\n' : `\n${fails} of these must be mended before the bot can work.\n`);
    return fails === 0 ? 0 : 1;
  },
};

function line({ what, result, words }: Finding): string {
  return `${SIGNS[result]}  ${what.padEnd(18)}  ${words}\n`;
}
