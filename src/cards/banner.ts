import type { Case } from '../case/case.js';
import type { CaseEvent } from '../case/events.js';
import { eventLine } from '../texts/events.js';
import { controlCode, date } from '../texts/format.js';
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

/**
 * "Karin Holm har udsat ..." above the card that answers an act beside the steps. After a step there is nothing, but for
 * the signature: its code is to be written on the paper.
 */
export function doneBanner(event: CaseEvent | undefined, ctx: CardContext): Banner | undefined {
  if (!event || event.by === 'clock') return undefined;
  const code = event.type === 'SignatureConfirmed' ? signatureCode(ctx) : '';
  if (code === '' && !BESIDE.has(event.type)) return undefined;
  return { tone: 'good', text: [eventLine(event, ctx.language), code].filter((text) => text !== '').join(' ') };
}

/** The context with a line above the card's own content, if there is one. */
export function withBanner(ctx: CardContext, banner: Banner | undefined): CardContext {
  return banner ? { ...ctx, banner } : ctx;
}

/** The code that stands for the log up to the signature, and what it is good for. */
export function signatureCode(ctx: CardContext): string {
  const hash = ctx.codes?.signature;
  return hash === undefined ? '' : texts(ctx.language).files.code.signature(controlCode(hash));
}

/** While reminders rest, the card they would be about says until when. */
export function restBanner(theCase: Case, ctx: CardContext): Banner | undefined {
  if (!theCase.snoozedUntil || theCase.snoozedUntil <= ctx.today) return undefined;
  return { tone: 'accent', text: texts(ctx.language).cards.wait.snoozed(date(theCase.snoozedUntil, ctx.language)) };
}
