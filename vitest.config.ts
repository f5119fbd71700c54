import { defineConfig } from 'vitest/config';

/** Everything but the browser tests, which have a configuration of their own. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
    reporters: process.env.CI ? ['default', 'json'] : ['default'],
    outputFile: { json: 'artefacts/tests/all.json' },
  },
});
