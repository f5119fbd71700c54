import { setTimeout } from 'node:timers/promises';
import { dist } from '../built.js';
import type { LoopbackConnector } from '../teams/loopback-connector.js';
import { begin, type Life } from './life.js';
import { doubledFacts, isWaiting, type Loss, lostOf, readFiles } from './toll.js';

/** What the whole bot went through. */
export interface FullToll {
  readonly kills: number;
  readonly acknowledged: number;
  readonly reminders: number;
  readonly losses: readonly Loss[];
}

/** Cases pressed in all the time by their coordinators, and cases nobody touches, which are overdue and reminded of. */
const PRESSED = 3;
const QUIET = 4;
/** Presses one right after the other hold a message up half a second a step, so a life must be longer than that. */
const LIFE_MS = 2_500;
const DAY_MS = 86_400_000;
/** Ten in the morning in Denmark on a Monday; each life begins a day later than the one before. */
const FIRST = Date.parse('2026-05-04T08:00:00.000Z');

/** The whole bot as `npm run serve` starts it, SDK and cards included, pressed over HTTP and killed again and again. */
export class FullBot {
  private readonly acknowledged = new Map<string, Set<string>>();
  private readonly ids = new Map<number, string>();
  private readonly losses: Loss[] = [];
  private startMs = 1_000;
  private reminders = 0;
  private presses = 0;

  constructor(
    private readonly folder: string,
    private readonly connector: LoopbackConnector,
    private readonly random: () => number,
  ) {}

  async live(kills: number): Promise<FullToll> {
    for (let life = 0; life <= kills && this.losses.length === 0; life++) {
      const bot = this.begin(life);
      if (life === 0) await this.openAll(bot);
      this.connector.forget();
      const traffic = Array.from({ length: PRESSED }, (_, number) => this.pressing(bot, number));
      if (life === kills) await this.everythingTold(bot);
      else if (life > 0 && this.random() < 1 / 3) await setTimeout(this.random() * this.startMs);
      else await this.started(bot).then(() => setTimeout(this.random() * LIFE_MS));
      await bot.kill();
      await Promise.all(traffic);
      await this.look(life);
    }
    const acknowledged = [...this.acknowledged.values()].reduce((sum, days) => sum + days.size, 0);
    return { kills, acknowledged, reminders: this.reminders, losses: this.losses };
  }

  private begin(life: number): Life {
    const env = {
      PORT: '0',
      DATA_DIR: this.folder,
      LOG_LEVEL: 'info',
      TICK_SECONDS: '0.05',
      PRACTICE_CLOCK: new Date(FIRST + life * DAY_MS).toISOString(),
    };
    return begin([`${dist}/main.js`], env, (line) => {
      const { msg, port } = JSON.parse(line) as { msg: string; port: number };
      return msg === 'ready' ? { port, setAside: [] } : undefined;
    });
  }

  private async started(bot: Life): Promise<void> {
    await bot.ready;
    this.startMs = Date.now() - bot.begun;
  }

  private async openAll(bot: Life): Promise<void> {
    for (let number = 0; number < PRESSED + QUIET; number++) {
      const { id, name, tenantId } = personOf(number);
      this.connector.setRoster(chatOf(number), [{ id: `29:${id}`, name, aadObjectId: id, tenantId, userRole: 'user' }]);
      const goLive = number < PRESSED ? this.freshDay() : '2026-11-09';
      const text = await this.press(bot, number, 'openCase', { municipality: '0630', goLive });
      const [, caseId] = /"caseId":"([^"]+)"/.exec(text ?? '') ?? [];
      if (caseId === undefined) throw new Error(`No case was opened: ${text}`);
      this.ids.set(number, caseId);
      this.acknowledged.set(caseId, new Set([goLive]));
    }
    await this.everythingTold(bot);
  }

  /** Presses one after the other until the process is gone. */
  private async pressing(bot: Life, number: number): Promise<void> {
    const caseId = this.ids.get(number) ?? '';
    // What the newest card shows: a press of the last life may have been stored and never answered.
    let version = versionIn(await this.press(bot, number, 'refresh', { caseId, show: 'moveGoLive' }));
    while (version !== undefined) {
      const goLive = this.freshDay();
      const answer = await this.press(bot, number, 'moveGoLive', { caseId, step: 'officer', version, goLive });
      const told = versionIn(answer);
      if (told === version + 1) this.acknowledged.get(caseId)?.add(goLive);
      version = told;
    }
  }

  private async press(bot: Life, number: number, verb: string, data: object): Promise<string | undefined> {
    const { id, name, tenantId } = personOf(number);
    const answer = await bot
      .post('/api/messages', {
        id: `in-${++this.presses}`,
        type: 'invoke',
        name: 'adaptiveCard/action',
        timestamp: '2026-05-04T08:00:00.000Z',
        channelId: 'msteams',
        serviceUrl: this.connector.serviceUrl,
        from: { id: `29:${id}`, name, aadObjectId: id },
        recipient: { id: '28:bot', name: 'NemKonto' },
        conversation: { id: chatOf(number), conversationType: 'personal', tenantId },
        channelData: { tenant: { id: tenantId } },
        locale: 'da-DK',
        value: { action: { type: 'Action.Execute', verb, data } },
      })
      .catch(() => undefined);
    if (answer && answer.status !== 200)
      this.losses.push({ kind: 'lost', what: `a press was answered ${answer.status}` });
    return answer?.text;
  }

  /** Every message of every case has come to its end; a reminder of a weekend waits for Monday. */
  private async everythingTold(bot: Life): Promise<void> {
    await bot.ready;
    const told = async () => {
      const { cases } = await readFiles(this.folder);
      return [...this.ids].every(([number, id]) => number < PRESSED || !cases.get(id)?.deliveries.some(isWaiting));
    };
    const giveUp = Date.now() + 30_000;
    while (!(await told())) {
      if (Date.now() > giveUp) throw new Error('messages are still on their way after 30 seconds');
      await setTimeout(20);
    }
  }

  private async look(life: number): Promise<void> {
    const { cases, losses } = await readFiles(this.folder);
    this.losses.push(...losses, ...lostOf(cases, this.acknowledged), ...doubledFacts(cases));
    if (life === 0) return;
    for (let number = PRESSED; number < PRESSED + QUIET; number++) {
      const sends = this.connector.messagesIn(chatOf(number)).filter(({ kind }) => kind === 'send').length;
      this.reminders += sends;
      if (sends > 1) this.losses.push({ kind: 'doubled', what: `${sends} messages in ${chatOf(number)} on one day` });
    }
  }

  private freshDay(): string {
    return new Date(Date.parse('2032-01-01') + this.presses * DAY_MS).toISOString().slice(0, 10);
  }
}

function versionIn(text: string | undefined): number | undefined {
  const [, version] = /"version":(\d+)/.exec(text ?? '') ?? [];
  return version === undefined ? undefined : Number(version);
}

function chatOf(number: number): string {
  return `a:torture-${number}`;
}

/** Each case in an organisation of its own, so that no reminder of one joins that of another. */
function personOf(number: number) {
  const digits = String(number).padStart(12, '0');
  const tenantId = `22222222-2222-4222-8222-${digits}`;
  return { id: `00000000-0000-4000-8000-${digits}`, name: `Medarbejder ${number}`, tenantId };
}
