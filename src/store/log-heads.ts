import { join } from 'node:path';
import { setImmediate as afterOthers } from 'node:timers/promises';
import { isCaseId } from './case-names.js';
import type { Disk } from './disk.js';
import { writeDurably } from './durable-file.js';
import type { Standing } from './standing.js';

/** The file in the data folder that says how far every case had come. */
export const HEADS_FILE = 'heads.txt';

/** Milliseconds after which news are written down. A press must not wait for it, so it is no part of any write. */
export const HEADS_MS = 10_000;

/** Lines about cases that have gone on since, beyond which the file is written anew. */
const OLD_LINES_MAX = 1_000;
/** So many lines are made before somebody else gets a word in. */
const AT_ONCE = 10;

/** What is noted of a case: how far its log had come and, for the next start, what followed from it. */
export interface Note extends Standing {
  /** A sealed digest (`sealed-digest.ts`); once the start is over it is empty, and tells only that the file holds one. */
  readonly digest?: string;
}

/** `0630-k3f9 12 <hash>`, perhaps with a digest after it. A line that is none, as one that a crash cut off, counts for nothing. */
const LINE = /^(\S+) ([1-9][0-9]{0,8}) ([0-9a-f]{64})(?: (.+))?$/;

/** What a data folder says of its cases; the last line of a case counts. Empty when there is no such file. */
export async function readHeads(disk: Disk, root: string): Promise<Map<string, Note>> {
  return headsIn((await disk.read(join(root, HEADS_FILE))) ?? '');
}

function headsIn(text: string): Map<string, Note> {
  const known = new Map<string, Note>();
  for (const line of text.split('\n')) {
    const [, id = '', facts, head, digest] = LINE.exec(line) ?? [];
    if (isCaseId(id) && head !== undefined)
      known.set(id, { facts: Number(facts), head, ...(digest !== undefined && { digest }) });
  }
  return known;
}

function lineOf(caseId: string, { facts, head, digest }: Note): string {
  return `${caseId} ${facts} ${head}${digest === undefined ? '' : ` ${digest}`}\n`;
}

/** What is to be written of a case; its digest is made when it is written. */
interface News extends Standing {
  readonly digest?: (() => string) | undefined;
}

/**
 * Remembers beside the case files how far each log had come. A log whose end was cut off at the end of a line is right in
 * itself, and only somebody who knows more tells. What is remembered is always on disk in the case's own file before, so
 * that it may lag behind but is never ahead: a crash gives no false alarm. It is written seconds later, in one go for
 * all cases that have gone on, and when it cannot be written nothing else fails for it.
 */
export class Heads {
  private news = new Map<string, News>();
  private lines = 0;
  /** No line may follow what the file holds. */
  private whole = true;
  /** The file holds what nobody may read there any more. */
  private outdated = false;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private known = new Map<string, Note>();

  constructor(
    private readonly disk: Disk,
    private readonly root: string,
    private readonly afterMs = HEADS_MS,
  ) {}

  async readAll(): Promise<void> {
    const text = await this.disk.read(this.path);
    this.known = headsIn(text ?? '');
    this.lines = (text ?? '').split('\n').length - 1;
    // A line may only follow a file that is there and ends in a whole one.
    this.whole = text?.endsWith('\n') !== true;
  }

  of(caseId: string): Note | undefined {
    return this.known.get(caseId);
  }

  /** Every case that ever was. */
  ids(): Iterable<string> {
    return this.known.keys();
  }

  /** Takes how far a log has come, once that is on disk, and a digest that the file lacks. */
  note(caseId: string, { facts, head }: Standing, digest?: () => string): void {
    const before = this.known.get(caseId);
    const isKnown = before?.head === head;
    const isTold = digest !== undefined || (isKnown && before.digest !== undefined);
    this.known.set(caseId, isTold ? { facts, head, digest: '' } : { facts, head });
    if (digest || !isKnown) this.tell(caseId, { facts, head, digest });
  }

  /** Takes in that a case was removed. A digest names people, so it goes from the file with the next write. */
  bury(caseId: string, { facts, head }: Standing): void {
    const before = this.known.get(caseId);
    this.known.set(caseId, { facts, head });
    if (before?.digest !== undefined) this.outdated = true;
    if (before?.digest !== undefined || before?.head !== head) this.tell(caseId, { facts, head });
  }

  private tell(caseId: string, one: News): void {
    this.news.set(caseId, one);
    this.timer ??= setTimeout(() => this.write(), this.afterMs).unref();
  }

  /** Writes what is new and lets go. */
  async close(): Promise<void> {
    this.write();
    await this.writing;
    clearTimeout(this.timer);
    await this.disk.letGo(this.root);
  }

  private get path(): string {
    return join(this.root, HEADS_FILE);
  }

  private write(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const put = () => this.put();
    this.writing = this.writing.then(put, put);
  }

  private async put(): Promise<void> {
    const { news, outdated } = this;
    if (news.size === 0) return;
    this.news = new Map();
    this.outdated = false;
    const anew = this.whole || outdated || this.lines + news.size > this.known.size * 2 + OLD_LINES_MAX;
    this.whole = true;
    try {
      const lines = anew ? await this.linesThatStand() : new Map<string, string>();
      await unhurried(news, (caseId, { digest, ...standing }) =>
        lines.set(caseId, lineOf(caseId, digest ? { ...standing, digest: digest() } : standing)),
      );
      const text = [...lines.values()].join('');
      if (anew) await writeDurably(this.disk, this.path, text);
      else await this.disk.append(this.path, text);
      this.whole = false;
      this.lines = anew ? lines.size : this.lines + lines.size;
    } catch {
      // It stays behind, which is safe; the next news take these along.
      for (const [caseId, one] of news) if (!this.news.has(caseId)) this.news.set(caseId, one);
    }
  }

  /** A line for each case, with the digest that the file holds of it where the case has not gone on since. */
  private async linesThatStand(): Promise<Map<string, string>> {
    const before = await readHeads(this.disk, this.root);
    const lines = new Map<string, string>();
    await unhurried(this.known, (caseId, { facts, head }) => {
      const noted = before.get(caseId);
      lines.set(caseId, lineOf(caseId, noted?.head === head ? noted : { facts, head }));
    });
    return lines;
  }
}

/** Does something for each of many, some at a time. */
async function unhurried<T>(all: ReadonlyMap<string, T>, work: (key: string, value: T) => void): Promise<void> {
  let done = 0;
  for (const [key, value] of [...all]) {
    work(key, value);
    done += 1;
    if (done % AT_ONCE === 0) await afterOthers();
  }
}
