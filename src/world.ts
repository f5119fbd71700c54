import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { World } from './case/decision.js';
import { nextDueOf } from './case/reminders.js';
import type { Config } from './config.js';
import type { Deriving } from './store/case-digest.js';
import { danishCalendar } from './task/calendar.js';
import { readTask } from './task-file.js';

/** What every decision rests on besides a log: the task, and the days on which nobody works. */
export async function readWorld({ taskFile }: Config): Promise<World> {
  const task = await readTask(taskFile);
  return { task, calendar: danishCalendar(task.reminders.freeByCustom) };
}

/** The folders of the program with whose code it is worked out what follows from a log. */
const RULES = ['case', 'store'];

/** How a store works out what it keeps beside the facts. Reads some of the program's own files at once: for the start. */
export function derivingFrom(world: World): Deriving {
  return { dueOf: (theCase) => nextDueOf(theCase, world), basis: basisOf(world) };
}

/**
 * Another name as soon as the task, the program's rules or the time zones are others. Nobody has to remember to change a
 * number: it is made of the files themselves.
 */
function basisOf({ task }: World): string {
  const hash = createHash('sha256').update(JSON.stringify([task, process.versions.tz]));
  for (const folder of RULES.map((name) => new URL(`./${name}/`, import.meta.url)))
    for (const name of readdirSync(folder).sort())
      if (/\.[jt]s$/.test(name)) hash.update(name).update(readFileSync(new URL(name, folder)));
  return hash.digest('hex').slice(0, 16);
}
