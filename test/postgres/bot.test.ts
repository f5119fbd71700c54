import { expect, onTestFinished, test } from 'vitest';
import { startTown, type Town } from '../bot/town.js';
import { DATABASES, freshSchema, query } from './ground.js';

const [{ url: server } = { url: '' }] = DATABASES;

async function town(env: Record<string, string> = {}): Promise<Town & { url: string }> {
  const url = await freshSchema(server);
  const made = await startTown({ DATABASE_URL: url, ...env });
  onTestFinished(() => made.close());
  return Object.assign(made, { url });
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
