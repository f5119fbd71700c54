import { statfsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const MEMORY_DISK = '/dev/shm';
/** Bytes: two databases and the folders of all workers take about a quarter of it. */
const ROOM = 1024 ** 3;

// Temporary files lie in memory where the system has a disk there with room. What the tests state of durability they state
// of the calls that are made, by a disk that records or fails them.
if (process.env.TMPDIR === undefined && freeBytes(MEMORY_DISK) > ROOM) process.env.TMPDIR = MEMORY_DISK;

const processors = availableParallelism();
const common = { testTimeout: 60_000, hookTimeout: 60_000, sequence: { groupOrder: 1 } };
const virtualTime = ['test/simulation/**/*.test.ts', 'test/delivery/{rate-limit,sender}.test.ts'];
const withOthers = [
  'test/{process,torture,postgres}/**/*.test.ts',
  'test/admin/process.test.ts',
  'test/store/postgres*.test.ts',
];

/**
 * Everything but the browser tests, which have a configuration of their own. The tests that need a PostgreSQL or the built
 * bot are a project of their own, so that both are made only when one of them is run; so are those that put virtual time in
 * the place of Node's timers, which must share no module with a test that has begun to wait.
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
          exclude: ['test/e2e/**', ...withOthers, ...virtualTime],
          // One module graph a worker: loading the SDKs takes seconds, and half of the files need them.
          isolate: false,
        },
      },
      { test: { ...common, name: 'virtual time', include: virtualTime } },
      {
        test: {
          ...common,
          name: 'processes and databases',
          include: withOthers,
          isolate: false,
          globalSetup: ['test/process/setup.ts', 'test/postgres/setup.ts'],
          // First, and more of them side by side: most of the time they wait for others.
          maxWorkers: Math.max(3, processors - 1),
          sequence: { groupOrder: 0 },
        },
      },
    ],
  },
});

/** Free bytes of a disk; none where there is no such disk. */
function freeBytes(path: string): number {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  } catch {
    return 0;
  }
}
