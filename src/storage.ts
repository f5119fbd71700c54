import { nextReminderOf } from './case/deadlines.js';
import type { World } from './case/rule.js';
import { type Config, SettingsError } from './config.js';
import type { CaseStore, Directory, SenderLease } from './delivery/ports.js';
import { openLowdbCaseStore } from './store/lowdb/case-store.js';
import { openLowdbDirectory } from './store/lowdb/directory.js';
import { DatabaseUnusableError, openPostgres } from './store/postgres/open.js';

/** Where cases and people are kept, and which process of those that share them sends. */
export interface Storage {
  readonly store: CaseStore;
  readonly directory: Directory;
  readonly lease: SenderLease;
  /** Calls back with each case in which another process has left something to send; nothing where there is no other. */
  onCaseChanged(listener: (caseId: string, tenant: string) => void): void;
  close(): Promise<void>;
}

export interface StorageOptions {
  readonly world: World;
  readonly onError: (error: unknown) => void;
  /** Told of every file or case that cannot be used, with the reason for operators. */
  readonly onSetAside: (file: string, reason: string) => void;
}

/** The lease of a process that has its store for itself. */
const alwaysHeld: SenderLease = { held: true, onChange: (listener) => listener(true) };

/**
 * Opens the database of DATABASE_URL, else the files of DATA_DIR.
 * @throws SettingsError, FolderInUseError or FolderUnusableError with a sentence for operators.
 */
export async function openStorage({ dataDir, databaseUrl }: Config, options: StorageOptions): Promise<Storage> {
  const { world, onSetAside, onError } = options;
  const caseOptions = { nextReminderOf: (theCase: Parameters<typeof nextReminderOf>[0]) => nextReminderOf(theCase, world), onSetAside };
  if (databaseUrl !== undefined)
    return openPostgres(databaseUrl, { ...caseOptions, onError }).catch((error: unknown) => {
      throw error instanceof DatabaseUnusableError ? new SettingsError(error.message) : error;
    });
  const store = await openLowdbCaseStore(dataDir, caseOptions);
  const directory = await openLowdbDirectory(dataDir).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  for (const { file, reason } of directory.setAside()) onSetAside(file, reason);
  return {
    store,
    directory,
    lease: alwaysHeld,
    onCaseChanged: () => undefined,
    async close() {
      await directory.close();
      await store.close();
    },
  };
}
