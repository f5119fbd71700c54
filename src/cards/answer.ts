import { awaitedSteps, type Case, type CaseFact } from '../case/case.js';
import type { Person } from '../case/people.js';
import { stepAskedOf } from '../case/roles.js';
import type { Question } from '../task/schema.js';
import { answerText, caseAnswer, caseSource, sourceLine } from '../texts/answers.js';
import { nextSentence, stepSentence } from '../texts/sentences.js';
import { texts } from '../texts/texts.js';
import { act, type Button, beside, dataOf, link, show } from './buttons.js';
import type { AdaptiveCard, CardContext } from './context.js';
import { messageCard } from './form.js';

/** The cases of the reader that an answer can lead to: one, several, or none. */
export type ReadersCases = { readonly one: Case } | 'several' | 'none';

/** One fact, where it comes from, and the one thing to do next. */
export interface Told {
  readonly fact: string;
  readonly source: string;
  readonly next?: Button | undefined;
}

/** The answer to one question, or to two asked in one message. */
export function toldCard(told: readonly Told[], ctx: CardContext): AdaptiveCard {
  const next = told.flatMap((one) => one.next ?? []).slice(0, 1);
  const sources = [...new Set(told.map(({ source }) => source))];
  return messageCard(
    { heading: '', paragraphs: told.map(({ fact }) => fact), notes: sources, buttons: next },
    undefined,
    ctx,
  );
}

/** The answer to a question about the task; of the step the case waits for also who is to do it. */
export function toldOfTask(question: Question, cases: ReadersCases, ctx: CardContext): Told {
  const { language, task } = ctx;
  const answer = answerText(question, task, language);
  const { step } = question;
  const now =
    typeof cases === 'object' && step !== undefined && awaitedSteps(cases.one).includes(step)
      ? stepSentence(cases.one, step, language, ctx.today)
      : '';
  return {
    fact: `${answer} ${now}`.trim(),
    source: sourceLine(question, task, language),
    next: nextOf(question, cases, ctx),
  };
}

/** The answer to a question about a case, to this reader. */
export function toldOfCase(about: CaseFact, theCase: Case, person: Person, ctx: CardContext): Told {
  const { language, task, today } = ctx;
  const theirTurn = stepAskedOf(theCase, person, today) !== undefined;
  return {
    fact: caseAnswer(about, theCase, { task, today, person }, language),
    source: caseSource(theCase, language),
    next: toCase(theCase, theirTurn, ctx),
  };
}

/** What is known to stand neither in the task nor in the case. */
export function toldOfNeither({ language, task }: CardContext): Told {
  const { name, phone } = task.support;
  return { fact: texts(language).ask.outside(name[language], phone), source: '' };
}

/** What was not understood: the questions that come nearest as buttons, each with the question on it, and help. */
export function unclearCard(near: readonly string[], cases: ReadersCases, ctx: CardContext): AdaptiveCard {
  const { ask, buttons, short } = texts(ctx.language);
  const questions = near.map((question) => beside('ask', question, { question }));
  const text = near.length > 0 ? ask.didYouMean : short.notUnderstood;
  const ways = [beside('help', buttons.help), ...(cases === 'none' ? [act('start', buttons.start)] : [])];
  return messageCard({ heading: '', paragraphs: [text], buttons: [...questions, ...ways] }, undefined, ctx);
}

/** Whom the case waits for, and the button that reminds them. */
export function remindCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  const { ask, buttons } = texts(ctx.language);
  const text = ask.remind(nextSentence(theCase, ctx.language, ctx.today));
  const lines = [ctx.banner?.text ?? '', text];
  return messageCard(
    {
      heading: '',
      paragraphs: lines,
      buttons: [act('remindNow', buttons.remindNow, dataOf(theCase)), show(theCase, 'status', buttons.theCase)],
    },
    undefined,
    ctx,
  );
}

function nextOf(question: Question, cases: ReadersCases, ctx: CardContext): Button {
  const { buttons } = texts(ctx.language);
  const { links } = ctx.task;
  const named = { annex: buttons.openAnnex, form: buttons.openForm, support: buttons.openSupport };
  const url = question.link && links[question.link];
  if (question.link && url) return link(named[question.link], url);
  if (cases === 'several') return beside('overview', buttons.allCases);
  if (cases === 'none') return act('start', buttons.start);
  const { one } = cases;
  return toCase(one, question.step !== undefined && awaitedSteps(one).includes(question.step), ctx);
}

/** The way to the reader's own step, or to the whole case. */
function toCase(theCase: Case, mine: boolean, { language }: CardContext): Button {
  const { buttons } = texts(language);
  return mine ? show(theCase, 'personal', buttons.myStep) : show(theCase, 'status', buttons.theCase);
}
