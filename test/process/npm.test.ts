import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { freePorts } from '../../src/practice/playgrounds.js';
import { root } from '../built.js';

/** The checkout as npm sees it: the scripts of package.json, and nothing that would have to be compiled. */
let checkout: string;
let data: string;
const running: ChildProcess[] = [];

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'nemkonto-npm-'));
  await mkdir(join(root, 'artefacts'), { recursive: true });
  // Inside the checkout, so that packages are found.
  checkout = await mkdtemp(join(root, 'artefacts/checkout-'));
  for (const name of ['dist', 'run.mjs', 'package.json']) await symlink(join(root, name), join(checkout, name));
  await writeFile(join(checkout, 'small.ts'), 'export {};');
  await writeFile(join(checkout, 'tsconfig.build.json'), project('small.ts'));
}, 60_000);
afterEach(() => {
  for (const child of running.splice(0)) for (const pid of [...descendants(child.pid), child.pid]) kill(pid);
});
afterAll(async () => {
  await rm(checkout, { recursive: true, force: true });
  await rm(data, { recursive: true, force: true });
});

test('SIGTERM to `npm run serve` ends the bot', async () => {
  const npm = start('npm', ['run', 'serve'], { PORT: '0' });
  await until(npm, '"msg":"ready"');
  const [, port] = /"port":(\d+)/.exec(npm.output) ?? [];
  await terminate(npm, [Number(port)]);
}, 60_000);

test('`npm start` says at once what it does, takes the next ports where one is taken, and SIGTERM ends all of it', async () => {
  const holders = [await hold(3978), await hold(56_150)];
  try {
    const npm = start('npm', ['start', '--silent'], {});
    await until(npm, 'Ctrl-C');
    expect(npm.output).toMatch(/^Bygger botten \.\.\.\n/);
    const ports = [...npm.output.matchAll(/(?:port |127\.0\.0\.1:)(\d+)/g)].map(([, port]) => Number(port));
    expect(new Set(ports).size).toBe(4);
    expect(ports).not.toContain(3978);
    expect(ports).not.toContain(56_150);
    for (const port of ports) expect(await freePorts(port, 1)).not.toEqual([port]);
    // npm, the bot, one Playground a person.
    expect(descendants(npm.child.pid).length).toBeGreaterThanOrEqual(4);
    await terminate(npm, ports);
  } finally {
    for (const holder of holders) holder.close();
  }
}, 120_000);

test.each(['dist/main.js', 'dist/practice/run.js'])(
  '%s on a taken PORT ends with a sentence',
  async (program) => {
    const [port = 0] = await freePorts(20_000, 1);
    const holder = await hold(port);
    const bot = start(process.execPath, [program], { PORT: String(port), LOG_LEVEL: 'silent' });
    const [code] = await once(bot.child, 'exit');
    holder.close();
    expect(code).toBe(1);
    expect(bot.output).toMatch(
      new RegExp(`^(Starter .*\n)?Port ${port} is taken .* for example PORT=${port + 1}\\.\n$`),
    );
  },
  60_000,
);

test('a wrong setting ends the start with a sentence, and a failed build with what the compiler says', async () => {
  const wrong = start(process.execPath, ['dist/main.js'], { TICK_SECONDS: 'ofte' });
  expect(await once(wrong.child, 'exit')).toEqual([1, null]);
  expect(wrong.output).toBe(
    'TICK_SECONDS must be a number of seconds from 0.01 to 3600, for example 60. It is: ofte.\n',
  );
  await writeFile(join(checkout, 'tsconfig.broken.json'), project('missing.ts'));
  await writeFile(
    join(checkout, 'broken.mjs'),
    readFileSync(join(root, 'run.mjs'), 'utf8').replace('tsconfig.build.json', 'tsconfig.broken.json'),
  );
  const broken = start(process.execPath, ['broken.mjs', 'dist/main.js'], { PORT: '0' });
  const [code] = await once(broken.child, 'exit');
  expect(code).not.toBe(0);
  expect(broken.output).toContain('missing.ts');
  expect(broken.output).not.toContain('ready');
}, 60_000);

/** A project of one file, so that the compiler has next to nothing to do. */
function project(file: string): string {
  return JSON.stringify({ files: [file], compilerOptions: { outDir: 'small', types: [], lib: ['ES5'] } });
}

interface Started {
  readonly child: ChildProcess;
  readonly output: string;
}

function start(command: string, args: readonly string[], env: Record<string, string>): Started {
  const { NODE_OPTIONS: _options, VITEST: _vitest, NODE_ENV: _env, ...inherited } = process.env;
  const child = spawn(command, args, {
    cwd: checkout,
    env: { ...inherited, DATA_DIR: data, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  const started = { child, output: '' };
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => {
      started.output += part.toString();
    });
  return started;
}

async function until(started: Started, text: string): Promise<void> {
  while (!started.output.includes(text)) {
    if (started.child.exitCode !== null) throw new Error(`It ended too soon:\n${started.output}`);
    await wait(50);
  }
}

/** Sends SIGTERM to npm alone; within ten seconds no process that it started may be left, and its ports must be free. */
async function terminate({ child }: Started, ports: readonly number[]): Promise<void> {
  const all = descendants(child.pid);
  expect(all.length).toBeGreaterThan(0);
  const begun = performance.now();
  child.kill('SIGTERM');
  while (all.some(isAlive) && performance.now() - begun < 10_000) await wait(50);
  expect(all.filter(isAlive)).toEqual([]);
  for (const port of ports) expect(await freePorts(port, 1)).toEqual([port]);
}

/** All processes below one, as the kernel tells (Linux). */
function descendants(pid: number | undefined): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), statusOf(Number(name)).parent] as const);
  const below = (parent: number): number[] =>
    parents.flatMap(([child, its]) => (its === parent ? [child, ...below(child)] : []));
  return pid === undefined ? [] : below(pid);
}

function isAlive(pid: number): boolean {
  const { state } = statusOf(pid);
  return state !== undefined && state !== 'Z';
}

function statusOf(pid: number): { state?: string | undefined; parent?: number } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state, parent: Number(parent) };
  } catch {
    return {};
  }
}

function kill(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Takes a port; another program that has it already will do as well. */
async function hold(port: number) {
  const holder = createServer();
  holder.listen(port, '127.0.0.1');
  await Promise.race([once(holder, 'listening'), once(holder, 'error')]).catch(() => undefined);
  return holder;
}
