import { defineConfig } from 'vitest/config';

/** What runs when no part is named: the bot killed two hundred times, in less than two minutes. */
const UNNAMED = ['test/torture/kill.torture.ts', 'test/torture/full.torture.ts'];
const named = process.argv.slice(2).some((word) => !word.startsWith('-') && !/^(run|list|.*\.config\.ts)$/.test(word));

/** The torture run: the built bot, killed, starved and cut off, again and again. `short` is the part for every change. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    include: named ? ['test/torture/**/*.torture.ts'] : UNNAMED,
    // Simulated years need a processor and nothing else; everything else needs the machine for itself.
    maxWorkers: process.argv.includes('simulation') ? 2 : 1,
    testTimeout: 3_600_000,
    passWithNoTests: false,
    reporters: [['default', { summary: false }], ...(process.env.CI ? ['json'] : [])],
    outputFile: { json: 'artefacts/tests/torture.json' },
  },
});
