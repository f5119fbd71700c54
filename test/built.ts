import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root = fileURLToPath(new URL('../', import.meta.url));
/**
 * The bot as processes of its own can run it. Vitest brings it up to date before the first such test
 * (`test/process/setup.ts`).
 */
export const dist = join(root, 'dist');
const tsc = join(root, 'node_modules/typescript/bin/tsc');

/** Runs the compiler in the checkout. Rejects with what it has printed as `stdout` when it complains. */
export function runTsc(...args: readonly string[]): Promise<{ stdout: string }> {
  return promisify(execFile)(process.execPath, [tsc, ...args], { cwd: root });
}

/** Compiles a project without a trace of it beside its output. */
export function compile(...args: readonly string[]): Promise<{ stdout: string }> {
  return runTsc(...args, '--incremental', 'false', '--tsBuildInfoFile', 'null');
}
