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
  private readonly opening = new Map<string, Promise<Kept>>();
  private sweeping: NodeJS.Timeout | undefined;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Resolves when the bytes are on the medium. After a failure the file is opened anew. */
  async append(path: string, text: string): Promise<void> {
    const file = this.take(path) ?? (await this.opened(path));
    try {
      await writeAll(file.fd, text);
      if (!SYNCS_ITSELF) await fsync(file.fd);
    } catch (error) {
      void close(file);
      throw error;
    }
    this.keep(path, file);
  }

  /** A line may come soon, so the file is opened. One that cannot be opened is told of when the line comes. */
  expect(path: string): void {
    const kept = this.kept.get(path);
    if (this.opening.has(path) || (kept && !this.isOld(kept))) return;
    const opening = this.open(path);
    this.opening.set(path, opening);
    const stays = (file?: Kept) => {
      if (this.opening.get(path) !== opening) return;
      this.opening.delete(path);
      if (file) this.keep(path, file);
    };
    opening.then(stays, () => stays());
  }

  /** Closes a file that is about to be replaced or removed; most often there is nothing to close. */
  async letGo(path: string): Promise<void> {
    await this.opening.get(path)?.catch(() => undefined);
    const file = this.kept.get(path);
    this.kept.delete(path);
    if (file) await close(file);
  }

  /** Closes the files whose path is one of those meant. */
  async letGoOf(meant: (path: string) => boolean): Promise<void> {
    const paths = new Set([...this.kept.keys(), ...this.opening.keys()].filter(meant));
    await Promise.all([...paths].map((path) => this.letGo(path)));
  }

  private async open(path: string): Promise<Kept> {
    return { fd: await open(path, APPEND), since: this.now() };
  }

  /** The file that is being opened already, from here on this caller's alone; else one opened now. */
  private opened(path: string): Promise<Kept> {
    const opening = this.opening.get(path) ?? this.open(path);
    this.opening.delete(path);
    return opening;
  }

  /** The open file, which in use is nobody else's to close. */
  private take(path: string): Kept | undefined {
    const file = this.kept.get(path);
    this.kept.delete(path);
    if (file && !this.isOld(file)) return file;
    if (file) void close(file);
    return undefined;
  }

  private keep(path: string, file: Kept): void {
    const other = this.kept.get(path);
    if (other) void close(other);
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

  private isOld(file: Kept): boolean {
    return this.now() - file.since >= FRESH_MS;
  }
}

/** Resolves when the file is closed; what is on the medium does not depend on it. */
function close({ fd }: Kept): Promise<void> {
  return new Promise((resolve) => fs.close(fd, () => resolve()));
}
