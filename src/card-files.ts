import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compileTemplates, TEMPLATE_NAMES, type TemplateName, type Templates } from './cards/templates.js';

/** Reads the card templates that lie beside the program and makes them ready for use. */
export async function readTemplates(): Promise<Templates> {
  const folder = new URL('../cards/', import.meta.url);
  const read = async (name: TemplateName) => {
    const text = await readFile(fileURLToPath(new URL(`${name}.json`, folder)), 'utf8');
    return [name, JSON.parse(text)];
  };
  return compileTemplates(Object.fromEntries(await Promise.all(TEMPLATE_NAMES.map(read))));
}
