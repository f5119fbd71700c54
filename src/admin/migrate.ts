import { nextReminderOf } from '../case/reminders.js';
import type { CaseStoreOptions } from '../delivery/ports.js';
import { readTask } from '../resources.js';
import { openFiles } from '../storage.js';
import { type Copied, type Copyable, copyStore } from '../store/copy-store.js';
import { openPostgres, type PostgresStorage } from '../store/postgres/open.js';
import { danishCalendar } from '../task/calendar.js';
import { type AdminCommand, AdminError, text } from './command.js';
import { folderSource } from './source.js';

/** Copies a bot's data between files and a database. */
export const migrate: AdminCommand = {
  name: 'migrate',
  usage: '--to <postgres://... | folder> [--from <folder | postgres://...>]',
  summary: 'Copies everything into PostgreSQL, or back into a data folder. The bot must be stopped.',
  help: `Copies every case with its outbox, what is left of removed cases, and all people and conversations the bot knows.
Nothing is taken away where it comes from. The hash chain of every case is worked out anew on both sides.
Cases of the practice run and of production are never put together.

  --to <where>     an address that begins with postgres://, or a data folder
  --from <where>   the same; DATA_DIR when it is not given

It may be run again: what is there already is checked and left, what came since is added. A case that is there with
another log is left as it is and told of.
Afterwards set DATABASE_URL (or leave it out, after going back) and start the bot.

Exit code 1 when anything could not be copied.`,
  options: { from: { type: 'string' }, to: { type: 'string' } },
  words: { from: 0, to: 0 },
  async run(typed, config, io) {
    const to = text(typed, 'to');
    if (!to) throw new AdminError('Say where to: --to <postgres://... | folder>.');
    const copied = await copyAll(text(typed, 'from') ?? config.dataDir, to, await storeOptions(config.taskFile));
    io.out(copiedSentences(copied));
    return copied.left.length === 0 ? 0 : 1;
  },
};

/** A database keeps with each case when its next reminder is due, which follows from the task. */
async function storeOptions(taskFile: string | undefined): Promise<CaseStoreOptions> {
  const task = await readTask(taskFile);
  const world = { task, calendar: danishCalendar(task.reminders.freeByCustom) };
  return { nextReminderOf: (theCase) => nextReminderOf(theCase, world) };
}

/** An address of PostgreSQL is a database, everything else the data folder of a bot. */
function isDatabase(address: string): boolean {
  return /^postgres(ql)?:\/\//.test(address);
}

/**
 * Copies everything a bot knows from a data folder into PostgreSQL, or back. No bot may use either meanwhile. It may be
 * run again: what is there already is checked and left.
 */
export async function copyAll(from: string, to: string, options: CaseStoreOptions): Promise<Copied> {
  if (!isDatabase(from)) await folderSource(from);
  const source = await open(from, options);
  try {
    const target = await open(to, options);
    try {
      await carryPurpose(source, target);
      return await copyStore(source, target);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

type Opened = Copyable & Pick<PostgresStorage, 'purpose' | 'claim' | 'close'>;

/** Cases of practice stay cases of practice: no bot of production may take them for its own. */
async function carryPurpose(source: Opened, target: Opened): Promise<void> {
  const [purpose, there] = [await source.purpose(), await target.purpose()];
  if (purpose === undefined || there === purpose) return;
  if (there !== undefined)
    throw new AdminError(
      'One side holds cases of production, the other cases of the practice run. Nothing was copied. Give a target that is for the same, or an empty one.',
    );
  await target.claim(purpose);
}

function open(address: string, options: CaseStoreOptions): Promise<Opened> {
  return isDatabase(address) ? openDatabase(address, options) : openFiles(address, options);
}

async function openDatabase(url: string, options: CaseStoreOptions): Promise<Opened> {
  const storage = await openPostgres(url, { ...options, onError: () => undefined });
  if (storage.lease.held) return storage;
  await storage.close();
  throw new AdminError(
    'A bot is running on this database. Stop all instances first; one that was killed counts for some seconds.',
  );
}

/** What was copied, in sentences for the operator. */
export function copiedSentences({ written, same, removed, people, conversations, left }: Copied): string {
  const lines = [
    `${written} cases written, ${same} were there already; the hash chains of all of them were checked on both sides.`,
    ...(removed > 0 ? [`${removed} tombstones of removed cases.`] : []),
    `${people} people and ${conversations} conversations.`,
    ...left.map(({ caseId, reason }) => `Not copied: ${caseId}: ${reason}`),
  ];
  return `${lines.join('\n')}\n`;
}
