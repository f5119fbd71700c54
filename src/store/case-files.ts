import { join, sep } from 'node:path';
import type { Case } from '../case/case.js';
import type { NextDue } from '../delivery/instances.js';
import type { CaseEntry, CaseRecord } from '../delivery/ports.js';
import { Cache } from './cache.js';
import { type Deriving, derivedFrom, type Found, foundIn, mustBeWhole } from './case-digest.js';
import { CaseFile } from './case-file.js';
import { CaseIndex } from './case-index.js';
import { caseFileOf, caseIdOf, isCaseId } from './case-names.js';
import type { DataFolder } from './data-folder.js';
import type { Disk } from './disk.js';
import { Document } from './document.js';
import { FolderSync, TEMPORARY } from './durable-file.js';
import { DamagedCaseError } from './errors.js';
import { deepFreeze } from './frozen.js';
import type { Heads } from './log-heads.js';
import { type Derived, sealed } from './sealed-digest.js';
import { CASE_SCHEMA, type StoredCase } from './shapes.js';
import { type Standing, standingOf } from './standing.js';
import { isRemoved, type StoredFile } from './tombstones.js';

/** For a store of which nobody wants to know when a case is due: then nothing is noted for the next start either. */
const NOTHING_DUE: Deriving = { dueOf: () => undefined, basis: '' };

/** Milliseconds: long enough for most people's next act in a case, so that one line tells of both. */
const SOON_MS = 10_000;

/**
 * The folder of case files: lends out the document of a case, keeps the index in step with what is on disk, and sets
 * aside every file that cannot be trusted. Such a file is never written to.
 */
export class CaseFiles {
  readonly index = new CaseIndex();
  private readonly disk: Disk;
  private readonly documents: Cache<Document<StoredFile>>;
  private readonly records = new WeakMap<StoredCase, CaseRecord>();
  private readonly sync: FolderSync;
  private readonly aside = new Map<string, string>();
  private readonly doubted = new Set<string>();
  /** Cases of which the disk lacks something that may be lost: no second copy of them may come to be meanwhile. */
  private readonly behind = new Map<string, Document<StoredFile>>();
  private catchingUp: NodeJS.Timeout | undefined;

  constructor(
    private readonly taken: DataFolder,
    cached: number,
    private readonly heads: Heads,
    private readonly told: {
      readonly soonMs?: number;
      readonly deriving?: Deriving;
      readonly onDue?: (entry: CaseEntry, due: NextDue | undefined) => void;
      readonly onSetAside?: (file: string, reason: string) => void;
    } = {},
  ) {
    this.documents = new Cache(cached);
    this.disk = taken.disk;
    this.sync = new FolderSync(taken.disk, taken.cases);
  }

  /** Builds the index from every file, once, at the start. */
  async readAll(): Promise<void> {
    await this.heads.readAll();
    const { reader, strange } = this.taken;
    for (const name of strange) await this.sortOut(name);
    const gone = new Set(this.heads.ids());
    for (const caseId of reader.ids) gone.delete(caseId);
    for (const caseId of gone) this.setAsideCase(caseId, 'the file is gone');
    const { deriving = NOTHING_DUE } = this.told;
    const understand = (caseId: string, text: string) => foundIn(caseId, text, this.heads.of(caseId), deriving);
    for await (const found of reader.found(understand)) for (const one of found) this.takeIn(one);
  }

  /** Writes what is to be written soon, and lets go of the folder and of every file in it. */
  async close(): Promise<void> {
    await this.catchUp();
    await this.heads.close();
    await this.disk.letGo(this.taken.cases);
    await this.sync.close();
  }

  setAside(): { file: string; reason: string }[] {
    return [...this.aside].map(([name, reason]) => ({ file: join(this.taken.cases, name), reason }));
  }

  /** Lends a document out; undefined for what is no case id. A damaged case throws, now and from then on. */
  async use<R>(caseId: string, work: (document: Document<StoredFile>) => Promise<R>): Promise<R | undefined> {
    if (!isCaseId(caseId)) return undefined;
    const reason = this.aside.get(caseFileOf(caseId));
    if (reason !== undefined) throw new DamagedCaseError(caseId, reason);
    try {
      const make = () => this.behind.get(caseId) ?? this.document(caseId);
      return await this.documents.use(caseId, make, async (document) => {
        const result = await work(document);
        this.watch(caseId, document);
        return result;
      });
    } catch (error) {
      if (error instanceof DamagedCaseError) this.setAsideCase(caseId, error.reason);
      throw error;
    }
  }

  private watch(caseId: string, document: Document<StoredFile>): void {
    if (!document.isBehind) {
      this.behind.delete(caseId);
      return;
    }
    this.behind.set(caseId, document);
    this.catchingUp ??= setTimeout(() => void this.catchUp(), this.told.soonMs ?? SOON_MS).unref();
  }

  /** One case after the other: nobody waits for it. What cannot be written is as if it had not been done. */
  private async catchUp(): Promise<void> {
    clearTimeout(this.catchingUp);
    this.catchingUp = undefined;
    for (const caseId of [...this.behind.keys()])
      await this.use(caseId, (document) => document.catchUp()).catch(() => this.behind.delete(caseId));
  }

  /** Opens the file of a case that there is. */
  expectAppend(caseId: string): void {
    if (this.index.has(caseId)) this.disk.expectAppend(this.pathOf(caseId));
  }

  /** What goes into the file for a record; reading it back gives this very record. */
  stored(id: string, entries: StoredCase['entries'], record: CaseRecord): StoredCase {
    const { deliveries, messages } = record;
    const stored: StoredCase = deepFreeze({ schema: CASE_SCHEMA, id, entries, deliveries, messages: messages });
    this.records.set(stored, record);
    return stored;
  }

  recordOf(stored: StoredCase): CaseRecord {
    const known = this.records.get(stored);
    if (known) return known;
    const record = recordFrom(stored);
    this.records.set(stored, record);
    return record;
  }

  /** Whatever else lies in the folder is reported, or removed when a crash left it behind. */
  private async sortOut(name: string): Promise<void> {
    const isHalf = name.endsWith(TEMPORARY) && caseIdOf(name.slice(0, -TEMPORARY.length)) !== undefined;
    if (isHalf) await this.disk.remove(join(this.taken.cases, name));
    else this.putAside(name, 'the name is not that of a case file');
  }

  private takeIn(found: Found): void {
    const { caseId } = found;
    if ('problem' in found) {
      this.setAsideCase(caseId, found.problem);
      return;
    }
    if ('stone' in found) {
      this.heads.bury(caseId, found.standing);
      this.index.bury(found.stone);
      return;
    }
    const { indexed, unfinished, due } = found.digest;
    this.note(caseId, found.standing, found.noted ? undefined : () => ({ indexed, due }));
    this.index.enter(indexed, unfinished);
    this.told.onDue?.(indexed.entry, due);
  }

  private document(caseId: string): Document<StoredFile> {
    const file = new CaseFile(this.disk, this.sync, this.pathOf(caseId), caseId, this.doubted);
    const read = async (): Promise<StoredFile | null> => {
      const stored = await file.read();
      // A new case in the place of one that was here would hide that somebody removed its file.
      if (stored === null && this.index.has(caseId)) throw new DamagedCaseError(caseId, 'the file is gone');
      if (stored) mustBeWhole(caseId, stored, this.heads.of(caseId));
      return stored;
    };
    // The case as it was last seen, with the hash that stands for its log: only what follows that very log is folded.
    let last: { readonly theCase: Case; readonly hash: string | undefined } | undefined;
    return new Document<StoredFile>({ read, write: (data) => file.write(data) }, (stored) => {
      if (isRemoved(stored)) {
        this.remember(caseId, stored);
        return this.index.bury(stored.removed);
      }
      const follows = last && stored.entries[last.theCase.length - 1]?.hash === last.hash;
      const theCase = this.index.put(caseId, this.recordOf(stored), follows ? last?.theCase : undefined);
      this.remember(caseId, stored, theCase);
      if (theCase) last = { theCase, hash: stored.entries.at(-1)?.hash };
    });
  }

  /** What a failed write left may still be taken away by a power loss, so it is no promise. */
  private remember(caseId: string, stored: StoredFile, theCase?: Case): void {
    if (this.doubted.has(this.pathOf(caseId))) return;
    const { deriving } = this.told;
    if (isRemoved(stored)) this.heads.bury(caseId, standingOf(stored));
    else this.note(caseId, standingOf(stored), theCase && deriving && (() => derivedFrom(theCase, deriving)));
  }

  /** Notes how far a case has come and, unless that is noted already, what follows from it for the next start. */
  private note(caseId: string, standing: Standing, derive: (() => Derived) | undefined): void {
    const { deriving } = this.told;
    const digest = derive && deriving && (() => sealed(derive(), standing.head, deriving.basis));
    this.heads.note(caseId, standing, digest);
  }

  private pathOf(caseId: string): string {
    return `${this.taken.cases}${sep}${caseFileOf(caseId)}`;
  }

  private setAsideCase(caseId: string, reason: string): void {
    this.putAside(caseFileOf(caseId), reason);
    this.index.forget(caseId);
  }

  private putAside(name: string, reason: string): void {
    if (!this.aside.has(name)) this.told.onSetAside?.(join(this.taken.cases, name), reason);
    this.aside.set(name, reason);
  }
}

function recordFrom(stored: StoredCase): CaseRecord {
  const { entries, deliveries, messages } = stored;
  const events = Object.freeze(entries.map((entry) => entry.event));
  const hashes = Object.freeze(entries.map((entry) => entry.hash));
  return Object.freeze({ events, hashes, deliveries, messages });
}
