import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { errorCode } from '../store/errors.js';
import { sha256 } from '../store/event-chain.js';
import { nodeDisk } from '../store/lowdb/disk.js';
import { makeFolder, TEMPORARY } from '../store/lowdb/durable-adapter.js';
import { FILES, FOLDERS, FolderWriter, isBackupPath, MANIFEST, type Manifest, pathsIn } from './backup-folder.js';
import { type AdminCommand, AdminError, type Io, text } from './command.js';
import { folderSource, foundIn, type Heads, headsOf, inFolder } from './source.js';

/** Copies the data folder while the bot runs. */
export const backup: AdminCommand = {
  name: 'backup',
  usage: '--out <folder>',
  summary: 'Copies the whole data folder, beside a running bot.',
  help: `Writes a new folder. It holds every case, what the bot knows of people and conversations, the copies of removed cases,
and a manifest with the SHA-256 of every file and the head of every case. Pack it with any tool, as tar.

The bot need not stop. It replaces a file whole, so each case is in the backup as it was at one moment. Cases may differ
by the seconds the backup takes, which is all right, for no case depends on another.

A case that is set aside is copied as it is, and reported. Exit code 1 when the backup could not be written; then
nothing is left of it. The backup holds personal data: keep it as safe as the data folder, and delete it in its time.`,
  options: { out: { type: 'string' } },
  words: { from: 0, to: 0 },
  async run(typed, config, io) {
    inFolder(config);
    const out = text(typed, 'out');
    if (!out) throw new AdminError('Say where to write the backup: --out <folder>.');
    await folderSource(config.dataDir);
    const root = resolve(out);
    await makeFolder(nodeDisk, root);
    if ((await readdir(root)).length > 0) throw new AdminError(`The folder ${root} is not empty. Choose another one.`);
    try {
      tell(await copyInto(root, config.dataDir, io.now()), root, io);
      return 0;
    } catch (error) {
      await rm(root, { recursive: true, force: true });
      throw error;
    }
  },
};

/** Copies every file of the data folder. The manifest comes last: without it the folder is no backup. */
async function copyInto(root: string, folder: string, made: string): Promise<Manifest> {
  const copies = new FolderWriter(root);
  const manifest: Manifest = { schema: 1, made, files: [], cases: [], removed: [], aside: [] };
  // The file of heads is not copied: a restored folder begins a new one.
  const { heads, problem } = await headsOf(folder);
  if (problem) manifest.aside.push({ file: problem.id, reason: problem.reason });
  const gone = new Set([...heads.keys()].map((id) => `cases/${id}.json`));
  for (const path of await pathsToCopy(folder)) {
    if (!isBackupPath(path)) {
      manifest.aside.push({ file: path, reason: 'it is no file of the bot and was not copied' });
      continue;
    }
    // A file that went since the list was made, as that of a person who was forgotten, is left out.
    const bytes = await readFile(join(folder, path)).catch(absent(undefined));
    if (!bytes) continue;
    await copies.add(path, bytes);
    manifest.files.push({ path, size: bytes.length, sha256: sha256(bytes) });
    note(path, bytes, manifest, heads);
    gone.delete(path);
  }
  for (const file of gone) manifest.aside.push({ file, reason: 'the file is gone' });
  await copies.sync();
  await copies.add(MANIFEST, Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
  await copies.sync();
  return manifest;
}

function note(path: string, bytes: Buffer, { cases, removed, aside }: Manifest, heads: Heads): void {
  const [folder, name = ''] = path.split('/');
  if (folder !== 'cases') return;
  const found = foundIn(name, bytes.toString('utf8'), heads);
  if (found.kind === 'removed') removed.push(found.id);
  else if (found.kind === 'aside') aside.push({ file: path, reason: found.reason });
  else cases.push({ id: found.id, entries: found.record.hashes.length, head: found.record.hashes.at(-1) ?? '' });
}

/** Every file that belongs in a backup, cases first: their people are met before they act. */
async function pathsToCopy(folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (const one of FOLDERS) {
    const found = await pathsIn(join(folder, one)).catch(absent([]));
    paths.push(...found.filter((path) => !path.endsWith(TEMPORARY)).map((path) => `${one}/${path}`));
  }
  for (const one of FILES) if (await stat(join(folder, one)).catch(absent(undefined))) paths.push(one);
  return paths;
}

function absent<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (errorCode(error) === 'ENOENT') return instead;
    throw error;
  };
}

function tell({ files, cases, removed, aside }: Manifest, out: string, io: Io): void {
  for (const { file, reason } of aside) io.err(`Set aside: ${file}: ${reason}.\n`);
  io.out(`Written to ${out}: cases ${cases.length}, removed cases ${removed.length}, files ${files.length}.\n`);
}
