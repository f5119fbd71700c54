import { join } from 'node:path';
import { Low } from 'lowdb';
import PQueue from 'p-queue';
import { KeyedMutex } from '../../delivery/keyed-mutex.js';
import type { CaseRecord, CaseStoreOptions } from '../../delivery/ports.js';
import { isCaseId } from '../append-rules.js';
import { CaseIndex } from '../case-index.js';
import { DamagedCaseError, DamagedFileError, damageIn } from '../errors.js';
import { deepFreeze } from '../frozen.js';
import { shortfall } from '../log-heads.js';
import { type CaseContent, caseFileName, caseIdIn, isCase, logIn, readCaseFile, storedShape } from './case-file.js';
import type { Disk } from './disk.js';
import { DurableAdapter, TEMPORARY } from './durable-adapter.js';
import { HEADS_FILE, HeadsFile } from './heads-file.js';

export interface CaseFilesOptions extends CaseStoreOptions {
  /** Milliseconds after which the heads of the logs are written. */
  readonly headsMs?: number;
  /** How many cases are kept in memory; one takes about 20 kilobytes. */
  readonly cached?: number;
}

const CACHED = 2_500;
/** Files read side by side at the start. */
const READ_AT_ONCE = 8;

/** The lowdb database of one case, with what is on disk of it: while a write is on its way, `low.data` is ahead. */
interface CaseDocument {
  readonly low: Low<CaseContent | null>;
  readonly onDisk: CaseContent | undefined;
}

/** What a change makes of a case: an answer, and what to write, if anything. */
export interface Change<R> {
  readonly answer: R;
  readonly next?: CaseContent;
}

/**
 * The folder of case files, each a lowdb database of its own. Keeps the index and the heads in step with what is on disk,
 * and sets aside every file that cannot be trusted: such a file is never written to.
 */
export class CaseFiles {
  readonly index: CaseIndex;
  private readonly folder: string;
  private readonly heads: HeadsFile;
  private readonly mutex = new KeyedMutex();
  /** Open databases by case id, the one used last at the end. */
  private readonly documents = new Map<string, CaseDocument>();
  /** Why a file is set aside, by path. */
  private readonly reasons = new Map<string, string>();

  constructor(
    private readonly root: string,
    private readonly disk: Disk,
    private readonly options: CaseFilesOptions,
  ) {
    this.folder = join(root, 'cases');
    this.index = new CaseIndex(options.nextReminderOf);
    this.heads = new HeadsFile(disk, root, options.headsMs);
  }

  /** Reads every file once: for the start. */
  async readAll(): Promise<void> {
    await this.readHeads();
    const names = new Set(await this.disk.names(this.folder));
    // A rename that a crash left unsynced must be durable before a head tells of it.
    await this.disk.syncFolder(this.folder);
    for (const caseId of this.heads.ids())
      if (!names.has(caseFileName(caseId))) this.setAsideCase(caseId, 'the file is gone');
    await new PQueue({ concurrency: READ_AT_ONCE }).addAll([...names].map((name) => () => this.readNamed(name)));
  }

  private async readNamed(name: string): Promise<void> {
    const caseId = caseIdIn(name);
    if (caseId !== undefined) await this.readOne(caseId);
    else if (isHalfWritten(name)) await this.disk.remove(join(this.folder, name));
    else this.setAsideFile(join(this.folder, name), 'the name is not that of a case file');
  }

  private async readHeads(): Promise<void> {
    try {
      await this.heads.read();
    } catch (error) {
      if (!(error instanceof DamagedFileError)) throw error;
      const path = join(this.root, HEADS_FILE);
      await this.disk.rename(path, `${path}.damaged`);
      this.setAsideFile(`${path}.damaged`, damageIn(error));
    }
  }

  private async readOne(caseId: string): Promise<void> {
    try {
      const { onDisk } = this.keep(caseId, await this.open(caseId));
      if (onDisk) this.heads.note(caseId, logIn(onDisk));
    } catch (error) {
      this.setAsideCase(caseId, damageIn(error));
    }
  }

  /** The case as it is on disk, also while a change of it is being written. */
  async read(caseId: string): Promise<CaseRecord | undefined> {
    const open = this.documents.get(caseId);
    return open ? caseIn(this.keep(caseId, open)) : this.change(caseId, (record) => ({ answer: record }));
  }

  /**
   * Decides a change on what is on disk and writes it. Changes of one case are made one after the other. Undefined for
   * what is no case id.
   * @throws DamagedCaseError (rejects) when the case is set aside, now and from then on.
   */
  async change<R>(caseId: string, decide: (before: CaseRecord | undefined) => Change<R>): Promise<R | undefined> {
    if (!isCaseId(caseId)) return undefined;
    return this.mutex.run(caseId, async () => {
      const reason = this.reasons.get(this.pathOf(caseId));
      if (reason !== undefined) throw new DamagedCaseError(caseId, reason);
      try {
        const document = this.keep(caseId, this.documents.get(caseId) ?? (await this.open(caseId)));
        const { answer, next } = decide(caseIn(document));
        if (next) await this.write(caseId, document, next);
        return answer;
      } catch (error) {
        if (error instanceof DamagedCaseError) this.setAsideCase(caseId, error.reason);
        throw error;
      }
    });
  }

  setAside(): { file: string; reason: string }[] {
    return [...this.reasons].map(([file, reason]) => ({ file, reason }));
  }

  async close(): Promise<void> {
    await this.heads.close();
  }

  private async open(caseId: string): Promise<CaseDocument> {
    const adapter = new DurableAdapter<CaseContent>(this.disk, this.pathOf(caseId), {
      parse: (text) => readCaseFile(caseId, text),
      shape: storedShape,
    });
    const low = new Low<CaseContent | null>(adapter, null);
    await low.read();
    const onDisk = low.data ?? undefined;
    // A new case in the place of one that was here would hide that its file was removed.
    if (!onDisk && this.index.has(caseId)) throw new DamagedCaseError(caseId, 'the file is gone');
    const short = onDisk && shortfall(logIn(onDisk), this.heads.of(caseId));
    if (short) throw new DamagedCaseError(caseId, short.reason, short.fact);
    this.list(onDisk);
    return { low, onDisk };
  }

  private async write(caseId: string, { low }: CaseDocument, next: CaseContent): Promise<void> {
    low.data = deepFreeze(next);
    try {
      await low.write();
    } catch (error) {
      // It may have failed after the rename: what the disk says now counts.
      this.documents.delete(caseId);
      await this.open(caseId).catch(() => undefined);
      throw error;
    }
    this.list(next);
    this.keep(caseId, { low, onDisk: next });
    this.heads.note(caseId, logIn(next));
  }

  private list(content: CaseContent | undefined): void {
    if (content && isCase(content)) this.index.put(content);
    else if (content) this.index.bury(content);
  }

  /** Keeps a database open, and closes the one unused for longest when there are too many. */
  private keep(caseId: string, document: CaseDocument): CaseDocument {
    this.documents.delete(caseId);
    if (document.onDisk) this.documents.set(caseId, document);
    const [oldest] = this.documents.keys();
    if (oldest !== undefined && this.documents.size > (this.options.cached ?? CACHED)) this.documents.delete(oldest);
    return document;
  }

  private setAsideCase(caseId: string, reason: string): void {
    this.index.forget(caseId);
    this.documents.delete(caseId);
    this.setAsideFile(this.pathOf(caseId), reason);
  }

  private setAsideFile(path: string, reason: string): void {
    if (!this.reasons.has(path)) this.options.onSetAside?.(path, reason);
    this.reasons.set(path, reason);
  }

  private pathOf(caseId: string): string {
    return join(this.folder, caseFileName(caseId));
  }
}

function caseIn({ onDisk }: CaseDocument): CaseRecord | undefined {
  return onDisk && isCase(onDisk) ? onDisk : undefined;
}

function isHalfWritten(name: string): boolean {
  return name.endsWith(TEMPORARY) && caseIdIn(name.slice(0, -TEMPORARY.length)) !== undefined;
}
