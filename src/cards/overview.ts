import { type Case, waitingSince } from '../case/case.js';
import { dayOf, daysBetween } from '../case/dates.js';
import { urgency } from '../case/reminders.js';
import { capital, date, list, municipalityTitle, shortDate } from '../texts/format.js';
import {
  deadlineSentence,
  nextSentence,
  paperStates,
  remindersSentence,
  undeliveredSentence,
} from '../texts/sentences.js';
import { texts } from '../texts/texts.js';
import { ACTIONS_MAX, type Button, beside, dataOf, type Show, show } from './buttons.js';
import type { AdaptiveCard, CardContext, Reach } from './context.js';
import { messageCard, type Row, row, untitled } from './form.js';

/** A case in the overview, and whom the bot could not reach in it. */
export interface Listed extends Reach {
  readonly case: Case;
}

/** Cases on one page: each has a button, two turn the page, and Teams shows six at most. */
const PAGE = 4;

/** All open cases the reader has a part in, the most urgent first, a page at a time. */
export function overviewCard(listed: readonly Listed[], page: number, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const pages = Math.max(1, Math.ceil(listed.length / PAGE));
  const at = Math.min(Math.max(0, page), pages - 1);
  const shown = mostUrgentFirst(listed, (one) => one.case, ctx).slice(at * PAGE, at * PAGE + PAGE);
  const pageButton = (to: number, title: string): Button[] =>
    to >= 0 && to < pages ? [beside('overview', title, { page: to })] : [];
  return messageCard(
    {
      heading: cards.overview.title,
      paragraphs: [cards.overview.count(listed.length)],
      blocks: shown.map((one) => ({ title: municipalityTitle(one.case.municipality), rows: rowsFor(one, ctx) })),
      notes: [pages > 1 ? cards.overview.page(at + 1, pages) : ''],
      buttons: [
        ...shown.map((one) => show(one.case, 'status', municipalityTitle(one.case.municipality))),
        ...pageButton(at - 1, buttons.pageBack),
        ...pageButton(at + 1, buttons.pageOn),
      ],
    },
    undefined,
    ctx,
  );
}

function rowsFor({ case: theCase, unreached, lostHome: lost }: Listed, ctx: CardContext) {
  const { cards, lostHome } = texts(ctx.language);
  const { language, today } = ctx;
  const waited = daysBetween(dayOf(waitingSince(theCase)), today);
  const missing = paperStates(theCase, language).flatMap(({ paper, label }) => (theCase[paper] ? [] : [label]));
  return [
    nextRow(theCase, ctx),
    ...(missing.length > 0 ? [row(cards.papers.open, capital(list(missing, language)))] : []),
    row(cards.overview.waited, cards.overview.days(waited)),
    row(cards.caseCard.reminders, remindersSentence(theCase, ctx, today, language)),
    ...unreached.map(({ person, why }) =>
      row(cards.overview.unreached, undeliveredSentence(person, why, 'tellThem', language)),
    ),
    ...(lost ? [row(cards.overview.home, lostHome[lost])] : []),
  ];
}

/** What is waited for, and by when. */
function nextRow(theCase: Case, { language, task, today }: CardContext): Row {
  const deadline = deadlineSentence(theCase, task, today, language);
  const next = `${nextSentence(theCase, language, today)} ${deadline}`.trim();
  return row(texts(language).cards.caseCard.next, next);
}

function mostUrgentFirst<T>(items: readonly T[], caseOf: (item: T) => Case, { task }: CardContext): readonly T[] {
  const rank = (item: T) => urgency(caseOf(item), task);
  return [...items].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/**
 * Several waiting cases, the most urgent first, in one message instead of one each. Every button only shows something, so
 * the message never becomes out of date. Cases that do not fit are named, and the overview shows them.
 */
export function remindersCard(cases: readonly Case[], ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const { language, today } = ctx;
  const title = (theCase: Case) => municipalityTitle(theCase.municipality);
  const sorted = mostUrgentFirst(cases, (theCase) => theCase, ctx);
  const shown = sorted.slice(0, sorted.length > ACTIONS_MAX ? ACTIONS_MAX - 1 : ACTIONS_MAX);
  const rest = sorted.slice(shown.length);
  return messageCard(
    {
      heading: cards.reminders.title(cases.length),
      paragraphs: [cards.reminders.lead(date(today, language))],
      blocks: shown.map((theCase) => ({ title: title(theCase), rows: [nextRow(theCase, ctx)] })),
      notes: [rest.length > 0 ? cards.reminders.more(list(rest.map(title), language)) : '', cards.reminders.because],
      buttons: [
        ...shown.map((theCase) => show(theCase, 'personal', title(theCase))),
        ...(rest.length > 0 ? [beside('overview', buttons.allCases)] : []),
      ],
    },
    undefined,
    ctx,
  );
}

/** The view that choosing a case leads to, and what the person has already written for its fields, by input id. */
export interface Chosen {
  readonly view: Show;
  readonly typed?: Readonly<Record<string, string>>;
}

/** Asks a person with several cases which one they mean, of what they want to see or to export. */
export function chooseCaseCard(
  cases: readonly Case[],
  chosen: 'export' | ((theCase: Case) => Chosen),
  ctx: CardContext,
): AdaptiveCard {
  const { cards } = texts(ctx.language);
  const offered = cases.slice(0, ACTIONS_MAX);
  const rest = cases.length - offered.length;
  const more = chosen === 'export' ? cards.chooseCase.moreFiles : cards.chooseCase.more;
  const named = offered.map((theCase) => ({ theCase, name: nameAmong(cases, theCase, ctx) }));
  const button = (theCase: Case, name: string): Button =>
    chosen === 'export'
      ? beside('exportCase', name, dataOf(theCase))
      : beside('refresh', name, dataFor(theCase, chosen(theCase)));
  return messageCard(
    {
      heading: cards.chooseCase.title,
      paragraphs: [cards.chooseCase.lead],
      blocks: [
        untitled(...named.map(({ theCase, name }) => row(name, nextSentence(theCase, ctx.language, ctx.today)))),
      ],
      notes: [rest > 0 ? more(rest) : ''],
      buttons: named.map(({ theCase, name }) => button(theCase, name)),
    },
    undefined,
    ctx,
  );
}

/** `filled`: the other values are to be filled into the form; they are checked like everything typed. */
function dataFor(theCase: Case, { view, typed }: Chosen): object {
  return { ...(typed && { ...typed, filled: 'yes' }), ...dataOf(theCase), show: view };
}

/** The municipality; where it has several cases in the list, with the day each was opened. */
function nameAmong(cases: readonly Case[], theCase: Case, { language }: CardContext): string {
  const title = municipalityTitle(theCase.municipality);
  const alone = cases.filter((one) => one.municipality === theCase.municipality).length === 1;
  return alone ? title : `${title}, ${shortDate(dayOf(theCase.opened.at), language)}`;
}
