import type { Case } from '../case/case.js';
import { refusalSentence } from '../texts/refusals.js';
import { texts } from '../texts/texts.js';
import { act, type Button, instead, type Verb } from './buttons.js';
import type { CardContext } from './context.js';
import type { FormContent } from './form.js';

/** What is unusual about a value, when the person is to look at it once more. */
export function doubtCallouts(theCase: Case, ctx: CardContext): NonNullable<FormContent['callouts']> {
  const doubt = ctx.form?.doubt;
  return doubt ? [{ tone: 'warning', title: '', text: refusalSentence(doubt, theCase, ctx.language) }] : [];
}

/** The button of the act; after an unusual value one more before it, which confirms the value that is shown. */
export function actOrConfirm(verb: Verb, title: string, data: object, ctx: CardContext): Button[] {
  const doubt = ctx.form?.doubt;
  if (!doubt) return [act(verb, title, data)];
  const confirmed = { ...data, confirmed: true, understood: doubt.value };
  return [act(verb, texts(ctx.language).buttons.confirmDoubt[doubt.what], confirmed), instead(verb, title, data)];
}
