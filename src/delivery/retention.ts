import { tombstoneOf } from '../case/case.js';
import { type Day, dayOf, type Instant, isOverTime } from '../case/dates.js';
import type { Person } from '../case/people.js';
import type { CaseRecord, CaseStore, Directory } from './ports.js';

/** Removals of one tick at most: the first run over years of cases must hold up neither reminders nor the end. */
const AT_ONCE = 20;

export interface RetentionSettings {
  readonly store: Pick<CaseStore, 'list' | 'casesOf' | 'read' | 'remove'>;
  readonly directory: Pick<Directory, 'everybody' | 'meet' | 'forget'>;
  /** RETENTION_DAYS; undefined keeps everything. */
  readonly days: number | undefined;
  /** True where the people are given, as in practice. */
  readonly keepsPeople: boolean;
  /** Writes a copy of the case where the operators find it; durable when it resolves. */
  readonly keepCopy: (caseId: string, record: CaseRecord) => Promise<void>;
  /** Told of every removal, for the log: ids only. */
  readonly onRemoved: (caseId: string) => void;
  /** Told how many people were forgotten, for the log; who they were is not said. */
  readonly onForgotten: (people: number) => void;
  readonly onError: (error: unknown, caseId?: string) => void;
}

/**
 * Removes closed cases when their time is over, and forgets people who have no part in any case that is left and have not
 * been seen for as long. Looks through everything once a day; what fails is tried again the next day.
 */
export class Retention {
  private day: Day | undefined;
  private waiting: (() => Promise<void>)[] = [];
  private forgotten = 0;

  constructor(private readonly settings: RetentionSettings) {}

  /** One tick at the clock's time: a new day makes a new list, and a part of the list is worked off. */
  async tick(now: Instant): Promise<void> {
    const { days, onForgotten } = this.settings;
    if (days === undefined) return;
    if (this.day !== dayOf(now)) await this.begin(now, days);
    for (const work of this.waiting.splice(0, AT_ONCE)) await work();
    if (this.waiting.length > 0 || this.forgotten === 0) return;
    onForgotten(this.forgotten);
    this.forgotten = 0;
  }

  private async begin(now: Instant, days: number): Promise<void> {
    this.day = dayOf(now);
    const { store, directory, keepsPeople } = this.settings;
    const over = (await store.list()).filter(({ closed }) => closed !== undefined && isOverTime(closed, days, now));
    // People after cases: only then is it known who has no part in what is left.
    const people = keepsPeople ? [] : directory.everybody().filter(({ seen }) => !seen || isOverTime(seen, days, now));
    this.waiting = [
      ...over.map(({ id }) => this.guarded(() => this.remove(id, now), id)),
      ...people.map(({ person, seen }) => this.guarded(() => this.forget(person, seen, dayOf(now)))),
    ];
  }

  /** A failure keeps nothing else back. */
  private guarded(work: () => Promise<void>, caseId?: string): () => Promise<void> {
    return () => work().catch((error: unknown) => this.settings.onError(error, caseId));
  }

  /** The copy is on disk before the case goes; the store keeps a case that was reopened meanwhile. */
  private async remove(caseId: string, now: Instant): Promise<void> {
    const { store, keepCopy, onRemoved } = this.settings;
    const record = await store.read(caseId);
    const stone = record && tombstoneOf(record.case, record.hashes, now);
    if (!stone) return;
    await keepCopy(caseId, record);
    if (await store.remove(stone)) onRemoved(caseId);
  }

  /** A person without a known day, met before days were kept or only read in a roster, gets today's. */
  private async forget(person: Person, seen: Day | undefined, today: Day): Promise<void> {
    const { store, directory } = this.settings;
    if ((await store.casesOf(person)).length > 0) return;
    if (seen === undefined) return directory.meet({ person, seen: today });
    await directory.forget(person);
    this.forgotten += 1;
  }
}
