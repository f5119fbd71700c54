import type { Case } from '../case/case.js';
import { dayOf } from '../case/dates.js';
import { municipalityTitle, shortDate } from '../texts/format.js';
import { nextSentence } from '../texts/story.js';
import { texts } from '../texts/texts.js';
import { row, tellCard } from './ask.js';
import { ACTIONS_MAX, type Button, beside, dataOf, type Show } from './buttons.js';
import type { AdaptiveCard, CardContext } from './context.js';

/** The view that choosing a case leads to, and what the person has said already for its fields, by input id. */
export interface Chosen {
  readonly view: Show;
  readonly typed?: Readonly<Record<string, string>>;
}

/** Somebody with a part in several cases says which one is meant, of what they asked to see or to take out. */
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
  return tellCard(
    {
      heading: cards.chooseCase.title,
      paragraphs: [cards.chooseCase.lead],
      blocks: [
        {
          title: '',
          rows: named.map(({ theCase, name }) => row(name, nextSentence(theCase, ctx.language, ctx.today))),
        },
      ],
      notes: [rest > 0 ? more(rest) : ''],
      buttons: named.map(({ theCase, name }) => button(theCase, name)),
    },
    undefined,
    ctx,
  );
}

/** `filled` tells that the other fields are to be filled in; they are looked at like everything that is typed. */
function dataFor(theCase: Case, { view, typed }: Chosen): object {
  return { ...(typed && { ...typed, filled: 'yes' }), ...dataOf(theCase), show: view };
}

/** The municipality; where it has several cases in the list, with the day each was opened. */
function nameAmong(cases: readonly Case[], theCase: Case, { language }: CardContext): string {
  const title = municipalityTitle(theCase.municipality);
  const alone = cases.filter((one) => one.municipality === theCase.municipality).length === 1;
  return alone ? title : `${title}, ${shortDate(dayOf(theCase.opened.at), language)}`;
}
