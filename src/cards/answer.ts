import { awaitedSteps, type Case } from '../case/case.js';
import type { StepId } from '../case/steps.js';
import type { Question } from '../task/schema.js';
import { municipalityTitle } from '../texts/format.js';
import { deadlineSentence, doneSentence, stepSentence } from '../texts/sentences.js';
import { answerText, sourceLine } from '../texts/task-answers.js';
import { texts } from '../texts/texts.js';
import { act, type Button, beside, link, rowsOf, show } from './buttons.js';
import type { AdaptiveCard, CardContext } from './context.js';
import { framedPlain } from './frame.js';

/** The cases of the reader that an answer can lead to: one, several, or none. */
export type ReadersCases = { readonly one: Case } | 'several' | 'none';

/**
 * The answer to a question about the task: where it comes from, the state of that step in the reader's own case, and what
 * to open next.
 */
export function answerCard(question: Question, cases: ReadersCases, ctx: CardContext): AdaptiveCard {
  const { language, task } = ctx;
  const asked = question.ask[language];
  const answer = answerText(question, task, language);
  const theCase = typeof cases === 'object' ? cases.one : undefined;
  const state = theCase && question.step ? stateOf(theCase, question.step, ctx) : '';
  const { body } = ctx.templates.answer({
    question: asked,
    answer,
    cases:
      theCase && state
        ? [{ label: texts(language).ask.yourCase(municipalityTitle(theCase.municipality)), text: state }]
        : [],
    source: sourceLine(question, task, language),
  });
  return framedPlain({ body, rows: rowsOf(nextButtons(question, cases, ctx), ctx), says: [asked, answer] }, ctx);
}

/** The state of a step: who did it, or what it waits for; empty for a later step. */
function stateOf(theCase: Case, step: StepId, ctx: CardContext): string {
  const stamp = theCase.done[step];
  if (stamp) return doneSentence(step, stamp, theCase, ctx.language);
  if (!awaitedSteps(theCase).includes(step)) return '';
  const deadline = deadlineSentence(theCase, ctx.task, ctx.today, ctx.language);
  return `${stepSentence(theCase, step, ctx.language, ctx.today)} ${deadline}`.trim();
}

function nextButtons(question: Question, cases: ReadersCases, ctx: CardContext): Button[] {
  const { buttons } = texts(ctx.language);
  const { links } = ctx.task;
  const named = { annex: buttons.openAnnex, form: buttons.openForm, support: buttons.openSupport };
  const url = question.link && links[question.link];
  const open = question.link && url ? [link(named[question.link], url)] : [];
  if (cases === 'several') return [...open, beside('overview', buttons.allCases)];
  if (cases === 'none') return [...open, act('start', buttons.start), beside('help', buttons.help)];
  const { one } = cases;
  return [
    ...(one.status === 'open' ? [show(one, 'personal', buttons.myStep)] : []),
    ...open,
    show(one, 'status', buttons.theCase),
  ];
}
