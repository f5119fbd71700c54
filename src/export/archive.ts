import { awaitedSteps, type Case, type CaseLog } from '../case/case.js';
import { dayOf } from '../case/dates.js';
import { klikColleague } from '../case/klik.js';
import { type Language, type Person, samePerson } from '../case/people.js';
import { rolesOf } from '../case/roles.js';
import { STEPS, type StepId, stepNumber } from '../case/steps.js';
import type { Task } from '../task/schema.js';
import { klikPlace } from '../texts/answers.js';
import { eventLine } from '../texts/events.js';
import { fileSentence } from '../texts/files.js';
import {
  amount,
  authorName,
  capital,
  clean,
  clockTime,
  controlCode,
  date,
  list,
  momentDate,
  municipalityTitle,
  personName,
} from '../texts/format.js';
import { doneSentence, nextSentence, paperStates, progressWords, roleName, stepSentence } from '../texts/sentences.js';
import { texts } from '../texts/texts.js';
import { eventDetails, type Field, FREE_TEXT_MAX, field, fingerprint, freeText } from './details.js';

/** Everything the archive page says, in words; pdf.ts decides how it looks. */
export type Archive = ReturnType<typeof archiveOf>;

/** The case in words, for the archive. The same log always gives the same words. */
export function archiveOf({ case: theCase, events, hashes }: CaseLog, task: Task, language: Language) {
  const { archive } = texts(language).files;
  const { words } = texts(language);
  const town = municipalityTitle(theCase.municipality);
  const at = events.at(-1)?.at ?? theCase.opened.at;
  const head = hashes.at(-1);
  const code = head === undefined ? [] : [texts(language).files.code.archive(controlCode(head))];
  return {
    language,
    title: town,
    kicker: archive.kicker,
    subtitle: `${words.connection} · ${task.klik.task}`,
    asOf: archive.asOf(moment(at, language)),
    /** For each of the eight steps: done or not. */
    progress: STEPS.map((step) => theCase.done[step] !== undefined),
    progressWords: progressWords(theCase, language),
    proof: {
      title: archive.proof,
      lead: archive.proofLead,
      hash: head ?? '',
      how: [...code, archive.proofHow(`npm run admin -- verify ${theCase.id}`)].join(' '),
    },
    sections: [
      { title: archive.theCase, fields: caseFields(theCase, task, language) },
      { title: archive.details, fields: detailFields(theCase, language), note: archive.signatureNote },
      { title: archive.form, fields: formFields(theCase, task, language) },
      { title: archive.steps, fields: STEPS.map((step) => stepField(theCase, step, language)) },
      { title: archive.people, fields: peopleFields(theCase, language) },
    ].filter(({ fields }) => fields.length > 0),
    log: {
      title: archive.log,
      lead: archive.logLead(events.length),
      entries: events.map((event, position) => ({
        number: position + 1,
        when: capital(moment(event.at, language)),
        line: eventLine(event, language, FREE_TEXT_MAX),
        details: eventDetails(event, task, language),
        hash: hashes[position] ?? '',
      })),
    },
    /** The foot of every page, without its number. */
    foot: `${town} · ${task.klik.task} · ${theCase.id}`,
    subject: archive.subject(task.klik.task),
    author: words.bot,
    /** The instant of the newest event: the archive page is of that moment, whenever it is made. */
    at,
  };
}

function moment(at: string, language: Language): string {
  return `${momentDate(at, language)} ${clockTime(at, language)}`;
}

function caseFields(theCase: Case, task: Task, language: Language): Field[] {
  const { files, cards, fields } = texts(language);
  const { archive } = files;
  const by = (stamp: Case['opened']) =>
    archive.byOn(capital(authorName(stamp.by, language)), moment(stamp.at, language));
  return [
    field(archive.caseNumber, theCase.id),
    field(fields.municipality.label, municipalityTitle(theCase.municipality)),
    field(cards.caseCard.task, task.klik.title[language], klikPlace(task, language)),
    field(
      '',
      cards.caseCard.span(date(theCase.taskStart, language), date(theCase.taskEnd, language)),
      cards.caseCard.calendarDays,
    ),
    field(cards.caseCard.goLive, date(theCase.goLive, language)),
    field(archive.status, nextSentence(theCase, language)),
    field(archive.openedBy, by(theCase.opened)),
    ...(theCase.closed ? [field(archive.closedBy, by(theCase.closed))] : []),
    ...freeText(cards.cancelled.reason, theCase.closed?.reason),
  ];
}

function detailFields(theCase: Case, language: Language): Field[] {
  const { cards, fields, files } = texts(language);
  const { agreementNumber, signature, dispatch, confirmation, invoice, payment } = theCase.done;
  const day = (label: string, on: string | undefined) => (on ? [field(label, date(on, language))] : []);
  const { signedCopy, klik, klikHandedOver } = theCase;
  return [
    ...(agreementNumber ? [field(fields.agreementNumber.label, agreementNumber.number)] : []),
    ...day(cards.summary.signedOn, signature?.signedOn),
    ...(signedCopy
      ? [
          field(files.archive.signedCopy, fileSentence(signedCopy, language), files.archive.signedCopyNote),
          fingerprint(files.copy.fingerprint, signedCopy.sha256),
        ]
      : []),
    ...day(cards.summary.sentOn, dispatch?.sentOn),
    ...(klik
      ? [
          field(
            cards.caseCard.klik,
            cards.caseCard.klikDone(authorName(klik.by, language), momentDate(klik.at, language)),
          ),
        ]
      : []),
    ...(klikColleague(theCase) && klikHandedOver && !klik
      ? [
          field(
            cards.caseCard.klik,
            capital(
              cards.klik.handedOver(
                authorName(klikHandedOver.by, language),
                personName(klikHandedOver.to, language),
                momentDate(klikHandedOver.at, language),
              ),
            ),
          ),
        ]
      : []),
    ...day(cards.summary.receivedOn, confirmation?.receivedOn),
    ...(invoice
      ? [
          field(cards.payment.invoice, `${clean(invoice.number, 50)} · ${amount(invoice.amount, language)}`),
          field(fields.invoiceDue.label, date(invoice.due, language)),
        ]
      : []),
    ...(theCase.ean ? [field(cards.payment.ean, theCase.ean)] : []),
    ...freeText(cards.payment.accounting, theCase.accounting),
    ...paperStates(theCase, language).map(({ label, value }) => field(label, clean(value, FREE_TEXT_MAX))),
    ...(theCase.followUp ? [field(cards.papers.followUp, capital(personName(theCase.followUp.person, language)))] : []),
    ...day(cards.summary.paidOn, payment?.paidOn),
    ...freeText(cards.summary.note, invoice?.note),
  ];
}

function formFields(theCase: Case, task: Task, language: Language): Field[] {
  const form = theCase.done.webForm;
  if (!form) return [];
  const { archive } = texts(language).files;
  return [
    field(archive.filledOn, date(form.filledOn, language)),
    ...task.formFields.flatMap(({ id, label }) => freeText(label[language], form.fields[id])),
    ...freeText(archive.paperAt, form.paperAt),
  ];
}

function stepField(theCase: Case, step: StepId, language: Language): Field {
  const { words, files } = texts(language);
  const stamp = theCase.done[step];
  const open = awaitedSteps(theCase).includes(step) ? stepSentence(theCase, step, language) : files.archive.notDone;
  return field(
    `${stepNumber(step)}. ${capital(words.steps[step])}`,
    stamp ? doneSentence(step, stamp, theCase, language) : open,
  );
}

/** Everyone who ever had a part, with the roles they hold now, if any. */
function peopleFields(theCase: Case, language: Language): Field[] {
  const { files } = texts(language);
  const roles = (person: Person) => rolesOf(theCase, person).map((role) => roleName(role, theCase, language));
  const substitutes = theCase.substitutes.map((one) =>
    field(
      capital(personName(one.substitute, language)),
      files.archive.absent(personName(one.absent, language), date(one.from, language), date(one.until, language)),
    ),
  );
  const standsIn = (person: Person) => theCase.substitutes.some((one) => samePerson(one.substitute, person));
  const people = theCase.people
    .filter((person) => roles(person).length > 0 || !standsIn(person))
    .map((person) =>
      field(capital(personName(person, language)), capital(list(roles(person), language)) || files.archive.noRole),
    );
  return [...people, ...substitutes];
}

/** The Danish day the archive page is of; part of its file's name. */
export function archiveDay({ case: theCase, events }: CaseLog): string {
  return dayOf(events.at(-1)?.at ?? theCase.opened.at);
}
