import { runTsc } from '../built.js';

/**
 * Builds what has changed since the last build, once for all test files: they must not test what was built last week.
 * Types are checked elsewhere.
 */
export async function setup(): Promise<void> {
  await runTsc('--build', 'tsconfig.build.json', '--noCheck');
}
