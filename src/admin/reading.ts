import { resolve } from 'node:path';
import { awaitedSteps, type Case } from '../case/case.js';
import { dayOf } from '../case/dates.js';
import type { Author } from '../case/people.js';
import type { AdminConfig } from '../config.js';
import type { CaseRecord, Delivery, DeliveryState } from '../delivery/ports.js';
import { csvOf } from '../export/csv.js';
import { jsonOf } from '../export/json.js';
import { readTask } from '../resources.js';
import { type AdminCommand, AdminError, entries, type Typed, text, writeNew } from './command.js';
import { caseIn, type Found, openSource } from './source.js';

const HEAD = ['id', 'municipality', 'status', 'waits for', 'entries', 'opened', 'ended', 'last entry'];

/** One line per case. Ids and days only: a list lands in tickets and mails. */
export const list: AdminCommand = {
  name: 'list',
  usage: '[--json]',
  summary: 'Lists all cases, those set aside and what is left of removed ones.',
  help: `One line for each case: id, municipality code, status (open, paid, cancelled, removed, set aside), the step an open
case waits for, number of entries, the days on which it was opened, closed and last written to. No names.

  --json   the same as one JSON object per line

A case that is set aside cannot be trusted, and the bot leaves it alone: run verify on it.`,
  options: { json: { type: 'boolean' } },
  words: { from: 0, to: 0 },
  async run({ options }, config, io) {
    const rows: string[][] = [];
    for await (const found of (await openSource(config)).all()) rows.push(row(found));
    if (options.json)
      for (const one of rows)
        io.out(`${JSON.stringify(Object.fromEntries(HEAD.map((name, at) => [name, one[at]])))}\n`);
    else io.out(table([HEAD, ...rows]));
    return 0;
  },
};

function row(found: Found): string[] {
  if (found.kind === 'aside') return [found.id, '', 'set aside', '', '', '', '', ''];
  if (found.kind === 'removed') {
    const { stone } = found;
    return [stone.id, stone.municipality, 'removed', '', String(stone.facts), '', stone.closed, dayOf(stone.removed)];
  }
  const { case: theCase, events } = found.record;
  return [
    theCase.id,
    theCase.municipality,
    theCase.status,
    awaitedSteps(theCase).join(', '),
    String(events.length),
    dayOf(theCase.opened.at),
    closedDay(theCase) ?? '',
    dayOf(events.at(-1)?.at ?? theCase.opened.at),
  ];
}

/** The day on which a case was closed; undefined while it is open. */
function closedDay({ status, closed }: Case): string | undefined {
  return status !== 'open' && closed ? dayOf(closed.at) : undefined;
}

/** Columns as wide as their widest cell. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = HEAD.map((_, at) => Math.max(...rows.map((cells) => cells[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  return `${rows.map(line).join('\n')}\n`;
}

/** One case for an operator who looks into a fault: what happened when, and what is on its way. Ids only. */
export const show: AdminCommand = {
  name: 'show',
  usage: '<case id>',
  summary: 'Shows one case: its entries, its head and its messages on their way.',
  help: `Shows the state of a case, every entry with its number, time, kind and author, the head (the hash of the last entry,
which stands for the whole log), and how many messages are due, sent, removed for a newer one or could not be delivered.
People are shown by their ids in Entra, and no text that people typed is shown: use export for the contents.`,
  options: {},
  words: { from: 1, to: 1 },
  async run({ words: [caseId = ''] }, config, io) {
    io.out(shown(await caseIn(await openSource(config), caseId)));
    return 0;
  },
};

function shown({ case: theCase, events, hashes, deliveries }: CaseRecord): string {
  const facts: (readonly [string, string])[] = [
    ['case', theCase.id],
    ['municipality', theCase.municipality],
    ['tenant', theCase.tenant],
    ['status', theCase.status],
    ['waits for', awaitedSteps(theCase).join(', ') || '-'],
    ['opened', dayOf(theCase.opened.at)],
    ['closed', closedDay(theCase) ?? '-'],
    ['task', `${theCase.taskStart} to ${theCase.taskEnd}, go-live ${theCase.goLive}`],
    ['people', String(theCase.people.length)],
    ['messages', messagesOf(deliveries) || 'none kept'],
    ['entries', String(events.length)],
    ['head', hashes.at(-1) ?? ''],
  ];
  const log = events.map(
    (event, at) =>
      `${String(at + 1).padStart(5)}  ${event.at}  ${event.type.padEnd(20)}  ${who(event.by).padEnd(36)}  ${hashes[at]?.slice(0, 12)}`,
  );
  return `${facts.map(([label, value]) => `${label.padEnd(12)}  ${value}`).join('\n')}\n\n${log.join('\n')}\n`;
}

function who(by: Author): string {
  return by === 'clock' ? 'the clock' : by.id;
}

/** How many of each state, and how many older ones a newer message has removed from a chat. */
function messagesOf(deliveries: readonly Delivery[]): string {
  const counts = new Map<DeliveryState | 'removed', number>();
  const words = deliveries.flatMap(({ state, removed }) => (removed ? [state, 'removed' as const] : [state]));
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
}

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
    const record = await caseIn(await openSource(config), typed.words[0] ?? '');
    const content = await exported(record, typed, config);
    const out = text(typed, 'out');
    if (out === undefined) io.out(content);
    else {
      await writeNew(out, content);
      io.out(`${record.case.id}: ${entries(record.events.length)} written to ${resolve(out)}.\n`);
    }
    return 0;
  },
};

/** The contents of the file that the options ask for. */
async function exported(record: CaseRecord, typed: Typed, config: AdminConfig): Promise<string | Uint8Array> {
  const format = text(typed, 'format') ?? 'json';
  const language = text(typed, 'language') ?? record.case.language;
  if (language !== 'da' && language !== 'en') throw new AdminError(`--language is da or en, not ${language}.`);
  if (format === 'json') return jsonOf(record);
  if (format === 'csv') return csvOf(record, await readTask(config.taskFile), language);
  throw new AdminError(`--format is json or csv, not ${format}.`);
}
