import { type Case, currentStep } from '../case/case.js';
import { dayOf } from '../case/dates.js';
import type { CaseEvent } from '../case/events.js';
import { STEPS, type StepId } from '../case/steps.js';
import { eventLine } from '../texts/events.js';
import { fileSentence } from '../texts/files.js';
import { authorName, capital, date, momentDate, shortDate } from '../texts/format.js';
import { deadlineSentence, nextSentence, remindersSentence } from '../texts/story.js';
import { texts } from '../texts/texts.js';
import { lines } from './ask.js';
import { rowsOf, show } from './buttons.js';
import type { AdaptiveCard, CardContext, Reach } from './context.js';
import { framed } from './frame.js';
import { reachLines } from './overview.js';
import { dateWarnings } from './warnings.js';

/** The shared case card: neutral, no inputs, the same for everybody. It says whom the bot could not reach. */
export function homeCard(of: Case, ctx: CardContext, reach: Reach = { unreached: [] }): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const open = of.status === 'open';
  const next = nextSentence(of, ctx.language, ctx.today);
  const deadline = deadlineSentence(of, ctx.task, ctx.today, ctx.language);
  const { body } = ctx.templates.home({
    lang: ctx.language,
    fallback: '',
    speak: '',
    nextLabel: open
      ? cards.home.next
      : capital(texts(ctx.language).words.status[of.status === 'paid' ? 'paid' : 'cancelled']),
    nextColor: open ? 'Accent' : 'Default',
    next,
    deadline,
    warnings: open ? lines([...reachLines(of, reach, ctx), ...dateWarnings(of, ctx)]) : [],
    steps: STEPS.map((step) => stepRow(of, step, ctx)),
    facts: factsOf(of, ctx),
  });
  const shown = [...(open ? [show(of, 'desk', buttons.myStep)] : []), show(of, 'history', buttons.history)];
  return framed(of, { body, rows: rowsOf(shown, ctx), says: [next, deadline] }, ctx);
}

function stepRow(of: Case, step: StepId, ctx: CardContext): object {
  const { cards, words } = texts(ctx.language);
  const stamp = of.done[step];
  const now = currentStep(of) === step;
  const state = stamp ? 'done' : now ? 'now' : 'later';
  return {
    mark: { done: '✓', now: '●', later: '○' }[state],
    color: { done: 'Good', now: 'Accent', later: 'Default' }[state],
    statusColor: state === 'now' ? 'Accent' : 'Default',
    status: words.status[state === 'later' && of.status === 'cancelled' ? 'never' : state],
    title: capital(words.steps[step]),
    weight: state === 'now' ? 'Bolder' : 'Default',
    subtle: state === 'later',
    detail: stamp
      ? cards.home.doneBy(authorName(stamp.by, ctx.language), shortDate(dayOf(stamp.at), ctx.language))
      : '',
  };
}

function factsOf(of: Case, ctx: CardContext): readonly object[] {
  const { cards, files } = texts(ctx.language);
  const { archive } = files;
  const { language } = ctx;
  const fact = (label: string, value: string, note = '') => ({ label, value, note });
  const span = cards.home.span(shortDate(of.taskStart, language), shortDate(of.taskEnd, language));
  const klik = of.klik
    ? cards.home.klikDone(authorName(of.klik.by, language), momentDate(of.klik.at, language))
    : of.done.dispatch
      ? cards.home.klikReady
      : cards.home.klikLater;
  const reminders = remindersSentence(of, ctx, ctx.today, language);
  return [
    fact(cards.home.goLive, date(of.goLive, language)),
    fact(cards.home.task, span, cards.home.calendarDays),
    ...(of.signedCopy ? [fact(archive.signedCopy, fileSentence(of.signedCopy, language), archive.signedCopyNote)] : []),
    ...(of.status === 'cancelled' && !of.klik ? [] : [fact(cards.home.klik, klik)]),
    ...(reminders ? [fact(cards.home.reminders, reminders)] : []),
  ];
}

const HISTORY_MAX = 15;

/** What has happened, newest first. */
export function historyCard(of: Case, events: readonly CaseEvent[], ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const newest = events.slice(-HISTORY_MAX).reverse();
  const earlier = events.length - newest.length;
  const { body } = ctx.templates.history({
    lang: ctx.language,
    fallback: '',
    speak: '',
    heading: cards.history.title,
    rows: newest.map((event) => ({
      when: capital(momentDate(event.at, ctx.language)),
      line: eventLine(event, ctx.language),
    })),
    earlier: earlier > 0 ? cards.history.earlier(earlier) : '',
  });
  const rows = rowsOf([show(of, 'status', buttons.theCase)], ctx);
  return framed(
    of,
    { body, rows, says: [cards.history.title, newest[0] ? eventLine(newest[0], ctx.language) : ''] },
    ctx,
  );
}
