// Learns from the example sentences beside this file what people mean, and writes it to ../model.json. `npm run learn`
// builds the bot before, for the features of a text are cut by its code.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const { examplesIn, train } = await import(new URL('../../../dist/ask/training.js', import.meta.url));
const here = new URL('./', import.meta.url);
const texts = readdirSync(here).filter((name) => name.endsWith('.txt'));
const examples = texts.sort().flatMap((name) => examplesIn(readFileSync(new URL(name, here), 'utf8')));
writeFileSync(new URL('../model.json', here), `${JSON.stringify(train(examples), null, 2)}\n`);
process.stdout.write(`${examples.length} sentences\n`);
