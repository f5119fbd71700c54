import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Instant } from '../case/dates.js';

const FILE = 'practice-clock.json';
const shape = z.object({ schema: z.literal(1), stands: z.iso.datetime() });

/** Where the practice clock stood when it was last written down; undefined before the first time or when unreadable. */
export async function readPracticeClock(folder: string): Promise<Instant | undefined> {
  try {
    return shape.parse(JSON.parse(await readFile(join(folder, FILE), 'utf8'))).stands;
  } catch {
    return undefined;
  }
}

/** Writes down where the clock stands, so that the next practice run goes on from there. */
export async function writePracticeClock(folder: string, stands: Instant): Promise<void> {
  const file = join(folder, FILE);
  await writeFile(`${file}.new`, `${JSON.stringify({ schema: 1, stands })}\n`);
  await rename(`${file}.new`, file);
}
