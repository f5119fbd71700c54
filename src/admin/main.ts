import { loadEnvFile } from '../settings.js';
import { run } from './run.js';

/** The process of the command line. The exit code is set and not forced, so that a long export reaches its pipe whole. */
async function main(): Promise<void> {
  loadEnvFile();
  process.exitCode = await run(process.argv.slice(2), {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    now: () => new Date().toISOString(),
  });
}

// A reader that has seen enough, as head, closes the pipe: that is no failure.
process.stdout.on('error', () => process.exit(0));
main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
