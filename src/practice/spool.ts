import type { Instant } from '../case/dates.js';
import type { PracticeClock } from '../delivery/clock.js';

/** What time travel needs of the running bot. */
export interface Spooling {
  readonly clock: PracticeClock;
  /** The first moment from now on at which a reminder may go out, if any case waits for one. */
  soonest(now: Instant): Promise<Instant | undefined>;
  /** One tick at the clock's time. */
  tick(): Promise<void>;
  /** Resolves when every message on its way is delivered or recorded as undelivered. */
  delivered(): Promise<void>;
}

/** Stops at most here on the way, so that a long journey with many cases ends. */
const STOPS = 2_000;

/**
 * Moves the practice clock forward by `ms` (`spol 3 dage`), stopping at every moment at which a reminder is due, so that
 * three days pass as in life: one reminder after the other, each within working hours.
 */
export async function forward(ms: number, bot: Spooling): Promise<Instant> {
  const target = new Date(Date.parse(bot.clock.now()) + ms).toISOString();
  for (let stops = 0; stops < STOPS; stops++) {
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
