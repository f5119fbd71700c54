import * as fs from 'node:fs';
import { promisify } from 'node:util';

const open = promisify(fs.open);
const fsync = promisify(fs.fsync);
const fstat = promisify(fs.fstat);
const writeAll = promisify((fd: number, text: string, done: fs.NoParamCallback) => fs.writeFile(fd, text, done));

/** Where a write can be told to return when its bytes are on the medium: one hand-over to a thread instead of two. */
const SYNCS_ITSELF = process.platform === 'linux';
const APPEND = fs.constants.O_WRONLY | fs.constants.O_APPEND | (SYNCS_ITSELF ? fs.constants.O_DSYNC : 0);

/** Files kept open at most: far fewer than a process may open. */
const KEPT = 64;
/** How long a file counts as being where it was, in milliseconds. */
const LOOK_EVERY_MS = 1_000;
/** A file that nobody has added to for this long is closed, in milliseconds. */
const IDLE_MS = 30_000;

interface Kept {
  readonly fd: number;
  lookedAt: number;
  usedAt: number;
}

/**
 * Files that grow at their end, kept open for the next line: opening and closing one takes longer than writing to it.
 * Somebody may remove or replace such a file meanwhile, and a line in it would then be found by nobody. So the open file
 * is looked at while a line is written, and the line counts as written only if the file still has a name. Lines of one
 * file are to be added one after the other.
 */
export class GrowingFiles {
  private readonly kept = new Map<string, Kept>();
  private sweeping: NodeJS.Timeout | undefined;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Resolves when the bytes are on the medium. After a failure the file is opened anew. */
  async append(path: string, text: string): Promise<void> {
    const file = this.kept.get(path) ?? (await opened(path, this.now()));
    // In use it is nobody else's to close.
    this.kept.delete(path);
    try {
      const looked = this.now();
      const writing = writeAll(file.fd, text);
      const look = looked - file.lookedAt < LOOK_EVERY_MS ? undefined : fstat(file.fd);
      look?.catch(() => undefined);
      await writing;
      if (!SYNCS_ITSELF) await fsync(file.fd);
      if (look !== undefined) {
        if ((await look).nlink === 0) throw gone(path);
        file.lookedAt = looked;
      }
    } catch (error) {
      fs.close(file.fd, () => undefined);
      throw error;
    }
    this.keep(path, file);
  }

  /** Closes a file that is about to be replaced or removed; most often there is nothing to close. */
  async letGo(path: string): Promise<void> {
    const file = this.kept.get(path);
    if (!file) return;
    this.kept.delete(path);
    await new Promise<void>((resolve) => fs.close(file.fd, () => resolve()));
  }

  private keep(path: string, file: Kept): void {
    file.usedAt = this.now();
    this.kept.set(path, file);
    this.sweeping ??= setInterval(() => this.sweep(), IDLE_MS).unref();
    const [longest] = this.kept.keys();
    if (this.kept.size > KEPT && longest !== undefined) void this.letGo(longest);
  }

  private sweep(): void {
    const since = this.now() - IDLE_MS;
    for (const [path, { usedAt }] of this.kept) if (usedAt < since) void this.letGo(path);
    if (this.kept.size > 0) return;
    clearInterval(this.sweeping);
    this.sweeping = undefined;
  }
}

async function opened(path: string, now: number): Promise<Kept> {
  const fd = await open(path, APPEND);
  return { fd, lookedAt: now, usedAt: now };
}

function gone(path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`ENOENT: ${path} was removed while it was open`), { code: 'ENOENT' });
}
