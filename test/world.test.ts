import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { builtNow } from './built.js';
import { world } from './given.js';

test('given another task or a change in the rules of the program, then what was worked out before is of another basis', async () => {
  const built = await builtNow();
  onTestFinished(() => built.remove());
  let loads = 0;
  const basis = async (theCase = world): Promise<string> => {
    loads += 1;
    const { derivingFrom } = await import(`${pathToFileURL(join(built.dist, 'world.js'))}?${loads}`);
    return derivingFrom(theCase).basis;
  };
  const first = await basis();
  expect(await basis()).toBe(first);
  const { reminders } = world.task;
  const other = {
    ...world,
    task: { ...world.task, reminders: { ...reminders, firstAfter: reminders.firstAfter + 1 } },
  };
  const seen = new Set([first, await basis(other)]);
  for (const file of ['case/deadlines.js', 'task/calendar.js', 'store/case-index.js']) {
    await appendFile(join(built.dist, file), '\n// another rule\n');
    seen.add(await basis());
  }
  expect(seen.size).toBe(5);
  await appendFile(join(built.dist, 'texts/da/story.js'), '\n// another word\n');
  expect(seen).toContain(await basis());
});
