import { type Case, currentStep } from '../case/case.js';
import { type Person, samePerson } from '../case/people.js';
import type { Notice } from '../case/react.js';
import { asked, rolesOf } from '../case/roles.js';
import type { StepId } from '../case/steps.js';
import { fileSentence } from '../texts/files.js';
import { amount, authorName, capital, controlCode, date, list, momentDate, personName } from '../texts/format.js';
import { doneSentence, nextSentence, noticeSentence } from '../texts/story.js';
import { texts } from '../texts/texts.js';
import { type Block, lines, type Row, row, tellCard } from './ask.js';
import { signatureCode } from './banner.js';
import { act, dataOf, show } from './buttons.js';
import type { AdaptiveCard, CardContext } from './context.js';
import { framed } from './frame.js';

/** What a settled request turns into: who did it and when, and what the case waits for now. No buttons. */
export function outcomeCard(of: Case, person: Person, step: StepId, ctx: CardContext): AdaptiveCard {
  const { outcomes } = texts(ctx.language);
  const { happened, good } = outcomeOf(of, person, step, ctx);
  const next = nextSentence(of, ctx.language, ctx.today);
  const now = currentStep(of);
  const stillAsked = now && asked(of, now, ctx.today).some((one) => samePerson(one, person));
  const code = step === 'signature' && of.done.signature ? signatureCode(ctx) : '';
  return outcomeLine(
    of,
    code === '' ? happened : `${happened} ${code}`,
    good,
    stillAsked ? next : `${outcomes.yoursNoMore} ${next}`,
    ctx,
  );
}

/** One line of what happened, marked good or not, and below it what comes next. */
function outcomeLine(of: Case, happened: string, good: boolean, next: string, ctx: CardContext): AdaptiveCard {
  const { body } = ctx.templates.outcome({
    lang: ctx.language,
    fallback: '',
    speak: '',
    mark: good ? '✓' : '–',
    color: good ? 'Good' : 'Default',
    happened,
    next,
  });
  return framed(of, { body, says: [happened, next] }, ctx);
}

function outcomeOf(of: Case, person: Person, step: StepId, ctx: CardContext): { happened: string; good: boolean } {
  const { outcomes, cards } = texts(ctx.language);
  const { language } = ctx;
  const stamp = of.done[step];
  if (of.status === 'cancelled' && of.closed) {
    const who = capital(authorName(of.closed.by, language));
    return { happened: cards.cancelled.by(who, momentDate(of.closed.at, language)), good: false };
  }
  if (stamp) return { happened: doneSentence(step, stamp, of, language), good: true };
  const { objection, officer } = of;
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
  const stillAsked = currentStep(of) === step && asked(of, step, ctx.today).some((one) => samePerson(one, person));
  return { happened: stillAsked ? outcomes.newerBelow : outcomes.takenUp, good: false };
}

/** The milestone after step 5: the person sets the task in KLIK, the bot cannot. */
export function klikCard(of: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const { task, title } = ctx.task.klik;
  return tellCard(
    {
      heading: cards.klik.title,
      paragraphs: [cards.klik.lead(`${task} ${title[ctx.language]}`)],
      notes: [cards.klik.note],
      buttons: [act('markInKlik', buttons.markInKlik, dataOf(of))],
    },
    of,
    ctx,
  );
}

/** The KLIK question once it is answered, or withdrawn because the dispatch no longer stands. */
export function klikDoneCard(of: Case, ctx: CardContext): AdaptiveCard {
  const { cards } = texts(ctx.language);
  const { klik } = of;
  const happened = klik
    ? cards.klik.done(capital(authorName(klik.by, ctx.language)), momentDate(klik.at, ctx.language))
    : of.done.dispatch
      ? texts(ctx.language).outcomes.yoursNoMore
      : cards.klik.withdrawn;
  return outcomeLine(of, happened, klik !== undefined, nextSentence(of, ctx.language, ctx.today), ctx);
}

/** The end of the case: facts, dates, people, and what goes on to UI 23. */
export function summaryCard(of: Case, ctx: CardContext): AdaptiveCard {
  const { cards } = texts(ctx.language);
  const klikMissing = of.done.dispatch !== undefined && of.klik === undefined;
  const { body } = ctx.templates.summary({
    lang: ctx.language,
    fallback: '',
    speak: '',
    heading: cards.summary.title,
    thanks: cards.summary.thanks,
    warnings: klikMissing ? lines([cards.summary.klikMissing]) : [],
    blocks: [
      { title: cards.summary.facts, text: '', rows: factRows(of, ctx) },
      { ...handOver(of, ctx), text: cards.summary.handOverText(ctx.task.klik.followUp[ctx.language]) },
      { title: cards.summary.people, text: '', rows: peopleRows(of, ctx) },
    ],
  });
  return framed(of, { body, says: [cards.summary.title, cards.summary.thanks] }, ctx);
}

function factRows(of: Case, ctx: CardContext): Row[] {
  const { cards, fields, files } = texts(ctx.language);
  const { agreementNumber, signature, dispatch, confirmation, invoice, payment } = of.done;
  const day = (label: string, on: string | undefined) => (on ? [row(label, date(on, ctx.language))] : []);
  return [
    ...(agreementNumber ? [row(fields.agreementNumber?.label ?? '', agreementNumber.number, true)] : []),
    ...day(cards.summary.signedOn, signature?.signedOn),
    ...(of.signedCopy ? [row(files.archive.signedCopy, fileSentence(of.signedCopy, ctx.language))] : []),
    ...day(cards.summary.sentOn, dispatch?.sentOn),
    ...day(cards.summary.receivedOn, confirmation?.receivedOn),
    ...(invoice ? [row(cards.payment.invoice, `${invoice.number} · ${amount(invoice.amount, ctx.language)}`)] : []),
    ...day(cards.summary.paidOn, payment?.paidOn),
    ...(ctx.codes ? [row(files.code.label, controlCode(ctx.codes.head), true)] : []),
  ];
}

function handOver(of: Case, ctx: CardContext): Block {
  const { cards } = texts(ctx.language);
  const values = of.done.webForm?.fields ?? {};
  const rows = ctx.task.formFields.flatMap((one) => {
    const value = values[one.id];
    return value ? [row(one.label[ctx.language], value, true)] : [];
  });
  const note = of.done.invoice?.note;
  return { title: cards.summary.handOver, rows: [...rows, ...(note ? [row(cards.summary.note, note)] : [])] };
}

function peopleRows(of: Case, ctx: CardContext): Row[] {
  const { words } = texts(ctx.language);
  return of.people.flatMap((person) => {
    const roles = rolesOf(of, person).map((role) =>
      role === 'adviser' && of.adviser ? words.offices[of.adviser.office] : words.roles[role],
    );
    return roles.length > 0 ? [row(capital(list(roles, ctx.language)), capital(personName(person, ctx.language)))] : [];
  });
}

/** A stopped case: who, when, why. */
export function cancelledCard(of: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const { closed } = of;
  const who = closed
    ? cards.cancelled.by(capital(authorName(closed.by, ctx.language)), momentDate(closed.at, ctx.language))
    : '';
  return tellCard(
    {
      heading: cards.cancelled.title,
      paragraphs: [who],
      blocks: closed?.reason ? [{ title: '', rows: [row(cards.cancelled.reason, closed.reason)] }] : [],
      buttons: [show(of, 'history', buttons.history)],
    },
    of,
    ctx,
  );
}

/** News that asks nothing of the reader. */
export function noticeCard(of: Case, notice: Notice, ctx: CardContext): AdaptiveCard {
  const { buttons, notices } = texts(ctx.language);
  return tellCard(
    {
      heading: notices.titles[notice.kind],
      paragraphs: [noticeSentence(notice, of, ctx.language)],
      buttons: [show(of, 'status', buttons.theCase)],
    },
    of,
    ctx,
  );
}
