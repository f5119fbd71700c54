import { createHash } from 'node:crypto';
import { z } from 'zod';

/** The file that makes a folder or an archive a backup; it is written last. */
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

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The folders of a data folder that belong in a backup; the lock and half-written files do not. */
export const FOLDERS = ['cases', 'people', 'conversations', 'exports'] as const;
/** Single files that do. */
export const FILES = ['practice-clock.json'] as const;

/** True for a path that a backup may hold: within the folders above, and no way out of them. */
export function isBackupPath(path: string): boolean {
  const parts = path.split('/');
  if (parts.length === 1) return (FILES as readonly string[]).includes(path);
  const plain = parts.every((part) => part !== '' && part !== '.' && part !== '..' && !/[\\\0]/.test(part));
  return plain && parts.length <= 3 && (FOLDERS as readonly string[]).includes(parts[0] ?? '');
}
