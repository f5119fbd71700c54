import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { startEars } from '../postgres/ears.js';
import { type Instance, startInstance, until } from '../postgres/fleet.js';
import { makeSchema, query } from '../postgres/ground.js';
import { startPressing } from '../postgres/pressers.js';
import { MORNING, openSeeds, seed } from '../postgres/seeds.js';
import { type Server, startServer } from '../postgres/server.js';
import { familyMs, processorMs, spreadOf, table } from './measure.js';
import { flagsOfServe } from './ours.js';
import { ourJobs, pgBossJobs } from './postgres-jobs.js';
import { type Hold, holding } from './slice.js';

const PRESS_MS = Number(process.env.BENCH_PRESS_MS ?? 8_000);
const REMINDERS = Number(process.env.BENCH_REMINDERS ?? 1_000);
const JOBS = Number(process.env.BENCH_JOBS ?? 2_000);
/** What each instance may use of a core, so that three of them, the database, the people and Teams fit on two. */
const SHARE = 0.2;
const SETTLE_MS = 2_000;
const MAIN = resolve('dist/main.js');

/** Presses of each instance before anything is measured: code runs slowly until it has run often. */
const WARM_UP = 300;

/** Processor time so far, of the instances together and of the database. */
async function spent(server: Server, instances: readonly Instance[]): Promise<readonly [number, number]> {
  const times = await Promise.all(instances.map(({ pid }) => processorMs(pid)));
  return [times.reduce((sum, one) => sum + one, 0), await familyMs(server.pid ?? 0)];
}

/** Runs the work with some instances on a schema of their own. */
async function withInstances<R>(
  server: Server,
  count: number,
  work: (url: string, instances: readonly Instance[]) => Promise<R>,
): Promise<R> {
  const schema = await makeSchema(server.url);
  const data = await mkdtemp(join(tmpdir(), 'nemkonto-bench-'));
  const env = { DATABASE_URL: schema.url, DATA_DIR: data, PRACTICE_CLOCK: MORNING, TICK_SECONDS: '1' };
  const flags = await flagsOfServe();
  const starting = Array.from({ length: count }, () => startInstance(MAIN, env, flags));
  const instances = await Promise.all(starting);
  try {
    return await work(schema.url, instances);
  } finally {
    await Promise.all(instances.map((one) => one.stop()));
    await schema.drop();
    await rm(data, { recursive: true, force: true });
  }
}

/**
 * Presses for a while, from people who each wait for their answer. With a `hold`, each instance may use `SHARE` of a
 * core: on so few cores one instance leaves no other anything to do, and then more of them show nothing.
 */
async function presses(server: Server, instances: number, people: number, hold?: Hold) {
  const ears = await startEars(0);
  try {
    return await withInstances(server, instances, async (url, all) => {
      const storage = await openSeeds(url);
      const cases = await seed(storage, ears.url, 'pp', people, false);
      let next = 0;
      const pressing = startPressing(storage, cases, ears.url, () => all[next++ % all.length] as Instance);
      await until(() => pressing.times.length > WARM_UP * instances);
      const held = hold ? await Promise.all(all.map(({ pid }) => hold(pid, SHARE))) : [];
      if (hold) await new Promise((done) => setTimeout(done, SETTLE_MS));
      const [before, began, [bot, base]] = [pressing.times.length, performance.now(), await spent(server, all)];
      await new Promise((done) => setTimeout(done, PRESS_MS));
      const [botAfter, baseAfter] = await spent(server, all);
      const times = pressing.times.slice(before);
      const seconds = (performance.now() - began) / 1_000;
      for (const letGo of held) await letGo();
      const { odd, sorry } = await pressing.stop();
      await storage.close();
      expect([odd, sorry]).toEqual([[], 0]);
      const each = { botMs: (botAfter - bot) / times.length, databaseMs: (baseAfter - base) / times.length };
      return {
        instances,
        people,
        share: hold && SHARE,
        perSecond: times.length / seconds,
        ...spreadOf(times),
        ...each,
      };
    });
  } finally {
    await ears.close();
  }
}

/** How fast many reminders that fall due in one moment go out. */
async function reminders(server: Server, instances: number) {
  const ears = await startEars(0);
  try {
    return await withInstances(server, instances, async (url, all) => {
      const storage = await openSeeds(url);
      await query(
        url,
        `create function later() returns trigger language plpgsql as
        $$ begin new.due := '9999'; return new; end $$`,
      );
      await query(url, 'create trigger later before insert on cases for each row execute function later()');
      const cases = await seed(storage, ears.url, 'rr', REMINDERS, true);
      const [began, [bot, base]] = [performance.now(), await spent(server, all)];
      await query(url, `update cases set due = '2026-05-06' where id = any($1)`, [cases.map(({ caseId }) => caseId)]);
      await until(() => cases.every(({ chat }) => ears.posts(chat) === 1));
      const perSecond = REMINDERS / ((performance.now() - began) / 1_000);
      const [botAfter, baseAfter] = await spent(server, all);
      await storage.close();
      return { instances, perSecond, botMs: (botAfter - bot) / REMINDERS, databaseMs: (baseAfter - base) / REMINDERS };
    });
  } finally {
    await ears.close();
  }
}

/** Beside a single instance with as many people and as much of a core. */
function toOne(row: Pressed, all: readonly Pressed[]): string {
  const single = all.find((one) => one.instances === 1 && one.people === row.people && one.share === row.share);
  return single && row.people > 1 ? (row.perSecond / single.perSecond).toFixed(2) : '';
}

type Pressed = Awaited<ReturnType<typeof presses>>;

test('PostgreSQL: presses, reminders, jobs', async () => {
  const load = loadavg()[0] ?? 0;
  const server = await startServer(true);
  try {
    const pressed = [await presses(server, 1, 1), await presses(server, 1, 16), await presses(server, 3, 16)];
    const hold = await holding();
    if (hold) pressed.push(await presses(server, 1, 16, hold), await presses(server, 3, 16, hold));
    const reminded = [await reminders(server, 1), await reminders(server, 2), await reminders(server, 4)];
    const jobs = [
      await ourJobs(server.url, JOBS),
      await pgBossJobs(server.url, JOBS, 1),
      await pgBossJobs(server.url, JOBS, 100),
    ];
    const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
    const machine = `${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}, load ${load.toFixed(1)} at the start`;
    const one = (value: number) => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
    const [single] = reminded;
    const [own] = jobs;
    const text = [
      `${commit}, ${machine}, PostgreSQL with fsync on the same machine`,
      '',
      table(
        [
          'presses over HTTP',
          'people',
          'per second',
          'to one instance',
          'median ms',
          'p99 ms',
          'processor ms',
          'of the database',
        ],
        pressed.map((row) => [
          `${row.instances} instance${row.instances > 1 ? 's' : ''}${row.share ? `, ${row.share} core each` : ''}`,
          String(row.people),
          one(row.perSecond),
          toOne(row, pressed),
          one(row.median),
          one(row.p99),
          one(row.botMs),
          one(row.databaseMs),
        ]),
      ),
      '',
      table(
        [`${REMINDERS} reminders due at once`, 'per second', 'to one instance', 'processor ms', 'of the database'],
        reminded.map((row) => [
          `${row.instances} instance${row.instances > 1 ? 's' : ''}`,
          one(row.perSecond),
          (row.perSecond / (single?.perSecond ?? 1)).toFixed(2),
          one(row.botMs),
          one(row.databaseMs),
        ]),
      ),
      '',
      table(
        [`${JOBS} jobs claimed and completed`, 'per second', 'to ours'],
        jobs.map((row) => [row.what, one(row.perSecond), (row.perSecond / (own?.perSecond ?? 1)).toFixed(2)]),
      ),
    ].join('\n');
    process.stdout.write(`${text}\n`);
    await mkdir('artefacts', { recursive: true });
    const json = { commit, machine, pressed, reminded, jobs };
    await writeFile('artefacts/bench-postgres.json', `${JSON.stringify(json, null, 2)}\n`);
  } finally {
    await server.remove();
  }
});
