import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { nodeDisk } from '../store/disk.js';
import { writeDurably } from '../store/durable-file.js';
import { AdminError } from './io.js';

/** Refuses a path at which something stands: no command overwrites what it did not write. */
export async function mustBeFree(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there) throw new AdminError(`${resolve(path)} exists already. Choose another name, or move it away first.`);
}

/** Writes a new file, readable by its owner only, and waits until it is on the disk for good. */
export async function writeNew(path: string, content: string | Uint8Array): Promise<void> {
  await mustBeFree(path);
  await writeDurably(nodeDisk, resolve(path), content);
}
