import { defineConfig } from 'vitest/config';

/** The torture run: the built bot, killed, starved and cut off, again and again. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    include: ['test/torture/**/*.torture.ts'],
    fileParallelism: false,
    testTimeout: 3_600_000,
    passWithNoTests: false,
    reporters: [['default', { summary: false }]],
  },
});
