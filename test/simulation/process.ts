import { PendingFiles } from '../../src/answers/pending-files.js';
import { answerPress } from '../../src/answers/presses.js';
import type { ActivitySender, Press, Reply, TypedText } from '../../src/answers/protocol.js';
import type { Services } from '../../src/answers/services.js';
import { answerText } from '../../src/answers/typed.js';
import { Understanding } from '../../src/ask/understand.js';
import { CommandHandler } from '../../src/delivery/command-handler.js';
import type { CaseStore, Delivery, Directory, Outcome, SenderLease } from '../../src/delivery/ports.js';
import { RateLimiter } from '../../src/delivery/rate-limit.js';
import { noteMissed } from '../../src/delivery/reachability.js';
import { Sender as OutboxSender } from '../../src/delivery/sender.js';
import { ReminderTick } from '../../src/delivery/tick.js';
import { danishCalendar } from '../../src/task/calendar.js';
import { TeamsMessenger } from '../../src/teams/messenger.js';
import { Roster } from '../../src/teams/roster.js';
import { templates } from '../cards/cases.js';
import { task } from '../given.js';
import type { Chance } from './chance.js';
import type { FakeTeams } from './teams.js';
import type { VirtualTime } from './time.js';

export const world = { task, calendar: danishCalendar(task.reminders.freeByCustom) };
const understanding = new Understanding(task.questions);
const alwaysHeld: SenderLease = { held: true, onChange: (listener) => listener(true) };

/** What outlives a process: the disk and the world around it. */
export interface Lasting {
  readonly store: CaseStore;
  readonly directory: Directory;
  readonly teams: FakeTeams;
  readonly chance: Chance;
  readonly time: VirtualTime;
  readonly onOutcome: (caseId: string, delivery: Delivery, outcome: Outcome) => void;
  readonly onError: (error: unknown, caseId: string) => void;
  /** A person can be reached who could not before: what they missed comes now, whenever it is. */
  readonly onReachable: (person: { tenant: string; id: string }) => void;
}

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** The bot from its start to its death, in virtual time; what it does after its death reaches nothing. */
export class BotProcess {
  alive = true;
  /** Dies at one of the next writes, so many from now: before it or after it. */
  dieInWrites = Number.POSITIVE_INFINITY;
  readonly services: Services;
  readonly sender: OutboxSender;
  private readonly reminders: ReminderTick;
  private readonly roster: Roster;

  constructor(private readonly lasting: Lasting) {
    const { directory, teams, chance, time } = lasting;
    const clock = { now: () => time.instant() };
    const store = this.mortal(lasting.store);
    const limiter = new RateLimiter(undefined, () => time.now);
    const commands = new CommandHandler(store, world, (after) => this.sender.caseChanged(after));
    const suffix = () => Array.from({ length: 6 }, () => chance.pick([...LETTERS])).join('');
    this.services = {
      ...{ commands, store, directory, clock, world, templates, practice: false, suffix },
      understanding: async () => understanding,
      pending: new PendingFiles(),
    };
    const onError = (error: unknown, caseId: string) => this.alive && lasting.onError(error, caseId);
    this.sender = new OutboxSender({
      ...{ store, world, clock, onError, lease: alwaysHeld },
      // One for each message, so that the way out knows what a request is about.
      messenger: {
        send: (message) =>
          new TeamsMessenger(this.services, teams.connector(this, message), limiter, alwaysHeld).send(message),
      },
      jitter: () => chance.next(),
      onMissed: async (theCase, effect) => {
        if (this.alive) await noteMissed(directory, theCase, effect);
      },
      onOutcome: (...outcome) => this.alive && lasting.onOutcome(...outcome),
    });
    this.reminders = new ReminderTick({
      ...{ store, commands, world, onError },
      onReminded: (caseId, tenant) => this.sender.wake(caseId, tenant),
    });
    this.roster = new Roster(this.services, teams.connector(this), limiter, {
      retryUndelivered: (person) => {
        lasting.onReachable(person);
        return this.sender.retryUndelivered(person);
      },
      refreshCaseCards: (person) => this.sender.refreshCaseCards(person),
    });
  }

  start(): void {
    this.sender.start();
  }

  /** The first moment from now on at which a reminder may go out. */
  next(): Promise<string | undefined> {
    return this.reminders.next(this.lasting.time.instant());
  }

  tick(): Promise<void> {
    return this.reminders.run(this.lasting.time.instant());
  }

  die(): void {
    this.alive = false;
    // Only its timers end with it: what it was about to do hangs for ever.
    void this.sender.stop();
  }

  /** One turn, as the app runs it: learn who it is, answer, then send what follows. */
  async turn(inbound: Press | TypedText): Promise<Reply> {
    const { sender } = inbound;
    const { newChat } = await this.roster.remember(sender);
    const missed = await this.roster.isAlive(sender);
    await this.roster.prepare(sender, inbound);
    const reply =
      inbound.kind === 'press'
        ? await answerPress(this.services, inbound)
        : await answerText(this.services, inbound, undefined);
    if (reply.caseId !== undefined) this.sender.wake(reply.caseId, sender.person.tenant, 'press');
    if (newChat || missed) await this.roster.reachable(sender);
    return reply;
  }

  /** A person has installed the bot in their chat. */
  async installed(sender: ActivitySender): Promise<void> {
    await this.roster.remember(sender);
    await this.roster.isAlive(sender);
    await this.roster.lookUp(sender.conversation, true);
    await this.roster.reachable(sender);
  }

  /** A person has removed the bot from their chat. */
  async removed(sender: ActivitySender): Promise<void> {
    await this.roster.left(sender);
  }

  /** The bot was brought into a conversation. */
  async met(sender: ActivitySender): Promise<void> {
    await this.roster.remember(sender);
    await this.roster.lookUp(sender.conversation, true);
  }

  /** The store as a process has it: dead, it can neither read nor write. */
  private mortal(store: CaseStore): CaseStore {
    const never = () => new Promise<never>(() => {});
    const write = async <R>(work: () => Promise<R>): Promise<R> => {
      if (!this.alive) return never();
      const last = --this.dieInWrites <= 0;
      if (last && this.lasting.chance.percent(50)) {
        this.die();
        return never();
      }
      const result = await work();
      if (last) this.die();
      return this.alive ? result : never();
    };
    const read = <A extends unknown[], R>(work: (...args: A) => Promise<R>) => {
      return (...args: A): Promise<R> => (this.alive ? work(...args) : never());
    };
    return {
      ...store,
      read: read(store.read),
      casesOf: read(store.casesOf),
      unfinished: read(store.unfinished),
      due: read(store.due),
      append: (...args) => write(() => store.append(...args)),
      updateDelivery: (...args) => write(() => store.updateDelivery(...args)),
    };
  }
}
