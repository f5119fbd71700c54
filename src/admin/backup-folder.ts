import { readdir } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { z } from 'zod';
import { PURPOSE_FILE } from '../store/data-folder.js';
import { nodeDisk } from '../store/lowdb/disk.js';
import { makeFolder, writeSynced } from '../store/lowdb/durable-adapter.js';

/** The file that makes a folder a backup; it is written last. */
export const MANIFEST = 'manifest.json';

const fileSchema = z.object({ path: z.string(), size: z.number().int(), sha256: z.string() });
const manifestSchema = z.object({
  schema: z.literal(1),
  made: z.string(),
  files: z.array(fileSchema),
  cases: z.array(z.object({ id: z.string(), entries: z.number().int(), head: z.string() })),
  removed: z.array(z.string()),
  aside: z.array(z.object({ file: z.string(), reason: z.string() })),
});

/**
 * What a backup holds: every file with its SHA-256, every case with its head, what is left of removed cases, and what was
 * set aside when it was made and is in the backup as it lay there.
 */
export type Manifest = Readonly<z.infer<typeof manifestSchema>>;

/** Reads a manifest; undefined when it is none. */
export function readManifest(text: string): Manifest | undefined {
  try {
    return manifestSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The folders of a data folder that belong in a backup; the lock and half-written files do not. */
export const FOLDERS = ['cases', 'people', 'conversations', 'exports'] as const;
/** Single files that do. */
export const FILES = [PURPOSE_FILE, 'practice-clock.json'];

/** True for the path of a file that a backup may hold. */
export function isBackupPath(path: string): boolean {
  const parts = path.split('/');
  if (parts.length === 1) return FILES.includes(path);
  return parts.length <= 3 && (FOLDERS as readonly string[]).includes(parts[0] ?? '');
}

/** The paths of all files in a folder and below it, from there and with slashes, in order. */
export async function pathsIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).split(sep).join('/'))
    .sort();
}

/** Writes files into a folder; they outlive a power loss once `sync` has resolved. */
export class FolderWriter {
  private readonly folders = new Set<string>();

  constructor(private readonly root: string) {}

  async add(path: string, bytes: Uint8Array): Promise<void> {
    const folder = dirname(join(this.root, path));
    await makeFolder(nodeDisk, folder);
    this.folders.add(folder);
    await writeSynced(nodeDisk, join(this.root, path), bytes);
  }

  async sync(): Promise<void> {
    for (const folder of this.folders) await nodeDisk.syncFolder(folder);
  }
}
