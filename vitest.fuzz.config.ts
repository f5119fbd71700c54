import { defineConfig } from 'vitest/config';

/** The hostile input run: activities nobody sends, by the hundred thousand. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    include: ['test/fuzz/**/*.fuzz.ts'],
    pool: 'forks',
    // Both halves at once also where there are only two processors, of which vitest would keep one for itself.
    maxWorkers: 2,
    testTimeout: 3_600_000,
    passWithNoTests: false,
    reporters: [['default', { summary: false }]],
  },
});
