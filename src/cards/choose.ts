import type { Case } from '../case/case.js';
import { dayOf } from '../case/dates.js';
import { municipalityTitle, shortDate } from '../texts/format.js';
import { nextSentence } from '../texts/story.js';
import { texts } from '../texts/texts.js';
import { row, tellCard } from './ask.js';
import { ACTIONS_MAX, type Button, beside, dataOf, type Show, show } from './buttons.js';
import type { AdaptiveCard, CardContext } from './context.js';

/** Somebody with a part in several cases says which one is meant; `view` is what they asked to see, or to take out. */
export function chooseCaseCard(cases: readonly Case[], view: Show | 'export', ctx: CardContext): AdaptiveCard {
  const { cards } = texts(ctx.language);
  const offered = cases.slice(0, ACTIONS_MAX);
  const rest = cases.length - offered.length;
  const more = view === 'export' ? cards.chooseCase.moreFiles : cards.chooseCase.more;
  const named = offered.map((of) => ({ of, name: nameAmong(cases, of, ctx) }));
  const button = (of: Case, name: string): Button =>
    view === 'export' ? beside('exportCase', name, dataOf(of)) : show(of, view, name);
  return tellCard(
    {
      heading: cards.chooseCase.title,
      paragraphs: [cards.chooseCase.lead],
      blocks: [{ title: '', rows: named.map(({ of, name }) => row(name, nextSentence(of, ctx.language, ctx.today))) }],
      notes: [rest > 0 ? more(rest) : ''],
      buttons: named.map(({ of, name }) => button(of, name)),
    },
    undefined,
    ctx,
  );
}

/** The municipality; where it has several cases in the list, with the day each was opened. */
function nameAmong(cases: readonly Case[], of: Case, { language }: CardContext): string {
  const title = municipalityTitle(of.municipality);
  const alone = cases.filter((one) => one.municipality === of.municipality).length === 1;
  return alone ? title : `${title}, ${shortDate(dayOf(of.opened.at), language)}`;
}
