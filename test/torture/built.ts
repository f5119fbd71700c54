import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { onTestFinished } from 'vitest';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const ROOMS = ['case', 'task', 'flow', 'store', 'clock'];

/**
 * The sources as a process of its own can run them, made on the spot: `npm test` does not build, and must not test what
 * somebody built last week. Types are checked elsewhere.
 */
export async function builtNow(): Promise<string> {
  const parent = join(root, 'artefacts');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, 'torture-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const room of ROOMS) {
    for (const name of await readdir(join(root, 'src', room))) {
      if (!name.endsWith('.ts')) continue;
      const source = await readFile(join(root, 'src', room, name), 'utf8');
      const path = join(folder, room, name.replace(/\.ts$/, '.js'));
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, ts.transpileModule(source, { compilerOptions: OPTIONS }).outputText);
    }
  }
  return folder;
}

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
};
