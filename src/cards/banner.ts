import type { Case } from '../case/case.js';
import type { CaseEvent } from '../case/events.js';
import { eventLine } from '../texts/events.js';
import { date } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import type { Banner, CardContext } from './context.js';

/** What is done beside the steps: the card that follows looks the same, so the act is said above it. */
const BESIDE: ReadonlySet<CaseEvent['type']> = new Set([
  'OfficerSought',
  'CoordinatorChanged',
  'OfficerReplaced',
  'PayerReplaced',
  'SubstituteNamed',
  'GoLiveMoved',
  'Reminded',
]);

/** "Karin Holm har udsat ..." above the card that answers an act beside the steps; nothing after a step. */
export function doneBanner(event: CaseEvent | undefined, ctx: CardContext): Banner | undefined {
  if (!event || event.by === 'clock' || !BESIDE.has(event.type)) return undefined;
  return { tone: 'good', text: eventLine(event, ctx.language) };
}

/** The context with a line above the card's own content, if there is one. */
export function withBanner(ctx: CardContext, banner: Banner | undefined): CardContext {
  return banner ? { ...ctx, banner } : ctx;
}

/** While reminders rest, the card they would be about says until when. */
export function restBanner(of: Case, ctx: CardContext): Banner | undefined {
  if (!of.snoozedUntil || of.snoozedUntil <= ctx.today) return undefined;
  return { tone: 'accent', text: texts(ctx.language).cards.wait.snoozed(date(of.snoozedUntil, ctx.language)) };
}
