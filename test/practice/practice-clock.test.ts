import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { practiceClock, readPracticeClock, writePracticeClock } from '../../src/practice/practice-clock.js';

test('a practice clock goes forward and never back', () => {
  const clock = practiceClock('2026-05-04T08:00:00.000Z', { now: () => '2026-01-01T00:00:00.000Z' });
  clock.forwardTo('2026-05-07T08:00:00.000Z');
  clock.forwardTo('2026-05-05T08:00:00.000Z');
  expect(clock.now()).toBe('2026-05-07T08:00:00.000Z');
});

test('given writes at the same time, then none fails, one of them stands and nothing else is left', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nemkonto-clock-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const moments = Array.from({ length: 20 }, (_, minute) => new Date(Date.UTC(2026, 4, 4, 8, minute)).toISOString());
  await Promise.all(moments.map((moment) => writePracticeClock(folder, moment)));
  expect(moments).toContain(await readPracticeClock(folder));
  expect(await readdir(folder)).toEqual(['practice-clock.json']);
});
