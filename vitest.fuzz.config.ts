import { defineConfig } from 'vitest/config';

/** The hostile input run: activities nobody sends, by the hundred thousand. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    include: ['test/fuzz/**/*.fuzz.ts'],
    pool: 'forks',
    testTimeout: 3_600_000,
    passWithNoTests: false,
    reporters: [['default', { summary: false }]],
  },
});
