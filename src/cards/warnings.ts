import type { Case } from '../case/case.js';
import { type Day, weekday } from '../case/dates.js';
import { date } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import type { CardContext } from './context.js';

type Dated = 'goLive' | 'taskStart' | 'taskEnd' | 'due';

/** A warning about a day that is not a working day; the day itself is never moved. Empty on working days. */
export function dayWarning(what: Dated, day: Day, ctx: CardContext): string {
  const { words } = texts(ctx.language);
  const free = ctx.calendar.freeDay(day);
  const shown = date(day, ctx.language);
  if (free) return words.freeDay(words.theDates[what], shown, free[ctx.language]);
  return weekday(day) > 5 ? words.weekend(words.theDates[what], shown) : '';
}

/** The warnings about an open case's dates: days off, and dates that have passed. */
export function dateWarnings(theCase: Case, ctx: CardContext): readonly string[] {
  const { words } = texts(ctx.language);
  const sent = theCase.done.dispatch !== undefined;
  const passed = () => {
    if (theCase.goLive < ctx.today) return words.goLivePassed(date(theCase.goLive, ctx.language));
    // That the task's end has passed stands in the line of the deadline.
    if (sent || theCase.taskEnd < ctx.today) return '';
    return theCase.taskStart < ctx.today && Object.keys(theCase.done).length === 0
      ? words.startPassed(date(theCase.taskStart, ctx.language))
      : '';
  };
  const free = sent
    ? [dayWarning('goLive', theCase.goLive, ctx)]
    : [
        dayWarning('taskStart', theCase.taskStart, ctx),
        dayWarning('taskEnd', theCase.taskEnd, ctx),
        dayWarning('goLive', theCase.goLive, ctx),
      ];
  return [passed(), ...free].filter((text) => text !== '');
}
