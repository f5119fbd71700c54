import { join } from 'node:path';
import { isCaseId } from './case-names.js';
import type { Disk } from './disk.js';
import { writeDurably } from './durable-file.js';
import { isRemoved, type StoredFile } from './tombstones.js';

/** How far a log had come: the number of its facts and the hash of the last one. */
export interface Standing {
  readonly facts: number;
  readonly head: string;
}

/** The file in the data folder that says how far every case had come. */
export const HEADS_FILE = 'heads.txt';

/** Milliseconds after which news are written down. A press must not wait for it, so it is no part of any write. */
export const HEADS_MS = 10_000;

/** Lines about cases that have gone on since, beyond which the file is written anew. */
const OLD_LINES_MAX = 1_000;

/** `0630-k3f9 12 <hash>`. A line that is none, as one that a crash cut off, counts for nothing. */
const LINE = /^(\S+) ([1-9][0-9]{0,8}) ([0-9a-f]{64})$/;

/** What a data folder says of its cases; the last line of a case counts. Empty when there is no such file. */
export async function readHeads(disk: Disk, root: string): Promise<Map<string, Standing>> {
  return headsIn((await disk.read(join(root, HEADS_FILE))) ?? '');
}

function headsIn(text: string): Map<string, Standing> {
  const known = new Map<string, Standing>();
  for (const line of text.split('\n')) {
    const [, id = '', facts, head] = LINE.exec(line) ?? [];
    if (isCaseId(id) && head !== undefined) known.set(id, { facts: Number(facts), head });
  }
  return known;
}

/** Where a log ends too early or turned into another one; undefined when it holds what it once held. */
export interface Shortfall {
  /** Position (0-based) of the first fact that is missing or another one. */
  readonly fact: number;
  readonly reason: string;
}

/** Compares what a file holds with how far its log had come. */
export function shortfall(stored: StoredFile, known: Standing | undefined): Shortfall | undefined {
  if (known === undefined) return undefined;
  const { facts, head } = standingOf(stored);
  if (facts < known.facts)
    return { fact: facts, reason: `the end is cut off: of ${known.facts} facts ${facts} are left` };
  const at = known.facts - 1;
  // Of a removed case only the last hash is left.
  if (isRemoved(stored) && facts > known.facts) return undefined;
  const then = isRemoved(stored) ? head : stored.entries[at]?.hash;
  return then === known.head ? undefined : { fact: at, reason: `fact ${at} is another one than was written` };
}

/** How far the log in a file has come. */
export function standingOf(stored: StoredFile): Standing {
  if (isRemoved(stored)) return { facts: stored.removed.facts, head: stored.removed.head };
  return { facts: stored.entries.length, head: stored.entries.at(-1)?.hash ?? '' };
}

/**
 * Remembers beside the case files how far each log had come. A log whose end was cut off at the end of a line is right in
 * itself, and only somebody who knows more tells. What is remembered is always on disk in the case's own file before, so
 * that it may lag behind but is never ahead: a crash gives no false alarm. It is written seconds later, in one go for
 * all cases that have gone on, and when it cannot be written nothing else fails for it.
 */
export class Heads {
  private readonly news = new Set<string>();
  private lines = 0;
  private whole = true;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private known = new Map<string, Standing>();

  constructor(
    private readonly disk: Disk,
    private readonly root: string,
    private readonly afterMs = HEADS_MS,
  ) {}

  async readAll(): Promise<void> {
    const text = await this.disk.read(join(this.root, HEADS_FILE));
    this.known = headsIn(text ?? '');
    this.lines = (text ?? '').split('\n').length - 1;
    // A line may only follow a file that is there and ends in a whole one.
    this.whole = text?.endsWith('\n') !== true;
  }

  of(caseId: string): Standing | undefined {
    return this.known.get(caseId);
  }

  /** Every case that ever was. */
  ids(): Iterable<string> {
    return this.known.keys();
  }

  /** Takes how far a log has come, once that is on disk. */
  note(caseId: string, now: Standing): void {
    if (this.known.get(caseId)?.head === now.head) return;
    this.known.set(caseId, now);
    this.news.add(caseId);
    this.timer ??= setTimeout(() => this.write(), this.afterMs).unref();
  }

  /** Writes what is new and lets go. */
  async close(): Promise<void> {
    this.write();
    await this.writing;
    clearTimeout(this.timer);
    await this.disk.letGo(this.root);
  }

  private write(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const put = () => this.put();
    this.writing = this.writing.then(put, put);
  }

  private async put(): Promise<void> {
    const ids = [...this.news];
    if (ids.length === 0) return;
    this.news.clear();
    const path = join(this.root, HEADS_FILE);
    try {
      const anew = this.whole || this.lines + ids.length > this.known.size * 2 + OLD_LINES_MAX;
      const text = this.textOf(anew ? this.known.keys() : ids);
      this.whole = true;
      if (anew) await writeDurably(this.disk, path, text);
      else await this.disk.append(path, text);
      this.whole = false;
      this.lines = anew ? this.known.size : this.lines + ids.length;
    } catch {
      // It stays behind, which is safe; the next news take these along.
      for (const id of ids) this.news.add(id);
    }
  }

  private textOf(ids: Iterable<string>): string {
    let text = '';
    for (const id of ids) {
      const known = this.known.get(id);
      if (known) text += `${id} ${known.facts} ${known.head}\n`;
    }
    return text;
  }
}
