import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readPracticeClock, writePracticeClock } from '../../src/practice/practice-clock.js';

test('given writes at the same time, then none fails, one of them stands and nothing else is left', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nemkonto-clock-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const moments = Array.from({ length: 20 }, (_, minute) => new Date(Date.UTC(2026, 4, 4, 8, minute)).toISOString());
  await Promise.all(moments.map((moment) => writePracticeClock(folder, moment)));
  expect(moments).toContain(await readPracticeClock(folder));
  expect(await readdir(folder)).toEqual(['practice-clock.json']);
});
