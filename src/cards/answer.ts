import { type Case, currentStep } from '../case/case.js';
import type { StepId } from '../case/steps.js';
import type { Question } from '../task/schema.js';
import { municipalityTitle } from '../texts/format.js';
import { deadlineSentence, doneSentence, nextSentence } from '../texts/sentences.js';
import { answerText, sourceLine } from '../texts/task-answers.js';
import { texts } from '../texts/texts.js';
import { act, type Button, beside, link, rowsOf, show } from './buttons.js';
import type { AdaptiveCard, CardContext } from './context.js';
import { framedPlain } from './frame.js';

/** What an answer can lead on to: one case of the reader's, some of several, or none yet. */
export type Around = { readonly one: Case } | 'several' | 'none';

/**
 * The answer to a question about the task: where it comes from, how that step stands in the reader's own case, and the
 * way on. It says the same to everybody who reads it.
 */
export function answerCard(question: Question, around: Around, ctx: CardContext): AdaptiveCard {
  const { language, task } = ctx;
  const asked = question.ask[language];
  const answer = answerText(question, task, language);
  const theCase = typeof around === 'object' ? around.one : undefined;
  const stands = theCase && question.step ? standing(theCase, question.step, ctx) : '';
  const { body } = ctx.templates.answer({
    lang: language,
    fallback: '',
    speak: '',
    question: asked,
    answer,
    cases:
      theCase && stands
        ? [{ label: texts(language).ask.yourCase(municipalityTitle(theCase.municipality)), text: stands }]
        : [],
    source: sourceLine(question, task, language),
  });
  return framedPlain({ body, rows: rowsOf(wayOn(question, around, ctx), ctx), says: [asked, answer] }, ctx);
}

/** How a step stands: done by whom, or waited for; nothing about a step that lies ahead. */
function standing(theCase: Case, step: StepId, ctx: CardContext): string {
  const stamp = theCase.done[step];
  if (stamp) return doneSentence(step, stamp, theCase, ctx.language);
  if (currentStep(theCase) !== step) return '';
  const deadline = deadlineSentence(theCase, ctx.task, ctx.today, ctx.language);
  return `${nextSentence(theCase, ctx.language, ctx.today)} ${deadline}`.trim();
}

function wayOn(question: Question, around: Around, ctx: CardContext): Button[] {
  const { buttons } = texts(ctx.language);
  const { links } = ctx.task;
  const named = { form: buttons.openForm, support: buttons.openSupport };
  const open = question.link ? [link(named[question.link], links[question.link])] : [];
  if (around === 'several') return [...open, beside('overview', buttons.allCases)];
  if (around === 'none') return [...open, act('start', buttons.start), beside('help', buttons.help)];
  const { one } = around;
  return [
    ...(one.status === 'open' ? [show(one, 'personal', buttons.myStep)] : []),
    ...open,
    show(one, 'status', buttons.theCase),
  ];
}
