import type { Case, Tombstone } from '../../case/case.js';
import {
  type AppendResult,
  type CaseEntry,
  CaseSetAsideError,
  type CaseStore,
  type CaseStoreOptions,
  type DeliveryPatch,
  type DeliveryState,
  LeaseLostError,
} from '../../delivery/ports.js';
import { LruMap } from '../../limits/lru-map.js';
import {
  type Addition,
  appendTo,
  checkedAddition,
  hasUnfinished,
  isCaseId,
  isRemovable,
  opensIn,
  withPatch,
} from '../append-rules.js';
import { canonicalJson, deepFreeze } from '../canonical-json.js';
import { Closable } from '../closable.js';
import { holdsEvents, loadCase, type StoredCase, saveCase } from './case-rows.js';
import { brokenConstraint, type Database, keyOf, plain, type Query } from './database.js';
import { type Notifications, notify } from './notifications.js';
import type { Sender } from './sender-lease.js';

/** Cases remembered; one takes about 20 kilobytes. */
const REMEMBERED = 1_000;
/** Milliseconds for which the outcome of a delivery waits for a database that is away: no other process knows it. */
const PATIENCE = 20_000;
/** Tries of an append that another opening in the same municipality came before. */
const TRIES = 3;
const ORDER = 'order by c.open desc, c.opened desc, c.id desc';

/** A reader, or an operator's command: it never sends. */
const NO_SENDER: Sender = { owner: '', fence: 0 };

/**
 * The case store that several processes share. Every change is one transaction that locks the row of its case: the rules
 * are those of every store (`append-rules.ts`), applied to the case as it stands under that lock.
 */
export class PostgresCaseStore extends Closable implements CaseStore {
  /** The cases used last. The database is asked each time whether they are still the newest. */
  private readonly remembered = new LruMap<StoredCase>(REMEMBERED);
  private readonly damaged = new Map<string, string>();

  constructor(
    private readonly database: Database,
    private readonly options: CaseStoreOptions,
    private readonly sender: Sender = NO_SENDER,
    /** Where a process hears of the people that others have met: cases to work on are given out when it knows them. */
    private readonly notifications?: Pick<Notifications, 'caughtUp'>,
  ) {
    super();
  }

  readonly read: CaseStore['read'] = (caseId) =>
    this.during(async () => (await this.current(this.database.query, caseId))?.record);

  readonly append: CaseStore['append'] = (caseId, expectedLength, events, deliveries) =>
    this.during(async () => {
      const addition = checkedAddition(caseId, expectedLength, events, deliveries);
      return this.database.repeat(async (again) => {
        const result = await this.tryAppend(addition);
        if (!again || result.kind !== 'conflict') return result;
        // The try whose connection was lost may have been carried out.
        const record = (await this.current(this.database.query, caseId))?.record;
        return record && holdsEvents(record, expectedLength, addition.events) ? { kind: 'appended', record } : result;
      });
    });

  readonly updateDelivery: CaseStore['updateDelivery'] = (caseId, key, patch) =>
    this.during(() =>
      this.database.repeat(
        async () => {
          const after = await this.database.transaction((query) => this.patch(query, caseId, key, patch));
          if (after) this.remember(after);
        },
        patch.state === 'inFlight' ? 0 : PATIENCE,
      ),
    );

  readonly openCase: CaseStore['openCase'] = (tenant, municipality) =>
    this.during(() => findOpenCase(this.database.query, tenant, municipality));

  readonly casesOf: CaseStore['casesOf'] = (person) =>
    this.entries(
      `select c.entry from case_people p join cases c on c.id = p.case_id
       where p.tenant_key = $1 and p.person_key = $2 ${ORDER}`,
      [keyOf(person.tenant), keyOf(person.id)],
    );

  readonly list: CaseStore['list'] = (tenant) => {
    const key = tenant === undefined ? null : keyOf(tenant);
    return this.entries(`select c.entry from cases c where $1::text is null or c.tenant_key = $1 ${ORDER}`, [key]);
  };

  readonly due: CaseStore['due'] = (at) =>
    this.during(async () => {
      const rows = await this.database.query(
        'select id, entry, due, due_rank from cases where due <= $1 order by due, due_rank, id',
        [at],
      );
      await this.notifications?.caughtUp();
      return rows.map(({ id, entry, due, due_rank }) => ({
        caseId: String(id),
        tenant: (entry as CaseEntry).tenant,
        at: String(due),
        rank: String(due_rank),
      }));
    });

  readonly unfinished: CaseStore['unfinished'] = () =>
    this.during(async () => {
      const rows = await this.database.query(
        `select distinct case_id from deliveries where state in ('pending', 'inFlight') order by case_id`,
      );
      await this.notifications?.caughtUp();
      return rows.map((row) => String(row.case_id));
    });

  readonly remove: CaseStore['remove'] = (stone) =>
    this.during(async () => {
      const isRemoved = await this.database.transaction(async (query) => {
        const stored = await this.current(query, stone.id, true);
        if (!stored || !isRemovable(stored.record, stone)) return false;
        await query('delete from cases where id = $1', [stone.id]);
        await query(BURY, [stone.id, stone.removed, canonicalJson(stone)]);
        return true;
      });
      if (isRemoved) this.remembered.delete(stone.id);
      return isRemoved;
    });

  readonly tombstone: CaseStore['tombstone'] = async (caseId) =>
    isCaseId(caseId) ? (await this.stones('where case_id = $1', [caseId]))[0] : undefined;

  readonly tombstones: CaseStore['tombstones'] = () => this.stones('order by removed desc, case_id desc');

  readonly setAside: CaseStore['setAside'] = () =>
    [...this.damaged].map(([caseId, reason]) => ({ file: caseId, reason }));

  readonly check: CaseStore['check'] = () =>
    this.during(async () => {
      const [readOnly] = await this.database.query(
        `select 1 where pg_is_in_recovery() or current_setting('transaction_read_only') = 'on'`,
      );
      if (readOnly) throw new Error('The database takes no writes');
    });

  /** Takes over what is left of a case that was removed elsewhere. */
  bury(stone: Tombstone): Promise<void> {
    return this.during(async () => {
      await this.database.query(BURY, [stone.id, stone.removed, canonicalJson(stone)]);
    });
  }

  /**
   * Works out anew when each open case is due, and each closed one that still waits for the mark in KLIK, where another
   * version of the program or of the task file has written another moment. Reads the cases one after the other, so that
   * it may run beside everything else; a case that is appended to meanwhile keeps what the append wrote.
   */
  refreshDue(): Promise<void> {
    return this.during(async () => {
      for (const { id } of await this.database.query(
        'select id from cases where open or due is not null order by id',
      )) {
        if (this.closed) return;
        const stored = await this.load(this.database.query, String(id)).catch((error: unknown) => {
          if (!(error instanceof CaseSetAsideError)) throw error;
        });
        if (!stored) continue;
        const next = this.options.nextReminderOf(stored.record.case);
        await this.database.query(
          `update cases set due = $3, due_rank = $4
           where id = $1 and head = $2 and (due, due_rank) is distinct from ($3, $4)`,
          [id, stored.record.hashes.at(-1), next?.at ?? null, next?.rank ?? null],
        );
      }
    });
  }

  private async tryAppend(addition: Addition): Promise<AppendResult> {
    for (let tries = 1; ; tries++) {
      try {
        const [result, after] = await this.database.transaction((query) => this.appendIn(query, addition));
        if (after) this.remember(after);
        return result;
      } catch (error) {
        // Another case of the municipality was opened at the same moment: the next try finds it.
        if (tries === TRIES || brokenConstraint(error) !== 'cases_one_open') throw error;
      }
    }
  }

  private async appendIn(query: Query, addition: Addition): Promise<[AppendResult, StoredCase?]> {
    const { caseId } = addition;
    const before = await this.current(query, caseId, true);
    const opening = opensIn(before?.record, addition);
    const otherOpen = opening && (await findOpenCase(query, opening.tenant, opening.municipality, caseId));
    const result = appendTo(before?.record, addition, otherOpen);
    if (result.kind !== 'appended') return [result];
    const after = { record: deepFreeze(result.record), revision: (before?.revision ?? 0) + 1 };
    const isSaved = await saveCase(query, before?.record, after, this.options.nextReminderOf(after.record.case));
    if (!isSaved) return [{ kind: 'conflict' }];
    if (hasUnfinished(after.record.deliveries)) await this.notifyOf(query, after.record.case);
    return [result, after];
  }

  /** The case after the patch; undefined when nothing was changed. */
  private async patch(
    query: Query,
    caseId: string,
    key: string,
    patch: DeliveryPatch,
  ): Promise<StoredCase | undefined> {
    const before = await this.current(query, caseId, true);
    const state = before?.record.deliveries.find((one) => one.key === key)?.state;
    if (!before || !state) return undefined;
    const leaves = patch.state === 'inFlight';
    if (leaves && !(await this.isSender(query))) throw new LeaseLostError('Another process sends now');
    const isOwn = state === 'inFlight' && (await this.isOwn(query, caseId, key));
    if (!mayBecome(state, patch.state, isOwn)) {
      if (leaves) throw new LeaseLostError(`Another process has seen to delivery ${key} of case ${caseId}`);
      return undefined;
    }
    const record = withPatch(before.record, key, patch);
    if (!record) return undefined;
    const after = { record: deepFreeze(record), revision: before.revision + 1 };
    const due = this.options.nextReminderOf(record.case);
    await saveCase(query, before.record, after, due, leaves ? this.sender.fence : undefined);
    if (patch.state === 'pending' || patch.adds?.some(({ state: added }) => added === 'pending'))
      await this.notifyOf(query, record.case);
    return after;
  }

  /** Checks the lease by the database's clock, and keeps it from changing hands before the transaction has ended. */
  private async isSender(query: Query): Promise<boolean> {
    const { owner, fence } = this.sender;
    const rows = await query(
      'select 1 from sender_lease where owner = $1 and fence = $2 and until > clock_timestamp() for share',
      [owner, fence],
    );
    return rows.length > 0;
  }

  private async isOwn(query: Query, caseId: string, key: string): Promise<boolean> {
    const [row] = await query('select fence from deliveries where case_id = $1 and key = $2', [caseId, key]);
    return row?.fence === this.sender.fence;
  }

  private notifyOf(query: Query, { id, tenant }: Case): Promise<void> {
    return notify(query, this.sender.owner, { kind: 'case', caseId: id, tenant });
  }

  /** The case as it stands now; from memory when the database says that nothing has changed. */
  private async current(query: Query, caseId: string, isLocked = false): Promise<StoredCase | undefined> {
    if (!isCaseId(caseId)) return undefined;
    const lock = isLocked ? 'for update' : '';
    const [row] = await query(`select revision, head from cases where id = $1 ${lock}`, [caseId]);
    const known = this.remembered.get(caseId);
    // The head too: after a fail-over the same revision may be another one.
    if (row && known?.revision === row.revision && known?.record.hashes.at(-1) === row.head) return known;
    const stored = row && (await this.load(query, caseId));
    if (stored) this.remember(stored);
    else this.remembered.delete(caseId);
    return stored;
  }

  private async load(query: Query, caseId: string): Promise<StoredCase | undefined> {
    try {
      const stored = await loadCase(query, caseId);
      this.damaged.delete(caseId);
      return stored;
    } catch (error) {
      if (error instanceof CaseSetAsideError) this.putAside(error);
      throw error;
    }
  }

  private putAside({ caseId, reason }: CaseSetAsideError): void {
    if (this.damaged.get(caseId) === reason) return;
    this.damaged.set(caseId, reason);
    this.options.onSetAside?.(caseId, reason);
  }

  private remember(stored: StoredCase): void {
    this.remembered.set(stored.record.case.id, stored);
  }

  private entries(text: string, values: readonly unknown[]): Promise<readonly CaseEntry[]> {
    return this.during(async () => {
      const rows = await this.database.query(text, values);
      return rows.map(({ entry }) => deepFreeze(entry as CaseEntry));
    });
  }

  private stones(clause: string, values: readonly unknown[] = []): Promise<Tombstone[]> {
    return this.during(async () => {
      const rows = await this.database.query(`select stone from tombstones ${clause}`, values);
      return rows.map(({ stone }) => deepFreeze(stone as Tombstone));
    });
  }
}

const BURY = `
insert into tombstones (case_id, removed, stone) select $1, $2, $3::json
where not exists (select from cases where id = $1) on conflict do nothing`;

async function findOpenCase(
  query: Query,
  tenant: string,
  municipality: string,
  except = '',
): Promise<string | undefined> {
  const [row] = await query('select id from cases where tenant_key = $1 and municipality = $2 and open and id <> $3', [
    keyOf(tenant),
    plain(municipality),
    except,
  ]);
  return row && String(row.id);
}

/**
 * Whether a delivery may go from one state to another. A process may report late how something went, when another one has
 * taken the lease over: what ended stays ended, and what may have left is never due again. The one
 * way back is `undelivered` to `pending`, an explicit retry. `own`: this process marked it in flight itself, under the
 * lease it holds or held last, so it knows what became of it.
 */
function mayBecome(before: DeliveryState, after: DeliveryState, own: boolean): boolean {
  switch (before) {
    case 'pending':
      return true;
    case 'inFlight':
      return own || after === 'sent' || after === 'unknown';
    case 'unknown':
      return after === 'sent' || after === 'unknown';
    case 'undelivered':
      return after !== 'inFlight' && after !== 'unknown';
    case 'sent':
    case 'superseded':
      return after === before;
  }
}
