import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll } from 'vitest';
import { dist } from '../built.js';

/** What came of a command of `admin`. */
export interface Called {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

type Env = Readonly<Record<string, string>>;
const PATH = process.env.PATH ?? '';

/** `admin` as an operator calls it: a process of its own, in the folder `cwd`, by default with the built program. */
export function adminAlone(env: Env, argv: readonly string[], cwd?: string, program = dist): Promise<Called> {
  return new Promise((resolve) => {
    const options = { env: { PATH, ...env }, ...(cwd !== undefined && { cwd }) };
    execFile(process.execPath, [join(program, 'admin/main.js'), ...argv], options, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    );
  });
}

/**
 * Calls `admin` beside the test's own process as well, but every time in the same one, which begins with `processEnv` and
 * ends with the tests of the file. A call must have been answered before the next one.
 */
export function adminRunner(processEnv: Env = {}): (env: Env, ...argv: readonly string[]) => Promise<Called> {
  let runner: ChildProcess | undefined;
  afterAll(() => void runner?.kill());
  return async (env, ...argv) => {
    const script = fileURLToPath(new URL('admin-runner.mjs', import.meta.url));
    const program = pathToFileURL(join(dist, 'admin/run.js')).href;
    runner ??= fork(script, [program], { env: { PATH, ...processEnv } });
    const answered = once(runner, 'message') as Promise<[Called]>;
    runner.send({ argv, env });
    return (await answered)[0];
  };
}
