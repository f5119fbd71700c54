import { expect, onTestFinished, test } from 'vitest';
import { startTown, type Town } from '../bot/town.js';
import { freshSchema, query, sendNotification } from './ground.js';
import { server } from './instance.js';
import { layWire } from './wire.js';

async function townOn(url: string): Promise<Town> {
  const made = await startTown({ DATABASE_URL: url, TICK_SECONDS: '0.1' });
  onTestFinished(() => made.close());
  return made;
}

async function town(): Promise<Town & { url: string }> {
  const url = await freshSchema(server);
  return Object.assign(await townOn(url), { url });
}

test('given DATABASE_URL, then a case is opened, told of, reminded of and found again after a restart', async () => {
  const { arrive, person, say, press, sees, restart, settled, url } = await town();
  const anna = person('Anna');
  await arrive(anna);
  await say(anna, 'start');
  const answer = await press(anna, 'openCase', { municipality: '0630', goLive: '2026-09-01' });
  expect(answer.status).toBe(200);
  const [row] = await query(url, 'select id, open, due from cases');
  expect(row).toMatchObject({ open: true, due: expect.stringMatching(/^2026-05/) });
  await settled(anna);
  await restart();
  await say(anna, 'spol 5 dage');
  await sees(anna, 'Påmindelse');
  expect(await query(url, `select count(*)::int as n from events where event->>'type' = 'Reminded'`)).toEqual([
    { n: 2 },
  ]);
});

test('given moments that another program worked out, and a case that cannot be read, then the bot starts and works out the others', async () => {
  const { arrive, person, say, press, restart, url } = await town();
  const anna = person('Anna');
  await arrive(anna);
  await say(anna, 'start');
  for (const municipality of ['0630', '0101']) await press(anna, 'openCase', { municipality, goLive: '2026-09-01' });
  // What is still being sent writes the moment with it.
  await say(anna, 'spol 1 time');
  const due = (await query(url, 'select id, due from cases order by municipality')) as { id: string; due: string }[];
  await query(url, `update cases set due = '2027-01-01'`);
  await query(
    url,
    `update events set event = replace(event::text, '2026', '2025')::json where case_id = '${due[0]?.id}'`,
  );
  await restart();
  const now = () => query(url, 'select id, due from cases order by municipality');
  await expect.poll(now, { timeout: 20_000 }).toEqual([{ ...due[0], due: '2027-01-01' }, due[1]]);
});

test('given two bots on one database, then either answers, the one with the lease sends, and the other goes on after it', async () => {
  const url = await freshSchema(server);
  const [sends, answers] = [await townOn(url), await townOn(url)];
  const anna = answers.person('Anna');
  await answers.arrive(anna);
  await answers.say(anna, 'start');
  const answer = await answers.press(anna, 'openCase', { municipality: '0630', goLive: '2026-09-01' });
  expect(answer.card).toBeDefined();
  const endings = async () => {
    const rows = await query(url, `select state from deliveries`);
    return [...new Set(rows.map(({ state }) => state))];
  };
  /** The deliveries as they are while they wait or are under way. */
  const leave = (state: string) => {
    const sql = `with changed as (update cases set revision = revision + 1)
      update deliveries set state = $1, delivery = jsonb_set(delivery::jsonb, '{state}', to_jsonb($1::text))::json`;
    return query(url, sql, [state]);
  };
  // It is told of the case by the other one.
  await expect.poll(endings, { timeout: 5_000 }).toEqual(['sent']);
  const [{ fence } = {}] = await query(url, 'select fence from sender_lease');
  expect(await query(url, 'select distinct fence from deliveries where fence is not null')).toEqual([{ fence }]);

  // Told that something was missed, it looks at everything again.
  await leave('pending');
  await sendNotification(url, JSON.stringify({ from: 'another', kind: 'everything' }));
  await expect.poll(endings, { timeout: 5_000 }).toEqual(['sent']);

  // What it had under way may have arrived; what was due is not lost with it.
  await leave('inFlight');
  await sends.bot.stop();
  await expect.poll(endings, { timeout: 10_000 }).toEqual(['unknown']);
  await answers.say(anna, 'spol 5 dage');
  const reminders = `select distinct state from deliveries where delivery->'effect'->>'kind' = 'reminder'`;
  await expect.poll(() => query(url, reminders), { timeout: 5_000 }).toEqual([{ state: 'sent' }]);
  const [reminded] = await query(
    url,
    `select count(*)::int as times, count(distinct case_id || left(event->>'at', 10))::int as days
     from events where event->>'type' = 'Reminded'`,
  );
  expect(reminded?.times).toBe(reminded?.days);
});

test('given a database that is away, then the bot lives, is not ready, answers a press with a sentence, and goes on when it is back', async () => {
  const wire = await layWire(await freshSchema(server));
  const { arrive, person, say, press, pressRaw, bot } = await townOn(wire.url);
  const anna = person('Anna');
  await arrive(anna);
  await say(anna, 'start');
  const status = async (path: string) => (await fetch(`http://127.0.0.1:${bot.port}${path}`)).status;
  const opening = { municipality: '0630', goLive: '2026-09-01' };
  expect([await status('/ready'), await status('/health')]).toEqual([200, 200]);
  await wire.unplug();
  expect([await status('/ready'), await status('/health')]).toEqual([503, 200]);
  const apology = await pressRaw(anna, 'openCase', opening);
  expect([apology.status, apology.text]).toEqual([200, expect.stringContaining('Prøv igen om lidt')]);
  await wire.plugIn();
  await expect.poll(() => status('/ready'), { timeout: 10_000 }).toBe(200);
  expect((await press(anna, 'openCase', opening)).card).toBeDefined();
});
