import type { Case } from '../case/case.js';
import { municipalityTitle } from '../texts/format.js';
import { nextSentence } from '../texts/story.js';
import { texts } from '../texts/texts.js';
import { row, tellCard } from './ask.js';
import { ACTIONS_MAX, type Show, show } from './buttons.js';
import type { AdaptiveCard, CardContext } from './context.js';

/** Somebody with a part in several cases says which one is meant; `view` is what they asked to see. */
export function chooseCaseCard(cases: readonly Case[], view: Show, ctx: CardContext): AdaptiveCard {
  const { cards } = texts(ctx.language);
  const offered = cases.slice(0, ACTIONS_MAX);
  const rest = cases.length - offered.length;
  return tellCard(
    {
      heading: cards.chooseCase.title,
      paragraphs: [cards.chooseCase.lead],
      blocks: [
        {
          title: '',
          rows: offered.map((of) => row(municipalityTitle(of.municipality), nextSentence(of, ctx.language, ctx.today))),
        },
      ],
      notes: [rest > 0 ? cards.chooseCase.more(rest) : ''],
      buttons: offered.map((of) => show(of, view, municipalityTitle(of.municipality))),
    },
    undefined,
    ctx,
  );
}
