import { awaitedSteps, type Case } from '../case/case.js';
import type { CaseFact } from '../case/case-fact.js';
import { type Day, dayOf, daysBetween } from '../case/dates.js';
import type { Language } from '../case/people.js';
import { type Person, samePerson } from '../case/people.js';
import { deadlineOf } from '../case/reminders.js';
import { stepsFor } from '../case/roles.js';
import { STEPS } from '../case/steps.js';
import type { Task } from '../task/schema.js';
import { amount, authorName, capital, clean, date, municipalityTitle, personName } from './format.js';
import { becauseSentence, deadlineSentence, doneSentence, nextSentence, stepSentence } from './sentences.js';
import { texts } from './texts.js';

/** Who asks, when, in which task. */
export interface Asking {
  readonly task: Task;
  readonly today: Day;
  readonly person: Person;
}

/** The answer to a question about a case, from its facts: only what was asked. */
export function caseAnswer(about: CaseFact, theCase: Case, asking: Asking, language: Language): string {
  const { ask, words } = texts(language);
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
      return ask.progress(words.doneOf(STEPS.filter((step) => done[step]).length, STEPS.length), next);
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
      return paperSentence(theCase, asking, language);
    case 'invoiceNumber':
      return done.invoice ? ask.invoiceNumber(clean(done.invoice.number, 50)) : orNext(ask.invoiceNone);
    case 'invoiceAmount':
      return done.invoice ? ended(ask.invoiceAmount(amount(done.invoice.amount, language))) : orNext(ask.invoiceNone);
    case 'invoiceDue':
      if (done.payment) return paidSentence(theCase, language);
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
      return done.dispatch ? sentSentence(theCase, language) : orNext(ask.sentNone);
    case 'confirmed':
      if (!done.confirmation) return orNext(ask.confirmedNone);
      if (done.confirmation.receivedOn) return ask.confirmed(date(done.confirmation.receivedOn, language));
      return doneSentence('confirmation', done.confirmation, theCase, language);
    case 'arrived':
      return done.invoice ? doneSentence('invoice', done.invoice, theCase, language) : orNext(ask.invoiceNone);
    case 'paid':
      return done.payment ? paidSentence(theCase, language) : orNext(done.invoice ? ask.paidNone : ask.invoiceNone);
  }
}

/** Where an answer about a case comes from. */
export function caseSource({ municipality }: Case, language: Language): string {
  return texts(language).ask.caseSource(municipalityTitle(municipality));
}

/** An amount in kroner ends with a full stop of its own. */
function ended(sentence: string): string {
  return sentence.replace(/\.\.$/, '.');
}

function sentSentence({ done }: Case, language: Language): string {
  if (!done.dispatch) return '';
  const { by, sentOn } = done.dispatch;
  return texts(language).ask.sent(capital(authorName(by, language)), date(sentOn, language));
}

function paidSentence({ done }: Case, language: Language): string {
  if (!done.payment) return '';
  const { by, paidOn } = done.payment;
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
function paperSentence(theCase: Case, _asking: Asking, language: Language): string {
  const { ask } = texts(language);
  const { done, officer, coordinator } = theCase;
  const of = (person: Person) => personName(person, language);
  if (done.dispatch) return `${sentSentence(theCase, language)} ${ask.paperSent}`;
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
  const opened = samePerson(coordinator, person) ? ask.openedOn(date(dayOf(theCase.opened.at), language)) : '';
  const [step] = stepsFor(theCase, person, today).concat(awaitedSteps(theCase));
  const waits = step ? stepSentence(theCase, step, language, today) : '';
  const because = becauseSentence(theCase, step ?? 'payment', person, today, language);
  return [because, chosen, opened, waits].filter((one) => one !== '').join(' ');
}
