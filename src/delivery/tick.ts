import PQueue from 'p-queue';
import type { Instant } from '../case/dates.js';
import type { World } from '../case/decision.js';
import { dueMoment, inWorkingHours } from '../case/reminders.js';
import type { CommandHandler } from './command-handler.js';
import type { CaseStore } from './ports.js';

/** Cases reminded side by side: most of the time is spent waiting for the disk. */
const WIDTH = 8;
/** A reminder that could have gone out so many milliseconds ago is overdue: several ticks have passed it by. */
const LATE_MS = 10 * 60_000;
/** Later than every moment a case can wait for. */
const EVER: Instant = '9999-12-31T23:59:59.999Z';

export interface TickSettings {
  readonly store: Pick<CaseStore, 'due'>;
  readonly commands: Pick<CommandHandler, 'remind'>;
  readonly world: World;
  /** Told of each case that got a reminder once all are recorded, so that a person gets one message about several. */
  readonly onReminded: (caseId: string, tenant: string) => void;
  readonly onError: (error: unknown, caseId: string) => void;
}

/**
 * Records the reminders whose moment has come. The moments follow from the logs, so that a missed tick loses nothing and
 * a repeated one doubles nothing.
 */
export class ReminderTick {
  /** One tick after the other: a later one sees what is due only then. */
  private readonly ticks = new PQueue({ concurrency: 1 });

  constructor(private readonly settings: TickSettings) {}

  /** One tick at a moment, the most pressing cases first. The failure of one case keeps no other back. */
  async run(now: Instant): Promise<void> {
    await this.ticks.add(() => this.remind(now));
  }

  /** The first moment from `now` on at which a reminder may go out; undefined when no case waits for one. */
  async next(now: Instant): Promise<Instant | undefined> {
    const [first] = await this.settings.store.due(EVER);
    return first && dueMoment(first.at, now, this.settings.world);
  }

  /** For operators: the number of cases whose reminder is due, and of those that should have been reminded a while ago. */
  async counts(now: Instant): Promise<{ due: number; overdue: number }> {
    const { store, world } = this.settings;
    const late = new Date(Date.parse(now) - LATE_MS).toISOString();
    const isOpen = inWorkingHours(now, world) && inWorkingHours(late, world);
    const [due, overdue] = await Promise.all([store.due(now), isOpen ? store.due(late) : []]);
    return { due: due.length, overdue: overdue.length };
  }

  private async remind(now: Instant): Promise<void> {
    const { store, commands, world, onReminded, onError } = this.settings;
    if (!inWorkingHours(now, world)) return;
    const due = [...(await store.due(now))].sort((a, b) => (a.rank < b.rank ? -1 : 1));
    const reminded: typeof due = [];
    const remind = async (one: (typeof due)[number]) => {
      try {
        if ((await commands.remind(one.caseId, now)).length > 0) reminded.push(one);
      } catch (error) {
        onError(error, one.caseId);
      }
    };
    await new PQueue({ concurrency: WIDTH }).addAll(due.map((one) => () => remind(one)));
    for (const { caseId, tenant } of reminded) onReminded(caseId, tenant);
  }
}

/** Runs a task again and again, never twice at once: the pause begins when the task has ended. */
export interface Ticker {
  /** Ends the ticking and waits for a run in hand. */
  stop(): Promise<void>;
}

/** Starts to tick every `seconds`; the first run comes at once. A failing run is told of and the next one comes anyway. */
export function startTicker(seconds: number, run: () => Promise<void>, onError: (error: unknown) => void): Ticker {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let running = Promise.resolve();
  const tick = () => {
    running = run()
      .catch(onError)
      .then(() => {
        if (!stopped) timer = setTimeout(tick, seconds * 1_000);
      });
  };
  tick();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
