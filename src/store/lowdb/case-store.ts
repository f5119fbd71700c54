import { join, resolve } from 'node:path';
import type { Tombstone } from '../../case/case.js';
import type { Instant } from '../../case/dates.js';
import type { CaseEvent } from '../../case/events.js';
import type { Person } from '../../case/people.js';
import { KeyedMutex } from '../../delivery/keyed-mutex.js';
import type {
  AppendResult,
  CaseEntry,
  CaseRecord,
  CaseStore,
  Delivery,
  DeliveryPatch,
  DueCase,
} from '../../delivery/ports.js';
import {
  type Addition,
  appendTo,
  checkedAddition,
  isRemovable,
  opensCase,
  opensIn,
  withPatch,
} from '../append-rules.js';
import { municipalityKey } from '../case-index.js';
import { Closable } from '../closable.js';
import { errorCode, FolderUnusableError } from '../errors.js';
import { frozenCopy } from '../frozen.js';
import { CaseFiles, type CaseFilesOptions, type Change } from './case-files.js';
import { type Disk, nodeDisk } from './disk.js';
import { makeFolder, TEMPORARY, writeSynced } from './durable-adapter.js';
import { type FolderLock, lockFolder } from './folder-lock.js';

export interface LowdbOptions extends CaseFilesOptions {
  readonly disk?: Disk;
}

/** The case store of files, with what only an operator's command needs. */
export type LowdbCaseStore = CaseStore & {
  /** Takes over the tombstone of a case that was removed in another store; a case of the id stays as it is. */
  bury(stone: Tombstone): Promise<void>;
};

/**
 * Opens the embedded case store: one lowdb file per case, so that a write costs the same however many cases there are,
 * and a damaged file takes no other case with it. The folder is locked for this process until the store is closed.
 * @throws FolderUnusableError or FolderInUseError (rejects) with a sentence for the operator.
 */
export async function openLowdbCaseStore(folder: string, options: LowdbOptions): Promise<LowdbCaseStore> {
  const root = resolve(folder);
  const disk = options.disk ?? nodeDisk;
  const lock = await takeFolder(root, disk);
  try {
    const files = new CaseFiles(root, disk, options);
    await files.readAll();
    return new FileCaseStore(root, disk, lock, files);
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
    throw new FolderUnusableError(
      `The data folder ${root} cannot be written (${code}). Check DATA_DIR, the rights on the folder and the room on the disk.`,
    );
  }
}

class FileCaseStore extends Closable implements LowdbCaseStore {
  private readonly mutex = new KeyedMutex();

  constructor(
    private readonly root: string,
    private readonly disk: Disk,
    private readonly lock: FolderLock,
    private readonly files: CaseFiles,
  ) {
    super();
  }

  read(caseId: string): Promise<CaseRecord | undefined> {
    return this.during(() => this.files.read(caseId));
  }

  append(
    caseId: string,
    expectedLength: number,
    events: readonly CaseEvent[],
    deliveries: readonly Delivery[],
  ): Promise<AppendResult> {
    return this.during(async () => {
      const addition = checkedAddition(caseId, expectedLength, events, deliveries);
      const write = () => this.files.change(caseId, (before) => this.decided(before, addition));
      // Of two that open a case of one municipality the second waits for the first, whose write may still fail.
      const opening = this.openingKey(addition);
      const result = await (opening === undefined ? write() : this.mutex.run(opening, write));
      return result ?? { kind: 'conflict' };
    });
  }

  private openingKey(addition: Addition): string | undefined {
    const [first] = addition.events;
    const opened = first?.type === 'CaseOpened' ? first : this.files.index.entry(addition.caseId);
    return opened && opensCase(addition) ? municipalityKey(opened.tenant, opened.municipality) : undefined;
  }

  private decided(before: CaseRecord | undefined, addition: Addition): Change<AppendResult> {
    if (this.files.index.tombstone(addition.caseId)) return { answer: { kind: 'conflict' } };
    const opening = opensIn(before, addition);
    const otherOpen = opening && this.files.index.openCase(opening.tenant, opening.municipality, addition.caseId);
    const answer = appendTo(before, addition, otherOpen);
    return answer.kind === 'appended' ? { answer, next: answer.record } : { answer };
  }

  async updateDelivery(caseId: string, key: string, patch: DeliveryPatch): Promise<void> {
    await this.during(() =>
      this.files.change(caseId, (before) => {
        const next = before && withPatch(before, key, patch);
        return next ? { answer: undefined, next } : { answer: undefined };
      }),
    );
  }

  openCase(tenant: string, municipality: string): Promise<string | undefined> {
    return this.during(async () => this.files.index.openCase(tenant, municipality));
  }

  casesOf(person: Person): Promise<readonly CaseEntry[]> {
    return this.during(async () => this.files.index.casesOf(person));
  }

  list(tenant?: string): Promise<readonly CaseEntry[]> {
    return this.during(async () => this.files.index.list(tenant));
  }

  due(at: Instant): Promise<readonly DueCase[]> {
    return this.during(async () => this.files.index.due(at));
  }

  unfinished(): Promise<readonly string[]> {
    return this.during(async () => this.files.index.unfinished());
  }

  async remove(stone: Tombstone): Promise<boolean> {
    const removed = await this.during(() =>
      this.files.change(stone.id, (before) =>
        before && isRemovable(before, stone) ? { answer: true, next: frozenCopy(stone) } : { answer: false },
      ),
    );
    return removed ?? false;
  }

  async bury(stone: Tombstone): Promise<void> {
    await this.during(() =>
      this.files.change(stone.id, (before) =>
        before || this.files.index.tombstone(stone.id)
          ? { answer: undefined }
          : { answer: undefined, next: frozenCopy(stone) },
      ),
    );
  }

  tombstone(caseId: string): Promise<Tombstone | undefined> {
    return this.during(async () => this.files.index.tombstone(caseId));
  }

  tombstones(): Promise<readonly Tombstone[]> {
    return this.during(async () => this.files.index.tombstones());
  }

  setAside(): readonly { readonly file: string; readonly reason: string }[] {
    return this.files.setAside();
  }

  /** Writes and removes a small file, and looks at the lock: finds a full disk, a lost folder and a lost lock alike. */
  check(): Promise<void> {
    return this.during(() =>
      this.mutex.run('check', async () => {
        await this.lock.check();
        const path = join(this.root, `check${TEMPORARY}`);
        await writeSynced(this.disk, path, 'The store can write.\n');
        await this.disk.remove(path);
      }),
    );
  }

  protected async end(): Promise<void> {
    await this.files.close();
    await this.lock.release();
  }
}
