import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

/** The bot as it is started in life, built into a folder of its own. */
export interface Built {
  /** The file that node runs. */
  readonly main: string;
  remove(): Promise<void>;
}

/** Builds the sources without the type check, which has been made by then; beside them stands what the bot reads. */
export async function build(): Promise<Built> {
  await mkdir('artefacts', { recursive: true });
  const folder = await mkdtemp(resolve('artefacts', 'built-'));
  const tsc = resolve('node_modules/typescript/bin/tsc');
  const options = ['--noCheck', '--incremental', 'false', '--tsBuildInfoFile', 'null', '--sourceMap', 'false'];
  const args = [tsc, '-p', 'tsconfig.build.json', ...options, '--outDir', `${folder}/dist`];
  await promisify(execFile)(process.execPath, args);
  for (const shared of ['cards', 'src']) await symlink(resolve(shared), `${folder}/${shared}`);
  return { main: `${folder}/dist/main.js`, remove: () => rm(folder, { recursive: true, force: true }) };
}
