import { openLowdbCaseStore } from '../store/lowdb.js';
import { openLowdbDirectory } from '../store/lowdb-directory.js';
import { type Keeping, type Moved, move } from '../store/move.js';
import { PostgresCaseStore } from '../store/postgres.js';
import { Database } from '../store/postgres-database.js';
import { PostgresDirectory } from '../store/postgres-directory.js';
import { migrate as setUp } from '../store/postgres-schema.js';
import { type AdminCommand, text } from './command.js';
import { folderSource } from './folder-source.js';
import { AdminError } from './io.js';

/** Moves a bot between files and a database. */
export const migrate: AdminCommand = {
  name: 'migrate',
  usage: '--to <postgres://... | folder> [--from <folder | postgres://...>]',
  summary: 'Copies everything into PostgreSQL, or back into a data folder. The bot must be stopped.',
  help: `Copies every case with its ledger, what is left of removed cases, and everybody the bot has met. Nothing is taken away
where it comes from. The hash chain of every case is reckoned anew on both sides.

  --to <place>     where to: an address that begins with postgres://, or a data folder
  --from <place>   where from; DATA_DIR when it is not given

It may be run again: what is there already is checked and left, what came since is added. A case that is there with
another log is left as it is and told of.
Afterwards set DATABASE_URL (or leave it out, after moving back) and start the bot.

Exit code 1 when anything could not be moved.`,
  options: { from: { type: 'string' }, to: { type: 'string' } },
  words: { from: 0, to: 0 },
  async run(typed, config, io) {
    const to = text(typed, 'to');
    if (!to) throw new AdminError('Say where to: --to <postgres://... | folder>.');
    const moved = await moveAll(text(typed, 'from') ?? config.dataDir, to);
    io.out(movedSentences(moved));
    return moved.left.length === 0 ? 0 : 1;
  },
};

/** An address of PostgreSQL is a database, everything else the data folder of a bot. */
export function isDatabase(place: string): boolean {
  return /^postgres(ql)?:\/\//.test(place);
}

/**
 * Moves everything a bot knows from one place to the other: from a data folder into PostgreSQL, or back. Nobody may use
 * either meanwhile. It may be run again: what is there already is checked and left.
 */
export async function moveAll(from: string, to: string): Promise<Moved> {
  if (!isDatabase(from)) await folderSource(from);
  const source = await open(from);
  try {
    const target = await open(to);
    try {
      return await move(source, target);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function open(place: string): Promise<Keeping & { close(): Promise<void> }> {
  return isDatabase(place) ? openDatabase(place) : openFolder(place);
}

async function openFolder(folder: string) {
  const store = await openLowdbCaseStore(folder);
  const directory = await openLowdbDirectory(folder);
  return {
    ...{ store, directory },
    async close() {
      await directory.close();
      await store.close();
    },
  };
}

async function openDatabase(url: string) {
  const database = new Database(url);
  try {
    await setUp(database);
    const [row] = await database.repeatable({
      name: 'living-instances',
      text: 'select count(*)::int as living from instances where until > clock_timestamp()',
    });
    const living = Number(row?.living);
    if (living > 0)
      throw new AdminError(
        `${living === 1 ? 'A bot is' : `${living} bots are`} running on this database. Stop all instances first.`,
      );
    const store = new PostgresCaseStore(database);
    const directory = await PostgresDirectory.open(database);
    return {
      ...{ store, directory },
      async close() {
        await directory.close();
        await store.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** What was moved, in sentences for the operator. */
export function movedSentences({ written, same, removed, people, conversations, left }: Moved): string {
  const lines = [
    `${written} cases written, ${same} were there already; the hash chains of all of them were checked on both sides.`,
    ...(removed > 0 ? [`${removed} tombstones of removed cases.`] : []),
    `${people} people and ${conversations} conversations.`,
    ...left.map(({ caseId, reason }) => `Not moved: ${caseId}: ${reason}`),
  ];
  return `${lines.join('\n')}\n`;
}
