import { availableParallelism } from 'node:os';
import { setImmediate as afterOthers } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Found } from './case-digest.js';
import { CaseShares, readShare, type Understand } from './case-shares.js';
import { type Disk, nodeDisk } from './disk.js';

/** From so many cases on a second thread is worth the tenth of a second that it takes to start. */
const MANY = 1_000;

export interface ReaderOptions {
  /** The program of the second thread, which calls `readBeside`; without one there is no second thread. */
  readonly thread?: URL | undefined;
  /** The fewest cases for which it is started. */
  readonly many?: number;
}

/** What the second thread is given. */
export interface ThreadTask {
  readonly root: string;
  readonly folder: string;
  readonly ids: readonly string[];
  readonly dealt: Int32Array;
}

/** What the second thread tells: what it found in one share of the files. */
export interface ShareTold {
  readonly share: number;
  readonly found: readonly Found[];
}

/**
 * Reads the files of many cases, once, at the start. Where there are a second processor core and many cases, a thread of
 * its own begins at once, and whoever wants to know joins in: both take a share of the files whenever they are done
 * with one. Should the thread fail, what it has not told of is read here.
 */
export class CaseReader {
  /** What is read here and what beside. */
  readonly shares: CaseShares;
  private readonly worker: Worker | undefined;
  private told: ShareTold[] = [];
  private hasEnded = true;
  private onNews = () => {};

  constructor(
    private readonly disk: Disk,
    root: string,
    private readonly folder: string,
    readonly ids: readonly string[],
    { thread, many = MANY }: ReaderOptions = {},
  ) {
    this.shares = new CaseShares(ids);
    if (!thread || ids.length < many || disk !== nodeDisk || availableParallelism() < 2) return;
    const { dealt } = this.shares;
    this.worker = new Worker(thread, { workerData: { root, folder, ids, dealt } satisfies ThreadTask });
    this.hasEnded = false;
    this.worker.on('message', (told: ShareTold) => {
      this.told.push(told);
      this.onNews();
    });
    const ended = () => {
      this.hasEnded = true;
      this.onNews();
    };
    // It could not start, or ran out of memory.
    this.worker.on('error', ended);
    this.worker.on('exit', ended);
  }

  /** What stands in the files, some at a time and in no order; those that are gone are left out. */
  async *found(understand: Understand): AsyncGenerator<readonly Found[]> {
    const open = new Set(Array.from({ length: this.shares.count }, (_, share) => share));
    for (let share = this.shares.next(); share !== undefined; share = this.shares.next()) {
      open.delete(share);
      yield await this.read(share, understand);
      await afterOthers();
      yield this.tellings(open);
    }
    while (open.size > 0 && (this.told.length > 0 || !this.hasEnded)) {
      if (this.told.length === 0) await this.news();
      yield this.tellings(open);
    }
    for (const share of open) yield await this.read(share, understand);
  }

  /** Ends the thread, also one that has more to read. */
  async stop(): Promise<void> {
    await this.worker?.terminate();
  }

  /** What the thread has told since somebody asked. */
  private tellings(open: Set<number>): Found[] {
    const news = this.told;
    this.told = [];
    for (const { share } of news) open.delete(share);
    return news.flatMap(({ found }) => found);
  }

  private news(): Promise<void> {
    return new Promise((resolve) => {
      this.onNews = resolve;
    });
  }

  private read(share: number, understand: Understand): Promise<Found[]> {
    return readShare(this.disk, this.folder, this.shares.idsOf(share), understand);
  }
}
