import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';

const FILE = 'artefacts/bench.json';

/** Prints one part of the measurements and keeps its numbers beside those of the other parts of the same commit. */
export async function keep(part: string, text: string, numbers: object): Promise<void> {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const load = loadavg()[0] ?? 0;
  const machine = `${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}, load ${load.toFixed(1)}`;
  process.stdout.write(`\n${part}: ${commit}, ${machine}\n${text}\n`);
  const known = await readFile(FILE, 'utf8').then(JSON.parse, () => undefined);
  const parts = known?.commit === commit ? known.parts : {};
  await mkdir('artefacts', { recursive: true });
  const all = { commit, parts: { ...parts, [part]: { machine, ...numbers } } };
  await writeFile(FILE, `${JSON.stringify(all, null, 2)}\n`);
}
