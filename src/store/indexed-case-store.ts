import type { Tombstone } from '../case/case.js';
import { KeyedMutex } from '../delivery/keyed-mutex.js';
import type { AppendResult, CaseStore, CaseStoreOptions } from '../delivery/ports.js';
import {
  type Addition,
  appendTo,
  checkedAddition,
  isRemovable,
  opensCase,
  opensIn,
  withPatch,
} from './append-rules.js';
import { frozenCopy } from './canonical-json.js';
import { type CaseContent, CaseIndex, isCase } from './case-index.js';
import { Closable } from './closable.js';

/** What a change makes of a case: an answer, and what is kept of the id from now on, if that changes. */
export interface Change<R> {
  readonly answer: R;
  readonly next?: CaseContent;
}

/**
 * A case store of one process: whatever keeps its cases, an index in memory finds them. What the port names are fields, so
 * that a test can take one out or put another in its place.
 */
export abstract class IndexedCaseStore extends Closable implements CaseStore {
  protected readonly index: CaseIndex;
  private readonly openings = new KeyedMutex();

  constructor({ nextReminderOf }: CaseStoreOptions) {
    super();
    this.index = new CaseIndex(nextReminderOf);
  }

  readonly read: CaseStore['read'] = (caseId) =>
    this.during(async () => {
      const content = await this.find(caseId);
      return content && isCase(content) ? content : undefined;
    });

  readonly append: CaseStore['append'] = (caseId, expectedLength, events, deliveries) =>
    this.during(async () => {
      const addition = checkedAddition(caseId, expectedLength, events, deliveries);
      const write = () => this.change(caseId, (before) => this.decided(before, addition));
      // Of two that open a case of one municipality the second waits for the first, whose write may still fail.
      return opensCase(addition) ? this.openings.run('', write) : write();
    });

  readonly updateDelivery: CaseStore['updateDelivery'] = (caseId, key, patch) =>
    this.during(() =>
      this.change(caseId, (before) => {
        const next = before && isCase(before) ? withPatch(before, key, patch) : undefined;
        return { answer: undefined, ...(next && { next }) };
      }),
    );

  readonly openCase: CaseStore['openCase'] = (tenant, municipality) =>
    this.during(async () => this.index.openCase(tenant, municipality));

  readonly casesOf: CaseStore['casesOf'] = (person) => this.during(async () => this.index.casesOf(person));

  readonly list: CaseStore['list'] = (tenant) => this.during(async () => this.index.list(tenant));

  readonly due: CaseStore['due'] = (at) => this.during(async () => this.index.due(at));

  readonly unfinished: CaseStore['unfinished'] = () => this.during(async () => this.index.unfinished());

  readonly remove: CaseStore['remove'] = (stone) =>
    this.during(() =>
      this.change(stone.id, (before) =>
        before && isCase(before) && isRemovable(before, stone)
          ? { answer: true, next: frozenCopy(stone) }
          : { answer: false },
      ),
    );

  /** Takes over the tombstone of a case that was removed in another store; a case of the id stays as it is. */
  readonly bury = (stone: Tombstone): Promise<void> =>
    this.during(() =>
      this.change(stone.id, (before) => ({ answer: undefined, ...(!before && { next: frozenCopy(stone) }) })),
    );

  readonly tombstone: CaseStore['tombstone'] = (caseId) => this.during(async () => this.index.tombstone(caseId));

  readonly tombstones: CaseStore['tombstones'] = () => this.during(async () => this.index.tombstones());

  readonly check: CaseStore['check'] = () => this.during(() => this.checkWrites());

  abstract readonly setAside: CaseStore['setAside'];

  /** Resolves when a change could be kept. */
  protected abstract checkWrites(): Promise<void>;

  /** What is kept of an id. */
  protected abstract find(caseId: string): Promise<CaseContent | undefined>;

  /** Decides a change on what is kept of an id and keeps what it makes of it. Changes of one id come one after the other. */
  protected abstract change<R>(caseId: string, decide: (before: CaseContent | undefined) => Change<R>): Promise<R>;

  private decided(before: CaseContent | undefined, addition: Addition): Change<AppendResult> {
    if (before && !isCase(before)) return { answer: { kind: 'conflict' } };
    const opening = opensIn(before, addition);
    const otherOpen = opening && this.index.openCase(opening.tenant, opening.municipality, addition.caseId);
    const answer = appendTo(before, addition, otherOpen);
    return answer.kind === 'appended' ? { answer, next: answer.record } : { answer };
  }
}
