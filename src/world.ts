import type { World } from './case/rule.js';
import { danishCalendar } from './clock/calendar.js';
import type { Config } from './config.js';
import { readTask } from './task-file.js';

/** What every decision rests on besides a log: the task, and the days on which nobody works. */
export async function readWorld({ taskFile }: Config): Promise<World> {
  const task = await readTask(taskFile);
  return { task, calendar: danishCalendar(task.reminders.freeByCustom) };
}
