import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const processors = availableParallelism();
const common = { testTimeout: 60_000, hookTimeout: 60_000, sequence: { groupOrder: 1 } };
/** These wait for a process or a database most of the time: more run side by side, before the others. */
const waiting = { ...common, isolate: false, maxWorkers: Math.max(3, processors - 1), sequence: { groupOrder: 0 } };
const needsBuild = [
  'test/{process,torture}/**/*.test.ts',
  'test/admin/process.test.ts',
  'test/postgres/faults.test.ts',
];
const needsPostgres = ['test/postgres/**/*.test.ts', 'test/store/postgres*.test.ts'];
const virtualTime = ['test/simulation/**/*.test.ts', 'test/delivery/{rate-limit,sender}.test.ts'];

/**
 * Everything but the browser tests, which have a configuration of their own. What tests need from outside, a PostgreSQL or
 * the built bot, makes them a project of their own, so that it is there only when one of them is run; so are those that put
 * virtual time in the place of Node's timers, which must share no module with a test that has begun to wait.
 */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    passWithNoTests: false,
    // Many tests wait for a disk: two side by side also on two processors.
    maxWorkers: Math.max(2, processors - 1),
    reporters: process.env.CI ? ['default', 'json'] : ['default'],
    outputFile: { json: 'artefacts/tests/all.json' },
    projects: [
      {
        test: {
          ...common,
          name: 'tests',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', ...needsBuild, ...needsPostgres, ...virtualTime],
          // One module graph a worker: loading the SDKs takes seconds, and half of the files need them.
          isolate: false,
        },
      },
      { test: { ...common, name: 'virtual time', include: virtualTime } },
      {
        test: {
          ...waiting,
          name: 'processes',
          include: needsBuild,
          globalSetup: 'test/process/setup.ts',
        },
      },
      {
        test: {
          ...waiting,
          name: 'postgres',
          include: needsPostgres,
          exclude: needsBuild,
          globalSetup: 'test/postgres/setup.ts',
        },
      },
    ],
  },
});
