import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type LowdbCaseStore, openLowdbCaseStore } from '../../src/store/lowdb.js';
import { readStoredCase, type StoredCase } from '../../src/store/shapes.js';
import { due, freshFolder, opened } from './sample.js';
import { type WatchedDisk, watchedDisk } from './watched-disk.js';

export interface Setting {
  readonly folder: string;
  readonly disk: WatchedDisk;
  readonly store: LowdbCaseStore;
  /** The text of the case's file. */
  text(caseId?: string): Promise<string>;
  /** What lies in the case's file now, as a restart would find it. */
  stored(caseId: string): Promise<StoredCase>;
}

/** A store with one case, whose next write adds a line to its file; or writes it anew, as to a file of an older shape. */
export async function setting({ cached = 500, older = false, soonMs = 2 ** 31 - 1 } = {}): Promise<Setting> {
  const folder = await freshFolder();
  const disk = watchedDisk();
  const text = (caseId = '0630-aaaa') => readFile(join(folder, 'cases', `${caseId}.json`), 'utf8');
  const first = await openLowdbCaseStore(folder);
  await first.append('0630-aaaa', 0, [opened('0630-aaaa')], [due('1.0')]);
  await first.close();
  const path = join(folder, 'cases', '0630-aaaa.json');
  if (older) await writeFile(path, (await text()).replace('"schema":2', '"schema":1'));
  // What is written down seconds later would come among the steps that are looked at.
  const store = await openLowdbCaseStore(folder, { disk, cached, soonMs, headsMs: 2 ** 31 - 1 });
  onTestFinished(() => store.close());
  await store.read('0630-aaaa');
  disk.steps.length = 0;
  return { folder, disk, store, text, stored: async (caseId) => readStoredCase(caseId, await text(caseId)) };
}
