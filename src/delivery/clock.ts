import type { Instant } from '../case/dates.js';
import type { Clock } from './ports.js';

/** The computer's own time. */
export const systemClock: Clock = { now: textOf(() => Date.now()) };

/** A clock that runs like the computer's, but ahead of it or behind it, and that can be moved forward. */
export interface PracticeClock extends Clock {
  /** Moves the clock forward to a later moment; an earlier one leaves it where it is. */
  forwardTo(moment: Instant): void;
}

/** A practice clock that shows `start` now. */
export function practiceClock(start: Instant, system: Clock = systemClock): PracticeClock {
  let aheadMs = Date.parse(start) - Date.parse(system.now());
  const now = textOf(() => Date.parse(system.now()) + aheadMs);
  return {
    now,
    forwardTo(moment) {
      aheadMs += Math.max(0, Date.parse(moment) - Date.parse(now()));
    },
  };
}

/** A clock is asked a dozen times for one press, and writing a moment down takes long: what stays of it is kept. */
function textOf(ms: () => number): () => Instant {
  let kept = { second: Number.NaN, text: '' };
  return () => {
    const now = ms();
    const second = Math.floor(now / 1_000);
    if (second !== kept.second)
      kept = { second, text: new Date(second * 1_000).toISOString().slice(0, -'000Z'.length) };
    return `${kept.text}${String(now - second * 1_000).padStart(3, '0')}Z`;
  };
}
