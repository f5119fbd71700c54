import type { TestProject } from 'vitest/node';
import { startServer } from './server.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The databases the tests may use: one that was started for them, and the operator's own when one is named. */
    databases: readonly { readonly name: string; readonly url: string }[];
  }
}

/** Starts one PostgreSQL for all test files of a run; resolves with what ends it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
  const own = process.env.DATABASE_URL_TEST ?? process.env.DATABASE_URL;
  project.provide('databases', [
    { name: 'PostgreSQL', url: server.url },
    ...(own ? [{ name: 'the PostgreSQL of DATABASE_URL', url: own }] : []),
  ]);
  return () => server.remove();
}
