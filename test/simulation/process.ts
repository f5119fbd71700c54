import { Understanding } from '../../src/ask/understand.js';
import { dueMoment } from '../../src/case/reminders.js';
import { Deliveries } from '../../src/delivery/deliver.js';
import { CommandHandler } from '../../src/delivery/flow.js';
import { Gate } from '../../src/delivery/gate.js';
import type { CaseStore, Delivery, Directory, Outcome } from '../../src/delivery/ports.js';
import { Reminders } from '../../src/delivery/tick.js';
import { LocalWaitlist } from '../../src/delivery/waitlist.js';
import { danishCalendar } from '../../src/task/calendar.js';
import { Roster } from '../../src/teams/acquaintances.js';
import { Answered } from '../../src/teams/answered.js';
import type { Services } from '../../src/teams/context.js';
import { PendingFiles } from '../../src/teams/files-pending.js';
import type { Inbound, Sender } from '../../src/teams/inbound.js';
import { TeamsMessenger } from '../../src/teams/messenger.js';
import { answerPress, type Reply } from '../../src/teams/presses.js';
import { answerText } from '../../src/teams/typed.js';
import { templates } from '../cards/cases.js';
import { task } from '../given.js';
import type { Chance } from './chance.js';
import type { FakeTeams } from './teams.js';
import type { VirtualTime } from './time.js';

export const world = { task, calendar: danishCalendar(task.reminders.freeByCustom) };
/** Loaded before time is taken over: a file that is read takes real time, and virtual days would pass meanwhile. */
const understanding = new Understanding(task.questions);

/** What outlives a process: the disk and the world around it. */
export interface Lasting {
  readonly store: CaseStore;
  readonly directory: Directory;
  readonly teams: FakeTeams;
  readonly chance: Chance;
  readonly time: VirtualTime;
  readonly onDelivered: (caseId: string, delivery: Delivery, performed: Outcome) => void;
  readonly onError: (error: unknown, caseId: string) => void;
  /** Somebody can be reached who could not before: what they missed comes now, whenever it is. */
  readonly onReachable: (person: { tenant: string; id: string }) => void;
}

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** The bot from its start to its death, in virtual time; what it does after its death reaches nothing. */
export class BotProcess {
  alive = true;
  /** Dies at one of the next writes, so many from now: before it or after it. */
  dieInWrites = Number.POSITIVE_INFINITY;
  readonly desk: Services;
  readonly reminders: Reminders;
  private readonly waitlist = new LocalWaitlist();
  readonly deliveries: Deliveries;
  private readonly flow: CommandHandler;
  private readonly acquaintances: Roster;

  constructor(private readonly lasting: Lasting) {
    const { directory, teams, chance, time } = lasting;
    const clock = { now: () => time.instant() };
    const store = this.mortal(lasting.store);
    const connector = teams.connector(this);
    const gate = new Gate(undefined, {
      now: () => time.now,
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    });
    this.reminders = new Reminders(world, (caseId, tenant) => this.deliveries.wake(caseId, tenant), this.waitlist);
    this.flow = new CommandHandler(store, world, (after) => this.reminders.note(after));
    const suffix = () => Array.from({ length: 6 }, () => chance.pick([...LETTERS])).join('');
    const { flow } = this;
    this.desk = {
      commands: flow,
      store,
      directory,
      clock,
      world,
      templates,
      practice: false,
      suffix,
      understanding: async () => understanding,
      pending: new PendingFiles(),
      answered: new Answered(),
    };
    this.deliveries = new Deliveries({
      store,
      flow,
      // One for each errand, so that the way out knows what a request is about.
      messenger: {
        send: (errand) => new TeamsMessenger(this.desk, teams.connector(this, errand), gate).send(errand),
      },
      clock,
      jitter: () => chance.next(),
      onDelivered: (...told) => this.alive && lasting.onDelivered(...told),
      onError: (error, caseId) => this.alive && lasting.onError(error, caseId),
    });
    this.acquaintances = new Roster(this.desk, connector, gate, (person) => {
      lasting.onReachable(person);
      return this.deliveries.retryAll(person);
    });
  }

  async start(): Promise<void> {
    await this.reminders.rebuild(this.desk.store, this.flow);
    await this.deliveries.resume();
  }

  /** The first moment from now on at which a reminder may go out. */
  soonest(): string | undefined {
    const first = this.waitlist.first();
    return first === undefined ? undefined : dueMoment(first, this.lasting.time.instant(), world);
  }

  tick(): Promise<void> {
    return this.reminders.tick(this.lasting.time.instant(), this.flow);
  }

  die(): void {
    this.alive = false;
    // Only its timers end with it: whatever it was about to do hangs for ever.
    void this.deliveries.stop();
  }

  /** One turn, as the app runs it: learn who it is, answer, then send what follows. Undefined when the bot died over it. */
  async turn(inbound: Extract<Inbound, { kind: 'press' | 'text' }>): Promise<Reply> {
    const { sender } = inbound;
    const { newChat } = await this.acquaintances.remember(sender);
    const letIn = await this.acquaintances.unblock(sender);
    await this.acquaintances.prepare(sender, inbound.kind === 'press' ? inbound.inputs : {});
    const answer =
      inbound.kind === 'press'
        ? await answerPress(this.desk, inbound)
        : await answerText(this.desk, inbound, undefined);
    if (answer.caseId !== undefined) this.deliveries.wake(answer.caseId, sender.person.tenant, true);
    if (newChat || letIn) await this.acquaintances.reachable(sender);
    return answer;
  }

  /** Somebody has installed the bot in their chat. */
  async installed(sender: Sender): Promise<void> {
    await this.acquaintances.remember(sender);
    await this.acquaintances.unblock(sender);
    await this.acquaintances.lookUp(sender.address, true);
    await this.acquaintances.reachable(sender);
  }

  /** The bot was brought into a conversation. */
  async met(sender: Sender): Promise<void> {
    await this.acquaintances.remember(sender);
    await this.acquaintances.lookUp(sender.address, true);
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
    const read = <A extends unknown[], R>(work: (...told: A) => Promise<R>) => {
      return (...told: A): Promise<R> => (this.alive ? work(...told) : never());
    };
    return {
      ...store,
      read: read(store.read),
      casesOf: read(store.casesOf),
      unfinished: read(store.unfinished),
      append: (...told) => write(() => store.append(...told)),
      updateDelivery: (...told) => write(() => store.updateDelivery(...told)),
    };
  }
}
