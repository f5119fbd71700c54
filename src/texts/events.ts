import type { CaseEvent } from '../case/events.js';
import type { Language, Person } from '../case/people.js';
import { fileSentence } from './files.js';
import { amount, authorName, capital, clean, list, people, personName, shortDate, withStop } from './format.js';
import { texts } from './texts.js';

/** Characters of a reason that a line of the history shows; the archive shows all. */
const REASON_SHOWN = 200;

/** One line of the history; its date stands beside it. */
export function eventLine(event: CaseEvent, language: Language, reasonMax = REASON_SHOWN): string {
  return capital(line(event, language, reasonMax, authorName(event.by, language)));
}

/** The same line to the person who did it. */
export function ownEventLine(event: CaseEvent, language: Language): string {
  return capital(line(event, language, REASON_SHOWN, texts(language).words.you));
}

function line(event: CaseEvent, language: Language, reasonMax: number, who: string): string {
  const { events, words } = texts(language);
  const name = (person: Person) => personName(person, language);
  const day = (on: string) => shortDate(on, language);
  switch (event.type) {
    case 'CaseOpened':
    case 'OfficerAccepted':
    case 'MarkedInKlik':
      return events[event.type](who);
    case 'OfficerSought':
      return events.OfficerSought(who, name(event.adviser), words.offices[event.office]);
    case 'OfficerNamed':
      return events.OfficerNamed(who, name(event.officer));
    case 'AgreementNumberGiven':
      return events.AgreementNumberGiven(who, clean(event.number, 20));
    case 'WebFormCompleted':
      return events.WebFormCompleted(who, day(event.filledOn));
    case 'SignatureConfirmed':
      return events.SignatureConfirmed(who, day(event.signedOn));
    case 'SignedCopyRecorded':
      return events.SignedCopyRecorded(who, fileSentence(event, language));
    case 'AgreementSent':
      return events.AgreementSent(who, day(event.sentOn));
    case 'ReceiptConfirmed':
      return events.ReceiptConfirmed(who, day(event.receivedOn));
    case 'InvoiceRegistered':
      return events.InvoiceRegistered(
        who,
        clean(event.number, 50),
        amount(event.amount, language),
        capital(name(event.payer)),
      );
    case 'PayerNamed':
      return events.PayerNamed(who, name(event.payer));
    case 'AgreementFormRecorded':
    case 'ReturnDocumentRecorded':
      return events[event.type](who, day(event.receivedOn));
    case 'FollowUpNamed':
      return events.FollowUpNamed(who, name(event.person));
    case 'InvoicePaid':
      return events.InvoicePaid(who, day(event.paidOn));
    case 'StepReopened': {
      const fallen = event.falling.filter((step) => step !== event.step).map((step) => words.results[step]);
      const reopened = events.StepReopened(who, words.steps[event.step]);
      return fallen.length > 0 ? `${reopened} ${events.stepsFell(list(fallen, language))}` : reopened;
    }
    case 'AgreementReturned': {
      const returned = events.AgreementReturned(who, day(event.returnedOn), clean(event.reason, reasonMax));
      const again = events.stepsFell(
        list(
          event.falling.map((step) => words.results[step]),
          language,
        ),
      );
      return `${withStop(returned)} ${again}`;
    }
    case 'KlikHandedOver':
    case 'CoordinatorChanged':
    case 'OfficerReplaced':
    case 'PayerReplaced':
      return events[event.type](who, name(event.to));
    case 'SubstituteNamed':
      return events.SubstituteNamed(name(event.absent), name(event.substitute), day(event.from), day(event.until));
    case 'AbsenceNoted':
      return events.AbsenceNoted(who, day(event.from), day(event.until));
    case 'GoLiveMoved':
      return events.GoLiveMoved(who, day(event.goLive));
    case 'Reminded':
      if (event.occasion === 'klik') return events.RemindedOfKlik(name(event.to));
      return event.by === 'clock' ? events.Reminded(name(event.to)) : events.RemindedBy(who, name(event.to));
    case 'Escalated':
      return event.to.length > 0 ? events.Escalated(people(event.to, language)) : events.EscalatedHome;
    case 'Snoozed':
      return (event.person ? events.SnoozedOwn : events.Snoozed)(who, day(event.until));
    case 'OfficerDeclined':
    case 'SignatureRefused':
    case 'CaseCancelled':
    case 'CaseReopened':
      return events[event.type](who, clean(event.reason, reasonMax));
  }
}
