import { join } from 'node:path';
import type { Tombstone } from '../case/case.js';
import type { CaseEvent } from '../case/events.js';
import type { Person } from '../case/people.js';
import type { NextDue } from '../delivery/instances.js';
import type { AppendResult, CaseEntry, CaseRecord, CaseStore, Delivery, DeliveryPatch } from '../delivery/ports.js';
import { Turns } from '../delivery/turns.js';
import type { Deriving } from './case-digest.js';
import { CaseFiles } from './case-files.js';
import { townKey } from './case-index.js';
import { type Addition, addition, grown, opensCase, recorded, removable } from './case-rules.js';
import { Closable } from './closable.js';
import { type DataFolder, takeDataFolder } from './data-folder.js';
import type { Disk } from './disk.js';
import type { Change } from './document.js';
import { TEMPORARY, writeSynced } from './durable-file.js';
import { deepFreeze } from './frozen.js';
import { Heads } from './heads.js';
import { isRemoved, type StoredFile, TOMBSTONE_SCHEMA } from './tombstones.js';

export interface LowdbOptions {
  /** How many cases are kept in memory; one is about 20 kilobytes. */
  readonly cached?: number;
  readonly disk?: Disk;
  /** Milliseconds after which it is written down how far the cases have come. */
  readonly headsMs?: number;
  /** Milliseconds after which what is to be written soon is written, should nothing else be. */
  readonly soonMs?: number;
  /** How to work out what the start wants to know of every case; it is noted for the next start. */
  readonly deriving?: Deriving;
  /** Told of every case at the start when somebody is to be reminded next. */
  readonly onDue?: (entry: CaseEntry, due: NextDue | undefined) => void;
  /** Told of every file that is set aside, at the start and later. */
  readonly onSetAside?: (file: string, reason: string) => void;
}

const CACHED = 500;

/**
 * The embedded case store: one lowdb file per case, so that a write costs the same however many cases there are, and a
 * damaged file takes no other case with it. Only one process may have a folder open.
 */
export async function openLowdbCaseStore(
  folder: string | DataFolder,
  options: LowdbOptions = {},
): Promise<LowdbCaseStore> {
  const taken = typeof folder === 'string' ? await takeDataFolder(folder, options.disk) : folder;
  try {
    const heads = new Heads(taken.disk, taken.root, options.headsMs);
    const files = new CaseFiles(taken, options.cached ?? CACHED, heads, options);
    await files.readAll();
    return new LowdbCaseStore(taken, files);
  } catch (error) {
    await taken.giveBack();
    throw error;
  }
}

/** Made by `openLowdbCaseStore`. */
export class LowdbCaseStore extends Closable implements CaseStore {
  private readonly openings = new Turns();
  private checking: Promise<void> | undefined;

  constructor(
    private readonly taken: DataFolder,
    private readonly files: CaseFiles,
  ) {
    super();
  }

  read(caseId: string): Promise<CaseRecord | undefined> {
    return this.during(async () => {
      const stored = await this.files.use(caseId, (document) => document.read());
      return stored && !isRemoved(stored) ? this.files.recordOf(stored) : undefined;
    });
  }

  expectAppend(caseId: string): void {
    this.files.expectAppend(caseId);
  }

  append(
    caseId: string,
    expectedLength: number,
    events: readonly CaseEvent[],
    deliveries: readonly Delivery[],
  ): Promise<AppendResult> {
    return this.during(async () => {
      const added = addition(caseId, expectedLength, events, deliveries);
      const write = async (): Promise<AppendResult> =>
        (await this.files.use(caseId, (document) => document.change((before) => this.grow(before, added)))) ?? {
          kind: 'conflict',
        };
      // Whoever opens a case waits for those who open another one of the municipality: their write may still fail.
      const [first] = events;
      const town = first?.type === 'CaseOpened' ? first : this.files.index.entry(caseId);
      return town && opensCase(added) ? this.openings.take(townKey(town.tenant, town.municipality), write) : write();
    });
  }

  private grow(before: StoredFile | undefined, added: Addition): Change<StoredFile, AppendResult> {
    if ((before && isRemoved(before)) || this.files.index.tombstone(added.caseId))
      return { answer: { kind: 'conflict' } };
    const first = before?.entries[0]?.event ?? added.events[0];
    const other =
      first?.type === 'CaseOpened'
        ? this.files.index.openCase(first.tenant, first.municipality, added.caseId)
        : undefined;
    const { result, record } = grown(before && this.files.recordOf(before), added, other);
    if (!record) return { answer: result };
    const news = added.events.map((event, at) => ({ event, hash: record.hashes[added.expectedLength + at] ?? '' }));
    const entries = [...(before?.entries ?? []), ...news];
    return { answer: result, next: this.files.stored(added.caseId, entries, record) };
  }

  updateDelivery(caseId: string, key: string, patch: DeliveryPatch): Promise<void> {
    return this.take(caseId, key, patch, false);
  }

  recordSoon(caseId: string, key: string, patch: DeliveryPatch): Promise<void> {
    return this.take(caseId, key, patch, true);
  }

  private take(caseId: string, key: string, patch: DeliveryPatch, soon: boolean): Promise<void> {
    const decide = (before: StoredFile | undefined): Change<StoredFile, undefined> => {
      if (!before || isRemoved(before)) return { answer: undefined };
      const record = recorded(this.files.recordOf(before), key, patch);
      return record
        ? { answer: undefined, next: this.files.stored(caseId, before.entries, record) }
        : { answer: undefined };
    };
    return this.during(async () => {
      await this.files.use(caseId, (document) => document.change(decide, soon));
    });
  }

  remove(stone: Tombstone): Promise<boolean> {
    return this.during(async () => {
      const removed = await this.files.use(stone.id, (document) =>
        document.change((before) =>
          before && !isRemoved(before) && removable(this.files.recordOf(before), stone)
            ? { answer: true, next: deepFreeze({ schema: TOMBSTONE_SCHEMA, removed: { ...stone } }) }
            : { answer: false },
        ),
      );
      return removed ?? false;
    });
  }

  /** Takes over what is left of a case that was removed elsewhere; a case of the id stays as it is. */
  bury(stone: Tombstone): Promise<void> {
    return this.during(async () => {
      await this.files.use(stone.id, (document) =>
        document.change((before) => {
          if (before) return { answer: undefined };
          return { answer: undefined, next: deepFreeze({ schema: TOMBSTONE_SCHEMA, removed: { ...stone } }) };
        }),
      );
    });
  }

  tombstone(caseId: string): Promise<Tombstone | undefined> {
    return this.during(async () => this.files.index.tombstone(caseId));
  }

  tombstones(): Promise<readonly Tombstone[]> {
    return this.during(async () => this.files.index.tombstones());
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

  unfinished(): Promise<readonly string[]> {
    return this.during(async () => this.files.index.undelivered());
  }

  setAside(): readonly { readonly file: string; readonly reason: string }[] {
    return this.files.setAside();
  }

  /** Writes and removes a small file: that finds a full disk, a lost folder and a lost lock alike. */
  check(): Promise<void> {
    return this.during(() => {
      this.checking ??= this.probe().finally(() => {
        this.checking = undefined;
      });
      return this.checking;
    });
  }

  private async probe(): Promise<void> {
    const { root, disk, lock } = this.taken;
    await lock.check();
    const path = join(root, `check${TEMPORARY}`);
    await writeSynced(disk, path, 'The store can write.\n');
    await disk.remove(path);
  }

  protected async end(): Promise<void> {
    await this.files.close();
    await this.taken.giveBack();
  }
}
