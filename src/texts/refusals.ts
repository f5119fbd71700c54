import type { Case } from '../case/case.js';
import { dayOf, type Instant } from '../case/dates.js';
import type { Already, Refusal } from '../case/decision.js';
import type { Language } from '../case/people.js';
import type { Problem } from '../case/typed-values.js';
import { authorName, capital, clean, clockTime, date, list, momentDate, people, personName } from './format.js';
import { doneSentence, stepSentence } from './sentences.js';
import { fieldWords, texts } from './texts.js';

type Of<T, K extends 'reason' | 'kind', V> = Extract<T, Record<K, V>>;

/** A friendly sentence or two for every expected no: who may, what happened, and what to do. */
export function refusalSentence(refusal: Refusal, theCase: Case | undefined, language: Language): string {
  const { refusals, words } = texts(language);
  switch (refusal.reason) {
    case 'noCase':
    case 'guest':
    case 'unknownAct':
    case 'caseExists':
    case 'changedSince':
    case 'nobodyToRemind':
    case 'fileGone':
      return refusals[refusal.reason];
    case 'closed':
      return closedSentence(refusal, language);
    case 'notYours':
      return notYoursSentence(refusal, language);
    case 'stepDone':
      return refusals.doneAlready(doneSentence(refusal.step, refusal, theCase, language));
    case 'notYet':
      return refusals.notYet(
        theCase ? stepSentence(theCase, refusal.current, language).replace(/\.$/, '') : words.steps[refusal.current],
      );
    case 'stepOpen':
      return refusals.stepOpen(words.steps[refusal.step]);
    case 'already':
      return alreadySentence(refusal.what, language);
    case 'remindedLately':
      return refusals.remindedLately(
        moment(refusal.at, refusal.again, language),
        moment(refusal.again, refusal.at, language),
      );
    case 'secondLook': {
      const typed = clean(refusal.typed, 40);
      return refusal.why === 'long'
        ? refusals.confirmLong(typed, refusal.number.length)
        : refusals.confirmZero(typed, refusal.number);
    }
    case 'doubt':
      return refusals.doubts[refusal.what](clean(refusal.value, 60));
    case 'fields':
      return refusal.problems.map(({ field, problem }) => problemSentence(field, problem, language)).join(' ');
  }
}

/** What is wrong with one field: names it, gives the reason, and shows a right example. */
export function problemSentence(field: string, problem: Problem, language: Language, label?: string): string {
  const { problems, otherField, words } = texts(language);
  const known = fieldWords(field, language);
  const { example } = known;
  const the = known === otherField && label !== undefined ? clean(label, 80) : known.the;
  switch (problem.kind) {
    case 'required':
      return problems.required(the, example);
    case 'tooLong':
      return problems.tooLong(the, problem.max);
    case 'notADate':
    case 'notDigits':
    case 'notAnAmount':
    case 'notEan':
      return problems[problem.kind](the, clean(problem.typed, 40));
    case 'inFuture':
    case 'inPast':
      return problems[problem.kind](the, date(problem.today, language));
    case 'beforeStep':
      return problems.beforeStep(the, words.results[problem.step], date(problem.day, language));
    case 'numberTooBig':
      return problems.numberTooBig(the, problem.max);
    case 'daysOutOfRange':
      return problems.daysOutOfRange(the, problem.min, problem.max);
    case 'dayOutOfRange':
      return problems.dayOutOfRange(the, date(problem.first, language), date(problem.last, language));
    case 'annexNotFollowed':
    case 'payerForBilling':
    case 'daysAndDay':
    case 'daysOrDay':
      return problems[problem.kind];
    default:
      return problems[problem.kind](the);
  }
}

function closedSentence(refusal: Of<Refusal, 'reason', 'closed'>, language: Language): string {
  const { refusals } = texts(language);
  const { by, at, status } = refusal;
  if (by === undefined || at === undefined) return refusals[status];
  const say = status === 'paid' ? refusals.paidBy : refusals.cancelledBy;
  return say(capital(authorName(by, language)), momentDate(at, language));
}

function notYoursSentence({ act, roles, may }: Of<Refusal, 'reason', 'notYours'>, language: Language): string {
  const { refusals, words } = texts(language);
  const who = list(
    roles.map((role) => words.theRoles[role]),
    language,
    true,
  );
  const only = refusals.only(who.replaceAll(',,', ','), words.acts[act]);
  if (may.length === 0) return `${only} ${refusals.nobodyYet}`;
  const ask = roles.length === 1 && roles[0] === 'officer' ? refusals.askOfficer : refusals.ask;
  return `${only} ${ask(people(may, language, true))}`;
}

function alreadySentence(what: Already, language: Language): string {
  const { refusals } = texts(language);
  const name = (person: Parameters<typeof personName>[0]) => capital(personName(person, language));
  switch (what.kind) {
    case 'officerNamed':
      return (what.accepted ? refusals.officerAccepted : refusals.officerNamed)(name(what.officer));
    case 'adviserAsked':
      return refusals.adviserAsked(name(what.adviser));
    case 'coordinator':
    case 'payer':
    case 'klikHandedOver':
    case 'followUp':
      return refusals[what.kind](name(what.person));
    case 'substitute':
      return refusals.substitute(name(what.person), date(what.from, language), date(what.until, language));
    case 'absence':
      return refusals.absence(date(what.from, language), date(what.until, language));
    case 'goLive':
      return refusals.goLive(date(what.goLive, language));
    case 'snoozed':
      return refusals.snoozed(date(what.until, language));
    case 'saidNo': {
      const { outcomes } = texts(language);
      const say = what.to === 'officer' ? outcomes.declined : outcomes.signatureRefused;
      return refusals.doneAlready(say(capital(authorName(what.by, language)), momentDate(what.at, language)));
    }
    case 'returned':
    case 'invoiced':
    case 'agreementForm':
    case 'returnDocument':
    case 'signedCopy':
      return refusals[what.kind](capital(authorName(what.by, language)), momentDate(what.at, language));
    case 'markedInKlik':
    case 'open':
      return refusals[what.kind];
  }
}

/** The time of day, with the day before it when the two moments are of different days. */
function moment(at: Instant, other: Instant, language: Language): string {
  const time = clockTime(at, language);
  return dayOf(at) === dayOf(other) ? time : texts(language).refusals.moment(momentDate(at, language), time);
}
