import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root = fileURLToPath(new URL('../', import.meta.url));
const tsc = join(root, 'node_modules/typescript/bin/tsc');

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
  await compile('--project', 'tsconfig.build.json', '--outDir', dist, '--noCheck');
  return { dist, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Runs the compiler in the checkout. Rejects with what it has printed as `stdout` when it complains. */
export function compile(...args: readonly string[]): Promise<{ stdout: string }> {
  return promisify(execFile)(process.execPath, [tsc, ...args, '--incremental', 'false', '--tsBuildInfoFile', 'null'], {
    cwd: root,
  });
}
