import type { AdminConfig } from '../config.js';
import type { CaseStoreOptions } from '../delivery/ports.js';
import { PostgresCaseStore } from '../store/postgres/case-store.js';
import { Database } from '../store/postgres/database.js';
import type { CaseSource, Found } from './case-source.js';
import { entries } from './command.js';
import { folderSource } from './folder-source.js';
import { AdminError } from './io.js';
import { storeSource } from './store-source.js';

/** For commands that write nothing from which a reminder follows. */
export const NO_REMINDERS: CaseStoreOptions = { nextReminderOf: () => undefined };

/** The cases where the settings say that they are. */
export async function openSource(config: AdminConfig): Promise<CaseSource> {
  if (config.databaseUrl === undefined) return folderSource(config.dataDir);
  return storeSource(new PostgresCaseStore(new Database(config.databaseUrl), NO_REMINDERS));
}

/** The commands that work on files say so when the cases lie in a database. */
export function inFolder({ databaseUrl }: AdminConfig): void {
  if (databaseUrl === undefined) return;
  throw new AdminError(
    'DATABASE_URL is set, so the cases are in PostgreSQL; this command works on the files in DATA_DIR. Leave DATABASE_URL out to work on those.',
  );
}

/** The case, or the sentence that says why there is none to work on. */
export async function caseIn(source: CaseSource, caseId: string): Promise<Extract<Found, { kind: 'case' }>> {
  const found = await source.find(caseId);
  if (found?.kind === 'case') return found;
  if (found?.kind === 'removed')
    throw new AdminError(
      `The case ${caseId} was removed on ${found.stone.removed.slice(0, 10)}. What is left: ${entries(found.stone.facts)}, head ${found.stone.head}. Look for its copy in your archive.`,
    );
  if (found?.kind === 'aside')
    throw new AdminError(`The case ${caseId} cannot be trusted: ${found.reason}. Run verify.`);
  throw new AdminError(`There is no case ${caseId}. Run list to see the ids.`);
}
