import type { World } from './case/decision.js';
import { nextReminderOf } from './case/reminders.js';
import type { Config } from './config.js';
import type { CaseStore, CaseStoreOptions, Directory, SenderLease } from './delivery/ports.js';
import { claimFolder, type Purpose, purposeOf } from './store/data-folder.js';
import { openLowdbCaseStore } from './store/lowdb/case-store.js';
import { openLowdbDirectory } from './store/lowdb/directory.js';
import type { Notifications } from './store/postgres/notifications.js';
import type { openPostgres } from './store/postgres/open.js';

/** Where cases and people are kept, and which of the processes that share them sends. */
export interface Storage {
  readonly store: CaseStore;
  readonly directory: Directory;
  readonly lease: SenderLease;
  /** Tells of what other processes have changed; absent where there is no other. */
  readonly notifications?: Pick<Notifications, 'subscribe'>;
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
 * @throws StorageUnusableError (rejects) with a sentence for operators.
 */
export async function openStorage(config: Config, { world, ...options }: StorageOptions): Promise<Storage> {
  const all: Options = {
    ...options,
    nextReminderOf: (theCase) => nextReminderOf(theCase, world),
    purpose: config.credentials ? 'production' : 'practice',
  };
  return config.databaseUrl === undefined ? openFiles(config.dataDir, all) : openDatabase(config.databaseUrl, all);
}

type Options = Parameters<typeof openPostgres>[1];

/** Opens the files of a data folder, and claims it for a purpose where one is given. */
export async function openFiles(dataDir: string, options: CaseStoreOptions & { readonly purpose?: Purpose }) {
  const store = await openLowdbCaseStore(dataDir, options);
  try {
    if (options.purpose) await claimFolder(dataDir, options.purpose);
    const directory = await openLowdbDirectory(dataDir);
    for (const { file, reason } of directory.setAside()) options.onSetAside?.(file, reason);
    const close = async () => {
      await directory.close();
      await store.close();
    };
    const purpose = () => purposeOf(dataDir);
    const claim = (one: Purpose) => claimFolder(dataDir, one);
    return { store, directory, lease: alwaysHeld, purpose, claim, close };
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function openDatabase(url: string, options: Options): Promise<Storage> {
  // Loaded only where a database is used.
  const { openPostgres } = await import('./store/postgres/open.js');
  const { store, directory, lease, notifications, close } = await openPostgres(url, options);
  // Rows that another version or another task file has written may tell other moments.
  lease.onChange((held) => {
    if (held) store.refreshDue().catch(options.onError);
  });
  return { store, directory, lease, notifications, close };
}
