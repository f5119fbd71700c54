import { awaitedSteps, type Case } from '../case/case.js';
import { type Day, dayOf, weekday } from '../case/dates.js';
import type { CaseEvent } from '../case/events.js';
import { klikColleague } from '../case/klik.js';
import { STEPS, type StepId } from '../case/steps.js';
import { klikPlace } from '../texts/answers.js';
import { eventLine } from '../texts/events.js';
import { fileSentence } from '../texts/files.js';
import { authorName, capital, date, momentDate, personName, shortDate } from '../texts/format.js';
import {
  deadlineSentence,
  nextSentence,
  paperStates,
  remindersSentence,
  undeliveredSentence,
} from '../texts/sentences.js';
import { texts } from '../texts/texts.js';
import { rowsOf, show } from './buttons.js';
import type { AdaptiveCard, CardContext, Reach } from './context.js';
import { deadlineWeight, lines } from './form.js';
import { framed } from './frame.js';

/** The shared case card: neutral, without inputs, the same for every reader. It names people the bot could not reach. */
export function caseCard(theCase: Case, ctx: CardContext, reach: Reach = { unreached: [] }): AdaptiveCard {
  const { buttons, cards, words } = texts(ctx.language);
  const open = theCase.status === 'open';
  const next = nextSentence(theCase, ctx.language, ctx.today);
  const deadline = deadlineSentence(theCase, ctx.task, ctx.today, ctx.language);
  const { body } = ctx.templates.case({
    nextLabel: open ? cards.caseCard.next : words.status[theCase.status],
    nextColor: open ? 'Accent' : 'Default',
    next,
    deadline,
    deadlineWeight: deadlineWeight(theCase, ctx),
    warnings: open ? lines([...reachLines(theCase, reach, ctx), ...dateWarnings(theCase, ctx)]) : [],
    steps: STEPS.map((step) => stepRow(theCase, step, ctx)),
    facts: factsOf(theCase, ctx),
  });
  const shown = [
    ...(open ? [show(theCase, 'personal', buttons.myStep)] : []),
    show(theCase, 'history', buttons.history),
    // What may still be recorded of a closed case, and opening it again.
    ...(open ? [] : [show(theCase, 'more', buttons.more)]),
  ];
  return framed(theCase, { body, rows: rowsOf(shown, ctx), says: [next, deadline], opens: true }, ctx);
}

/** That the conversation of the case is lost, and a line for each person the bot could not reach. */
function reachLines(theCase: Case, { unreached, lostHome: lost }: Reach, ctx: CardContext): string[] {
  const inHome = theCase.home.kind !== 'personal' && lost === undefined;
  return [
    ...(lost ? [texts(ctx.language).lostHome[lost]] : []),
    ...unreached.map(({ person, why, mentionable }) =>
      undeliveredSentence(person, why, inHome && mentionable !== false ? 'inHome' : 'tellThem', ctx.language),
    ),
  ];
}

function stepRow(theCase: Case, step: StepId, ctx: CardContext): object {
  const { cards, words } = texts(ctx.language);
  const stamp = theCase.done[step];
  const now = awaitedSteps(theCase).includes(step);
  const state = stamp ? 'done' : now ? 'now' : 'later';
  return {
    mark: { done: '✓', now: '●', later: '○' }[state],
    color: { done: 'Good', now: 'Accent', later: 'Default' }[state],
    statusColor: state === 'now' ? 'Accent' : 'Default',
    status: words.status[state === 'later' && theCase.status === 'cancelled' ? 'never' : state],
    title: capital(words.steps[step]),
    weight: state === 'now' ? 'Bolder' : 'Default',
    subtle: state === 'later',
    detail: stamp
      ? cards.caseCard.doneBy(authorName(stamp.by, ctx.language), shortDate(dayOf(stamp.at), ctx.language))
      : '',
  };
}

function factsOf(theCase: Case, ctx: CardContext): readonly object[] {
  const { cards, files } = texts(ctx.language);
  const { archive } = files;
  const { language } = ctx;
  const fact = (label: string, value: string, note = '') => ({ label, value, note });
  const span = cards.caseCard.span(shortDate(theCase.taskStart, language), shortDate(theCase.taskEnd, language));
  const colleague = klikColleague(theCase);
  const klik = theCase.klik
    ? cards.caseCard.klikDone(authorName(theCase.klik.by, language), momentDate(theCase.klik.at, language))
    : theCase.done.dispatch
      ? colleague
        ? cards.caseCard.klikOther(personName(colleague, language))
        : cards.caseCard.klikReady
      : cards.caseCard.klikLater;
  const reminders = remindersSentence(theCase, ctx, ctx.today, language);
  return [
    fact(cards.caseCard.goLive, date(theCase.goLive, language)),
    fact(cards.caseCard.task, span, `${cards.caseCard.calendarDays} ${klikPlace(ctx.task, language)}`),
    ...(theCase.signedCopy
      ? [fact(archive.signedCopy, fileSentence(theCase.signedCopy, language), archive.signedCopyNote)]
      : []),
    ...(theCase.status === 'cancelled' && !theCase.klik ? [] : [fact(cards.caseCard.klik, klik)]),
    ...paperStates(theCase, language).map(({ label, value }) => fact(label, value)),
    ...(theCase.followUp ? [fact(cards.papers.followUp, capital(personName(theCase.followUp.person, language)))] : []),
    ...(reminders ? [fact(cards.caseCard.reminders, reminders)] : []),
  ];
}

const HISTORY_MAX = 15;

/** What has happened, newest first. */
export function historyCard(theCase: Case, events: readonly CaseEvent[], ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const newest = events.slice(-HISTORY_MAX).reverse();
  const earlier = events.length - newest.length;
  const { body } = ctx.templates.history({
    heading: cards.history.title,
    rows: newest.map((event) => ({
      when: capital(momentDate(event.at, ctx.language)),
      line: eventLine(event, ctx.language),
    })),
    earlier: earlier > 0 ? cards.history.earlier(earlier) : '',
  });
  const rows = rowsOf([show(theCase, 'status', buttons.theCase)], ctx);
  return framed(
    theCase,
    { body, rows, says: [cards.history.title, newest[0] ? eventLine(newest[0], ctx.language) : ''] },
    ctx,
  );
}

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
function dateWarnings(theCase: Case, ctx: CardContext): readonly string[] {
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
