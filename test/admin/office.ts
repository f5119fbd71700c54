import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { run } from '../../src/admin/run.js';
import { openLowdbCaseStore } from '../../src/store/lowdb/case-store.js';
import { openLowdbDirectory } from '../../src/store/lowdb/directory.js';
import { anna, bo, cancelled, named, numbered, opened, storeOptions } from '../store/sample.js';

/** When the operator of the tests works. */
export const NOW = '2026-06-10T08:00:00.000Z';
export const CLOSED = '0630-aaaa';
export const OPEN = '0101-bbbb';

/** What came of a command. */
export interface Called {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A data folder of one closed case and one open one, and the command line beside it. */
export interface Office {
  /** A folder of the test's own; the data folder is `data` in it. */
  readonly folder: string;
  readonly data: string;
  call(...argv: string[]): Promise<Called>;
  /** The same with other settings. */
  callWith(env: Record<string, string>, ...argv: string[]): Promise<Called>;
  path(name: string): string;
  caseFile(caseId: string): string;
  text(path: string): Promise<string>;
}

export async function office(): Promise<Office> {
  const folder = await mkdtemp(join(tmpdir(), 'nemkonto-admin-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const data = join(folder, 'data');
  const store = await openLowdbCaseStore(data, storeOptions);
  const directory = await openLowdbDirectory(data);
  await store.append(CLOSED, 0, [opened(CLOSED), named, numbered('123456'), cancelled], []);
  await store.append(OPEN, 0, [opened(OPEN), named], []);
  for (const person of [anna, bo]) await directory.meet({ person, teamsId: `29:${person.id}` });
  await directory.close();
  await store.close();
  const callWith: Office['callWith'] = async (env, ...argv) => {
    const output = { out: '', err: '' };
    const code = await run(argv, {
      env: { DATA_DIR: data, ...env },
      out: (text) => {
        output.out += typeof text === 'string' ? text : Buffer.from(text).toString('utf8');
      },
      err: (text) => {
        output.err += text;
      },
      now: () => NOW,
    });
    return { code, ...output };
  };
  return {
    ...{ folder, data, callWith },
    call: (...argv) => callWith({}, ...argv),
    path: (name) => join(folder, name),
    caseFile: (caseId) => join(data, 'cases', `${caseId}.json`),
    text: (path) => readFile(path, 'utf8'),
  };
}
