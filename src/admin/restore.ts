import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { sha256 } from '../store/event-chain.js';
import { nodeDisk } from '../store/lowdb/disk.js';
import { makeFolder } from '../store/lowdb/durable-adapter.js';
import { LOCK_FILE, lockFolder } from '../store/lowdb/folder-lock.js';
import { FolderWriter, isBackupPath, MANIFEST, type Manifest, pathsIn, readManifest } from './backup-folder.js';
import { type AdminCommand, AdminError, type Io, text } from './command.js';
import { foundIn, inFolder } from './source.js';

/** Where the files wait, within the data folder, until all of them are there. */
const WAITING = 'restoring';

/** Puts a backup into an empty data folder. */
export const restore: AdminCommand = {
  name: 'restore',
  usage: '--from <folder>',
  summary: 'Puts a backup into an empty data folder. The bot must be stopped.',
  help: `Checks the whole backup first: every file against the manifest, every case against its head. Only then it is written,
into DATA_DIR, which must be empty or not exist: to go back to a backup, move the old data folder away first and keep it.
Nothing is ever merged or overwritten.

A case that was set aside when the backup was made comes back as it was, and is reported.
What happened after the backup is not in it: compare with the control codes people have in their chats (verify --head).
A case that was removed after the backup comes back too: remove it again with purge.`,
  options: { from: { type: 'string' } },
  words: { from: 0, to: 0 },
  async run(typed, config, io) {
    inFolder(config);
    const from = text(typed, 'from');
    if (!from) throw new AdminError('Say which backup: --from <folder>.');
    const backup = await backupAt(from);
    const manifest = await checked(backup, from);
    const folder = resolve(config.dataDir);
    await makeFolder(nodeDisk, folder);
    const lock = await lockFolder(folder);
    try {
      await mustBeEmpty(folder);
      await write(backup, manifest, folder);
    } finally {
      await lock.release();
    }
    tell(manifest, folder, io);
    return 0;
  },
};

/** The folder of a backup. Throws an `AdminError` for what is none. */
async function backupAt(from: string): Promise<string> {
  const path = resolve(from);
  const there = await stat(path).catch(() => undefined);
  if (!there) throw new AdminError(`There is no backup ${path}. Check --from.`);
  if (!there.isDirectory()) throw new AdminError(`${path} is no folder. Give the folder that backup has written.`);
  return path;
}

/** Reads the whole backup and gives its manifest; throws when anything in it is not as the manifest says. */
async function checked(backup: string, from: string): Promise<Manifest> {
  const no = (why: string): never => {
    throw new AdminError(`The backup ${from} cannot be used: ${why}. Nothing was written; take another backup.`);
  };
  const hashes = new Map<string, string>();
  const heads = new Map<string, string | undefined>();
  let manifest: Manifest | undefined;
  for (const path of await pathsIn(backup)) {
    const bytes = await readFile(join(backup, path));
    if (path === MANIFEST) manifest = readManifest(bytes.toString('utf8'));
    else if (!isBackupPath(path)) no(`it holds ${JSON.stringify(path.slice(0, 80))}, which is no file of the bot`);
    else {
      hashes.set(path, sha256(bytes));
      const head = headOf(path, bytes);
      if (head) heads.set(head.id, head.head);
    }
  }
  if (!manifest) return no('it has no manifest, so it was never finished');
  const listed = new Set(manifest.files.map(({ path }) => path));
  for (const { path, sha256: wanted } of manifest.files) {
    if (!hashes.has(path)) no(`${path} is missing`);
    if (hashes.get(path) !== wanted) no(`${path} was changed after the backup was made`);
  }
  for (const path of hashes.keys()) if (!listed.has(path)) no(`${path} was added after the backup was made`);
  for (const { id, head } of manifest.cases)
    if (heads.get(id) !== head) no(`the case ${id} does not end on the head that the manifest names`);
  return manifest;
}

function headOf(path: string, bytes: Buffer): { id: string; head: string | undefined } | undefined {
  if (!path.startsWith('cases/')) return undefined;
  const found = foundIn(path.slice('cases/'.length), bytes.toString('utf8'));
  return { id: found.id, head: found.kind === 'case' ? found.record.hashes.at(-1) : undefined };
}

async function mustBeEmpty(folder: string): Promise<void> {
  const there = (await readdir(folder)).filter(
    (name) => name !== LOCK_FILE && name !== WAITING && name !== 'lost+found',
  );
  if (there.length > 0)
    throw new AdminError(
      `The data folder ${folder} is not empty (${there.slice(0, 3).join(', ')}). Nothing was written. Move it away, or set DATA_DIR to a new folder, and run restore again.`,
    );
}

/**
 * Writes everything aside and moves it in when it is there, the cases last: a restore that was cut off leaves a folder
 * without cases, and running it again begins anew.
 */
async function write(backup: string, manifest: Manifest, folder: string): Promise<void> {
  const waiting = join(folder, WAITING);
  await rm(waiting, { recursive: true, force: true });
  await makeFolder(nodeDisk, join(waiting, 'cases'));
  const aside = new FolderWriter(waiting);
  for (const { path, sha256: wanted } of manifest.files) {
    const bytes = await readFile(join(backup, path));
    if (wanted !== sha256(bytes)) throw new AdminError(`${path} changed while it was being restored. Run it again.`);
    await aside.add(path, bytes);
  }
  await aside.sync();
  const names = (await readdir(waiting)).sort((a, b) => Number(a === 'cases') - Number(b === 'cases'));
  for (const name of names) await rename(join(waiting, name), join(folder, name));
  await rm(waiting, { recursive: true, force: true });
  await nodeDisk.syncFolder(folder);
}

function tell({ made, files, cases, removed, aside }: Manifest, folder: string, io: Io): void {
  for (const { file, reason } of aside) io.err(`Set aside when the backup was made: ${file}: ${reason}.\n`);
  io.out(
    `Restored into ${folder} from the backup of ${made}: cases ${cases.length}, removed cases ${removed.length}, files ${files.length}.\n`,
  );
}
