import type { Case } from '../../src/case/case.js';
import { nextReminderOf } from '../../src/case/reminders.js';
import { memoryCaseStore, memoryDirectory } from '../../src/store/memory.js';
import { MUNICIPALITIES } from '../../src/task/municipalities.js';
import { Chance } from './chance.js';
import { checkLadder } from './ladder.js';
import { Actor, type Room } from './people.js';
import { BotProcess, type Lasting, world } from './process.js';
import { checkStanding } from './standing.js';
import { FakeTeams } from './teams.js';
import { type Timer, VirtualTime } from './time.js';
import { Watch } from './watch.js';

export interface Plan {
  readonly seed: number;
  readonly cases: number;
  readonly days: number;
  readonly people: number;
}

const BEGIN = Date.parse('2026-01-05T06:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TENANTS = ['t0000000-0000-4000-8000-00000000000a', 't0000000-0000-4000-8000-00000000000b'];
const FIRST = ['Anna', 'Bo', 'Carl', 'Dorte', 'Emil', 'Freja', 'Gorm', 'Hanne', 'Ivan', 'Jette'];
const LAST = ['Holm', 'Krogh', 'Lund', 'Møller', 'Nørgaard', 'Østergaard'];

const immediate = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Two years of many people with a bot that dies now and then and a Teams that fails, in virtual time. */
export class Simulation {
  readonly time = new VirtualTime(BEGIN);
  readonly watch = new Watch(this.time);
  readonly actors: Actor[] = [];
  bot: BotProcess;
  private readonly chance: Chance;
  private readonly teams: FakeTeams;
  private readonly lasting: Lasting;
  private readonly end: number;
  private ticking: Promise<void> | undefined;
  private restarting = false;
  private over = false;
  private awaited: { due: string; timer: Timer } | undefined;

  constructor(private readonly plan: Plan) {
    const { watch, time } = this;
    this.chance = new Chance(plan.seed);
    this.end = BEGIN + plan.days * DAY;
    this.teams = new FakeTeams(this.chance, time, watch);
    this.lasting = {
      store: watch.over(memoryCaseStore({ nextReminderOf: (theCase) => nextReminderOf(theCase, world) })),
      directory: memoryDirectory(),
      teams: this.teams,
      chance: this.chance,
      time,
      onOutcome: () => undefined,
      onError: (error, caseId) => watch.note('a delivery threw', `${caseId} ${error}`),
      onReachable: (person) => watch.reachable(person),
    };
    this.bot = new BotProcess(this.lasting);
  }

  /** Runs it all; what was broken is in the watch. */
  run(): Promise<void> {
    return this.time.within(() => this.live());
  }

  private async live(): Promise<void> {
    const { time, watch } = this;
    time.doing = 'the bot meeting everybody';
    await this.settle();
    this.plot();
    while (time.now < this.end && watch.wrong.length === 0) await this.step();
    time.doing = 'the bot coming to rest';
    await this.rest();
    for (const [caseId, log] of watch.logs) checkLadder(caseId, log, watch);
    time.doing = 'the look at what stands';
    await checkStanding(this.bot, this.lasting.store, this.teams, this.actors, watch);
  }

  /** People, their chats and rooms; some have never opened their chat with the bot. */
  private async settle(): Promise<void> {
    const { chance, teams, plan } = this;
    for (let at = 0; at < plan.people; at++) {
      const tenant = TENANTS[at % TENANTS.length] ?? '';
      const id = `00000000-0000-4000-8000-${String(at + 1).padStart(12, '0')}`;
      const name = `${FIRST[at % FIRST.length]} ${LAST[Math.floor(at / FIRST.length) % LAST.length]}`;
      const pause = chance.pick([2, 4, 7, 20]) ?? 4;
      const locale = at % 4 === 3 ? 'en' : 'da';
      const actor = new Actor({ tenant, id, name }, pause, locale, teams, chance, this.watch);
      this.actors.push(actor);
      teams.rosters.set(actor.chat.id, [actor.member]);
      if (at % 5 === 4) teams.uninstalled.add(actor.chat.id);
    }
    for (const tenant of TENANTS) for (let at = 0; at < 8; at++) await this.furnish(tenant, at);
    for (const actor of this.actors)
      if (!teams.uninstalled.has(actor.chat.id)) await this.bot.installed(actor.sender());
  }

  private async furnish(tenant: string, at: number): Promise<void> {
    const ours = this.actors.filter(({ person }) => person.tenant === tenant);
    const members = ours.filter(() => this.chance.percent(60));
    const name = `19:${TENANTS.indexOf(tenant)}-${at}@thread`;
    const channel = at % 2 === 0;
    const room: Room = {
      id: channel ? `${name}.tacv2;messageid=1700000000${at}` : `${name}.v2`,
      kind: channel ? 'channel' : 'groupChat',
      members,
    };
    this.teams.rosters.set(
      room.id,
      members.map((one) => one.member),
    );
    for (const one of members) one.rooms.push(room);
    if (members[0]) await this.bot.met(members[0].sender(room));
  }

  /** What happens when: looks, new cases, weather and deaths, each planning its own next time. */
  private plot(): void {
    const { chance, plan, teams } = this;
    const span = plan.days * DAY;
    for (const actor of this.actors) this.often(actor.pause * DAY, () => this.look(actor));
    for (let at = 0; at < plan.cases; at++) {
      const [municipality = ''] = MUNICIPALITIES[at % MUNICIPALITIES.length] ?? [];
      const tenant = TENANTS[Math.floor(at / MUNICIPALITIES.length + at) % TENANTS.length] ?? '';
      const open = () => this.open(tenant, municipality);
      this.time.after((span * 0.85 * at) / plan.cases + chance.wait(DAY), open);
    }
    this.often(45 * DAY, () => {
      teams.outageUntil = this.time.now + HOUR;
      this.watch.count('outages');
    });
    this.often(30 * DAY, () => {
      teams.stormUntil = this.time.now + chance.wait(20 * 60_000);
      this.watch.count('storms');
    });
    this.often(250 * DAY, () => {
      const room = chance.pick(this.actors.flatMap((actor) => actor.rooms));
      if (room) teams.gone.add(room.id);
      this.watch.count('rooms deleted');
    });
    this.often(10 * DAY, () => !this.over && this.endProcess(chance.between(1, 4)));
  }

  /** Somebody of the tenant opens a case; when it does not come to that, somebody tries again a few days later. */
  private open(tenant: string, municipality: string): void {
    const { chance, watch, bot } = this;
    const actor = chance.pick(this.actors.filter(({ person }) => person.tenant === tenant));
    const ours = ({ tenant: theCase, municipality: where }: Case) => theCase === tenant && where === municipality;
    const before = [...watch.cases.values()].filter(ours).length;
    this.awake(async () => actor?.open(bot, municipality));
    this.time.after(chance.wait(3 * DAY), () => {
      if ([...watch.cases.values()].filter(ours).length === before) this.open(tenant, municipality);
    });
  }

  /** One of the ways a process ends. */
  private endProcess(way: number): void {
    const { bot, chance, teams } = this;
    if (way === 1) bot.die();
    else if (way === 2) teams.dieIn = chance.between(1, 12);
    else if (way === 3) bot.dieInWrites = chance.between(1, 20);
    else void bot.sender.stop().then(() => bot.die());
  }

  private look(actor: Actor): void {
    // Mostly at work, sometimes in the evening or at the weekend.
    const hour = new Date(this.time.now).getUTCHours();
    const wait = hour >= 5 && hour <= 18 ? 0 : this.chance.between(6, 12) * HOUR;
    setTimeout(() => this.awake(() => actor.look(this.bot)), wait);
  }

  /** People get an answer only from a bot that lives; one that dies over it leaves them without. */
  private awake(work: () => Promise<void>): void {
    if (!this.bot.alive || this.over) return;
    work().catch((error: unknown) =>
      this.watch.note('a turn threw', String(error instanceof Error ? error.stack : error)),
    );
  }

  private often(mean: number, work: () => void): void {
    this.time.after(this.chance.wait(mean), () => {
      work();
      this.often(mean, work);
    });
  }

  /** Lets everything happen that needs no time, then moves to the next moment at which something is to happen. */
  private async step(): Promise<void> {
    this.time.doing = this.ticking ? 'a tick' : 'the work of a moment';
    do await immediate();
    while (this.ticking && this.bot.alive);
    if (!this.bot.alive && !this.restarting) this.restart();
    await this.awaitTick();
    this.time.leap();
  }

  private restart(): void {
    const { chance } = this;
    this.restarting = true;
    this.watch.count('restarts');
    const pause = chance.percent(85) ? chance.between(2, 300) * 1_000 : chance.between(1, 4) * DAY;
    setTimeout(() => {
      this.restarting = false;
      this.ticking = undefined;
      this.bot = new BotProcess(this.lasting);
      this.awake(async () => this.bot.start());
    }, pause);
  }

  /** The ticker ticks each minute; without anything due nothing happens, so only the ticks that matter are taken. */
  private async awaitTick(): Promise<void> {
    const { bot } = this;
    const due = bot.alive ? await bot.next() : undefined;
    if (due === undefined || this.ticking || this.awaited?.due === due) return;
    if (this.awaited) this.awaited.timer.cancelled = true;
    const wait = Math.max(0, Date.parse(due) - this.time.now) + this.chance.between(0, 60_000);
    const timer = this.time.after(wait, () => {
      this.awaited = undefined;
      if (!bot.alive) return;
      this.ticking = bot.tick().finally(() => {
        if (this.bot === bot) this.ticking = undefined;
      });
    });
    this.awaited = { due, timer };
  }

  /** Fair weather and a living bot until nothing is on its way any more: the retries end within hours. */
  private async rest(): Promise<void> {
    const { teams } = this;
    this.over = true;
    this.bot.die();
    // A death that was planned and has not come yet would leave the last process dead.
    teams.dieIn = Number.POSITIVE_INFINITY;
    this.bot = new BotProcess(this.lasting);
    this.bot.start();
    for (let turn = 0; turn < 200_000 && (await this.lasting.store.unfinished()).length > 0; turn++) {
      await immediate();
      teams.outageUntil = 0;
      teams.stormUntil = 0;
      this.time.leap();
    }
  }
}
