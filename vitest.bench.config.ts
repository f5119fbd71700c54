import { defineConfig } from 'vitest/config';

/** The measurements: built bot against a bare botbuilder bot, in one run. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    include: ['test/bench/**/*.bench.ts'],
    fileParallelism: false,
    testTimeout: 600_000,
    passWithNoTests: false,
    reporters: [['default', { summary: false }]],
  },
});
