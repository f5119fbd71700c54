import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { replay } from '../case/evolve.js';
import { caseFileOf, caseIdOf, isCaseId } from '../store/case-names.js';
import { nodeDisk } from '../store/disk.js';
import { TEMPORARY } from '../store/durable-file.js';
import { DamagedCaseError, unreadable } from '../store/errors.js';
import { readHeads } from '../store/log-heads.js';
import { type Standing, shortfall } from '../store/standing.js';
import { isRemoved, readCaseFile } from '../store/tombstones.js';
import { AdminError } from './io.js';
import type { CaseSource, Found } from './source.js';

/**
 * The cases in a data folder, read from the files themselves. A file grows by whole lines or is replaced whole, so that a
 * read sees one version; a line that is just being written counts for nothing yet, as it does for the bot.
 */
export async function folderSource(folder: string): Promise<CaseSource> {
  const cases = join(folder, 'cases');
  const there = await stat(cases).catch(() => undefined);
  if (!there?.isDirectory())
    throw new AdminError(
      `There are no cases in ${folder}. Set DATA_DIR to the bot's data folder, or start the command where the bot is started.`,
    );
  return {
    async *all() {
      // Read before the cases: what it says of a case stands in the case's file by then.
      const heads = await readHeads(nodeDisk, folder);
      const names = new Set([...heads.keys()].map((id) => caseFileOf(id)).concat(await nodeDisk.names(cases)));
      for (const name of [...names].sort()) {
        if (name.endsWith(TEMPORARY)) continue;
        const found = await lookAt(cases, name, heads);
        if (found) yield found;
      }
    },
    async find(caseId) {
      if (!isCaseId(caseId)) return undefined;
      return lookAt(cases, caseFileOf(caseId), await readHeads(nodeDisk, folder));
    },
  };
}

/** How far each case had come, by id. */
type Heads = ReadonlyMap<string, Standing>;

async function lookAt(folder: string, name: string, heads: Heads): Promise<Found | undefined> {
  const id = caseIdOf(name);
  if (id === undefined) return strange(name);
  let text: string | undefined;
  try {
    text = await nodeDisk.read(join(folder, name));
  } catch (error) {
    return { kind: 'aside', id, reason: unreadable(error) };
  }
  if (text !== undefined) return understood(id, text, heads.get(id));
  return heads.has(id) ? { kind: 'aside', id, reason: 'the file is gone' } : undefined;
}

/** What a file of the folder of cases tells, by its name and its text, and by how far the cases had come, if that is known. */
export function foundIn(name: string, text: string, heads?: Heads): Found {
  const id = caseIdOf(name);
  return id === undefined ? strange(name) : understood(id, text, heads?.get(id));
}

function strange(name: string): Found {
  return { kind: 'aside', id: name, reason: 'the name is not that of a case file' };
}

function understood(id: string, text: string, known: Standing | undefined): Found {
  try {
    const read = readCaseFile(id, text);
    const short = shortfall(isRemoved(read) ? read : read.stored, known);
    if (short) return { kind: 'aside', id, reason: short.reason, entry: short.fact + 1 };
    if (isRemoved(read)) return { kind: 'removed', id, stone: read.removed };
    const { entries, deliveries } = read.stored;
    const events = entries.map(({ event }) => event);
    const folded = replay(events);
    if (folded?.id !== id) return { kind: 'aside', id, reason: 'the facts tell of another case' };
    return { kind: 'case', id, case: folded, record: { events, hashes: entries.map(({ hash }) => hash), deliveries } };
  } catch (error) {
    if (!(error instanceof DamagedCaseError)) throw error;
    if (error.fact === undefined) return { kind: 'aside', id, reason: error.reason };
    const reason = 'it was changed, removed, added or moved after it was written';
    return { kind: 'aside', id, reason, entry: error.fact + 1 };
  }
}
