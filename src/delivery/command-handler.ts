import type { Case } from '../case/case.js';
import type { Command, CommandOf } from '../case/commands.js';
import type { Instant } from '../case/dates.js';
import { decide } from '../case/decide.js';
import type { Asked, Refusal, World } from '../case/decision.js';
import type { CaseEvent } from '../case/events.js';
import { sameTenant } from '../case/people.js';
import { remindersDue } from '../case/reminders.js';
import { outboxFor, type PressedMessage } from './outbox.js';
import type { AppendResult, CaseRecord, CaseStore } from './ports.js';

/** What came of a command: the case as it stands now, the new events (none when refused), and the refusal if any. */
export interface Handled {
  readonly case?: Case;
  readonly events: readonly CaseEvent[];
  readonly refusal?: Refusal;
}

/** How often a command is decided anew when another writer was faster. */
const TRIES = 8;

/** Other writers kept being faster; the person may simply press again. */
export class TooBusyError extends Error {
  override readonly name = 'TooBusyError';
}

/**
 * The path of every command: read the case, decide, append with the expected length. Two writers cannot both win; the
 * slower one reads and decides again. Nothing is sent from here: the deliveries are appended with the events, and the
 * sender takes them up after the answer.
 */
export class CommandHandler {
  constructor(
    private readonly store: CaseStore,
    private readonly world: World,
    /** Told of every append: the case as it stands now, the new events, and the request they came from, if any. */
    private readonly onAppended?: (after: Case, events: readonly CaseEvent[], request?: string) => void,
  ) {}

  /** @throws TooBusyError when other writers were faster every time. */
  async handle(command: Command, caseId: string, asked: Asked, pressed?: PressedMessage): Promise<Handled> {
    for (let tries = 0; tries < TRIES; tries++) {
      const before = command.type === 'openCase' ? await this.opened(command, asked) : await this.case(caseId);
      const wanted = command.type === 'openCase' && !before ? await this.withBilling(command, asked) : command;
      const decision = decide(wanted, before, asked, this.world);
      if ('refusal' in decision) return { ...ownCase(before, asked), events: [], refusal: decision.refusal };
      const result = await this.append(decision.events, before, asked, pressed);
      if (result.kind === 'appended') return { case: result.record.case, events: decision.events };
      if (result.kind === 'openCase' && command.type !== 'openCase')
        return { ...ownCase(before, asked), events: [], refusal: { reason: 'caseExists', caseId: result.caseId } };
    }
    throw new TooBusyError(`Case ${caseId} changed ${TRIES} times while ${command.type} was decided`);
  }

  /** Appends the reminders that are due in a case at this moment; most often there are none. */
  async remind(caseId: string, at: Instant): Promise<readonly CaseEvent[]> {
    for (let tries = 0; tries < TRIES; tries++) {
      const before = await this.case(caseId);
      const events = before ? remindersDue(before, at, this.world) : [];
      if (!before || events.length === 0) return [];
      if ((await this.append(events, before)).kind === 'appended') return events;
    }
    return [];
  }

  /** The case as it stands, or undefined when there is none. */
  async case(caseId: string): Promise<Case | undefined> {
    return (await this.store.read(caseId))?.case;
  }

  /** The case together with its log, outbox and messages. */
  read(caseId: string): Promise<CaseRecord | undefined> {
    return this.store.read(caseId);
  }

  private async append(
    events: readonly CaseEvent[],
    before: Case | undefined,
    asked?: Asked,
    pressed?: PressedMessage,
  ): Promise<AppendResult> {
    const { caseId, deliveries } = outboxFor(events, before, asked, pressed);
    const result = await this.store.append(caseId, before?.length ?? 0, events, deliveries);
    if (result.kind === 'appended') this.onAppended?.(result.record.case, events, asked?.request);
    return result;
  }

  /** What the municipality's newest case knew of its invoices holds for the next one. */
  private async withBilling(command: CommandOf<'openCase'>, { by }: Asked): Promise<Command> {
    const entries = await this.store.list(by.tenant);
    const newest = entries.find(({ municipality }) => municipality === command.municipality);
    const earlier = newest && (await this.case(newest.id));
    if (!earlier) return command;
    const { ean, accounting } = earlier;
    return { ...command, ...(ean && { ean }), ...(accounting && { accounting }) };
  }

  private async opened(command: CommandOf<'openCase'>, asked: Asked): Promise<Case | undefined> {
    const open = await this.store.openCase(asked.by.tenant, command.municipality);
    return open === undefined ? undefined : this.case(open);
  }
}

/** A case of another tenant is not shown, not even with a refusal. */
function ownCase(before: Case | undefined, asked: Asked): { case?: Case } {
  return before && sameTenant(before.tenant, asked.by.tenant) ? { case: before } : {};
}
