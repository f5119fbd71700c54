import { join } from 'node:path';
import { Low } from 'lowdb';
import { z } from 'zod';
import { isCaseId } from '../append-rules.js';
import { DamagedFileError } from '../errors.js';
import type { LogHead } from '../event-chain.js';
import type { Disk } from './disk.js';
import { DurableAdapter, type Format } from './durable-adapter.js';
import { readSchema, whereIn } from './schema.js';

/** The file in the data folder that says how far the log of every case had come. It names no person. */
export const HEADS_FILE = 'heads.json';

const HEADS_SCHEMA = 1;
/** Milliseconds after which new heads are written. A press must not wait for them, so they are no part of any write. */
const HEADS_MS = 10_000;

const headsSchema = z.object({
  schema: z.literal(HEADS_SCHEMA),
  heads: z.record(z.string().refine(isCaseId), z.object({ facts: z.number().int().positive(), head: z.string() })),
});

type Heads = Map<string, LogHead>;

const headsFormat: Format<Heads> = {
  parse(text) {
    const lifted = readSchema(text, HEADS_SCHEMA, {});
    if ('problem' in lifted) throw new DamagedFileError(lifted.problem);
    const { data, error } = headsSchema.safeParse(lifted.value);
    if (error) throw new DamagedFileError(`the file is not of the shape of heads (${whereIn(error)})`);
    return new Map(Object.entries(data.heads));
  },
  shape: (heads) => ({ schema: HEADS_SCHEMA, heads: Object.fromEntries(heads) }),
};

/**
 * The heads by case id; none when there is no such file.
 * @throws DamagedFileError (rejects) when the file is not what this program wrote.
 */
export async function readHeads(disk: Disk, root: string): Promise<ReadonlyMap<string, LogHead>> {
  return (await headsAdapter(disk, root).read()) ?? new Map();
}

function headsAdapter(disk: Disk, root: string): DurableAdapter<Heads> {
  return new DurableAdapter(disk, join(root, HEADS_FILE), headsFormat);
}

/**
 * Remembers beside the case files how far each log had come, so that a log whose end was cut off, an older copy of a case
 * file and a removed file are found. A head is noted once its case file is on disk, and written seconds later with all
 * others that are new: the file may lag behind but is never ahead, so a crash gives no false alarm.
 */
export class HeadsFile {
  private readonly low: Low<Heads>;
  private isBehind = false;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    disk: Disk,
    root: string,
    private readonly afterMs = HEADS_MS,
  ) {
    this.low = new Low(headsAdapter(disk, root), new Map());
  }

  /** @throws DamagedFileError (rejects) when the file is not what this program wrote. */
  async read(): Promise<void> {
    await this.low.read();
  }

  of(caseId: string): LogHead | undefined {
    return this.low.data.get(caseId);
  }

  /** The ids of all cases that ever were. */
  ids(): Iterable<string> {
    return this.low.data.keys();
  }

  /** Takes how far a log has come, once that is on disk. */
  note(caseId: string, { facts, head }: LogHead): void {
    if (this.low.data.get(caseId)?.head === head) return;
    this.low.data.set(caseId, { facts, head });
    this.isBehind = true;
    this.timer ??= setTimeout(() => this.write(), this.afterMs).unref();
  }

  /** Writes what is new. */
  async close(): Promise<void> {
    this.write();
    await this.writing;
  }

  private write(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.writing.then(() => this.put());
  }

  private async put(): Promise<void> {
    if (!this.isBehind) return;
    this.isBehind = false;
    // When it cannot be written nothing else fails for it: it stays behind, and the next write takes everything along.
    await this.low.write().catch(() => {
      this.isBehind = true;
    });
  }
}
