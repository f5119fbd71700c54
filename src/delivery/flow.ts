import type { Case } from '../case/case.js';
import type { Command } from '../case/commands.js';
import type { Instant } from '../case/dates.js';
import { decide } from '../case/decide.js';
import type { Asked, Refusal, World } from '../case/decision.js';
import type { CaseEvent } from '../case/events.js';
import { sameTenant } from '../case/people.js';
import { remindersDue } from '../case/reminders.js';
import { Folds } from './fold.js';
import { deliveriesFor, type PressedMessage } from './ledger.js';
import type { AppendResult, CaseRecord, CaseStore } from './ports.js';

/** What came of a command: the case as it stands now, the new facts (none when refused), and the refusal if any. */
export interface Handled {
  readonly case?: Case;
  readonly events: readonly CaseEvent[];
  readonly refusal?: Refusal;
}

/** How often a command is decided anew when somebody else was faster, before the person is asked to try again. */
const TRIES = 8;

/** Somebody else kept being faster; the person may simply press again. */
export class TooBusyError extends Error {
  override readonly name = 'TooBusyError';
}

/**
 * The path of every command: take the case as it is known here or as its log tells it, decide, append with the expected
 * length. Two writers cannot both win; the slower one reads and decides again on what the faster one did. Nothing is sent
 * from here: the deliveries are appended with the facts and go out after the answer.
 */
export class CommandHandler {
  private readonly folds = new Folds();

  constructor(
    private readonly store: CaseStore,
    readonly world: World,
    /** Told of every case as it stands now, with the facts just appended and the request they came from, if any. */
    private readonly onChange: (after: Case, events: readonly CaseEvent[], request?: string) => void = () => undefined,
  ) {}

  /**
   * `foreseen` is told what will be the case once the facts are on disk, while they are being written: an answer made
   * then need not be made after. It counts only if `handle` resolves with that very case.
   */
  async handle(
    command: Command,
    caseId: string,
    asked: Asked,
    press?: PressedMessage,
    foreseen?: (handled: Handled & { case: Case }) => void,
  ): Promise<Handled> {
    let lost = false;
    for (let tries = 0; tries < TRIES; tries++) {
      // What is known here will do for a yes, which the store takes only if nothing came between; a no is looked at anew.
      const known = tries === 0 && command.type !== 'openCase' ? this.folds.newest(caseId) : undefined;
      const before =
        known ?? (command.type === 'openCase' ? await this.opened(command, asked) : await this.case(caseId, lost));
      const decision = decide(command, before, asked, this.world);
      if ('refusal' in decision && known) continue;
      if ('refusal' in decision) return { ...mine(before, asked), events: [], refusal: decision.refusal };
      const result = await this.append(decision.events, before, asked, press, foreseen);
      if ('after' in result) return { case: result.after, events: decision.events };
      if (result.kind === 'openCase' && command.type !== 'openCase')
        return { ...mine(before, asked), events: [], refusal: { reason: 'caseExists', caseId: result.caseId } };
      lost = result.kind === 'conflict';
    }
    throw new TooBusyError(`Case ${caseId} changed ${TRIES} times while ${command.type} was decided`);
  }

  /** Records the reminders that are due in a case at this moment; most often there are none. */
  async remind(caseId: string, at: Instant): Promise<readonly CaseEvent[]> {
    for (let tries = 0; tries < TRIES; tries++) {
      const before = await this.case(caseId, tries > 0);
      const events = before ? remindersDue(before, at, this.world) : [];
      if (before && events.length === 0) this.onChange(before, []);
      if (!before || events.length === 0) return [];
      if ('after' in (await this.append(events, before))) return events;
    }
    return [];
  }

  /** The case as it stands, or undefined when there is none; `lately` as in `CaseStore.read`. */
  async case(caseId: string, lately = false): Promise<Case | undefined> {
    return (await this.read(caseId, lately))?.case;
  }

  /** The case as this process last knew it, at once: whatever it has appended is in it. Undefined when it is not at hand. */
  newest(caseId: string): Case | undefined {
    return this.folds.newest(caseId);
  }

  /** The case together with its log, ledger and messages. */
  async read(caseId: string, lately = false): Promise<(CaseRecord & { case: Case }) | undefined> {
    const record = await this.store.read(caseId, lately);
    const folded = record && this.folds.fold(caseId, record.events);
    return record && folded ? { ...record, case: folded } : undefined;
  }

  private async append(
    events: readonly CaseEvent[],
    before: Case | undefined,
    asked?: Asked,
    press?: PressedMessage,
    foreseen?: (handled: Handled & { case: Case }) => void,
  ): Promise<Exclude<AppendResult, { kind: 'appended' }> | { after: Case }> {
    const { after, deliveries } = deliveriesFor(events, before, asked, press);
    const appending = this.store.append(after.id, before?.length ?? 0, events, deliveries);
    // Two turns of the loop later: first the line leaves for the disk, then the time until it is there is used.
    if (foreseen) setImmediate(() => setImmediate(foreseen, { case: after, events }));
    const result = await appending;
    if (result.kind !== 'appended') return result;
    this.folds.keep(after);
    this.onChange(after, events, asked?.request);
    return { after };
  }

  private async opened(command: Extract<Command, { type: 'openCase' }>, asked: Asked): Promise<Case | undefined> {
    const open = await this.store.openCase(asked.by.tenant, command.municipality);
    return open === undefined ? undefined : this.case(open);
  }
}

/** A case of another tenant is not shown, not even with a refusal. */
function mine(before: Case | undefined, asked: Asked): { case?: Case } {
  return before && sameTenant(before.tenant, asked.by.tenant) ? { case: before } : {};
}
