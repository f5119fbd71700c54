import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { nodeDisk } from '../store/lowdb/disk.js';
import { writeDurably } from '../store/lowdb/durable-adapter.js';
import { AdminError } from './io.js';

/** Writes a new file, readable by its owner only, on the disk for good when it resolves. Never overwrites a file. */
export async function writeNew(path: string, content: string | Uint8Array): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there) throw new AdminError(`${resolve(path)} exists already. Choose another name, or move it away first.`);
  await writeDurably(nodeDisk, resolve(path), content);
}
