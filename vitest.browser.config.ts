import { defineConfig } from 'vitest/config';

/** The browser tests: the practice run in headless Chromium, one file at a time. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 120_000,
    passWithNoTests: false,
    reporters: process.env.CI ? ['default', 'json'] : ['default'],
    outputFile: { json: 'artefacts/tests/browser.json' },
  },
});
