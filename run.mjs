// What `npm start` and `npm run serve` run: builds what has changed, then runs a program of dist in this same process.
//   node run.mjs dist/main.js
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [program] = process.argv.splice(2, 1);

// npm passes SIGTERM on to the shell between it and this process, and no further: what is seen here is that the shell
// is gone.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
}, 250).unref();

process.stderr.write('Bygger botten ...\n');
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
const build = spawn(process.execPath, [tsc, '--build', 'tsconfig.build.json'], { stdio: 'inherit' });
const stop = () => build.kill();
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
const [code] = await once(build, 'exit');
if (code !== 0) process.exit(code ?? 1);
process.off('SIGTERM', stop);
process.off('SIGINT', stop);

await import(pathToFileURL(program));
