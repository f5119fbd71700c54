import type { Case } from '../case/case.js';
import { type Day, weekday } from '../case/dates.js';
import { date } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import type { CardContext } from './context.js';

type Dated = 'goLive' | 'taskStart' | 'taskEnd' | 'due';

/** A word about a day that is no working day; the day itself is never moved. Empty on ordinary days. */
export function dayWarning(what: Dated, day: Day, ctx: CardContext): string {
  const { words } = texts(ctx.language);
  const free = ctx.calendar.freeDay(day);
  const shown = date(day, ctx.language);
  if (free) return words.freeDay(words.theDates[what], shown, free[ctx.language]);
  return weekday(day) > 5 ? words.weekend(words.theDates[what], shown) : '';
}

/** Everything worth a warning about an open case's dates: free days, and what has passed. */
export function dateWarnings(of: Case, ctx: CardContext): readonly string[] {
  const { words } = texts(ctx.language);
  const sent = of.done.dispatch !== undefined;
  const passed = () => {
    if (of.goLive < ctx.today) return words.goLivePassed(date(of.goLive, ctx.language));
    if (sent) return '';
    if (of.taskEnd < ctx.today) return words.endPassed(date(of.taskEnd, ctx.language));
    return of.taskStart < ctx.today && Object.keys(of.done).length === 0
      ? words.startPassed(date(of.taskStart, ctx.language))
      : '';
  };
  const free = sent
    ? [dayWarning('goLive', of.goLive, ctx)]
    : [
        dayWarning('taskStart', of.taskStart, ctx),
        dayWarning('taskEnd', of.taskEnd, ctx),
        dayWarning('goLive', of.goLive, ctx),
      ];
  return [passed(), ...free].filter((text) => text !== '');
}
