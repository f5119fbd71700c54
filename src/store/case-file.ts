import type { Adapter } from 'lowdb';
import { changeBetween } from './case-change.js';
import type { Disk } from './disk.js';
import { DurableFile, type FolderSync } from './durable-file.js';
import { deepFreeze } from './frozen.js';
import type { ReadCase, StoredCase } from './shapes.js';
import { isRemoved, readCaseFile, type StoredFile, type StoredTombstone } from './tombstones.js';

/** Characters of changes a file may hold before it is written anew: as much as a case of some hundred facts. */
const ADDED_MAX = 32 * 1024;

/**
 * The file of one case, for lowdb: the whole case in the first line, then a line for each write since. A line is added in
 * one step and is on the medium when its write resolves; writing everything anew takes five steps and syncs three times
 * as much. The file is written whole when it is new, when there is nothing to trust in its end (an older shape, a line
 * that was cut off, a write that failed), and when the news of deliveries have made it long: facts alone never do, for
 * they stay, and so an answer that waits for a fact does not wait for this. A tombstone is written whole: nothing of the
 * case stays in the file.
 */
export class CaseFile implements Adapter<StoredFile> {
  private readonly whole: DurableFile<ReadCase | StoredTombstone, StoredFile>;
  /** What the file tells; undefined while no line may follow its last one. */
  private onDisk: { readonly stored: StoredCase; readonly added: number } | undefined;

  constructor(
    private readonly disk: Disk,
    folder: FolderSync,
    private readonly path: string,
    caseId: string,
    /**
     * Files whose last write failed: what such a write left may be read, but a power loss may still take it away, so no
     * line may follow it. Outlives this object.
     */
    private readonly doubted: Set<string>,
  ) {
    this.whole = new DurableFile(disk, folder, path, (text) => readCaseFile(caseId, text));
  }

  async read(): Promise<StoredFile | null> {
    const found = await this.whole.read();
    if (!found || isRemoved(found)) return found && deepFreeze(found);
    const { stored, added, mayGrow } = deepFreeze(found);
    this.onDisk = mayGrow ? { stored, added } : undefined;
    return stored;
  }

  async write(stored: StoredFile): Promise<void> {
    const before = this.doubted.has(this.path) ? undefined : this.onDisk;
    this.doubted.add(this.path);
    if (isRemoved(stored)) await this.whole.write(stored);
    this.onDisk = isRemoved(stored) ? undefined : { stored, added: await this.put(stored, before) };
    this.doubted.delete(this.path);
  }

  /** Resolves with the length of what follows the first line now. */
  private async put(stored: StoredCase, before: CaseFile['onDisk']): Promise<number> {
    const change = before && changeBetween(before.stored, stored);
    if (!change || (before.added >= ADDED_MAX && !change.entries)) {
      await this.whole.write(stored);
      return 0;
    }
    const line = `${JSON.stringify(change)}\n`;
    await this.disk.append(this.path, line);
    return before.added + line.length;
  }
}
