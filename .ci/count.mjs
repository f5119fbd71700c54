// Adds up the JSON reports of the test runs in a folder and prints the closing line.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2] ?? 'artefacts/tests';
const reports = readdirSync(folder).filter((file) => file.endsWith('.json'));
const sum = { passed: 0, failed: 0, skipped: 0 };
for (const file of reports) {
  const report = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  sum.passed += report.numPassedTests;
  sum.failed += report.numFailedTests + (report.numFailedTests === 0 && !report.success ? 1 : 0);
  sum.skipped += report.numPendingTests + report.numTodoTests;
}
process.stdout.write(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped\n`);
if (reports.length === 0 || sum.failed > 0 || sum.passed === 0) process.exitCode = 1;
