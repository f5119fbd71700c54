import { awaitedSteps } from '../case/case.js';
import { dayOf } from '../case/dates.js';
import type { AdminCommand } from './command.js';
import { type Found, openSource } from './source.js';

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
  const { case: theCase, record } = found;
  const last = record.events.at(-1)?.at ?? theCase.opened.at;
  const ended = theCase.status === 'open' || !theCase.closed ? '' : dayOf(theCase.closed.at);
  const opened = dayOf(theCase.opened.at);
  return [
    theCase.id,
    theCase.municipality,
    theCase.status,
    awaitedSteps(theCase).join(', '),
    String(record.events.length),
    opened,
    ended,
    dayOf(last),
  ];
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
