import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Instant } from '../case/dates.js';
import type { Clock } from '../delivery/ports.js';

/** A clock that runs like the computer's, but ahead of it or behind it, and that can be moved forward. */
export interface PracticeClock extends Clock {
  /** Moves the clock forward to a later moment; an earlier one leaves it where it is. */
  forwardTo(moment: Instant): void;
}

/** A practice clock that shows `start` now and goes on as `system` does. */
export function practiceClock(start: Instant, system: Clock): PracticeClock {
  let aheadMs = Date.parse(start) - Date.parse(system.now());
  const now = () => new Date(Date.parse(system.now()) + aheadMs).toISOString();
  return {
    now,
    forwardTo(moment) {
      aheadMs += Math.max(0, Date.parse(moment) - Date.parse(now()));
    },
  };
}

const FILE = 'practice-clock.json';
const shape = z.object({ schema: z.literal(1), stands: z.iso.datetime() });

/** Where the practice clock stood when it was last written down; undefined before the first time or when unreadable. */
export async function readPracticeClock(folder: string): Promise<Instant | undefined> {
  try {
    return shape.parse(JSON.parse(await readFile(join(folder, FILE), 'utf8'))).stands;
  } catch {
    return undefined;
  }
}

/** Writes down where the clock stands, so that the next practice run goes on from there. */
export async function writePracticeClock(folder: string, stands: Instant): Promise<void> {
  const file = join(folder, FILE);
  // A journey that ends while the bot stops writes at the same time as the stop.
  const own = `${file}.${randomUUID()}.new`;
  await writeFile(own, `${JSON.stringify({ schema: 1, stands })}\n`);
  await rename(own, file);
}

/** What time travel needs of the running bot. */
export interface TimeTravel {
  readonly clock: PracticeClock;
  /** The first moment from now on at which a reminder may go out, if any case waits for one. */
  soonest(now: Instant): Promise<Instant | undefined>;
  /** One tick at the clock's time. */
  tick(): Promise<void>;
  /** Resolves when every message on its way is delivered or recorded as undelivered. */
  delivered(): Promise<void>;
}

/** Stops at most here on the way, so that a long journey with many cases ends. */
const MAX_STOPS = 2_000;

/**
 * Moves the practice clock forward by `ms` milliseconds (`spol 3 dage`), stopping at every moment at which a reminder is
 * due, so that three days pass as in life: one reminder after the other, each within working hours.
 */
export async function forward(ms: number, bot: TimeTravel): Promise<Instant> {
  const target = new Date(Date.parse(bot.clock.now()) + ms).toISOString();
  for (let stops = 0; stops < MAX_STOPS; stops++) {
    const now = bot.clock.now();
    const due = await bot.soonest(now);
    if (due === undefined || due > target || now >= target) break;
    bot.clock.forwardTo(due);
    await bot.tick();
    await bot.delivered();
    if ((await bot.soonest(bot.clock.now())) === due) break;
  }
  bot.clock.forwardTo(target);
  await bot.tick();
  await bot.delivered();
  return bot.clock.now();
}
