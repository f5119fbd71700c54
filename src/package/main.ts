import { mkdir, writeFile } from 'node:fs/promises';
import { readPackageSettings } from '../config.js';
import { loadEnvFile, SettingsError } from '../settings.js';
import { buildAppPackage, PackageError } from './app-package.js';

const TARGET = new URL('../nemkonto-bot.zip', import.meta.url);

/** `npm run package`: writes the app package, or says what is missing. */
async function main(): Promise<void> {
  loadEnvFile();
  const zip = await buildAppPackage(readPackageSettings());
  await mkdir(new URL('./', TARGET), { recursive: true });
  await writeFile(TARGET, zip);
  process.stdout.write(`dist/nemkonto-bot.zip is ready to upload (${zip.length} bytes).\n`);
}

main().catch((error: unknown) => {
  const mendable = error instanceof SettingsError || error instanceof PackageError;
  const text = error instanceof Error ? (mendable ? error.message : error.stack) : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
});
