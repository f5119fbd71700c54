import type { Case } from '../case/case.js';
import { dayOf, daysBetween } from '../case/dates.js';
import { urgency } from '../case/deadlines.js';
import { municipalityTitle } from '../texts/format.js';
import { deadlineSentence, nextSentence, remindersSentence, undeliveredSentence } from '../texts/story.js';
import { texts } from '../texts/texts.js';
import { row, tellCard } from './ask.js';
import { type Button, beside, show } from './buttons.js';
import type { AdaptiveCard, CardContext, Reach } from './context.js';

/** A case in the overview and whom it could not reach. */
export interface Listed extends Reach {
  readonly case: Case;
}

/** Cases on one page: each has a button of its own, and Teams shows six at most. */
const PAGE = 4;

/** All open cases the reader has a part in, the worst first, a page at a time. */
export function overviewCard(listed: readonly Listed[], page: number, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const pages = Math.max(1, Math.ceil(listed.length / PAGE));
  const at = Math.min(Math.max(0, page), pages - 1);
  const shown = worstFirst(listed, ctx).slice(at * PAGE, at * PAGE + PAGE);
  const turn = (to: number, title: string): Button[] =>
    to >= 0 && to < pages ? [beside('overview', title, { page: to })] : [];
  return tellCard(
    {
      heading: cards.overview.title,
      paragraphs: [cards.overview.count(listed.length)],
      blocks: shown.map((one) => ({ title: municipalityTitle(one.case.municipality), rows: rowsFor(one, ctx) })),
      notes: [pages > 1 ? cards.overview.page(at + 1, pages) : ''],
      buttons: [
        ...shown.map((one) => show(one.case, 'status', municipalityTitle(one.case.municipality))),
        ...turn(at - 1, buttons.pageBack),
        ...turn(at + 1, buttons.pageOn),
      ],
    },
    undefined,
    ctx,
  );
}

function rowsFor({ case: theCase, unreached, lostHome: lost }: Listed, ctx: CardContext) {
  const { cards, lostHome } = texts(ctx.language);
  const { language, task, today } = ctx;
  const waited = daysBetween(dayOf(theCase.waitingSince), today);
  const deadline = deadlineSentence(theCase, task, today, language);
  return [
    row(cards.home.next, `${nextSentence(theCase, language, today)} ${deadline}`.trim()),
    row(cards.overview.waited, cards.overview.days(waited)),
    row(cards.home.reminders, remindersSentence(theCase, ctx, today, language)),
    ...unreached.map(({ person, why }) =>
      row(cards.overview.unreached, undeliveredSentence(person, why, 'tellThem', language)),
    ),
    ...(lost ? [row(cards.overview.home, lostHome[lost])] : []),
  ];
}

function worstFirst(listed: readonly Listed[], { task }: CardContext): readonly Listed[] {
  const rank = ({ case: theCase }: Listed) => urgency(theCase, task);
  return [...listed].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** For the case's own card: that its conversation is lost, and a line for each person the bot could not reach. */
export function reachLines(theCase: Case, { unreached, lostHome: lost }: Reach, ctx: CardContext): string[] {
  const inHome = theCase.home.kind !== 'personal' && lost === undefined;
  return [
    ...(lost ? [texts(ctx.language).lostHome[lost]] : []),
    ...unreached.map(({ person, why, mentionable }) =>
      undeliveredSentence(person, why, inHome && mentionable !== false ? 'inHome' : 'tellThem', ctx.language),
    ),
  ];
}
