import { SettingsError } from './config.js';
import { MARGIN, TEAMS_LIMITS } from './delivery/pace.js';
import type { Messenger } from './delivery/ports.js';
import { SharedGate } from './delivery/shared-gate.js';
import type { Storage, StorageOptions } from './storage.js';
import { PostgresCaseStore } from './store/postgres.js';
import { PostgresClaims } from './store/postgres-claims.js';
import { Database, isLost } from './store/postgres-database.js';
import { PostgresDirectory } from './store/postgres-directory.js';
import { PostgresPace } from './store/postgres-pace.js';
import { migrate, NewerSchemaError } from './store/postgres-schema.js';
import { PostgresWaitlist } from './store/postgres-waitlist.js';
import { derivingFrom } from './world.js';

/** Opens the storage that several instances share, and brings its schema up to date. */
export async function openDatabase(url: string, { world, onError, gate }: StorageOptions): Promise<Storage> {
  const database = new Database(url);
  try {
    await migrate(database);
    const deriving = derivingFrom(world);
    const store = new PostgresCaseStore(database, deriving);
    const claims = await PostgresClaims.open(database, undefined, undefined, (id, revision) =>
      store.heard(id, revision),
    );
    const waitlist = new PostgresWaitlist(database, deriving.basis, (theCase) => store.hasDueOf(theCase), onError);
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
    async send(errand) {
      const performed = await messenger.send(errand);
      const missing =
        performed.kind === 'undelivered' && (performed.why === 'noAddress' || performed.why === 'notInstalled');
      if (!missing || !(await directory.refreshed())) return performed;
      return messenger.send(errand);
    },
  };
}

function asSentence(error: unknown): unknown {
  if (error instanceof NewerSchemaError) return new SettingsError(error.message);
  if (!isLost(error)) return error;
  return new SettingsError('The database of DATABASE_URL cannot be reached. Check the address and that it is running.');
}
