import type { World } from './case/decision.js';
import type { Config } from './config.js';
import { unshared } from './delivery/claims.js';
import { Gate } from './delivery/gate.js';
import type { Claims, Waitlist } from './delivery/instances.js';
import type { CaseStore, Directory, Messenger } from './delivery/ports.js';
import { LocalWaitlist } from './delivery/waitlist.js';
import { type DataFolder, takeDataFolder } from './store/data-folder.js';
import { openLowdbCaseStore } from './store/lowdb.js';
import { openLowdbDirectory } from './store/lowdb-directory.js';
import { derivingFrom } from './world.js';

/** Where the bot keeps what it knows, and what it shares with other instances on the same database. */
export interface Storage {
  readonly store: CaseStore;
  readonly directory: Directory;
  readonly waitlist: Waitlist;
  readonly claims: Claims;
  readonly gate: Gate;
  /** The messenger with what this storage needs around it. */
  around(messenger: Messenger): Messenger;
  close(): Promise<void>;
}

/** Cases and people, wherever they are kept. */
export interface Stores {
  readonly cases: CaseStore;
  readonly directory: Directory;
}

export interface StorageOptions {
  readonly world: World;
  readonly onError: (error: unknown) => void;
  /** Told of every file that cannot be used, with the reason. */
  readonly onSetAside?: (file: string, reason: string) => void;
  /** Instead of the usual way out; for tests. */
  readonly gate?: Gate | undefined;
  /** Instead of what the settings name; for measurements. */
  readonly stores?: Stores | undefined;
  /** The data folder, where it has been taken already. */
  readonly folder?: DataFolder | undefined;
}

/** Opens the database of DATABASE_URL, else the files of DATA_DIR. */
export async function openStorage(config: Config, options: StorageOptions): Promise<Storage> {
  if (options.stores) return alone(options.stores, new LocalWaitlist(), options.gate);
  if (config.databaseUrl === undefined) return openFiles(config.dataDir, options);
  // The database's client is loaded only where there is a database.
  const { openDatabase } = await import('./storage-database.js');
  return openDatabase(config.databaseUrl, options);
}

async function openFiles(dataDir: string, { world, gate, onSetAside, folder }: StorageOptions): Promise<Storage> {
  const waitlist = new LocalWaitlist();
  const taken = folder ?? (await takeDataFolder(dataDir));
  // The people first: meanwhile the second thread has the cases for itself.
  const directory = await openLowdbDirectory(dataDir).catch(async (error: unknown) => {
    await taken.giveBack();
    throw error;
  });
  for (const { file, reason } of directory.setAside()) onSetAside?.(file, reason);
  const store = await openLowdbCaseStore(taken, {
    deriving: derivingFrom(world),
    onDue: (entry, due) => waitlist.put(entry, () => due),
    ...(onSetAside && { onSetAside }),
  });
  return alone({ cases: store, directory }, waitlist, gate);
}

/** The storage of one process that shares it with nobody. */
function alone({ cases, directory }: Stores, waitlist: Waitlist, gate = new Gate()): Storage {
  return {
    ...{ store: cases, directory, waitlist, claims: unshared, gate },
    around: (messenger) => messenger,
    async close() {
      await directory.close();
      await cases.close();
    },
  };
}
