import { type Adapter, Low } from 'lowdb';

/** What a change makes of a document: an answer, and the next version when there is something to write. */
export interface Change<T, R> {
  readonly answer: R;
  readonly next?: T;
}

interface Waiting<T> {
  readonly decide: (before: T | undefined) => Change<T, unknown>;
  readonly soon: boolean;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

interface Loaded<T> {
  readonly low: Low<T | null>;
  /** What is on disk, and what will be soon. Readers never see what is still being written. */
  stored: T | undefined;
}

/**
 * One lowdb database of one file, with a queue. Changes are decided one after the other on what those before them made;
 * changes that wait together are written once, and each is answered only when that write is on disk. When a write fails,
 * those who wanted it are told so, the copy in memory is dropped, and everybody else is decided anew on what the disk holds.
 */
export class Document<T extends object> {
  private loading: Promise<Loaded<T>> | undefined;
  private waiting: Waiting<T>[] = [];
  private running = false;
  private behind = false;

  constructor(
    private readonly adapter: Adapter<T>,
    /** Told of every version that is on disk or will be soon, before anybody gets an answer based on it. */
    private readonly seen: (stored: T) => void,
  ) {}

  /** The document as it is on disk, or undefined when there is none. */
  async read(): Promise<T | undefined> {
    return (await this.load()).stored;
  }

  /** True while the disk lacks what was only to be written soon. */
  get isBehind(): boolean {
    return this.behind;
  }

  /** Writes what was to be written soon. */
  catchUp(): Promise<void> {
    return this.change((before) =>
      this.behind && before ? { answer: undefined, next: before } : { answer: undefined },
    );
  }

  /**
   * Decides a change and writes it. What `decide` throws comes back to this caller alone. With `soon` it is written
   * together with the next change, or by `catchUp`: it is lost when a crash or a failed write comes first.
   */
  change<R>(decide: (before: T | undefined) => Change<T, R>, soon = false): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      this.waiting.push({ decide, soon, resolve: (answer) => resolve(answer as R), reject });
      void this.run();
    });
  }

  private load(): Promise<Loaded<T>> {
    if (this.loading) return this.loading;
    const loading = this.fresh();
    this.loading = loading;
    loading.catch(() => {
      if (this.loading === loading) this.loading = undefined;
    });
    return loading;
  }

  private async fresh(): Promise<Loaded<T>> {
    const low = lowOver(this.adapter);
    await low.read();
    if (low.data) this.seen(low.data);
    return { low, stored: low.data ?? undefined };
  }

  private async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    while (this.waiting.length > 0) {
      try {
        const loaded = await this.load();
        await this.commit(loaded, this.takeWaiting());
      } catch (error) {
        for (const one of this.takeWaiting()) one.reject(error);
      }
    }
    this.running = false;
  }

  private takeWaiting(): Waiting<T>[] {
    const all = this.waiting;
    this.waiting = [];
    return all;
  }

  private async commit(loaded: Loaded<T>, batch: readonly Waiting<T>[]): Promise<void> {
    let next = loaded.stored;
    const writers = new Set<Waiting<T>>();
    const answers = new Map<Waiting<T>, unknown>();
    for (const one of batch) {
      try {
        const change = one.decide(next);
        answers.set(one, change.answer);
        if (change.next) writers.add(one);
        next = change.next ?? next;
      } catch (error) {
        one.reject(error);
      }
    }
    if (next && writers.size > 0) {
      const soon = [...writers].every((one) => one.soon);
      try {
        loaded.low.data = next;
        if (!soon) await loaded.low.write();
        loaded.stored = next;
        this.behind = soon;
        this.seen(next);
      } catch (error) {
        await this.failed(error, writers, answers.keys());
        return;
      }
    }
    for (const [one, answer] of answers) one.resolve(answer);
  }

  /** A write may have failed after the rename: what stands is read from the disk before anybody is told. */
  private async failed(error: unknown, writers: Set<Waiting<T>>, all: Iterable<Waiting<T>>): Promise<void> {
    this.loading = undefined;
    this.behind = false;
    this.waiting.unshift(...[...all].filter((one) => !writers.has(one)));
    await this.load().catch(() => undefined);
    for (const one of writers) one.reject(error);
  }
}

/** lowdb wants something to start from where there is no file; nothing is never written. */
function lowOver<T>({ read, write }: Adapter<T>): Low<T | null> {
  return new Low<T | null>({ read, write: async (data) => (data === null ? undefined : write(data)) }, null);
}
