import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tombstone } from '../case/case.js';
import type { AdminConfig } from '../config.js';
import { type CaseRecord, CaseSetAsideError, type CaseStore, type CaseStoreOptions } from '../delivery/ports.js';
import { isCaseId } from '../store/append-rules.js';
import { isCase } from '../store/case-index.js';
import { DamagedFileError, damageIn } from '../store/errors.js';
import { type LogHead, shortfall } from '../store/event-chain.js';
import { caseFileName, caseIdIn, logIn, readCaseFile } from '../store/lowdb/case-file.js';
import { nodeDisk } from '../store/lowdb/disk.js';
import { TEMPORARY } from '../store/lowdb/durable-adapter.js';
import { HEADS_FILE, readHeads } from '../store/lowdb/heads-file.js';
import { PostgresCaseStore } from '../store/postgres/case-store.js';
import { Database } from '../store/postgres/database.js';
import { reachDatabase } from '../store/postgres/open.js';
import { AdminError, entries } from './command.js';

/** Of an entry whose hash is not what follows from it and the one before it. */
export const CHANGED = 'it was changed, removed, added or moved after it was written';

/** What was found where a case should be. */
export type Found =
  | { readonly kind: 'case'; readonly id: string; readonly record: CaseRecord }
  | { readonly kind: 'removed'; readonly id: string; readonly stone: Tombstone }
  /** A case that cannot be trusted. `entry` is the number of its first broken entry, counted from 1 as in the history. */
  | { readonly kind: 'aside'; readonly id: string; readonly reason: string; readonly entry?: number };

/**
 * The reading half of the command line: it never writes, locks or tidies up, so that it may run beside a working bot.
 * What it gives of one case is one version of it.
 */
export interface CaseSource {
  /** Everything there is, by id. */
  all(): AsyncIterable<Found>;
  /** One case; undefined when there never was one. */
  find(caseId: string): Promise<Found | undefined>;
}

/** For commands that write nothing from which a reminder follows. */
export const NO_REMINDERS: CaseStoreOptions = { nextReminderOf: () => undefined };

/**
 * The cases where the settings say that they are.
 * @throws AdminError or StorageUnusableError (rejects) when there are none, or the database does not let anybody in.
 */
export async function openSource(config: AdminConfig): Promise<CaseSource> {
  if (config.databaseUrl === undefined) return folderSource(config.dataDir);
  await reachDatabase(config.databaseUrl);
  return storeSource(new PostgresCaseStore(new Database(config.databaseUrl), NO_REMINDERS));
}

/** The commands that work on files say so when the cases lie in a database. */
export function inFolder({ databaseUrl }: AdminConfig): void {
  if (databaseUrl === undefined) return;
  throw new AdminError(
    'DATABASE_URL is set, so the cases are in PostgreSQL; this command works on the files in DATA_DIR. Leave DATABASE_URL out to work on those.',
  );
}

/** The case, or the sentence that says why there is none to work on. */
export async function caseIn(source: CaseSource, caseId: string): Promise<CaseRecord> {
  const found = await source.find(caseId);
  if (found?.kind === 'case') return found.record;
  if (found?.kind === 'removed')
    throw new AdminError(
      `The case ${caseId} was removed on ${found.stone.removed.slice(0, 10)}. What is left: ${entries(found.stone.facts)}, head ${found.stone.head}. Look for its copy in your archive.`,
    );
  if (found?.kind === 'aside')
    throw new AdminError(`The case ${caseId} cannot be trusted: ${found.reason}. Run verify.`);
  throw new AdminError(`There is no case ${caseId}. Run list to see the ids.`);
}

/** The cases in a data folder, read from the files themselves. A file is replaced whole, so a read sees one version. */
export async function folderSource(folder: string): Promise<CaseSource> {
  const cases = join(folder, 'cases');
  const there = await stat(cases).catch(() => undefined);
  if (!there?.isDirectory())
    throw new AdminError(
      `There are no cases in ${folder}. Set DATA_DIR to the bot's data folder, or start the command where the bot is started.`,
    );
  return {
    async *all() {
      const { heads, problem } = await headsOf(folder);
      if (problem) yield problem;
      const names = new Set([...heads.keys()].map((id) => caseFileName(id)).concat(await nodeDisk.names(cases)));
      for (const name of [...names].sort()) {
        if (name.endsWith(TEMPORARY)) continue;
        const found = await readOne(cases, name, heads);
        if (found) yield found;
      }
    },
    async find(caseId) {
      return isCaseId(caseId) ? readOne(cases, caseFileName(caseId), (await headsOf(folder)).heads) : undefined;
    },
  };
}

/** How far the log of each case had come, by id. */
export type Heads = ReadonlyMap<string, LogHead>;

/**
 * The heads that a data folder holds. They are read before the cases: what they tell of a case is in its file by then.
 * None, and the problem, when the file cannot be used.
 */
export async function headsOf(folder: string): Promise<{ heads: Heads; problem?: Extract<Found, { kind: 'aside' }> }> {
  try {
    return { heads: await readHeads(nodeDisk, folder) };
  } catch (error) {
    if (!(error instanceof DamagedFileError)) throw error;
    return { heads: new Map(), problem: { kind: 'aside', id: HEADS_FILE, reason: error.message } };
  }
}

async function readOne(folder: string, name: string, heads: Heads): Promise<Found | undefined> {
  let text: string | undefined;
  try {
    text = await nodeDisk.read(join(folder, name));
  } catch (error) {
    return { kind: 'aside', id: caseIdIn(name) ?? name, reason: damageIn(error) };
  }
  if (text !== undefined) return foundIn(name, text, heads);
  const id = caseIdIn(name);
  return id !== undefined && heads.has(id) ? { kind: 'aside', id, reason: 'the file is gone' } : undefined;
}

/** What a file in the folder of cases tells, by its name, its text, and how far the cases had come, if that is known. */
export function foundIn(name: string, text: string, heads?: Heads): Found {
  const id = caseIdIn(name);
  if (id === undefined) return { kind: 'aside', id: name, reason: 'the name is not that of a case file' };
  try {
    const content = readCaseFile(id, text);
    const short = shortfall(logIn(content), heads?.get(id));
    if (short) return { kind: 'aside', id, reason: short.reason, entry: short.fact + 1 };
    if (!isCase(content)) return { kind: 'removed', id, stone: content };
    return { kind: 'case', id, record: content };
  } catch (error) {
    if (!(error instanceof CaseSetAsideError)) throw error;
    if (error.fact === undefined) return { kind: 'aside', id, reason: error.reason };
    return { kind: 'aside', id, reason: CHANGED, entry: error.fact + 1 };
  }
}

/** What the reading commands take of a case store; none of it writes. */
type ReadableStore = Pick<CaseStore, 'read' | 'list' | 'tombstone' | 'tombstones' | 'setAside'>;

/** The cases of any store that may be read beside a running bot, as a database. Its reading works the hashes out anew. */
export function storeSource(store: ReadableStore): CaseSource {
  const find = async (id: string): Promise<Found | undefined> => {
    try {
      const record = await store.read(id);
      if (record) return { kind: 'case', id, record };
    } catch (error) {
      if (!(error instanceof CaseSetAsideError)) throw error;
      const { fact, reason } = error;
      return { kind: 'aside', id, reason, ...(fact !== undefined && { entry: fact + 1 }) };
    }
    const stone = await store.tombstone(id);
    return stone && { kind: 'removed', id, stone };
  };
  return {
    find,
    async *all() {
      const ids = [...(await store.list()), ...(await store.tombstones())].map(({ id }) => id);
      for (const id of ids.sort()) {
        const found = await find(id);
        if (found) yield found;
      }
      for (const { file, reason } of store.setAside()) yield { kind: 'aside', id: file, reason };
    },
  };
}
