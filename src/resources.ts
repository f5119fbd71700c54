import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compileTemplates, TEMPLATE_NAMES, type TemplateName, type Templates } from './cards/templates.js';
import type { World } from './case/decision.js';
import { danishCalendar } from './task/calendar.js';
import { parseTask, type Task, TaskFileError } from './task/schema.js';

/** Reads the card templates that lie beside the program and compiles them. */
export async function readTemplates(): Promise<Templates> {
  const read = async (name: TemplateName) => {
    const text = await readFile(fileURLToPath(new URL(`../cards/${name}.json`, import.meta.url)), 'utf8');
    return [name, JSON.parse(text)];
  };
  return compileTemplates(Object.fromEntries(await Promise.all(TEMPLATE_NAMES.map(read))));
}

/**
 * Reads the task file of the municipality, else the one that comes with the bot.
 * @throws TaskFileError with a sentence for operators.
 */
export async function readTask(file: string | undefined): Promise<Task> {
  const path = file ?? fileURLToPath(new URL('../src/task/sa09-nemkonto.json', import.meta.url));
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    throw new TaskFileError(`The task file ${path} cannot be read. Check TASK_FILE.`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new TaskFileError(`The task file ${path} is no valid JSON: ${error instanceof Error ? error.message : ''}.`);
  }
  return parseTask(json, path);
}

/** What every decision rests on besides a log: the task, and the days off. */
export async function readWorld(taskFile: string | undefined): Promise<World> {
  const task = await readTask(taskFile);
  return { task, calendar: danishCalendar(task.reminders.freeByCustom) };
}
