import type { Language } from '../case/people.js';
import { STEPS, stepNumber } from '../case/steps.js';
import type { Placeholder, Question, Task } from '../task/schema.js';
import { amount, fill } from './format.js';
import { texts } from './texts.js';

/** The answer to a question of the task, with its placeholders filled in; "kr." at the end of a sentence ends it. */
export function answerText(question: Pick<Question, 'answer'>, task: Task, language: Language): string {
  return fill(question.answer[language], placeholders(task, language)).replace(/\.\.(?=\s|$)/g, '.');
}

/** Where an answer comes from: the step and its place in the task, or the place alone; empty when the file says neither. */
export function sourceLine({ step, source }: Question, task: Task, language: Language): string {
  const { ask } = texts(language);
  const named = source?.[language] ?? (step ? task.steps[step].source[language] : '');
  if (!step) return named === '' ? '' : ask.source(named);
  return ask.sourceStep(named, stepNumber(step), STEPS.length, task.steps[step].title[language]);
}

/** Where the task is found in KLIK: its master task, and what it is sorted under. */
export function klikPlace({ klik }: Task, language: Language): string {
  const { words } = texts(language);
  const { masterTask, phase, theme, priority, wave } = klik;
  const places = [
    words.masterTask(masterTask),
    phase[language],
    theme[language],
    words.priority(priority),
    wave[language],
  ];
  return `${places.join(' · ')}.`;
}

function placeholders(task: Task, language: Language): { readonly [F in Placeholder]: string } {
  const { annex, fee, mail, links, support, waitDays, offsets, agreementNumber, klik } = task;
  return {
    annex: annex[language],
    fee: amount(fee.oere, language),
    feeYear: String(fee.year),
    mailTo: mail.to,
    formLink: links.form.replace(/^https?:\/\/|\/$/g, ''),
    supportName: support.name[language],
    supportPhone: support.phone,
    waitDays: String(waitDays.confirmationLate),
    endDays: String(-offsets.endFromGoLive),
    startDays: String(-offsets.startFromEnd),
    length: String(1 - offsets.startFromEnd),
    numberMin: String(agreementNumber.min),
    numberMax: String(agreementNumber.max),
    followUp: klik.followUp[language],
    klikTitle: klik.title[language],
    masterTask: String(klik.masterTask),
    project: klik.project,
    phase: klik.phase[language],
    theme: klik.theme[language],
    priority: String(klik.priority),
    wave: klik.wave[language],
  };
}
