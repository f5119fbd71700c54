import PgBoss from 'pg-boss';
import { PostgresCaseStore } from '../../src/store/postgres.js';
import { PostgresClaims } from '../../src/store/postgres-claims.js';
import { Database } from '../../src/store/postgres-database.js';
import { migrate } from '../../src/store/postgres-schema.js';
import { makeSchema } from '../postgres/ground.js';
import { due, opened } from '../store/sample.js';

/** Workers side by side, and connections they share: the same for both. */
const WORKERS = 32;
const CONNECTIONS = 10;

export interface Jobs {
  readonly what: string;
  readonly perSecond: number;
}

/**
 * The bot's own ledger: every job is claimed, marked in flight before its message would leave, written down as sent, and
 * its case given back. That is what makes it certain that nothing is sent twice, and costs three statements a job.
 */
export async function ourJobs(url: string, count: number): Promise<Jobs> {
  const schema = await makeSchema(url);
  const database = new Database(schema.url, CONNECTIONS);
  await migrate(database);
  const claims = await PostgresClaims.open(database);
  const store = new PostgresCaseStore(database);
  const ids = Array.from(
    { length: count },
    (_, number) => `${1000 + (number % 9000)}-${number.toString(36).padStart(4, 'a')}`,
  );
  await Promise.all(ids.map((id, number) => store.append(id, 0, [opened(id, { tenant: `t${number}` })], [due('1.0')])));
  const at = '2026-05-04T09:00:00.000Z';
  let done = 0;
  const began = performance.now();
  const work = async () => {
    for (let adopted = await claims.adopt(at, 4); adopted.length > 0; adopted = await claims.adopt(at, 4))
      for (const claim of adopted) {
        await store.updateDelivery(claim.caseId, '1.0', { state: 'inFlight', at }, claim);
        await store.updateDelivery(claim.caseId, '1.0', { state: 'sent', at }, claim);
        await claim.release();
        done += 1;
      }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  const perSecond = done / ((performance.now() - began) / 1_000);
  if (done !== count) throw new Error(`${done} of ${count} jobs were done`);
  await claims.close();
  await database.close();
  await schema.drop();
  return { what: 'own ledger, each marked before it leaves', perSecond };
}

/** pg-boss 10 on the same database: fetch and complete, `batch` jobs at a time. */
export async function pgBossJobs(url: string, count: number, batch: number): Promise<Jobs> {
  const boss = new PgBoss({ connectionString: url, schema: `boss_${batch}`, max: CONNECTIONS, supervise: false });
  boss.on('error', () => undefined);
  await boss.start();
  await boss.createQueue('reminders');
  await boss.insert(Array.from({ length: count }, (_, number) => ({ name: 'reminders', data: { number } })));
  let done = 0;
  const began = performance.now();
  const work = async () => {
    for (;;) {
      const jobs = await boss.fetch('reminders', { batchSize: batch });
      if (jobs.length === 0) return;
      await boss.complete(
        'reminders',
        jobs.map(({ id }) => id),
      );
      done += jobs.length;
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  const perSecond = done / ((performance.now() - began) / 1_000);
  if (done !== count) throw new Error(`${done} of ${count} jobs were done`);
  await boss.stop({ graceful: false });
  return { what: batch === 1 ? 'pg-boss 10, one at a time' : `pg-boss 10, ${batch} at a time`, perSecond };
}
