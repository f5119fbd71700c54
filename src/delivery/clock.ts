import type { Instant } from '../case/dates.js';
import type { Clock } from './ports.js';

/** The computer's own time. */
export const systemClock: Clock = { now: () => new Date().toISOString() };

/** A clock that runs like the computer's, but ahead of it or behind it, and that can be moved forward. */
export interface PracticeClock extends Clock {
  /** Moves the clock forward to a later moment; an earlier one leaves it where it is. */
  forwardTo(moment: Instant): void;
}

/** A practice clock that shows `start` now. */
export function practiceClock(start: Instant, system: Clock = systemClock): PracticeClock {
  let aheadMs = Date.parse(start) - Date.parse(system.now());
  const now = () => new Date(Date.parse(system.now()) + aheadMs).toISOString();
  return {
    now,
    forwardTo(moment) {
      aheadMs += Math.max(0, Date.parse(moment) - Date.parse(now()));
    },
  };
}
