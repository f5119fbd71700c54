import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Fonts } from './paper.js';

/** Source Sans 3, SIL Open Font License 1.1: Latin with all of Europe's letters, Greek and Cyrillic. */
const REGULAR = '@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf';
const BOLD = '@expo-google-fonts/source-sans-3/700Bold/SourceSans3_700Bold.ttf';

/** The typeface of the archive page; undefined when its package is not installed: then the reader's Helvetica is used. */
export async function readFonts(): Promise<Fonts | undefined> {
  const { resolve } = createRequire(import.meta.url);
  let files: readonly [string, string];
  try {
    files = [resolve(REGULAR), resolve(BOLD)];
  } catch {
    return undefined;
  }
  const [regular, bold] = await Promise.all(files.map((file) => readFile(file)));
  return regular && bold && { regular, bold };
}
