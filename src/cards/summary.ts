import { awaitedSteps, type Case } from '../case/case.js';
import { isKlikOpen, klikColleague } from '../case/klik.js';
import { includesPerson, type Person, samePerson } from '../case/people.js';
import type { Notice } from '../case/react.js';
import { askedNow, isAskedFor, rolesOf, stepsFor } from '../case/roles.js';
import type { StepId } from '../case/steps.js';
import { fileSentence } from '../texts/files.js';
import { amount, authorName, capital, controlCode, date, list, momentDate, personName } from '../texts/format.js';
import { doneSentence, nextSentence, noticeSentence } from '../texts/sentences.js';
import { texts } from '../texts/texts.js';
import { signatureCode } from './banner.js';
import { show } from './buttons.js';
import type { AdaptiveCard, CardContext } from './context.js';
import { lines, messageCard, type Row, row } from './form.js';
import { framed } from './frame.js';
import { followUpRows } from './papers.js';

/** What a settled request turns into: who did it and when, and what the case waits for now. No buttons. */
export function outcomeCard(theCase: Case, person: Person, step: StepId, ctx: CardContext): AdaptiveCard {
  const { outcomes } = texts(ctx.language);
  if (hasDeclined(theCase, person)) return outcomeLine(theCase, outcomes.declinedThanks, true, '', ctx);
  if (isFollowed(theCase, person, step, ctx)) return outcomeLine(theCase, outcomes.newerReminder, false, '', ctx);
  const { happened, good } = outcomeOf(theCase, person, step, ctx);
  const next = nextSentence(theCase, ctx.language, ctx.today);
  const stillAsked = includesPerson(askedNow(theCase, ctx.today), person);
  // The coordinator may confirm the payment, but it is not theirs to make.
  const mayHelp = stepsFor(theCase, person, ctx.today).some((one) => one !== 'payment');
  const code = step === 'signature' && theCase.done.signature ? signatureCode(ctx) : '';
  return outcomeLine(
    theCase,
    code === '' ? happened : `${happened} ${code}`,
    good,
    stillAsked ? next : mayHelp ? `${next} ${outcomes.youToo}` : `${outcomes.yoursNoMore} ${next}`,
    ctx,
  );
}

/** True for a person who has just said that they are not the officer, and has no other part. */
function hasDeclined(theCase: Case, person: Person): boolean {
  const { objection } = theCase;
  if (objection?.kind !== 'officer' || objection.by === 'clock') return false;
  return samePerson(objection.by, person) && rolesOf(theCase, person).length === 0;
}

/** True for a copy, or a request for help, in a step that still waits for somebody else: a newer one takes its place. */
function isFollowed(theCase: Case, person: Person, step: StepId, { today }: CardContext): boolean {
  const began = theCase.waits[step] ?? theCase.waitingSince;
  const wasTold = theCase.reminders.some(
    (one) => one.step === step && one.at > began && includesPerson(one.to, person),
  );
  return wasTold && awaitedSteps(theCase).includes(step) && !isAskedFor(theCase, step, person, today);
}

/** One line of what happened, marked good or not, and below it what comes next. */
export function outcomeLine(
  theCase: Case,
  happened: string,
  good: boolean,
  next: string,
  ctx: CardContext,
): AdaptiveCard {
  const { body } = ctx.templates.outcome({
    mark: good ? '✓' : '–',
    color: good ? 'Good' : 'Default',
    happened,
    next,
  });
  return framed(theCase, { body, says: [happened, next] }, ctx);
}

function outcomeOf(theCase: Case, person: Person, step: StepId, ctx: CardContext): { happened: string; good: boolean } {
  const { outcomes, cards } = texts(ctx.language);
  const { language } = ctx;
  const stamp = theCase.done[step];
  if (theCase.status === 'cancelled' && theCase.closed) {
    const who = capital(authorName(theCase.closed.by, language));
    return { happened: cards.cancelled.by(who, momentDate(theCase.closed.at, language)), good: false };
  }
  if (stamp) return { happened: doneSentence(step, stamp, theCase, language), good: true };
  const { objection, officer, returned } = theCase;
  if (returned && !isAskedFor(theCase, step, person, ctx.today)) {
    const who = capital(authorName(returned.by, language));
    return { happened: outcomes.returned(who, momentDate(returned.at, language)), good: false };
  }
  if (objection && (step === 'officer' || step === 'signature')) {
    const say = objection.kind === 'officer' ? outcomes.declined : outcomes.signatureRefused;
    return {
      happened: say(capital(authorName(objection.by, language)), momentDate(objection.at, language)),
      good: false,
    };
  }
  if (step === 'officer' && officer && !samePerson(officer.person, person)) {
    const by = capital(authorName(officer.namedBy, language));
    return { happened: outcomes.namedBy(personName(officer.person, language), by), good: true };
  }
  const stillAsked = theCase.status === 'open' && isAskedFor(theCase, step, person, ctx.today);
  return { happened: stillAsked ? outcomes.newerBelow : outcomes.takenUp, good: false };
}

/** The end of the case: facts, dates, people, and what goes on to UI 23. */
export function summaryCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  const { cards } = texts(ctx.language);
  const { body } = ctx.templates.summary({
    heading: cards.summary.title,
    thanks: cards.summary.thanks,
    warnings: lines([klikMissing(theCase, ctx)]),
    blocks: [
      { title: cards.summary.facts, text: '', rows: factRows(theCase, ctx) },
      {
        title: cards.summary.handOver,
        rows: followUpRows(theCase, ctx),
        text: cards.summary.handOverText(ctx.task.klik.followUp[ctx.language]),
      },
      { title: cards.summary.people, text: '', rows: peopleRows(theCase, ctx) },
    ],
  });
  return framed(theCase, { body, says: [cards.summary.title, cards.summary.thanks] }, ctx);
}

/** That the task is still to be set to completed in KLIK, and by whom; empty once it is. */
function klikMissing(theCase: Case, { language }: CardContext): string {
  const { summary } = texts(language).cards;
  if (!isKlikOpen(theCase)) return '';
  const colleague = klikColleague(theCase);
  return colleague ? summary.klikOther(capital(personName(colleague, language))) : summary.klikMissing;
}

function factRows(theCase: Case, ctx: CardContext): Row[] {
  const { cards, fields, files } = texts(ctx.language);
  const { agreementNumber, signature, dispatch, confirmation, invoice, payment } = theCase.done;
  const day = (label: string, on: string | undefined) => (on ? [row(label, date(on, ctx.language))] : []);
  return [
    ...(agreementNumber ? [row(fields.agreementNumber.label, agreementNumber.number, true)] : []),
    ...day(cards.summary.signedOn, signature?.signedOn),
    ...(theCase.signedCopy ? [row(files.archive.signedCopy, fileSentence(theCase.signedCopy, ctx.language))] : []),
    ...day(cards.summary.sentOn, dispatch?.sentOn),
    ...day(cards.summary.receivedOn, confirmation?.receivedOn),
    ...(invoice ? [row(cards.payment.invoice, `${invoice.number} · ${amount(invoice.amount, ctx.language)}`)] : []),
    ...day(cards.summary.paidOn, payment?.paidOn),
    ...(ctx.codes ? [row(files.code.label, controlCode(ctx.codes.head), true)] : []),
  ];
}

function peopleRows(theCase: Case, ctx: CardContext): Row[] {
  const { words } = texts(ctx.language);
  return theCase.people.flatMap((person) => {
    const roles = rolesOf(theCase, person).map((role) =>
      role === 'adviser' && theCase.adviser ? words.offices[theCase.adviser.office] : words.roles[role],
    );
    return roles.length > 0 ? [row(capital(list(roles, ctx.language)), capital(personName(person, ctx.language)))] : [];
  });
}

/** A stopped case: who, when, why. */
export function cancelledCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const { closed } = theCase;
  const who = closed
    ? cards.cancelled.by(capital(authorName(closed.by, ctx.language)), momentDate(closed.at, ctx.language))
    : '';
  return messageCard(
    {
      heading: cards.cancelled.title,
      paragraphs: [who],
      blocks: closed?.reason ? [{ title: '', rows: [row(cards.cancelled.reason, closed.reason)] }] : [],
      buttons: [show(theCase, 'history', buttons.history)],
    },
    theCase,
    ctx,
  );
}

/** News that needs no act of the reader; of an officer who is away at the deadline with the way to another one. */
export function noticeCard(theCase: Case, notice: Notice, ctx: CardContext): AdaptiveCard {
  const { buttons, notices } = texts(ctx.language);
  return messageCard(
    {
      heading: notices.titles[notice.kind],
      paragraphs: [noticeSentence(notice, theCase, ctx.language)],
      buttons: [
        ...(notice.kind === 'officerAway' ? [show(theCase, 'replaceOfficer', buttons.replaceOfficer)] : []),
        show(theCase, 'status', buttons.theCase),
      ],
    },
    theCase,
    ctx,
  );
}
