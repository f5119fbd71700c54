import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CaseSetAsideError } from '../delivery/ports.js';
import { isCaseId } from '../store/append-rules.js';
import { isCase } from '../store/case-index.js';
import { DamagedFileError, damageIn } from '../store/errors.js';
import { type LogHead, shortfall } from '../store/event-chain.js';
import { caseFileName, caseIdIn, logIn, readCaseFile } from '../store/lowdb/case-file.js';
import { nodeDisk } from '../store/lowdb/disk.js';
import { TEMPORARY } from '../store/lowdb/durable-adapter.js';
import { HEADS_FILE, readHeads } from '../store/lowdb/heads-file.js';
import type { CaseSource, Found } from './case-source.js';
import { AdminError } from './io.js';

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
    return { kind: 'case', id, case: content.case, record: content };
  } catch (error) {
    if (!(error instanceof CaseSetAsideError)) throw error;
    if (error.fact === undefined) return { kind: 'aside', id, reason: error.reason };
    const reason = 'it was changed, removed, added or moved after it was written';
    return { kind: 'aside', id, reason, entry: error.fact + 1 };
  }
}
