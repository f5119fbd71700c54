import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeDisk } from '../../src/store/disk.js';
import { DurableFile, FolderSync } from '../../src/store/durable-file.js';
import { type Spread, spreadOf } from './measure.js';

const COUNT = 300;
const WARM_UP = 50;

/** What this machine's disk takes for a write that outlives a power loss, alone in a process: no answer can be sooner. */
export async function measureDisk(): Promise<{ readonly what: string; readonly spread: Spread }[]> {
  const folder = await mkdtemp(join(tmpdir(), 'nemkonto-disk-'));
  const sync = new FolderSync(nodeDisk, folder);
  const whole = new DurableFile<string>(nodeDisk, sync, join(folder, 'whole'), (text) => text);
  const grown = join(folder, 'grown');
  const line = `${'x'.repeat(800)}\n`;
  const unsafe = await nodeDisk.create(join(folder, 'unsafe'));
  await (await nodeDisk.create(grown)).close();
  try {
    return [
      await measured('a line of 0.8 KB added to a file, as a press does', () => nodeDisk.append(grown, line)),
      await measured('a file of 18 KB written anew, as a new case does', () => whole.write('x'.repeat(18_000))),
      await measured('beside it: the line without a sync', () => unsafe.write(line)),
    ];
  } finally {
    await unsafe.close();
    await sync.close();
    await rm(folder, { recursive: true });
  }
}

async function measured(what: string, write: () => Promise<void>): Promise<{ what: string; spread: Spread }> {
  const times: number[] = [];
  for (let number = 0; number < WARM_UP + COUNT; number++) {
    const start = performance.now();
    await write();
    if (number >= WARM_UP) times.push(performance.now() - start);
  }
  return { what, spread: spreadOf(times) };
}
