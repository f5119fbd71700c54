import { resolve } from 'node:path';
import type { AdminConfig } from '../config.js';
import { csvOf } from '../export/csv.js';
import { jsonOf } from '../export/json.js';
import { readTask } from '../resources.js';
import { type AdminCommand, AdminError, entries, type Typed, text, writeNew } from './command.js';
import { caseIn, type Found, openSource } from './source.js';

/** The whole case as a file: the one reading command that gives out what people wrote. */
export const exportCase: AdminCommand = {
  name: 'export',
  usage: '<case id> [--format json|csv] [--language da|en] [--out <file>]',
  summary: 'Writes one case as JSON or CSV. The file holds names.',
  help: `Writes the whole log of a case, open or closed.

  --format json     (default) every entry as it was written, with its hash: verify --file can check it later
  --format csv      a table for Excel, with the entries in words
  --language da|en  of the CSV; default: the language of the case
  --out <file>      a new file, readable by you only; without it everything goes to standard output

The file holds personal data: names, ids and what people wrote. Keep it where the case belongs, as in the ESDH.`,
  options: { format: { type: 'string' }, language: { type: 'string' }, out: { type: 'string' } },
  words: { from: 1, to: 1 },
  async run(typed, config, io) {
    const found = await caseIn(await openSource(config), typed.words[0] ?? '');
    const content = await exported(found, typed, config);
    const out = text(typed, 'out');
    if (out === undefined) io.out(content);
    else {
      await writeNew(out, content);
      io.out(`${found.id}: ${entries(found.record.events.length)} written to ${resolve(out)}.\n`);
    }
    return 0;
  },
};

/** The contents of the file that the options ask for. */
async function exported(
  { case: theCase, record: { events, hashes } }: Extract<Found, { kind: 'case' }>,
  typed: Typed,
  config: AdminConfig,
): Promise<string | Uint8Array> {
  const format = text(typed, 'format') ?? 'json';
  const language = text(typed, 'language') ?? theCase.language;
  if (language !== 'da' && language !== 'en') throw new AdminError(`--language is da or en, not ${language}.`);
  if (format === 'json') return jsonOf({ case: theCase, events, hashes });
  if (format === 'csv') return csvOf({ events, hashes }, await readTask(config.taskFile), language);
  throw new AdminError(`--format is json or csv, not ${format}.`);
}
