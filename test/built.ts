import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const root = fileURLToPath(new URL('../', import.meta.url));

/** The bot as processes of their own can run it: `dist` in a folder that also has what the bot reads beside it. */
export interface Built {
  readonly dist: string;
  remove(): Promise<void>;
}

/**
 * Makes the sources of this moment into something that runs: `npm test` does not build, and must not test what somebody
 * built last week. Types are checked elsewhere. Inside the checkout, so that packages are found.
 */
export async function builtNow(): Promise<Built> {
  const parent = join(root, 'artefacts');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, 'built-'));
  for (const name of ['cards', 'src', 'manifest', 'package.json']) await symlink(join(root, name), join(folder, name));
  const dist = join(folder, 'dist');
  const names = await readdir(join(root, 'src'), { recursive: true });
  for (const name of names.filter((one) => one.endsWith('.ts'))) {
    const source = await readFile(join(root, 'src', name), 'utf8');
    const path = join(dist, name.replace(/\.ts$/, '.js'));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, ts.transpileModule(source, { compilerOptions: OPTIONS }).outputText);
  }
  // What the compiler puts beside the program that imports it.
  await copyFile(join(root, 'src/ask/model.json'), join(dist, 'ask/model.json'));
  return { dist, remove: () => rm(folder, { recursive: true, force: true }) };
}

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
};
