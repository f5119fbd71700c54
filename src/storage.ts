import { createHash } from 'node:crypto';
import type { World } from './case/rule.js';
import { type Config, SettingsError } from './config.js';
import { unshared } from './flow/claims.js';
import { Gate } from './flow/gate.js';
import type { Claims, Waitlist } from './flow/instances.js';
import { MARGIN, TEAMS_LIMITS } from './flow/pace.js';
import type { CaseStore, Directory, Messenger } from './flow/ports.js';
import { SharedGate } from './flow/shared-gate.js';
import { nextDueOf } from './flow/tick.js';
import { LocalWaitlist } from './flow/waitlist.js';
import type { DataFolder } from './store/data-folder.js';
import { openLowdbCaseStore } from './store/lowdb.js';
import { openLowdbDirectory } from './store/lowdb-directory.js';
import { PostgresCaseStore } from './store/postgres.js';
import { PostgresClaims } from './store/postgres-claims.js';
import { Database, isLost } from './store/postgres-database.js';
import { PostgresDirectory } from './store/postgres-directory.js';
import { PostgresPace } from './store/postgres-pace.js';
import { migrate, NewerSchemaError } from './store/postgres-schema.js';
import { PostgresWaitlist } from './store/postgres-waitlist.js';

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
  return config.databaseUrl === undefined
    ? openFiles(config.dataDir, options)
    : openDatabase(config.databaseUrl, options);
}

async function openFiles(dataDir: string, { world, gate, onSetAside, folder }: StorageOptions): Promise<Storage> {
  const waitlist = new LocalWaitlist();
  const store = await openLowdbCaseStore(folder ?? dataDir, {
    // Worked out at once: the case itself need not stay in memory until then.
    onCase: (of) => {
      const due = nextDueOf(of, world);
      waitlist.put(of, () => due);
    },
    ...(onSetAside && { onSetAside }),
  });
  const directory = await openLowdbDirectory(dataDir);
  for (const { file, reason } of directory.setAside()) onSetAside?.(file, reason);
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

async function openDatabase(url: string, { world, onError, gate }: StorageOptions): Promise<Storage> {
  const database = new Database(url);
  try {
    await migrate(database);
    const dueBasis = basisOf(world);
    const store = new PostgresCaseStore(database, { dueOf: (of) => nextDueOf(of, world), dueBasis });
    const claims = await PostgresClaims.open(database, undefined, undefined, (id, revision) =>
      store.heard(id, revision),
    );
    const waitlist = new PostgresWaitlist(database, dueBasis, (of) => store.hasDueOf(of), onError);
    const directory = await PostgresDirectory.open(database);
    const limits = {
      conversation: TEAMS_LIMITS.conversation.map(({ count, perMs }) => ({ count, perMs: perMs * MARGIN })),
      tenantGapMs: (TEAMS_LIMITS.tenant.perMs / TEAMS_LIMITS.tenant.count) * MARGIN,
    };
    const pace = new PostgresPace(database, claims, limits, onError);
    return {
      ...{ store, directory, waitlist, claims, gate: gate ?? new SharedGate(pace) },
      around: (messenger) => afterHearing(messenger, directory),
      async close() {
        await directory.close();
        await claims.close();
        await store.close();
      },
    };
  } catch (error) {
    await database.close();
    throw asSentence(error);
  }
}

/** Whom this instance cannot place another one may have met a moment ago: it asks before it says so. */
function afterHearing(messenger: Messenger, directory: PostgresDirectory): Messenger {
  return {
    async perform(errand) {
      const performed = await messenger.perform(errand);
      const missing =
        performed.kind === 'undelivered' && (performed.why === 'noAddress' || performed.why === 'notInstalled');
      if (!missing || !(await directory.refreshed())) return performed;
      return messenger.perform(errand);
    },
  };
}

/** Names everything the due moments follow from besides the logs: with another task file they are worked out anew. */
function basisOf({ task }: World): string {
  return createHash('sha256').update(JSON.stringify(task)).digest('hex').slice(0, 16);
}

function asSentence(error: unknown): unknown {
  if (error instanceof NewerSchemaError) return new SettingsError(error.message);
  if (!isLost(error)) return error;
  return new SettingsError('The database of DATABASE_URL cannot be reached. Check the address and that it is running.');
}
