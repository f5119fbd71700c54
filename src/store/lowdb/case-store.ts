import { join, resolve } from 'node:path';
import type { Low } from 'lowdb';
import PQueue from 'p-queue';
import { KeyedMutex } from '../../delivery/keyed-mutex.js';
import { CaseSetAsideError, type CaseStoreOptions } from '../../delivery/ports.js';
import { LruMap } from '../../limits/lru-map.js';
import { isCaseId } from '../append-rules.js';
import { deepFreeze } from '../canonical-json.js';
import type { CaseContent } from '../case-index.js';
import { DamagedFileError, damageIn, errorCode, StorageUnusableError } from '../errors.js';
import { shortfall } from '../event-chain.js';
import { type Change, IndexedCaseStore } from '../indexed-case-store.js';
import { caseFileName, caseIdIn, logIn, readCaseFile, storedShape } from './case-file.js';
import { type Disk, nodeDisk } from './disk.js';
import { documentAt, makeFolder, TEMPORARY, writeSynced } from './durable-adapter.js';
import { type FolderLock, lockFolder } from './folder-lock.js';
import { HEADS_FILE, HeadsFile } from './heads-file.js';

export interface LowdbOptions extends CaseStoreOptions {
  readonly disk?: Disk;
  /** Milliseconds after which the heads of the logs are written. */
  readonly headsMs?: number;
  /** How many cases are kept in memory; one takes about 20 kilobytes. */
  readonly cached?: number;
}

const CACHED = 2_500;
/** Files read side by side at the start. */
const READ_AT_ONCE = 8;

/**
 * Opens the embedded case store: one lowdb file per case, so that a write costs the same however many cases there are,
 * and a damaged file takes no other case with it. The folder is locked for this process until the store is closed.
 * @throws StorageUnusableError (rejects) with a sentence for the operator, FolderInUseError when another bot uses the folder.
 */
export async function openLowdbCaseStore(folder: string, options: LowdbOptions): Promise<LowdbCaseStore> {
  const root = resolve(folder);
  const disk = options.disk ?? nodeDisk;
  const lock = await takeFolder(root, disk);
  try {
    const store = new LowdbCaseStore(root, disk, lock, options);
    await store.readAll();
    return store;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function takeFolder(root: string, disk: Disk): Promise<FolderLock> {
  try {
    await makeFolder(disk, join(root, 'cases'));
    return await lockFolder(root);
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    throw new StorageUnusableError(
      `The data folder ${root} cannot be written (${code}). Check DATA_DIR, the rights on the folder and the room on the disk.`,
    );
  }
}

/**
 * The folder of case files, each a lowdb database of its own. Keeps the index and the heads in step with what is on disk,
 * and sets aside every file that cannot be trusted: such a file is never written to.
 */
export class LowdbCaseStore extends IndexedCaseStore {
  private readonly folder: string;
  private readonly heads: HeadsFile;
  private readonly mutex = new KeyedMutex();
  /** What is on disk of the ids used last. */
  private readonly cache: LruMap<CaseContent>;
  /** Why a file is set aside, by path. */
  private readonly reasons = new Map<string, string>();

  constructor(
    private readonly root: string,
    private readonly disk: Disk,
    private readonly lock: FolderLock,
    private readonly options: LowdbOptions,
  ) {
    super(options);
    this.folder = join(root, 'cases');
    this.heads = new HeadsFile(disk, root, options.headsMs);
    this.cache = new LruMap(options.cached ?? CACHED);
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

  readonly setAside = () => [...this.reasons].map(([file, reason]) => ({ file, reason }));

  /** Writes and removes a small file, and looks at the lock: finds a full disk, a lost folder and a lost lock alike. */
  protected checkWrites(): Promise<void> {
    return this.mutex.run('check', async () => {
      await this.lock.check();
      const path = join(this.root, `check${TEMPORARY}`);
      await writeSynced(this.disk, path, 'The store can write.\n');
      await this.disk.remove(path);
    });
  }

  /** What is on disk of an id, also while a change of it is being written. */
  protected async find(caseId: string): Promise<CaseContent | undefined> {
    return this.cache.get(caseId) ?? this.change(caseId, (content) => ({ answer: content }));
  }

  /** @throws CaseSetAsideError (rejects) when the case is set aside, now and from then on. */
  protected async change<R>(caseId: string, decide: (before: CaseContent | undefined) => Change<R>): Promise<R> {
    if (!isCaseId(caseId)) return decide(undefined).answer;
    return this.mutex.run(caseId, async () => {
      const reason = this.reasons.get(this.pathOf(caseId));
      if (reason !== undefined) throw new CaseSetAsideError(caseId, reason);
      try {
        const before = this.cache.get(caseId) ?? (await this.load(caseId));
        if (before) this.cache.set(caseId, before);
        const { answer, next } = decide(before);
        if (next) await this.write(caseId, next);
        return answer;
      } catch (error) {
        if (error instanceof CaseSetAsideError) this.setAsideCase(caseId, error.reason);
        throw error;
      }
    });
  }

  protected override async end(): Promise<void> {
    await this.heads.close();
    await this.lock.release();
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

  private async readNamed(name: string): Promise<void> {
    const caseId = caseIdIn(name);
    if (caseId !== undefined) await this.readOne(caseId);
    else if (isHalfWritten(name)) await this.disk.remove(join(this.folder, name));
    else this.setAsideFile(join(this.folder, name), 'the name is not that of a case file');
  }

  private async readOne(caseId: string): Promise<void> {
    try {
      const content = await this.load(caseId);
      if (content) this.heads.note(caseId, logIn(content));
    } catch (error) {
      this.setAsideCase(caseId, damageIn(error));
    }
  }

  private async load(caseId: string): Promise<CaseContent | undefined> {
    const low = this.documentOf(caseId);
    await low.read();
    const content = low.data ?? undefined;
    // A new case in the place of one that was here would hide that its file was removed.
    if (!content && this.index.has(caseId)) throw new CaseSetAsideError(caseId, 'the file is gone');
    if (!content) return undefined;
    const short = shortfall(logIn(content), this.heads.of(caseId));
    if (short) throw new CaseSetAsideError(caseId, short.reason, short.fact);
    this.index.put(content);
    return content;
  }

  private async write(caseId: string, next: CaseContent): Promise<void> {
    const low = this.documentOf(caseId);
    low.data = deepFreeze(next);
    try {
      await low.write();
    } catch (error) {
      // It may have failed after the rename: what the disk says now counts.
      this.cache.delete(caseId);
      await this.load(caseId).catch(() => undefined);
      throw error;
    }
    this.index.put(next);
    this.cache.set(caseId, next);
    this.heads.note(caseId, logIn(next));
  }

  private setAsideCase(caseId: string, reason: string): void {
    this.index.forget(caseId);
    this.cache.delete(caseId);
    this.setAsideFile(this.pathOf(caseId), reason);
  }

  private setAsideFile(path: string, reason: string): void {
    if (!this.reasons.has(path)) this.options.onSetAside?.(path, reason);
    this.reasons.set(path, reason);
  }

  private documentOf(caseId: string): Low<CaseContent | null> {
    return documentAt(this.disk, this.pathOf(caseId), {
      parse: (text) => readCaseFile(caseId, text),
      shape: storedShape,
    });
  }

  private pathOf(caseId: string): string {
    return join(this.folder, caseFileName(caseId));
  }
}

function isHalfWritten(name: string): boolean {
  return name.endsWith(TEMPORARY) && caseIdIn(name.slice(0, -TEMPORARY.length)) !== undefined;
}
