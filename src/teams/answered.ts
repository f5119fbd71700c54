import type { AdaptiveCard, CardContext } from '../cards/context.js';
import type { Case } from '../case/case.js';
import type { Person } from '../case/people.js';

/**
 * The card a press was answered with, for the edit that repeats it in the pressed message a moment later. It is found
 * again only for the very same case, reader, language, day and line above it; anything else is made anew.
 */
export class Answered {
  private readonly cards = new WeakMap<Case, { key: string; card: AdaptiveCard }>();

  keep(theCase: Case, reader: Person, context: CardContext, card: AdaptiveCard): void {
    this.cards.set(theCase, { key: keyOf(reader, context), card });
  }

  /** Hands the card out, once: a later edit tells what is true then. */
  take(theCase: Case, reader: Person, context: CardContext): AdaptiveCard | undefined {
    const kept = this.cards.get(theCase);
    if (kept?.key !== keyOf(reader, context)) return undefined;
    this.cards.delete(theCase);
    return kept.card;
  }
}

/** Of the codes only that of the signature is ever shown on such a card, and it stands in the line above it. */
function keyOf({ id }: Person, { language, today, banner }: CardContext): string {
  return JSON.stringify([id.toLowerCase(), language, today, banner?.text]);
}
