import { awaitedSteps, type Case, type CaseFact } from '../case/case.js';
import { type Day, daysBetween } from '../case/dates.js';
import { type Language, type Person, samePerson } from '../case/people.js';
import { deadlineOf } from '../case/reminders.js';
import { stepsFor } from '../case/roles.js';
import { STEPS, stepNumber } from '../case/steps.js';
import type { Placeholder, Question, Task } from '../task/schema.js';
import { amount, authorName, capital, clean, date, fill, momentDate, municipalityTitle, personName } from './format.js';
import {
  becauseSentence,
  deadlineSentence,
  doneSentence,
  nextSentence,
  progressWords,
  stepSentence,
} from './sentences.js';
import { texts } from './texts.js';

/** The answer to a question of the task, with its placeholders filled in. */
export function answerText(question: Pick<Question, 'answer'>, task: Task, language: Language): string {
  return ended(fill(question.answer[language], placeholders(task, language)));
}

/** An amount in kroner ends with a full stop of its own. */
function ended(text: string): string {
  return text.replace(/\.\.(?=\s|$)/g, '.');
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

/** Who asks, when, in which task. */
export interface Asking {
  readonly task: Task;
  readonly today: Day;
  readonly person: Person;
}

/** The answer to a question about a case, from its facts: only what was asked. */
export function caseAnswer(about: CaseFact, theCase: Case, asking: Asking, language: Language): string {
  const { ask } = texts(language);
  const { task, today } = asking;
  const { done, status } = theCase;
  const next = nextSentence(theCase, language, today);
  const deadline = deadlineSentence(theCase, task, today, language, true);
  const orNext = (notYet: string) => (status === 'open' ? `${notYet} ${next}` : notYet);
  switch (about) {
    case 'next':
      return `${next} ${deadline}`.trim();
    case 'who':
      return next;
    case 'progress':
      return ask.progress(progressWords(theCase, language), next);
    case 'deadline':
      return status !== 'open' ? next : deadline === '' ? ask.noDeadline : deadline;
    case 'late':
      return status === 'open' ? lateSentence(theCase, asking, language) : next;
    case 'officer':
      return officerSentence(theCase, language);
    case 'coordinator':
      return ask.coordinator(capital(personName(theCase.coordinator, language)));
    case 'number':
      return done.agreementNumber ? ask.number(clean(done.agreementNumber.number, 20)) : ask.numberNone;
    case 'goLive':
      return ask.goLive(date(theCase.goLive, language));
    case 'why':
      return whySentence(theCase, asking, language);
    case 'paper':
      return paperSentence(theCase, language);
    case 'invoiceNumber':
      return done.invoice ? ask.invoiceNumber(clean(done.invoice.number, 50)) : orNext(ask.invoiceNone);
    case 'invoiceAmount':
      return done.invoice ? ended(ask.invoiceAmount(amount(done.invoice.amount, language))) : orNext(ask.invoiceNone);
    case 'invoiceDue':
      if (done.payment) return paidSentence(done.payment, language);
      return done.invoice ? ask.invoiceDue(date(done.invoice.due, language)) : orNext(ask.invoiceNone);
    case 'payer':
      return theCase.payer ? ask.payer(capital(personName(theCase.payer, language))) : ask.payerNone;
    case 'form':
      if (!done.webForm) return orNext(ask.formNone);
      return ask.form(capital(authorName(done.webForm.by, language)), date(done.webForm.filledOn, language));
    case 'signed':
      if (!done.signature) return orNext(ask.signedNone);
      return ask.signed(capital(authorName(done.signature.by, language)), date(done.signature.signedOn, language));
    case 'sent':
      return done.dispatch ? sentSentence(done.dispatch, language) : orNext(ask.sentNone);
    case 'confirmed':
      if (!done.confirmation) return orNext(ask.confirmedNone);
      if (done.confirmation.receivedOn) return ask.confirmed(date(done.confirmation.receivedOn, language));
      return doneSentence('confirmation', done.confirmation, theCase, language);
    case 'arrived':
      return done.invoice ? doneSentence('invoice', done.invoice, theCase, language) : orNext(ask.invoiceNone);
    case 'paid':
      return done.payment
        ? paidSentence(done.payment, language)
        : orNext(done.invoice ? ask.paidNone : ask.invoiceNone);
  }
}

/** Where an answer about a case comes from. */
export function caseSource({ municipality }: Case, language: Language): string {
  return texts(language).ask.caseSource(municipalityTitle(municipality));
}

type Done = Case['done'];

function sentSentence({ by, sentOn }: NonNullable<Done['dispatch']>, language: Language): string {
  return texts(language).ask.sent(capital(authorName(by, language)), date(sentOn, language));
}

function paidSentence({ by, paidOn }: NonNullable<Done['payment']>, language: Language): string {
  return texts(language).ask.paid(capital(authorName(by, language)), date(paidOn, language));
}

function officerSentence({ officer }: Case, language: Language): string {
  const { ask } = texts(language);
  if (!officer) return ask.officerNone;
  return (officer.accepted ? ask.officer : ask.officerAsked)(capital(personName(officer.person, language)));
}

/** How far the deadline of what the case waits for is away, or gone. */
function lateSentence(theCase: Case, { task, today }: Asking, language: Language): string {
  const { ask } = texts(language);
  const day = deadlineOf(theCase, task);
  if (day === undefined) return ask.noDeadline;
  const left = daysBetween(today, day);
  return left < 0 ? ask.daysLate(date(day, language), -left) : ask.daysLeft(date(day, language), left);
}

/** Who has the paper: what the case knows of its way. */
function paperSentence({ done, officer, coordinator }: Case, language: Language): string {
  const { ask } = texts(language);
  const of = (person: Person) => personName(person, language);
  if (done.dispatch) return `${sentSentence(done.dispatch, language)} ${ask.paperSent}`;
  if (done.signature) return ask.paperSigned(capital(of(officer?.person ?? coordinator)));
  if (done.webForm)
    return ask.paperToSign(
      capital(of(coordinator)),
      officer ? of(officer.person) : texts(language).words.theRoles.officer,
    );
  return ask.paperNotYet;
}

/** Why the reader is asked: their part in the case, who gave it to them, and what is waited for. */
function whySentence(theCase: Case, { person, today }: Asking, language: Language): string {
  const { ask } = texts(language);
  const { officer, payer, coordinator, done, adviser } = theCase;
  const chooser = samePerson(officer?.person, person)
    ? officer?.namedBy
    : samePerson(payer, person)
      ? done.invoice?.by
      : samePerson(adviser?.person, person)
        ? coordinator
        : undefined;
  const chosen =
    chooser && !(chooser !== 'clock' && samePerson(chooser, person))
      ? ask.chosenBy(capital(authorName(chooser, language)))
      : '';
  const opened = samePerson(coordinator, person) ? ask.openedOn(momentDate(theCase.opened.at, language)) : '';
  const [step] = stepsFor(theCase, person, today).concat(awaitedSteps(theCase));
  const waits = step ? stepSentence(theCase, step, language, today) : '';
  const because = becauseSentence(theCase, step ?? 'payment', person, today, language);
  return [because, chosen, opened, waits].filter((one) => one !== '').join(' ');
}
