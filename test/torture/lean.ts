import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { root } from '../built.js';
import { type Ears, openEars } from './ears.js';
import { begin, DiedAlone, type Life } from './life.js';
import { doubledFacts, doubledMessages, forgotten, type Loss, lostOf, readFiles } from './toll.js';

export interface Torture {
  readonly kills: number;
  readonly random: () => number;
  /** Takes one guard away, for the control run. */
  readonly without?: 'rename' | 'inFlight' | 'await';
}

/** What a run went through, and every promise it saw broken. */
export interface Toll {
  readonly kills: number;
  readonly early: number;
  readonly acknowledged: number;
  readonly reminders: number;
  /** Messages whose outcome the bot wrote down as unknown, since it died between sending and hearing that they arrived. */
  readonly unknown: number;
  readonly losses: readonly Loss[];
}

/** Cases that people press in all the time, two people each; and cases whose invoice is overdue: a reminder every working day. */
const PRESSED = 3;
const OVERDUE = 12;
/** A day of the clock passes in 430 ms, its working hours in a third of that: most lives see some of one. */
const SPEED = 200_000;
/** Milliseconds of traffic after the start at most. */
const LIFE_MS = 250;
/** Milliseconds a start takes on a machine that has nothing else to do; on others lives last longer and days too. */
const START_MS = 350;
const SLOWNESS_MAX = 8;
/** Milliseconds the last life is given to remind somebody, if nobody was reminded before. */
const LAST_MS = 10_000;
/** A new folder after so many kills, so that the logs stay as short as real ones. */
const KILLS_PER_FOLDER = 25;

/** Kills the lean bot again and again, folder after folder, and looks after each kill at what is left. */
export async function torture(asked: Torture): Promise<Toll> {
  let toll: Toll = { kills: 0, early: 0, acknowledged: 0, reminders: 0, unknown: 0, losses: [] };
  while (toll.kills < asked.kills && toll.losses.length === 0) {
    const folder = await mkdtemp(join(tmpdir(), 'nemkonto-torture-'));
    const ears = await openEars();
    try {
      const kills = Math.min(KILLS_PER_FOLDER, asked.kills - toll.kills);
      const one = await new Folder({ ...asked, kills }, folder, ears).live();
      toll = {
        kills: toll.kills + one.kills,
        early: toll.early + one.early,
        acknowledged: toll.acknowledged + one.acknowledged,
        reminders: toll.reminders + one.reminders,
        unknown: toll.unknown + one.unknown,
        losses: [...toll.losses, ...one.losses],
      };
    } finally {
      await ears.close();
      await rm(folder, { recursive: true, force: true });
    }
  }
  return toll;
}

const FIRST = Date.parse('2026-05-04T06:00:00.000Z');
const DAY_MS = 86_400_000;

class Folder {
  private readonly acknowledged = new Map<string, Set<string>>();
  private readonly losses: Loss[] = [];
  private clock = FIRST;
  private days = 0;
  private kills = 0;
  private early = 0;
  private startMs = START_MS;
  /** How many times slower than with nothing else to do the machine was when the life began. */
  private slowness = 1;
  private unknown = 0;

  constructor(
    private readonly asked: Torture,
    private readonly folder: string,
    private readonly ears: Ears,
  ) {}

  async live(): Promise<Toll> {
    for (let life = 0; life <= this.asked.kills && this.losses.length === 0; life++) {
      const last = life === this.asked.kills;
      try {
        await (last ? this.lastLife() : this.oneLife(life === 0));
      } catch (error) {
        if (!(error instanceof DiedAlone)) throw error;
        this.losses.push({ kind: 'start', what: error.message });
      }
      await this.look(last);
    }
    const acknowledged = [...this.acknowledged.values()].reduce((sum, days) => sum + days.size, 0);
    return { ...this, kills: this.kills, early: this.early, acknowledged, reminders: this.reminded() };
  }

  private reminded(): number {
    return this.ears.heard.filter(({ effect }) => effect === 'reminder' || effect === 'escalation').length;
  }

  /** From spawn to kill: at any moment of the start in a third of the lives, else under full traffic. */
  private async oneLife(first: boolean): Promise<void> {
    const { random } = this.asked;
    const life = this.begin();
    if (first) await this.openAll(life);
    const traffic = Array.from({ length: PRESSED * 2 }, (_, number) => this.pressing(life, number % PRESSED));
    const early = !first && random() < 1 / 3;
    if (early) await setTimeout(random() * this.startMs);
    else {
      const ready = await this.started(life);
      await setTimeout(random() * LIFE_MS * this.slowness - (Date.now() - ready));
    }
    await this.kill(life, traffic);
    this.kills++;
    if (early) this.early++;
  }

  /** Nobody kills the last one: it must bring to its end whatever the others left. */
  private async lastLife(): Promise<void> {
    const life = this.begin();
    await this.started(life);
    // A slow machine may have been killed before it came to remind anybody; the last life always comes to it.
    for (let waited = 0; this.reminded() === 0 && waited < LAST_MS; waited += 20) await setTimeout(20);
    await life.post('/', { command: { type: 'drain' } });
    await this.kill(life, []);
  }

  private begin(): Life {
    const { without } = this.asked;
    const { folder, ears } = this;
    this.slowness = Math.min(SLOWNESS_MAX, Math.max(1, this.startMs / START_MS));
    return leanLife({
      folder,
      connector: ears.url,
      clock: new Date(this.clock).toISOString(),
      speed: SPEED / this.slowness,
      ...(without && { without }),
    });
  }

  private async started(life: Life): Promise<number> {
    const ready = await life.ready;
    if (ready && ready.setAside.length > 0)
      this.losses.push({ kind: 'unreadable', what: JSON.stringify(ready.setAside) });
    this.startMs = Date.now() - life.begun;
    return Date.now();
  }

  private async kill(life: Life, traffic: readonly Promise<void>[]): Promise<void> {
    await life.kill();
    await Promise.all(traffic);
    this.clock += ((Date.now() - life.begun) * SPEED) / this.slowness;
  }

  private async openAll(life: Life): Promise<void> {
    for (let number = 0; number < PRESSED + OVERDUE; number++) {
      const home = { kind: 'personal', id: `a:${number}` };
      const opening = { type: 'openCase', caseId: idOf(number), municipality: '0630', home, language: 'da' };
      await this.press(life, number, { ...opening, goLive: this.freshDay() });
      if (number < PRESSED) continue;
      for (const command of untilOverdue(personOf(number))) {
        const answer = await life.post('/', { caseId: idOf(number), command, by: personOf(number) });
        if (answer?.status !== 200) this.losses.push({ kind: 'refused', what: `${command.type}: ${answer?.status}` });
      }
    }
  }

  /** Presses one after the other until the process is gone. */
  private async pressing(life: Life, number: number): Promise<void> {
    while (await this.press(life, number, { type: 'moveGoLive', goLive: this.freshDay() })) {}
  }

  private async press(life: Life, number: number, command: { type: string; goLive: string }) {
    const answer = await life.post('/', { caseId: idOf(number), command, by: personOf(number) }).catch(() => undefined);
    if (answer?.status !== 200) return answer !== undefined;
    const days = this.acknowledged.get(idOf(number)) ?? new Set();
    this.acknowledged.set(idOf(number), days.add(command.goLive));
    return true;
  }

  /** A day no other press of the run uses, far enough ahead that nobody is reminded of it. */
  private freshDay(): string {
    return dayAt(Date.parse('2032-01-01') + this.days++ * DAY_MS);
  }

  private async look(last: boolean): Promise<void> {
    const { cases, losses } = await readFiles(this.folder);
    this.losses.push(...losses, ...lostOf(cases, this.acknowledged), ...doubledFacts(cases));
    this.losses.push(...doubledMessages(this.ears), ...forgotten(cases, this.ears, last));
    if (last)
      for (const { deliveries } of cases.values())
        this.unknown += deliveries.filter(({ state }) => state === 'unknown').length;
  }
}

/** What one person presses until the only thing left is to pay an invoice that is due today. */
function untilOverdue(person: ReturnType<typeof personOf>) {
  const today = dayAt(FIRST);
  return [
    { type: 'nameOfficer', officer: person, confirmed: true },
    { type: 'acceptOfficer' },
    { type: 'giveAgreementNumber', agreementNumber: '123456', confirmed: true },
    { type: 'confirmWebForm', filledOn: today, fields: { agreementNumber: '123456' }, annexFollowed: true },
    { type: 'confirmSignature', signedOn: today },
    { type: 'confirmDispatch', sentOn: today },
    { type: 'markInKlik' },
    { type: 'confirmReceipt', receivedOn: today },
    { type: 'registerInvoice', number: '7004511', amount: 404_028, due: today, payer: person },
  ] as const;
}

/** Starts the lean bot. */
export function leanLife(
  asked: Pick<Torture, 'without'> & {
    folder: string;
    connector: string;
    clock: string;
    speed?: number;
  },
): Life {
  const task = join(root, 'src/task/sa09-nemkonto.json');
  const settings = JSON.stringify({ speed: SPEED, ...asked, task, tickSeconds: 0.005 });
  return begin([join(root, 'test/torture/lean-child.mjs'), settings], {}, (line) => JSON.parse(line));
}

function dayAt(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function idOf(number: number): string {
  return `0630-case${number}`;
}

/** Each case in an organisation of its own, so that no reminder of one joins that of another. */
function personOf(number: number) {
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return { tenant: `tenant-${number}`, id, name: `Medarbejder ${number}` };
}
