import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CaseRecord } from '../../src/delivery/ports.js';
import { readCaseFile } from '../../src/store/lowdb/case-file.js';
import { type LowdbCaseStore, type LowdbOptions, openLowdbCaseStore } from '../../src/store/lowdb/case-store.js';
import { due, freshFolder, opened, storeOptions } from './sample.js';
import { type WatchedDisk, watchedDisk } from './watched-disk.js';

/** So late that no test sees it: a timer's longest time in milliseconds. */
export const NEVER = 2 ** 31 - 1;

/** A store of files that is closed when the test has ended. */
export async function opening(folder: string, options: Partial<LowdbOptions> = {}): Promise<LowdbCaseStore> {
  const store = await openLowdbCaseStore(folder, { ...storeOptions, headsMs: NEVER, ...options });
  onTestFinished(() => store.close());
  return store;
}

/** The file of a case. */
export function pathOf(folder: string, caseId = '0630-aaaa'): string {
  return join(folder, 'cases', `${caseId}.json`);
}

export interface Setting {
  readonly folder: string;
  readonly disk: WatchedDisk;
  readonly store: LowdbCaseStore;
  /** The record in the case's file, as a restart would find it. */
  stored(caseId: string): Promise<CaseRecord>;
}

/** A store with one case, `0630-aaaa`, that has one fact and one delivery and is in memory. */
export async function setting({ cached = 500 } = {}): Promise<Setting> {
  const folder = await freshFolder();
  const disk = watchedDisk();
  const store = await opening(folder, { disk, cached });
  await store.append('0630-aaaa', 0, [opened('0630-aaaa')], [due('1.0')]);
  disk.steps.length = 0;
  const stored = async (caseId: string) => {
    const content = readCaseFile(caseId, await readFile(pathOf(folder, caseId), 'utf8'));
    if (!('events' in content)) throw new Error('It is a tombstone');
    return content;
  };
  return { folder, disk, store, stored };
}
