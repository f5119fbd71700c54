import * as fs from 'node:fs';
import { promisify } from 'node:util';

const open = promisify(fs.open);
const fsync = promisify(fs.fsync);
const writeAll = promisify((fd: number, text: string, done: fs.NoParamCallback) => fs.writeFile(fd, text, done));

/** Where a write can be told to return when its bytes are on the medium: one hand-over to a thread instead of two. */
const SYNCS_ITSELF = process.platform === 'linux';
const APPEND = fs.constants.O_WRONLY | fs.constants.O_APPEND | (SYNCS_ITSELF ? fs.constants.O_DSYNC : 0);

/** Files kept open at most: far fewer than a process may open. */
const KEPT = 64;
/** How long a file counts as being where it was found, in milliseconds. */
const FRESH_MS = 2_000;

interface Kept {
  readonly fd: number;
  readonly since: number;
}

/**
 * Files that grow at their end, kept open for the next lines: opening and closing one takes longer than writing to it,
 * and after an act comes the news of its messages. Not for long: somebody may remove or replace the file meanwhile, and
 * what is added to it then is found by nobody. So it is opened by its name anew when two seconds have gone by. Lines of
 * one file are to be added one after the other.
 */
export class GrowingFiles {
  private readonly kept = new Map<string, Kept>();
  private sweeping: NodeJS.Timeout | undefined;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Resolves when the bytes are on the medium. After a failure the file is opened anew. */
  async append(path: string, text: string): Promise<void> {
    const file = this.take(path) ?? { fd: await open(path, APPEND), since: this.now() };
    try {
      await writeAll(file.fd, text);
      if (!SYNCS_ITSELF) await fsync(file.fd);
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

  /** Closes the files whose path is one of those meant. */
  async letGoOf(meant: (path: string) => boolean): Promise<void> {
    await Promise.all([...this.kept.keys()].filter(meant).map((path) => this.letGo(path)));
  }

  /** The open file, which in use is nobody else's to close. */
  private take(path: string): Kept | undefined {
    if (this.isOld(this.kept.get(path))) void this.letGo(path);
    const file = this.kept.get(path);
    this.kept.delete(path);
    return file;
  }

  private keep(path: string, file: Kept): void {
    this.kept.set(path, file);
    this.sweeping ??= setInterval(() => this.sweep(), FRESH_MS).unref();
    const [longest] = this.kept.keys();
    if (this.kept.size > KEPT && longest !== undefined) void this.letGo(longest);
  }

  private sweep(): void {
    for (const [path, file] of this.kept) if (this.isOld(file)) void this.letGo(path);
    if (this.kept.size > 0) return;
    clearInterval(this.sweeping);
    this.sweeping = undefined;
  }

  private isOld(file: Kept | undefined): boolean {
    return file !== undefined && this.now() - file.since >= FRESH_MS;
  }
}
