import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseTask, type Task, TaskFileError } from './task/schema.js';

/** The task file of the municipality, else the one that comes with the bot. */
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
