import { parseArgs } from 'node:util';
import { readAdminConfig } from '../config.js';
import { SettingsError } from '../settings.js';
import { errorCode, StorageUnusableError } from '../store/errors.js';
import { FolderInUseError } from '../store/lowdb/folder-lock.js';
import { TaskFileError } from '../task/schema.js';
import { backup } from './backup.js';
import { check } from './check.js';
import { type AdminCommand, AdminError, type Io, type Typed } from './command.js';
import { migrate } from './migrate.js';
import { purge } from './purge.js';
import { exportCase, list, show } from './reading.js';
import { restore } from './restore.js';
import { verify } from './verify.js';

/** Every command, in the order in which `--help` tells of them. */
export const COMMANDS: readonly AdminCommand[] = [
  list,
  show,
  exportCase,
  verify,
  backup,
  restore,
  purge,
  migrate,
  check,
];

/** How the command line is called where everything is built on the spot, and where only `dist` is. */
const CALLED = 'npm run admin --';

/** Exit codes: done; could not be done, or something is wrong; not understood. */
const DONE = 0;
const FAILED = 1;
const MISUSED = 2;

/** The command line: words in, an exit code out. Every failure is a sentence; nothing is thrown. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const [name = '', ...rest] = argv;
  if (['--help', '-h', 'help'].includes(name)) {
    io.out(overview());
    return DONE;
  }
  const command = COMMANDS.find((one) => one.name === name);
  if (!command) {
    io.err(name === '' ? overview() : `There is no command ${quoted(name)}.\n\n${overview()}`);
    return MISUSED;
  }
  if (rest.some((word) => word === '--help' || word === '-h')) {
    io.out(helpOf(command));
    return DONE;
  }
  const typed = understood(command, rest);
  if ('problem' in typed) {
    io.err(`${typed.problem}\nUsage: ${CALLED} ${command.name} ${command.usage}\n`);
    return MISUSED;
  }
  try {
    return await command.run(typed, readAdminConfig(io.env), io);
  } catch (error) {
    io.err(`${sentence(error)}\n`);
    return FAILED;
  }
}

function understood(command: AdminCommand, rest: readonly string[]): Typed | { problem: string } {
  try {
    const { values, positionals } = parseArgs({ args: [...rest], options: command.options, allowPositionals: true });
    const { from, to } = command.words;
    if (positionals.length < from) return { problem: `${command.name} needs a case id; list shows them.` };
    if (positionals.length > to)
      return { problem: `${command.name} does not know what to do with ${quoted(positionals[to] ?? '')}.` };
    return { words: positionals, options: values as Typed['options'] };
  } catch (error) {
    // Node's own sentence names the option; what follows it is advice for programmers.
    const message = error instanceof Error ? (error.message.split(/[.\n]/)[0] ?? '') : '';
    return { problem: `${message}.` };
  }
}

function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  return `The NemKonto bot's command line for operators.

Usage: ${CALLED} <command> [options]       (without the sources: node dist/admin/main.js <command>)

${COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`).join('\n')}

${CALLED} <command> --help tells more of one command.

list, show, export, verify, backup and check only read and may run while the bot does. restore, purge and migrate write: stop the bot first.
Settings are those of the bot: DATA_DIR (default: data) or DATABASE_URL say where its data lies.
Exit code: 0 = done, 1 = it could not be done or something is wrong with the data, 2 = the command was not understood.
`;
}

function helpOf({ name, usage, summary, help }: AdminCommand): string {
  return `${summary}\n\nUsage: ${CALLED} ${name} ${usage}\n\n${help.trim()}\n`;
}

/** Errors whose message says what to do. */
const SENTENCES = [AdminError, SettingsError, TaskFileError, StorageUnusableError];

/** What went wrong, for a reader who has never seen the code. */
function sentence(error: unknown): string {
  if (error instanceof FolderInUseError)
    return `${error.message}\nThis command writes: stop the bot, run the command, and start the bot again.`;
  if (SENTENCES.some((kind) => error instanceof kind)) return (error as Error).message;
  const path = error instanceof Error && 'path' in error ? ` (${String(error.path)})` : '';
  switch (errorCode(error)) {
    case 'ENOSPC':
      return `The disk is full${path}. Make room and run the command again; nothing that was there has been changed.`;
    case 'EACCES':
    case 'EPERM':
      return `This user may not do that${path}. Run the command as the user the bot runs as.`;
    case 'EROFS':
      return `The disk is read-only${path}. Choose another place, or mount it for writing.`;
    case 'ENOENT':
      return `There is no such file or folder${path}. Check the path.`;
    case '42P01':
      return 'The database of DATABASE_URL has no tables of the bot. Check its name; the bot makes them when it starts on it.';
    case 'EEXIST':
      return `There is something already${path}. Choose another name.`;
    default:
      return `Something unexpected went wrong: ${error instanceof Error ? `${error.name}: ${error.message}` : typeof error}.`;
  }
}

function quoted(word: string): string {
  return JSON.stringify(word.slice(0, 60));
}
