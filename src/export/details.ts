import type { CaseEvent, EventOf, EventType, FactsOf } from '../case/events.js';
import type { Language } from '../case/people.js';
import type { Task } from '../task/schema.js';
import { clean, date } from '../texts/format.js';
import { texts } from '../texts/texts.js';

/** A label, its value, and perhaps a smaller line below. */
export interface Field {
  readonly label: string;
  readonly value: string;
  readonly note?: string;
  /** 64 digits that should stand on one line. */
  readonly fine?: true;
}

/** Longer than anything the rules let a person type, so that the archive cuts nothing they wrote. */
export const FREE_TEXT_MAX = 2_000;

export function field(label: string, value: string, note?: string): Field {
  return { label, value, ...(note !== undefined && { note }) };
}

/** A text that a person has typed; nothing where they left it out. */
export function freeText(label: string, text: string | undefined): Field[] {
  return text ? [field(label, clean(text, FREE_TEXT_MAX))] : [];
}

export function fingerprint(label: string, sha256: string): Field {
  return { label, value: sha256, fine: true };
}

type Shown<T extends EventType> = (event: EventOf<T>, language: Language, task: Task) => readonly Field[];

/** The event's line in the history says it. */
const inLine = () => [];
/** Not a detail: shown together with another fact or at the head of the archive page, or an id that tells a reader nothing. */
const notHere = () => [];

/** How each fact of each event is shown beside its line in the history; without an entry a new fact does not compile. */
const DETAILS: { readonly [T in EventType]: { readonly [F in keyof Required<FactsOf<T>>]: Shown<T> } } = {
  CaseOpened: {
    caseId: notHere,
    tenant: notHere,
    municipality: notHere,
    goLive: goLiveField,
    taskStart: taskField,
    taskEnd: notHere,
    home: notHere,
    language: notHere,
    coordinator: inLine,
    ean: eanField,
    accounting: accountingField,
  },
  OfficerSought: { adviser: inLine, office: inLine },
  OfficerNamed: { officer: inLine },
  OfficerAccepted: {},
  OfficerDeclined: { reason: inLine },
  AgreementNumberGiven: { number: inLine },
  WebFormCompleted: {
    filledOn: inLine,
    fields: formFields,
    paperAt: ({ paperAt }, language) => freeText(texts(language).files.archive.paperAt, paperAt),
  },
  SignatureConfirmed: { signedOn: inLine },
  SignatureRefused: { reason: inLine },
  SignedCopyRecorded: {
    name: inLine,
    size: inLine,
    sha256: ({ sha256 }, language) => [fingerprint(texts(language).files.copy.fingerprint, sha256)],
  },
  AgreementSent: { sentOn: inLine },
  MarkedInKlik: {},
  KlikHandedOver: { to: inLine },
  ReceiptConfirmed: { receivedOn: inLine },
  InvoiceRegistered: {
    number: inLine,
    amount: inLine,
    due: ({ due }, language) => [field(texts(language).fields.invoiceDue.label, date(due, language))],
    payer: inLine,
    note: ({ note }, language) => freeText(texts(language).cards.summary.note, note),
  },
  PayerNamed: { payer: inLine, ean: eanField, accounting: accountingField },
  AgreementFormRecorded: { receivedOn: inLine, filedAs: filedAsField },
  ReturnDocumentRecorded: { receivedOn: inLine, filedAs: filedAsField },
  FollowUpNamed: { person: inLine },
  InvoicePaid: { paidOn: inLine },
  StepReopened: { step: inLine, falling: inLine },
  CoordinatorChanged: { to: inLine },
  OfficerReplaced: { to: inLine },
  PayerReplaced: { to: inLine },
  SubstituteNamed: { absent: inLine, substitute: inLine, from: inLine, until: inLine },
  GoLiveMoved: { goLive: goLiveField, taskStart: taskField, taskEnd: notHere },
  Reminded: { to: inLine, step: notHere, occasion: notHere, rung: notHere },
  Escalated: { to: inLine, step: notHere, occasion: notHere, rung: notHere },
  Snoozed: { days: notHere, until: inLine, person: inLine },
  CaseCancelled: { reason: inLine },
  CaseReopened: { reason: inLine },
  AbsenceNoted: { from: inLine, until: inLine },
  AgreementReturned: { returnedOn: inLine, reason: inLine, again: notHere, falling: inLine },
};

/** What an event says besides its line in the history. */
export function eventDetails(event: CaseEvent, task: Task, language: Language): Field[] {
  const details = DETAILS[event.type] as Readonly<Record<string, Shown<EventType>>>;
  return Object.values(details).flatMap((shown) => shown(event, language, task));
}

function goLiveField({ goLive }: FactsOf<'GoLiveMoved'>, language: Language): readonly Field[] {
  return [field(texts(language).fields.goLive.label, date(goLive, language))];
}

function eanField({ ean }: { ean?: string | undefined }, language: Language): readonly Field[] {
  return ean ? [field(texts(language).cards.payment.ean, ean)] : [];
}

function accountingField({ accounting }: { accounting?: string | undefined }, language: Language): readonly Field[] {
  return freeText(texts(language).cards.payment.accounting, accounting);
}

function filedAsField({ filedAs }: { filedAs?: string | undefined }, language: Language): readonly Field[] {
  return freeText(texts(language).cards.papers.filedAs, filedAs);
}

function taskField({ taskStart, taskEnd }: FactsOf<'GoLiveMoved'>, language: Language): readonly Field[] {
  const { caseCard } = texts(language).cards;
  return [field(caseCard.task, caseCard.span(date(taskStart, language), date(taskEnd, language)))];
}

function formFields({ fields }: FactsOf<'WebFormCompleted'>, language: Language, task: Task): readonly Field[] {
  return Object.entries(fields).flatMap(([id, value]) => {
    const known = task.formFields.find((one) => one.id === id);
    return freeText(known?.label[language] ?? clean(id, 60), value);
  });
}
