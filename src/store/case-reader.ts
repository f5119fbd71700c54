import { on } from 'node:events';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { type CaseText, caseFileOf, type ThreadTask } from './case-text.js';
import { type Disk, nodeDisk } from './disk.js';
import { damageIn } from './errors.js';

/** So few that what a file leaves behind in memory is gone before it counts as old. */
const WAVE = 16;
/** From so many cases on a second thread is worth the tenth of a second that it takes to start. */
const MANY = 1_000;
const THREAD = new URL('./checking-thread.js', import.meta.url);

export interface ReaderOptions {
  /** The file of the second thread; there is none beside sources that are not built. */
  readonly thread?: URL;
  /** The fewest cases for which it is started. */
  readonly many?: number;
}

/**
 * Reads the files of many cases, once, at the start. More than half of the work is to check every fact and every hash:
 * where there are a second processor core and many cases, a thread of its own does that, from the very beginning, ahead
 * of whoever takes the texts in. Should it fail, the rest is read here, and not checked yet.
 */
export class CaseReader {
  private readonly worker: Worker | undefined;
  private readonly messages: AsyncIterable<[(CaseText | undefined)[]]> | undefined;

  constructor(
    private readonly disk: Disk,
    private readonly folder: string,
    readonly ids: readonly string[],
    { thread = THREAD, many = MANY }: ReaderOptions = {},
  ) {
    if (ids.length < many || disk !== nodeDisk || availableParallelism() < 2) return;
    if (!existsSync(fileURLToPath(thread))) return;
    this.worker = new Worker(thread, { workerData: { folder, ids } satisfies ThreadTask });
    this.messages = on(this.worker, 'message', { close: ['exit'] }) as AsyncIterable<[(CaseText | undefined)[]]>;
  }

  /** True when so many cases are to be read that they take most of a start. */
  get isLong(): boolean {
    return this.ids.length >= MANY;
  }

  /** The files in the order of the ids, some at a time; those that are gone are left out. */
  async *waves(): AsyncGenerator<CaseText[]> {
    let taken = 0;
    try {
      for await (const [wave] of this.messages ?? []) {
        taken += wave.length;
        yield wave.filter((one) => one !== undefined);
        if (taken >= this.ids.length) return;
        this.worker?.postMessage('taken');
      }
    } catch {
      // The thread could not start, or ran out of memory.
    }
    for (; taken < this.ids.length; taken += WAVE) {
      const wave = await Promise.all(this.ids.slice(taken, taken + WAVE).map((caseId) => this.readOne(caseId)));
      yield wave.filter((one) => one !== undefined);
    }
  }

  /** Ends the thread, also one that has more to read. */
  async stop(): Promise<void> {
    await this.worker?.terminate();
  }

  private async readOne(caseId: string): Promise<CaseText | undefined> {
    try {
      const text = await this.disk.read(join(this.folder, caseFileOf(caseId)), true);
      return text === undefined ? undefined : { caseId, text, checked: false };
    } catch (error) {
      return { caseId, problem: damageIn(error) };
    }
  }
}
